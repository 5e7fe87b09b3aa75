package demo

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/gkxl/gkxl/internal/locate"
	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
	"github.com/gkxl/gkxl/xlsx"
)

// PlantedError is one planted error, where it is, and what would be right.
type PlantedError struct {
	Kind   string      `json:"-"` // Kind.ID
	Title  msg.Text    `json:"-"`
	Unit   *units.Unit `json:"-"`      // nil for a unit that is not on the roster
	File   string      `json:"file"`   // File.Path; empty if no file was handed in
	Rule   string      `json:"rule"`   // rule that finds it; empty if only the roster shows it
	Grade  model.Grade `json:"grade"`  // of the rule
	Cells  []string    `json:"cells"`  // addresses in the file
	Fields []string    `json:"fields"` // field ids
	Found  string      `json:"found"`  // what the file says
	Right  string      `json:"right"`  // what it should say
}

// File is a workbook of a district.
type File struct {
	Path     string // below the district's folder, with slashes
	Unit     int    // index in Due; -1 for a unit that is not on the roster
	Last     bool   // it is last year's
	Modified time.Time
	Planted  *PlantedError // nil where nothing is wrong

	report  *model.Report                // nil for the unit's correct one
	corrupt func([]byte) ([]byte, error) // changes the finished file; nil for no change
}

// The folders of a district, and its list of units.
const (
	Returned   = "收件"
	LastYear   = "上年"
	RosterFile = "units.csv"
)

// fault plants one error in what a unit hands in.
type fault struct {
	*District
	rand      *rand.Rand
	unit      int
	file      *File
	moreFiles []*File        // what the unit hands in besides file
	noFile    bool           // the unit hands in nothing
	typed     []model.Number // figures as typed, while a typo is tried
	*PlantedError
}

// plantFaults plants the errors and lists the files of all units.
func (d *District) plantFaults() error {
	kinds, err := chosenKinds(d.Kinds)
	if err != nil {
		return err
	}
	free := d.rand(0, forPlanting).Perm(len(d.Due))
	done := map[int]*fault{}
	taken := map[string]bool{}
	barren := 0 // kinds in a row that fit nobody
	for next := 0; len(done) < d.Errors; next++ {
		if barren == len(kinds) {
			return &msg.Problem{What: msg.F("这些单位里放不下 %d 处差错，只放得下 %d 处", "%d errors do not fit these units, only %d do", d.Errors, len(done)),
				Hint: msg.T("减少差错，或增加单位", "plant fewer errors, or make more units")}
		}
		barren++
		for at, unit := range free {
			if p := d.tryFault(kinds[next%len(kinds)], unit); p != nil && !taken[p.File] {
				done[unit], taken[p.File] = p, true
				free = slices.Delete(free, at, at+1)
				barren = 0
				break
			}
		}
	}
	d.listFiles(done)
	return nil
}

// tryFault plants an error of a kind in a unit's file; nil if it does not fit its
// report.
func (d *District) tryFault(k Kind, unit int) *fault {
	p := &fault{District: d, rand: d.rand(unit, forFault), unit: unit, file: d.correctFile(unit)}
	p.PlantedError = &PlantedError{Kind: k.ID, Title: k.Title, Unit: d.Due[unit], File: p.file.Path, Rule: k.Rule}
	if rule, ok := d.Form.Rule(k.Rule); ok {
		p.Grade = rule.Grade
	}
	p.file.Planted = p.PlantedError
	if !k.inject(p) {
		return nil
	}
	return p
}

// listFiles lists the files of all units; done are the faults by unit.
func (d *District) listFiles(done map[int]*fault) {
	for i, u := range d.Due {
		p := done[i]
		switch {
		case p == nil:
			d.Files = append(d.Files, d.correctFile(i))
		case p.noFile:
			p.File = ""
		default:
			d.Files = append(append(d.Files, p.file), p.moreFiles...)
		}
		if p != nil {
			d.Planted = append(d.Planted, *p.PlantedError)
		}
		if d.Last {
			d.Files = append(d.Files, &File{Path: fmt.Sprintf("%s/%s %s.xlsx", LastYear, u.Code, u.Name), Unit: i, Last: true,
				Modified: d.handedInAt(i).AddDate(-1, 0, 0)})
		}
	}
	sorting.By(d.Files, func(a, b *File) int { return cmp.Compare(a.Path, b.Path) })
}

// correctFile is what a unit hands in when nothing is wrong. Units do not all name
// their files alike.
func (d *District) correctFile(i int) *File {
	u := d.Due[i]
	name := u.Code + " " + u.Name
	switch d.rand(i, forTime).IntN(8) {
	case 0:
		name = u.Name
	case 1:
		name = fmt.Sprintf("%s%d年年报", u.Name, d.Year)
	case 2:
		name = fmt.Sprintf("%d年政府信息公开年报（%s）", d.Year, u.Name)
	}
	return &File{Path: Returned + "/" + name + ".xlsx", Unit: i, Modified: d.handedInAt(i)}
}

// noteCells records the cells of the fields that the error is in.
func (p *fault) noteCells(fs ...*model.Field) {
	l := xlsx.NewLayout(p.Form)
	for _, fd := range fs {
		p.Fields = append(p.Fields, fd.ID)
		p.Cells = append(p.Cells, l.Cell(fd))
	}
}

// ownReport gives the file a copy of the unit's report to put the error in.
// Totals are left to the formulas.
func (p *fault) ownReport() *model.Report {
	p.file.report = p.Report(p.unit)
	for _, fd := range p.Form.Fields {
		if fd.Total != nil {
			delete(p.file.report.Values, fd.ID)
		}
	}
	return p.file.report
}

// Kind is a kind of error that can be planted.
type Kind struct {
	ID    string
	Title msg.Text
	Rule  string // rule that must find it; empty if only the roster shows it
	// inject plants the error; false if the report has no place for it.
	inject func(*fault) bool
}

// The ids of the kinds that only the roster shows.
const (
	KindMissing        = "missing"
	KindSameTwice      = "same-twice"
	KindDifferentTwice = "different-twice"
	KindLate           = "late"
	KindFormerName     = "former-name"
	KindMisnamed       = "misnamed"
	KindNotOnRoster    = "not-on-roster"
)

// unreadable is the rule on files that cannot be read.
const unreadable = "FILE-UNREADABLE"

// Kinds lists the kinds of errors in the order in which they are planted. The
// rules they name are the form's; those that hold last year's report against this
// year's need both years.
func Kinds() []Kind {
	typo := func(s locate.Slip, change func(*fault, *model.Field) bool) Kind {
		return Kind{string(s), s.Name(), "T3-BALANCE", func(p *fault) bool { return p.injectTypo(change) }}
	}
	forZeros := func(n int, v model.Value) func(*fault) bool {
		return func(p *fault) bool { return p.replaceZeros(n, v) }
	}
	return []Kind{
		{KindMissing, msg.T("没有报送", "did not report"), "", (*fault).missing},
		typo(locate.Swapped, swapDigits),
		{KindSameTwice, msg.T("同一份报送两次", "the same report handed in twice"), "", (*fault).sameTwice},
		{"figure-in-text", msg.T("叙述与表格不符", "the narrative contradicts the tables"), "TEXT-FIGURE", (*fault).figureInText},
		{"blank-cells", msg.T("没有发生的留了空", "blanks instead of 0"), "BLANK-CELL", (*fault).blankCells},
		{string(locate.LeftOut), msg.T("手工填的总计漏加一项", "a total typed by hand lacks a part"), "T3-ROW-TOTAL", (*fault).partLeftOut},
		{KindDifferentTwice, msg.T("报送两份，内容不同", "two different reports"), "", (*fault).differentTwice},
		{"wrong-edition", msg.T("用错了版本的表格，须换表重填", "the tables of another edition, to be filled in again in the right ones"), "EDITION-YEAR", (*fault).wrongEdition},
		{"words", msg.T("数字格里写了文字", "words in a cell for a figure"), "VALUE-UNREADABLE", forZeros(1, model.Value{State: model.Unreadable, Text: "见附件"})},
		{"damaged", msg.T("文件损坏", "a damaged file"), unreadable, (*fault).damaged},
		{KindNotOnRoster, msg.T("不在名单上的单位报送", "a unit that is not on the roster"), "", (*fault).stranger},
		{"placeholder", msg.T("占位符没有填上", "a placeholder was not filled"), "TEXT-PLACEHOLDER", (*fault).placeholder},
		typo(locate.Exchanged, exchangeNeighbours),
		{"row-deleted", msg.T("删去了一行", "a row was deleted"), "FORM-CELL", (*fault).rowDeleted},
		{KindLate, msg.T("过了期限才报送", "handed in after the deadline"), "", (*fault).late},
		{"wrong-year", msg.T("封面的年度写错", "the wrong year on the cover"), "TEXT-YEAR", (*fault).wrongYear},
		typo(locate.Zero, setZero),
		{KindFormerName, msg.T("用了旧名称", "under its former name"), "", (*fault).former},
		{"sheet-deleted", msg.T("删去了一张表", "a sheet was deleted"), "FORM-TABLE", (*fault).sheetDeleted},
		typo(locate.Dropped, dropDigit),
		{KindMisnamed, msg.T("名称写得不全", "an incomplete name"), "", (*fault).misnamed},
		{string(locate.NoTotal), locate.NoTotal.Name(), "BLANK-TOTAL", (*fault).totalBlank},
		{"no-workbook", msg.T("不是工作簿，只是改了扩展名", "no workbook but for its ending"), unreadable, (*fault).noWorkbook},
		typo(locate.Doubled, doubleDigit),
		{"none", msg.T("写“无”代替 0", "无 instead of 0"), "VALUE-READING", forZeros(2, model.Value{State: model.Blank, Text: "无"})},
		{"with-unit", msg.T("数字带了单位", "a figure with its unit"), "VALUE-READING", (*fault).withUnit},
		{"column-deleted", msg.T("删去了一列", "a column was deleted"), "FORM-CELL", (*fault).columnDeleted},
		typo(locate.Tenfold, addZero),
		{"negative", msg.T("数量小于 0", "a count below 0"), "VALUE-COUNT", forZeros(1, model.Value{State: model.IsNumber, Number: model.Int(-1)})},
		{"year-in-text", msg.T("叙述是上年的年份", "last year in the narrative"), "TEXT-YEAR", (*fault).yearInText},
		{"text-missing", msg.T("缺少一个部分的叙述", "a narrative is missing"), "TEXT-MISSING", (*fault).textMissing},
		{"carried-wrong", msg.T("上年结转与上年报告不符", "carried in is not what last year carried out"), "YEAR-CARRY", (*fault).carriedWrong},
		{"text-copied", msg.T("叙述照抄上年", "last year's narrative"), "YEAR-COPY", (*fault).textCopied},
		{"total-of-outcomes", msg.T("手工填的总计与各项不符", "a total typed by hand contradicts its parts"), "T4-TOTAL", (*fault).totalOfOutcomes},
	}
}

func chosenKinds(ids []string) ([]Kind, error) {
	all := Kinds()
	if len(ids) == 0 {
		return all, nil
	}
	var out []Kind
	for _, id := range ids {
		i := slices.IndexFunc(all, func(k Kind) bool { return k.ID == id })
		if i < 0 {
			var known []string
			for _, k := range all {
				known = append(known, k.ID)
			}
			return nil, &msg.Problem{What: msg.F("没有“%s”这种差错", "there is no kind of error %q", id), Hint: msg.F("可用的有：%s", "there are: %s", msg.Names(known))}
		}
		out = append(out, all[i])
	}
	return out, nil
}
