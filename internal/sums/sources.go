package sums

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Role says what a source is to a total.
type Role string

const (
	Counted Role = "counted" // its figures are in the sum
	Same    Role = "same"    // the same report as another file: counted once
	LeftOut Role = "left-out"
	Outside Role = "outside" // of a unit that is not below the one whose total it is
	Missed  Role = "missing" // a unit of the roster that has no file
	Behind  Role = "behind"  // a unit whose figures are in a source that is a total itself
)

// Source is one line of a total's provenance.
type Source struct {
	Role             Role
	Code, Name       string
	File, SHA        string
	Verdict          model.Verdict
	Errors, Warnings int
	Form             string
	Year             int
	Row              Row    // what it contributes, in the total's form
	Cells            string // where its figures stand, unless where the template has them; see EncodeCells
	Via              string // of one that is behind: the SHA of the total it is in
}

// Key tells units apart: by code, or else by name.
func (s Source) Key() string { return cmp.Or(s.Code, s.Name) }

var roles = map[Role]msg.Text{
	Outside: msg.T("非下属，未计入", "not below, left out"),
	Same:    msg.T("内容相同，只计一次", "the same report, counted once"), LeftOut: msg.T("未计入", "left out"),
	Missed: msg.T("缺报", "missing"), Behind: msg.T("已含在下级汇总中", "within a total below"),
}

// State is a source's verdict, or what it is to the total, in the reader's words.
func (s Source) State() msg.Text {
	switch t, ok := roles[s.Role]; {
	case ok:
		return t
	case s.Verdict == model.Warn:
		return msg.T("有警告", "warnings")
	}
	return s.Verdict.Title()
}

// Head is a column of the list of sources.
type Head struct {
	Text   msg.Text
	Width  float64
	Hidden bool
}

const (
	colNumber = iota
	colCode
	colName
	colFile
	colState
	colErrors
	colWarnings
	colForm
	colYear
	colSHA
	colRole
	colVerdict
	colEntries
	colCells
	colVia
)

// Heads are the columns of the list of sources. The hidden ones are for programs;
// every line stands for itself, so that sorting does no harm.
var Heads = []Head{
	colNumber: {msg.T("序号", "No."), 7, false}, colCode: {msg.T("代码", "code"), 14, false}, colName: {msg.T("单位", "unit"), 32, false},
	colFile: {msg.T("文件", "file"), 38, false}, colState: {msg.T("结论", "verdict"), 15, false}, colErrors: {msg.T("错误", "errors"), 7, false},
	colWarnings: {msg.T("警告", "warnings"), 7, false}, colForm: {msg.T("版本", "edition"), 9, false}, colYear: {msg.T("年度", "year"), 7, false},
	colSHA: {msg.T("SHA-256", "SHA-256"), 44, false}, colRole: {msg.T("role", "role"), 8, true}, colVerdict: {msg.T("check", "check"), 8, true},
	colEntries: {msg.T("figures", "figures"), 8, true}, colCells: {msg.T("cells", "cells"), 8, true}, colVia: {msg.T("via", "via"), 8, true},
}

// Line is a source as the n-th line of the list.
func (s Source) Line(n int, lang msg.Lang) []any {
	row := make([]any, len(Heads))
	row[colNumber], row[colCode], row[colName], row[colFile], row[colState] = n, s.Code, s.Name, s.File, s.State().In(lang)
	if s.Role != Missed && s.Role != Behind && s.Verdict != "" {
		row[colErrors], row[colWarnings] = s.Errors, s.Warnings
	}
	if s.Year != 0 {
		row[colYear] = s.Year
	}
	row[colForm], row[colSHA], row[colRole], row[colVerdict] = s.Form, s.SHA, string(s.Role), string(s.Verdict)
	row[colEntries], row[colCells], row[colVia] = s.Row.String(), s.Cells, s.Via
	for i, v := range row {
		if v == "" {
			row[i] = nil
		}
	}
	return row
}

// ReadSources reads the list of sources that stands in a total: none when there is
// no such sheet. The error is a *msg.Problem; one about a sheet that no longer is
// a list comes without sources, and one that names a source, whose row of figures
// is damaged, with all of them.
func ReadSources(r *model.Report) (sources []Source, err error) {
	if len(r.Sources) == 0 {
		return nil, nil
	}
	at := make([]int, len(Heads))
	head := slices.IndexFunc(r.Sources, func(row []string) bool {
		for i, h := range Heads {
			at[i] = slices.IndexFunc(row, func(s string) bool { return s == h.Text.ZH || s == h.Text.EN })
		}
		return at[colRole] >= 0 && at[colEntries] >= 0 && at[colSHA] >= 0
	})
	lines := r.Sources[head+1:]
	if head < 0 {
		lines = nil
	}
	for _, row := range lines {
		get := func(col int) string {
			if k := at[col]; k >= 0 && k < len(row) {
				return row[k]
			}
			return ""
		}
		number := func(col int) int {
			n, _ := strconv.Atoi(get(col)) // 0 where nothing stands
			return n
		}
		s := Source{Role: Role(get(colRole)), Code: get(colCode), Name: get(colName), File: get(colFile), SHA: get(colSHA), Verdict: model.Verdict(get(colVerdict)),
			Errors: number(colErrors), Warnings: number(colWarnings), Form: get(colForm), Year: number(colYear), Cells: get(colCells), Via: get(colVia)}
		if s.Role == Counted {
			var damaged error
			if s.Row, damaged = ParseRow(get(colEntries), r.Form); damaged != nil && err == nil {
				err = &msg.Problem{Where: s.Name, What: msg.T("来源表中的数字已损坏", "the figures in the list of sources are damaged"), Hint: msg.T("请重新汇总", "merge again"), Kind: msg.ErrNoSources}
			}
		}
		if _, known := roles[s.Role]; known || s.Role == Counted {
			sources = append(sources, s)
		}
	}
	if sources == nil {
		return nil, &msg.Problem{What: msg.T("“来源”表的表头改过，或者隐藏的列删去了，读不出各单位的数", "the heads of the list of sources were changed, or its hidden columns deleted: the units' figures are lost"),
			Hint: msg.T("请重新汇总，或用汇总时的原文件", "merge again, or take the file as it was merged"), Kind: msg.ErrNoSources}
	}
	return sources, err
}

// MissingUnits are the units of the roster that a total has no report of, by its list of sources; none where it has no list
// that can be read.
func MissingUnits(r *model.Report) (names []string) {
	sources, err := ReadSources(r)
	if err != nil {
		return nil
	}
	for _, s := range sources {
		if s.Role == Missed {
			names = append(names, s.Name)
		}
	}
	return names
}

// UnitsIn is how many units' figures are in a total by its list of sources, those in totals below among them; 0 where it has
// no list that can be read.
func UnitsIn(r *model.Report) (units int) {
	sources, err := ReadSources(r)
	if err != nil {
		return 0
	}
	below := map[string]bool{}
	for _, s := range sources {
		if s.Role == Behind {
			units++
			below[s.Via] = true
		}
	}
	for _, s := range sources {
		if s.Role == Counted && !below[s.SHA] {
			units++
		}
	}
	return units
}

// SumOf adds up the sources that count, of a total in a form.
func SumOf(f *model.Form, sources []Source) *Total {
	t := New(f)
	for _, s := range sources {
		if s.Role == Counted {
			t.Add(s.Row.Entries())
		}
	}
	return t
}

// EncodeCells writes the addresses of a report's figures, field by field, as one
// line: a sheet is named where it changes, and addresses are tab-separated.
func EncodeCells(cells []string) string {
	var b strings.Builder
	last := ""
	for i, c := range cells {
		if i > 0 {
			b.WriteByte('\t')
		}
		if k := strings.LastIndexByte(c, '!'); k >= 0 && c[:k+1] == last {
			c = c[k+1:]
		} else if k >= 0 {
			last = c[:k+1]
		}
		b.WriteString(c)
	}
	return b.String()
}

// DecodeCells reads what EncodeCells wrote.
func DecodeCells(s string) []string {
	if s == "" {
		return nil
	}
	cells := strings.Split(s, "\t")
	last := ""
	for i, c := range cells {
		if k := strings.LastIndexByte(c, '!'); k >= 0 {
			last = c[:k+1]
		} else if c != "" {
			cells[i] = last + c
		}
	}
	return cells
}
