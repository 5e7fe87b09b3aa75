package main

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl/aggregate"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
)

// acceptable are what --accept takes, in the order of the help.
var acceptable = []aggregate.BlockerKind{aggregate.WithErrors, aggregate.OtherYears, aggregate.Unknown, aggregate.Unreadable, aggregate.LikeTotal}

// acceptWords are what people write for one of them in Chinese.
var acceptWords = map[string]aggregate.BlockerKind{
	"错误": aggregate.WithErrors, "有误": aggregate.WithErrors, "有错误": aggregate.WithErrors, "年度": aggregate.OtherYears, "年份": aggregate.OtherYears,
	"名单之外": aggregate.Unknown, "名单外": aggregate.Unknown, "未知": aggregate.Unknown, "无法读取": aggregate.Unreadable, "读不出": aggregate.Unreadable, "汇总": aggregate.LikeTotal,
}

// accepted are the kinds of objections that --accept names, each one of those that a command knows.
func accepted(c *cli.Context, known ...aggregate.BlockerKind) (out []aggregate.BlockerKind, err error) {
	names := lists.Map(known, func(k aggregate.BlockerKind) string { return string(k) })
	for _, a := range commaList(c.StringSlice("accept")) {
		k := aggregate.BlockerKind(strings.ToLower(a))
		if !slices.Contains(known, k) {
			near := text.Near(string(k), names)
			if meant := acceptWords[a]; slices.Contains(known, meant) {
				near = []string{string(meant)}
			}
			one := msg.F("%s 之一", "one of %s", msg.T(strings.Join(names, "、"), strings.Join(names, ", ")))
			if len(names) == 1 {
				one = msg.T(names[0], names[0])
			}
			return nil, usageSo(msg.Meant(near, msg.Text{}), "--accept 应是 %s，而不是“%s”", "--accept is %s, not %q", one, a)
		}
		out = append(out, k)
	}
	return out, nil
}

// acceptTotalsFlag is --accept of the commands that count units and add nothing else up.
func acceptTotalsFlag(s session) cli.Flag {
	return &cli.StringSliceFlag{Name: "accept", Usage: s.t("totals：像是其他报告的汇总的，也作为一个单位计入", "totals: count a report that may be a total of others as a unit too")}
}
