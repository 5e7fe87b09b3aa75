package main

import (
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl/aggregate"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
)

// acceptable are what --accept takes, in the order of the help.
var acceptable = []aggregate.BlockerKind{aggregate.WithErrors, aggregate.OtherYears, aggregate.Unknown, aggregate.Unreadable, aggregate.LikeTotal}

// acceptWords are what people write for one of them in Chinese.
var acceptWords = map[string]aggregate.BlockerKind{
	"错误": aggregate.WithErrors, "有误": aggregate.WithErrors, "有错误": aggregate.WithErrors, "年度": aggregate.OtherYears, "年份": aggregate.OtherYears,
	"名单之外": aggregate.Unknown, "名单外": aggregate.Unknown, "未知": aggregate.Unknown, "无法读取": aggregate.Unreadable, "读不出": aggregate.Unreadable, "汇总": aggregate.LikeTotal,
}

// acceptance is what --accept names: kinds of objections, and kinds of which only those to some files or units are accepted.
type acceptance struct {
	kinds []aggregate.BlockerKind
	named []namedAcceptance
}

// namedAcceptance is a kind with the names behind it, as they were given.
type namedAcceptance struct {
	kind  aggregate.BlockerKind
	names string
}

// accepted is what --accept names, each kind one of those that a command knows.
func accepted(c *cli.Context, known ...aggregate.BlockerKind) (out acceptance, err error) {
	for _, given := range c.StringSlice("accept") {
		list, of, isNamed := strings.Cut(given, "=")
		kinds := commaList([]string{list})
		if isNamed && (strings.TrimSpace(of) == "" || len(kinds) == 0) {
			return out, usage("--accept 应写成“类别”或“类别=文件名或单位”，而不是“%s”", "--accept is KIND, or KIND=FILE or UNIT, not %q", given)
		}
		for i, a := range kinds {
			k, err := acceptedKind(a, known)
			switch {
			case err != nil:
				return out, err
			case isNamed && i == len(kinds)-1:
				out.named = append(out.named, namedAcceptance{k, strings.TrimSpace(of)})
			default:
				out.kinds = append(out.kinds, k)
			}
		}
	}
	return out, nil
}

// acceptedKind is the kind that a word of --accept means.
func acceptedKind(word string, known []aggregate.BlockerKind) (aggregate.BlockerKind, error) {
	k := aggregate.BlockerKind(strings.ToLower(word))
	if slices.Contains(known, k) {
		return k, nil
	}
	names := lists.Map(known, func(k aggregate.BlockerKind) string { return string(k) })
	near := text.Near(string(k), names)
	if meant := acceptWords[word]; slices.Contains(known, meant) {
		near = []string{string(meant)}
	}
	one := msg.F("%s 之一", "one of %s", msg.T(strings.Join(names, "、"), strings.Join(names, ", ")))
	if len(names) == 1 {
		one = msg.T(names[0], names[0])
	}
	return "", usageSo(msg.Meant(near, msg.Text{}), "--accept 应是 %s，而不是“%s”", "--accept is %s, not %q", one, word)
}

// files are the files that the kinds with names are accepted of, by their names for people. A name that is no file's and no
// unit's is a *msg.Problem.
func (a acceptance) files(submissions []units.Submission) (map[aggregate.BlockerKind][]string, error) {
	out := map[aggregate.BlockerKind][]string{}
	for _, n := range a.named {
		where := "--accept " + string(n.kind) + "="
		found, err := units.Named(submissions, n.names, where+strconv.Quote(n.names)) // a name may hold a comma
		if names := commaList([]string{n.names}); err != nil && len(names) > 1 {
			found = nil
			for _, name := range names {
				of, err := units.Named(submissions, name, where+strconv.Quote(name))
				if err != nil {
					return nil, err
				}
				found = append(found, of...)
			}
		} else if err != nil {
			return nil, err
		}
		out[n.kind] = append(out[n.kind], units.ShownOf(found)...)
	}
	return out, nil
}

// acceptTotalsFlag is --accept of the commands that count units and add nothing else up.
func acceptTotalsFlag(s session) cli.Flag {
	return &cli.StringSliceFlag{Name: "accept", Usage: s.t("totals：像是其他报告的汇总的，也作为一个单位计入；totals=文件名或单位：只计入这一份", "totals: count a report that may be a total of others as a unit too; totals=FILE or UNIT: only this one")}
}
