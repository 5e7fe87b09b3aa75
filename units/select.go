package units

import (
	"cmp"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
)

// Top is the unit whose total an assembly makes, if the roster says so.
func (a *Submissions) Top() *Unit {
	if a.Above != nil || a.Roster == nil {
		return a.Above
	}
	tops := slices.DeleteFunc(a.Roster.Tops(), func(u *Unit) bool { return len(a.Roster.Children(u)) == 0 })
	if len(tops) != 1 {
		return nil
	}
	return tops[0]
}

// Reason is an error without the file, which is named beside it.
func Reason(err error) msg.Text {
	if p, ok := err.(*msg.Problem); ok {
		q := *p
		q.Where = ""
		return q.Text()
	}
	return msg.Of(err)
}

// ShownOf are the names of files for people.
func ShownOf(fs []Submission) []string {
	return lists.Map(fs, func(f Submission) string { return f.Shown })
}

// Without takes submissions out: a file by its path or name, all files in a folder, or
// those of a unit by name or code. A name that is nothing's is a *msg.Problem, as
// is one that files in several folders have.
func Without(submissions []Submission, names []string) (kept, out []Submission, err error) {
	leave := make([]bool, len(submissions))
	for _, name := range names {
		found, err := namedBy(submissions, name, "--without "+strconv.Quote(name))
		if err != nil {
			return nil, nil, err
		}
		for _, i := range found {
			leave[i] = true
		}
	}
	kept, out = split(submissions, func(i int) bool { return leave[i] })
	sorting.By(out, func(a, b Submission) int { return cmp.Compare(a.Shown, b.Shown) })
	return kept, out, nil
}

// Named are the submissions that a name is meant for, as in [Without]. The error is a *msg.Problem at where.
func Named(submissions []Submission, name, where string) (out []Submission, err error) {
	found, err := namedBy(submissions, name, where)
	return lists.Map(found, func(i int) Submission { return submissions[i] }), err
}

// namedBy finds the submissions that a name is meant for. A file's path goes before
// anything else that is called so. Its error is at where.
func namedBy(submissions []Submission, name, where string) ([]int, error) {
	slashed := path.Clean(filepath.ToSlash(name))
	find := func(is func(f *Submission) bool) (found []int) {
		for i := range submissions {
			if is(&submissions[i]) {
				found = append(found, i)
			}
		}
		return found
	}
	byBase := func(f *Submission) bool { return path.Base(f.Shown) == name }
	for i, is := range []func(f *Submission) bool{
		func(f *Submission) bool {
			return f.File == name || filepath.ToSlash(f.File) == slashed || f.Shown == slashed
		},
		byBase,
		func(f *Submission) bool {
			return strings.HasPrefix(f.Shown, slashed+"/") || strings.HasPrefix(filepath.ToSlash(f.File), slashed+"/")
		},
		func(f *Submission) bool {
			return name == f.Code || NameKey(name) != "" && NameKey(name) == NameKey(f.Organ)
		},
	} {
		found := find(is)
		if i == 1 && len(found) > 1 {
			files := lists.Map(found, func(i int) string { return submissions[i].Shown })
			return nil, &msg.Problem{Where: where, What: msg.F("有 %d 个文件叫这个名称：%s", "%d files are called so: %s", len(found), msg.Few(files)),
				Hint: msg.T("连同文件夹一起写", "give the folder too")}
		}
		if found != nil && name != "" {
			return found, nil
		}
	}
	var names []string
	for _, f := range submissions {
		if f.Organ != "" && !slices.Contains(names, f.Organ) {
			names = append(names, f.Organ)
		}
	}
	return nil, &msg.Problem{Where: where, What: msg.T("没有这个文件或单位", "there is no such file or unit"),
		Hint: msg.Meant(text.Near(name, names), msg.T("写文件名、文件夹、单位名称或代码", "give a file's name, a folder, a unit's name or its code"))}
}

// SplitEmpty takes out the templates that nobody filled in: their units have not
// filed yet.
func SplitEmpty(submissions []Submission) (filled, empty []Submission) {
	return split(submissions, func(i int) bool { return submissions[i].Empty })
}

// split takes out submissions by their index.
func split(submissions []Submission, takeOut func(i int) bool) (kept, out []Submission) {
	for i, f := range submissions {
		if takeOut(i) {
			out = append(out, f)
		} else {
			kept = append(kept, f)
		}
	}
	return kept, out
}
