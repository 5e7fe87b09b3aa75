// Package units reads the list of units that report (who they are, who stands
// above them, and by when they report) and gathers what they handed in.
package units

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/csvfile"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/osfile"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/internal/preflight"
	"github.com/gkxl/gkxl/internal/read/plaintext"
	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/templates"
)

// The columns of a roster; the first two must be there.
const (
	colCode = iota
	colName
	colType
	colParent
	colContact
	colDeadline
	colFormer
	columns
)

// messageOf says where in a form's messages the heads of a column are.
var messageOf = [columns]string{"roster_code", "roster_name", "roster_type", "roster_parent", "roster_contact", "roster_deadline", "roster_former"}

// otherOf says where in a form's messages the heads are that stand for a column where no
// head of its own does: a number for the code, a kind of organ for its name.
var otherOf = map[int]string{colCode: "roster_number", colName: "roster_unit"}

// RosterLimits bound what is read of a roster.
type RosterLimits struct {
	Units int // lines with a unit on them: the whole country's fit
	Cells int // columns of one line
	Cell  int // bytes of one cell
	Name  int // characters of a code and of a name, which stand in one cell of a template
	Level int // how many units stand above one
}

// DefaultRosterLimits are those of ReadRoster.
var DefaultRosterLimits = RosterLimits{Units: 200_000, Cells: 100, Cell: 64 << 10, Name: 255, Level: 50}

// maxFaults is how many faults of a roster are told apart; how many there are is
// always said.
const maxFaults = 20

type row struct {
	line  int
	cells []string
}

// ReadRosterFile reads a roster from a file; see ReadRoster.
func ReadRosterFile(path string) (*Roster, error) {
	data, err := osfile.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return ReadRoster(path, data)
}

// ReadRoster reads a roster from CSV (UTF-8, UTF-16 or GB18030; comma, semicolon or
// tab) or from the first sheet of a workbook. The latest form gives the words of
// the column heads and the kinds of organs. All faults are told at once, each with
// its line; the error is a *msg.Problem that names the file.
func ReadRoster(name string, data []byte) (*Roster, error) {
	return readRosterWithin(name, data, DefaultRosterLimits)
}

// readRosterWithin is ReadRoster within other limits.
func readRosterWithin(name string, data []byte, limits RosterLimits) (*Roster, error) {
	editions := templates.Editions()
	form, err := templates.Edition(editions[len(editions)-1])
	if err != nil {
		return nil, err
	}
	if book, ok, err := pipeline.AsXLSX(data); err != nil {
		return nil, msg.At(name, err)
	} else if ok {
		data = book
	}
	var rows []row
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) || bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")) {
		rows, err = workbookRows(data, form)
	} else {
		rows, err = csvRows(data, limits)
	}
	var r *Roster
	if err == nil {
		r, err = parse(rows, form, limits)
	}
	if err != nil {
		return nil, msg.At(name, err)
	}
	return r, nil
}

func workbookRows(data []byte, form *model.Form) ([]row, error) {
	f, err := preflight.Open(data)
	if errors.Is(err, msg.ErrTooLarge) { // what bounds reports bounds rosters too, and there is another way
		return nil, &msg.Problem{What: msg.T("名单作为工作簿太大", "the roster is too large for a workbook"), Hint: msg.T("请另存为 CSV（UTF-8）再试", "save it as CSV (UTF-8) and try again"), Kind: msg.ErrTooLarge}
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var rows []row
	for _, sheet := range f.GetSheetList() {
		shown, err := f.ShownRows(sheet)
		if err != nil {
			return nil, err
		}
		raw, err := f.Rows(sheet)
		if err != nil {
			return nil, err
		}
		rows = rows[:0]
		for i := range raw {
			r := row{line: i + 1}
			for k, s := range raw[i] {
				// A code may be a number shown with leading zeros.
				if i < len(shown) && k < len(shown[i]) && len(shown[i][k]) > len(s) && digits(shown[i][k]) {
					s = shown[i][k]
				}
				r.cells = append(r.cells, s)
			}
			rows = append(rows, r)
		}
		if head, _ := heads(rows, form); head >= 0 {
			break
		}
	}
	return rows, nil
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

func csvRows(data []byte, limits RosterLimits) ([]row, error) {
	s, err := decode(data)
	if err != nil {
		return nil, err
	}
	s = text.LineBreaks(s)
	first, _, _ := strings.Cut(s, "\n")
	comma := ','
	for _, sep := range "\t;" {
		if strings.Count(first, string(sep)) > strings.Count(first, string(comma)) {
			comma = sep
		}
	}
	c := csvfile.New(s, csvfile.Options{Comma: comma, Hint: fix}, csvfile.Limits{Lines: limits.Units + 20, Cells: limits.Cells, Cell: limits.Cell}) // and the heads
	rows := make([]row, 0, 1+strings.Count(s, "\n"))
	for {
		cells, line, err := c.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		rows = append(rows, row{line, slices.Clone(cells)})
	}
}

var fix = msg.T("请改正名单", "correct the roster")

// decode gives the text of a CSV file. Spreadsheet programs in China write
// GB18030 unless told otherwise.
func decode(data []byte) (string, error) {
	if s := plaintext.Decode(data, ""); utf8.Valid(data) || !strings.ContainsRune(s, utf8.RuneError) {
		return s, nil
	}
	return "", &msg.Problem{What: msg.T("名单既不是 UTF-8，也不是 GB18030 编码的文字", "the roster is text neither in UTF-8 nor in GB18030"),
		Hint: msg.T("请用表格软件打开，另存为 .xlsx 或 CSV（UTF-8）", "open it in a spreadsheet program and save it as .xlsx or CSV (UTF-8)")}
}

// heads finds the row of column heads among the first ones, and which column is
// which. Heads that only stand for another count where there are no others.
func heads(rows []row, form *model.Form) (int, [columns]int) {
	for _, other := range []bool{false, true} {
		for i, r := range rows[:min(len(rows), 20)] {
			var at [columns]int
			for c := range at {
				at[c] = r.head(strings.Fields(form.Messages[messageOf[c]]))
				for _, word := range strings.Fields(form.Messages[otherOf[c]]) {
					if other && at[c] < 0 {
						at[c] = r.head([]string{word})
					}
				}
			}
			if at[colCode] >= 0 && at[colName] >= 0 {
				return i, at
			}
		}
	}
	return -1, [columns]int{}
}

// head is the first cell of a row that is one of some heads; -1 for none.
func (r row) head(words []string) int {
	return slices.IndexFunc(r.cells, func(cell string) bool {
		return slices.Contains(words, bareHead(cell))
	})
}

// cell is what stands in a column, without blanks around it and characters that nobody sees; empty for none.
func (r row) cell(column int) string {
	if column < 0 || column >= len(r.cells) {
		return ""
	}
	return strings.TrimFunc(r.cells[column], func(c rune) bool { return unicode.IsSpace(c) || text.Invisible(c) })
}

// figuresBeside reports whether a column that is none of a roster's holds figures, and nothing else: whole numbers of
// fewer digits than those of a telephone, or with decimals.
func figuresBeside(lines []row, at [columns]int) bool {
	figures, others := map[int]bool{}, map[int]bool{}
	for _, line := range lines[:min(len(lines), 50)] {
		for k, s := range line.cells {
			if s = text.Bare(s); s == "" || slices.Contains(at[:], k) {
				continue
			}
			if _, err := model.ParseNumber(s); err == nil && (len(s) < 7 || strings.Contains(s, ".")) {
				figures[k] = true
			} else {
				others[k] = true
			}
		}
	}
	for k := range figures {
		if !others[k] {
			return true
		}
	}
	return false
}

type parser struct {
	form   *model.Form
	limits RosterLimits
	faults []fault
}

type fault struct {
	line int
	what msg.Text
}

func (p *parser) fail(line int, zh, en string, args ...any) {
	p.faults = append(p.faults, fault{line, msg.F("第 %d 行：%s", "line %d: %s", line, msg.F(zh, en, args...))})
}

func parse(rows []row, form *model.Form, limits RosterLimits) (*Roster, error) {
	head, at := heads(rows, form)
	if head < 0 {
		return nil, &msg.Problem{What: msg.T("名单没有“代码”和“名称”两列的表头", "the roster has no heads \"code\" and \"name\""),
			Hint: msg.T("第一行写列名，至少有“代码”（或“编号”）和“名称”；可选“类型”“上级”“联系方式”“截止日期”“曾用名”", "name the columns in the first line: code and name; optionally type, parent, contact, deadline, former")}
	}
	p := &parser{form: form, limits: limits}
	if at[colType] < 0 {
		at[colType] = kindsIn(rows[head], rows[head+1:], form)
	}
	code := rows[head].head(strings.Fields(form.Messages[messageOf[colCode]]))
	r := &Roster{Unread: unread(rows[head], rows[head+1:], at, form), figures: code != at[colCode] && figuresBeside(rows[head+1:], at)}
	for _, line := range rows[head+1:] {
		if u := p.unit(line, at); u != nil {
			if r.Units = append(r.Units, u); len(r.Units) > limits.Units {
				return nil, &msg.Problem{What: msg.F("名单超过 %d 个单位", "the roster has more than %d units", limits.Units), Hint: fix, Kind: msg.ErrTooLarge}
			}
		}
	}
	if len(r.Units) == 0 && len(p.faults) == 0 {
		return nil, &msg.Problem{What: msg.T("名单里没有单位", "the roster has no units"), Hint: fix}
	}
	r.index()
	p.twice(r)
	p.parents(r)
	p.cycles(r)
	if len(p.faults) == 0 {
		return r, nil
	}
	sorting.By(p.faults, func(x, y fault) int { return x.line - y.line })
	if len(p.faults) == 1 {
		return nil, &msg.Problem{What: p.faults[0].what, Hint: fix}
	}
	named := lists.Map(p.faults[:min(len(p.faults), maxFaults)], func(f fault) msg.Text { return f.what })
	what := msg.F("%d 处有误\n  %s", "%d faults\n  %s", len(p.faults), msg.Join(named, "\n  ", "\n  "))
	if n := len(p.faults) - len(named); n > 0 {
		what = msg.F("%s\n  另有 %d 处", "%s\n  and %d more", what, n)
	}
	return nil, &msg.Problem{What: what, Hint: fix}
}

func (p *parser) unit(line row, at [columns]int) *Unit {
	get := func(c int) string { return line.cell(at[c]) }
	if !slices.ContainsFunc(line.cells, func(s string) bool { return strings.TrimSpace(s) != "" }) {
		return nil
	}
	u := &Unit{Code: text.Fold(get(colCode)), Name: text.PlainIdeographs(text.OneLine(get(colName))), Parent: text.Fold(get(colParent)), Contact: get(colContact), Line: line.line}
	switch {
	case u.Code == "" && u.Name == "":
		p.fail(u.Line, "代码和名称都空着", "neither code nor name")
	case u.Code == "":
		p.fail(u.Line, "“%s”没有代码", "%q has no code", u.Name)
	case u.Name == "":
		p.fail(u.Line, "代码“%s”没有名称", "code %q has no name", u.Code)
	}
	p.cell(line, at[colCode], "代码", "the code", u.Code)
	p.cell(line, at[colName], "名称", "the name", u.Name)
	if _, err := model.ParseNumber(u.Code); err != nil && strings.Contains(strings.ToUpper(u.Code), "E+") {
		p.fail(u.Line, "代码“%s”被表格软件改成了科学计数，位数已丢失；请以文本格式重新填写", "code %q was turned into scientific notation and lost digits; enter it as text", u.Code)
	}
	if s := get(colType); s != "" {
		t, ok := p.form.OrganType(s)
		if !ok {
			p.fail(u.Line, "没有机关类型“%s”；%s", "there is no kind of organ %q; %s", s, p.form.OrganTypesFor(s))
		}
		u.Type = t.ID
	}
	if s := get(colDeadline); s != "" {
		var ok bool
		if u.Deadline, ok = date(s); !ok {
			p.fail(u.Line, "截止日期“%s”无法辨认，应如 2025-01-31", "deadline %q is no date such as 2025-01-31", s)
		}
	}
	u.Former = lists.Map(strings.FieldsFunc(get(colFormer), func(c rune) bool { return strings.ContainsRune(";；、|\n", c) }), strings.TrimSpace)
	return u
}

// cell refuses what a cell of a template could not hold as it is, and what would act on
// whatever shows it.
func (p *parser) cell(line row, column int, zh, en, s string) {
	what := msg.T(zh, en)
	control := func(r rune) bool { return unicode.IsControl(r) && !unicode.IsSpace(r) }
	if n := utf8.RuneCountInString(s); n > p.limits.Name {
		p.fail(line.line, "%s有 %d 个字符，最多 %d 个", "%s has %d characters, and may have %d", what, n, p.limits.Name)
	} else if column < len(line.cells) && strings.ContainsFunc(line.cells[column], control) {
		p.fail(line.line, "%s“%s”里有控制字符，请删去", "%s %q has control characters; remove them", what, text.ShownLine(line.cells[column]))
	} else if shown := text.ShownLine(s); shown != s {
		p.fail(line.line, "%s“%s”里有不能显示的字符，请删去", "%s %q has characters that cannot be shown; remove them", what, shown)
	}
}

// dateMarks writes what stands between year, month and day as a hyphen.
var dateMarks = strings.NewReplacer("年", "-", "月", "-", "日", "", "/", "-", ".", "-")

// date reads a day as people and spreadsheets write it.
func date(s string) (time.Time, bool) {
	s = text.Bare(s)
	if n, err := strconv.ParseFloat(s, 64); err == nil && n >= 20_000 && n < 80_000 {
		return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(n)), true // a spreadsheet's day number
	}
	s = strings.TrimSuffix(dateMarks.Replace(s), "-")
	for _, layout := range []string{"2006-1-2", "20060102"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// twice finds codes and names that stand on two lines. Faults are told in the order of
// their lines.
func (p *parser) twice(r *Roster) {
	for code, all := range r.owner.in.byCode {
		us := ownersOf[*Unit](all)
		for _, u := range us[1:] {
			p.fail(u.Line, "代码“%s”与第 %d 行重复", "code %q is that of line %d", code, us[0].Line)
		}
	}
	for _, all := range r.owner.in.now {
		us := ownersOf[*Unit](all)
		for _, u := range us[1:] {
			p.fail(u.Line, "名称“%s”与第 %d 行重复", "name %q is that of line %d", u.Name, us[0].Line)
		}
	}
}

// parents finds who stands above whom, given by code or by name.
func (p *parser) parents(r *Roster) {
	for _, u := range r.Units {
		if u.Parent == "" {
			continue
		}
		above, ok := r.Code(u.Parent)
		if !ok { // that a name stands on two lines is a fault of those
			if above, ok = ownerOf[*Unit](first(r.owner.in.now[NameKey(u.Parent)])); !ok {
				above, ok = r.Find(u.Parent)
			}
		}
		if !ok {
			p.fail(u.Line, "上级“%s”不在名单中", "parent %q is not on the roster", u.Parent)
			u.Parent = ""
			continue
		}
		u.Parent = above.Code
		r.below[u.Parent] = append(r.below[u.Parent], u)
	}
}

// above is the unit above one; a unit that has lost its code is above nobody.
func (r *Roster) above(u *Unit) *Unit {
	above, _ := r.Code(u.Parent)
	return above
}

func (p *parser) cycles(r *Roster) {
	done := map[*Unit]bool{}
	level := map[*Unit]int{} // how many stand above, where that is known
	for _, u := range r.Units {
		var path []*Unit
		v, circle := u, false
		for ; v != nil && !done[v] && !circle && len(path) <= p.limits.Level; v = r.above(v) {
			if i := slices.Index(path, v); i >= 0 {
				lines := lists.Map(append(path[i:], v), func(w *Unit) string { return fmt.Sprintf("%s(%d)", w.Name, w.Line) })
				p.fail(v.Line, "上级成环：%s", "parents in a circle: %s", strings.Join(lines, " → "))
				circle = true
				continue
			}
			path = append(path, v)
		}
		first := 0 // how many stand above the last of the path, as far as is known
		if v != nil && !circle {
			first = level[v] + 1
		}
		for i, w := range slices.Backward(path) {
			done[w], level[w] = true, first+len(path)-1-i
			if level[w] == p.limits.Level+1 {
				p.fail(w.Line, "“%s”之上超过 %d 级", "above %q stand more than %d levels", w.Name, p.limits.Level)
			}
		}
	}
}

// Unit is one line of a roster.
type Unit struct {
	Code     string
	Name     string
	Type     string // id of an organ type, or ""
	Parent   string // code of the unit above, or ""
	Contact  string
	Deadline time.Time // the last day; zero without one
	Former   []string  // names it had before
	Line     int       // in the roster's file
}

// Roster is a list of units without faults: codes and names are unique, parents
// are on the list, and nobody is above himself.
type Roster struct {
	Units   []*Unit
	Unread  []Column // what stands in the file and is not read, other than what is commonly there for people
	figures bool     // the units have numbers in place of codes, and figures stand in further columns
	owner   *Matcher[*Unit]
	below   map[string][]*Unit // by the code of the unit above
}

// index makes ready what finds units by their codes and names.
func (r *Roster) index() {
	r.owner, r.below = NewMatcher[*Unit](NameMustAgree), map[string][]*Unit{}
	for _, u := range r.Units {
		r.owner.Add(u, Clues{Code: u.Code, Name: u.Name}, u.Former...)
	}
}

// Code finds a unit by its code.
func (r *Roster) Code(code string) (*Unit, bool) { return r.owner.ByCode(code) }

// Find finds a unit by its name, or by a name it had before. A former name that
// two units share finds neither.
func (r *Roster) Find(name string) (*Unit, bool) { return r.owner.ByName(name) }

// OfFile finds the unit that the name of a file points to; nil when none, or
// more than one. See Matcher.OfFile.
func (r *Roster) OfFile(path string) *Unit {
	u, _ := first(r.owner.OfFile(path))
	return u
}

// PointedTo are the units to which the code in a file, the name in it or the name of the
// file points, each by itself; what only points is no proof whose report it is.
func (r *Roster) PointedTo(f Submission) (out []*Unit) {
	byCode, _ := r.Code(f.Code)
	byName, _ := r.Find(f.Organ)
	for _, u := range []*Unit{byCode, byName, r.OfFile(f.Organ), r.OfFile(f.Shown)} {
		if u != nil && !slices.Contains(out, u) {
			out = append(out, u)
		}
	}
	return out
}

// Children are the units right below a unit.
func (r *Roster) Children(u *Unit) []*Unit { return r.below[u.Code] }

// Below are all units below a unit, in the order of the roster.
func (r *Roster) Below(u *Unit) []*Unit {
	in := map[string]bool{}
	var walk func(*Unit)
	walk = func(u *Unit) {
		for _, c := range r.below[u.Code] {
			in[c.Code] = true
			walk(c)
		}
	}
	walk(u)
	return slices.DeleteFunc(slices.Clone(r.Units), func(u *Unit) bool { return !in[u.Code] })
}

// Tops are the units nobody stands above.
func (r *Roster) Tops() []*Unit {
	return slices.DeleteFunc(slices.Clone(r.Units), func(u *Unit) bool { return u.Parent != "" })
}

// Due are the units that report themselves: those with nobody below. The report
// of a unit above others is the sum of theirs.
func (r *Roster) Due() []*Unit {
	return slices.DeleteFunc(slices.Clone(r.Units), func(u *Unit) bool { return len(r.below[u.Code]) > 0 })
}
