// Package mark marks the findings in a unit's own workbook: cells with errors get a
// fill and a comment, and a new first sheet lists all findings with links to the cells
// and a column for the unit's explanations. Everything else in the file stays as it
// was, byte for byte in the parts that are not marked.
//
// The workbook keeps how the marked cells looked before, so that it can be marked
// again when it comes back: marks of solved findings are removed, and the list shows
// what was solved and what was explained.
package mark

import (
	"cmp"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/locate"
	"github.com/gkxl/gkxl/internal/patch"
	"github.com/gkxl/gkxl/internal/workbook"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// The defined names that marking adds. They do not begin with model.NamePrefix, since
// a marked workbook of another make is still no template.
const (
	listName   = "gkm_list" // the first header cell of the list
	markPrefix = "gkm_"     // and a number: a marked cell
)

// Refused is the error for a workbook that cannot be marked; nothing was written.
type Refused struct{ Why msg.Text }

func (r *Refused) Error() string { return r.Why.ZH }

// errNoWorkbook is the error for a file of another kind.
var errNoWorkbook = &Refused{msg.T("文件不是 .xlsx 工作簿", "the file is no .xlsx workbook")}

// Job is what to mark.
type Job struct {
	Report   *model.Report // nil if the file could not be read
	Findings []check.Finding
	Causes   locate.Outcome // probable causes of the findings
	Err      error          // why the file could not be read; nil if it could
	File     string         // the path that Err has before its words; the list has the name alone. It may be empty
	Lang     msg.Lang
}

// Mark writes the workbook with its findings marked. The error is a *Refused
// where marking would lose something; nothing is written then.
func Mark(w io.Writer, data []byte, j Job) error {
	if j.Err != nil {
		return &Refused{msg.T("文件无法读取", "the file cannot be read")}
	}
	b, err := patch.Open(data)
	if err != nil {
		return errNoWorkbook
	}
	var marked []byte
	m := newMarker(j, b)
	if err = m.mark(); err == nil {
		marked, err = b.Bytes()
	}
	if err != nil {
		var r *Refused
		if errors.As(err, &r) {
			return r
		}
		return &Refused{msg.T("文件的结构特殊，标注可能损坏它", "the file's structure is unusual, and marking might damage it")}
	}
	_, err = w.Write(marked)
	return err
}

// marker marks one workbook.
type marker struct {
	job    Job
	book   *patch.Book
	alone  bool   // the list stands by itself, without the file
	main   string // name of the main part
	sheets []sheet
	styles *styles
	listed string // the sheet of an earlier list; "" if there is none
	former formerMarks
	marks  []cellMark
	edits  map[string]cellFormats // by the sheet's part
}

// sheet is a sheet of the workbook; a chart, a dialog or a sheet without a part has no
// cells.
type sheet struct {
	name, part string
	cells      bool
}

// cellMark is a cell to mark, with the findings that its comment lists.
type cellMark struct {
	sheet, ref string
	look       look
	lines      []string
}

func newMarker(j Job, b *patch.Book) *marker {
	return &marker{job: j, book: b, former: formerMarks{cells: map[int]cellAt{}}, edits: map[string]cellFormats{}}
}

func (m *marker) mark() error {
	if err := cmp.Or(m.checkMarkable(), m.findParts()); err != nil {
		return err
	}
	// A program opens such a file by the ending of its name only, and the marked one ends
	// in .xlsx.
	if kind := m.book.TypeOf(m.main); strings.Contains(kind, "template") || strings.Contains(kind, "addin") || strings.Contains(kind, "macroEnabled") {
		return &Refused{msg.T("文件是模板、加载项或可以带宏的工作簿", "the file is a template, an add-in, or a workbook that may have macros")}
	}
	m.removeMarks()
	m.chooseCells()
	kept := m.fillCells()
	m.formatSheets()
	m.addComments()
	m.addList(kept)
	return m.book.Err()
}

// checkMarkable is a *Refused for a workbook that marking would break.
func (m *marker) checkMarkable() error {
	for _, n := range m.book.Names() {
		switch l := strings.ToLower(n); {
		case strings.HasSuffix(l, "vbaproject.bin"):
			return &Refused{msg.T("文件带有宏", "the file has macros")}
		case strings.HasPrefix(l, "xl/externallinks/"):
			return &Refused{msg.T("文件带有指向其他文件的链接", "the file has links to other files")}
		case strings.HasPrefix(l, "_xmlsignatures/"):
			return &Refused{msg.T("文件带有电子签名，改动会使签名失效", "the file is signed, and any change breaks the signature")}
		}
	}
	return nil
}

// findParts finds the main part, the sheets and the styles.
func (m *marker) findParts() error {
	m.main = m.book.RelOf("", "officeDocument").Target
	if _, ok := m.book.Part(m.main); !ok {
		m.main = "xl/workbook.xml" // where the relationship is lost, this is the one by its name
	}
	if m.book.Root(m.main) != "workbook" {
		return errNoWorkbook // such as an OpenDocument spreadsheet or a Word document, which are archives too
	}
	m.listSheets()
	m.styles = openStyles(m.book, m.main)
	return m.book.Err()
}

func (m *marker) listSheets() {
	m.sheets = nil
	rels := m.book.Rels(m.main)
	m.book.Edit(m.main, func(d *patch.Doc) {
		sheets := d.Need("sheets")
		if strings.Contains(d.Root.Namespace(), "purl.oclc.org") {
			d.Fail(&Refused{msg.T("文件是严格的 Open XML 格式", "the file is in strict Open XML format")})
		}
		for _, e := range sheets.Children {
			s := sheet{name: e.Attr("name")}
			for _, r := range rels {
				if r.ID != "" && r.ID == e.Attr("id") {
					s.part, s.cells = r.Target, m.book.Root(r.Target) == "worksheet"
				}
			}
			m.sheets = append(m.sheets, s)
		}
	})
}

func (m *marker) partOf(name string) string {
	for _, s := range m.sheets {
		if s.cells && strings.EqualFold(s.name, name) {
			return s.part
		}
	}
	return ""
}

const (
	// manyCells is the number of cells above which a finding is explained at the first
	// only.
	manyCells = 8
	// maxMarks is the largest number of marked cells; the list names the others too.
	maxMarks = 600
	// maxNamed is how many cells of a cause the comment on another cell names.
	maxNamed = 4
)

// chooseCells decides which cells are marked, each by the gravest of its findings.
func (m *marker) chooseCells() {
	at := map[string]int{}
	for _, f := range m.job.Causes.InDisplayOrder(m.job.Findings) {
		if f.Grade != model.Error && f.Grade != model.Warning {
			continue
		}
		cause, single := m.job.Causes.Culprit(f)
		cells := m.job.placesOf(f)
		for k, c := range cells {
			sheet, ref, ok := splitAddress(c)
			if !ok || m.partOf(sheet) == "" || len(m.marks) >= maxMarks {
				continue
			}
			key := strings.ToLower(sheet) + "!" + ref
			i, known := at[key]
			if !known {
				i = len(m.marks)
				at[key] = i
				m.marks = append(m.marks, cellMark{sheet: sheet, ref: ref, look: lookWarning})
			}
			c, culprit := changeAt(cause, c)
			culprit = culprit && single
			m.marks[i].look = max(m.marks[i].look, lookOf(f, single, culprit))
			if headline := m.job.headline(f, c, cause); culprit && !slices.Contains(m.marks[i].lines, headline) {
				m.marks[i].lines = slices.Insert(m.marks[i].lines, 0, headline)
			}
			if k == 0 || len(cells) <= manyCells {
				m.marks[i].lines = append(m.marks[i].lines, m.remark(f, len(cells), culprit))
			}
		}
	}
}

// changeAt is the change of a cause at a cell; false if it changes another one.
func changeAt(cause locate.Explanation, cell string) (locate.Change, bool) {
	i := slices.IndexFunc(cause.Changes, func(c locate.Change) bool { return c.Present.Cell == cell })
	if i < 0 {
		return locate.Change{}, false
	}
	return cause.Changes[i], true
}

// headline begins the comment on the cell that is probably wrong. On a blank total it says what belongs there, and the
// others that are blank have comments of their own.
func (j *Job) headline(f check.Finding, c locate.Change, cause locate.Explanation) string {
	if cause.FillsTotal(f) {
		return j.Causes.Asked(f).In(j.Lang)
	}
	return msg.F("这一格大概填错了，应为 %s\n%s", "this cell is probably wrong, and should be %s\n%s", c.Proposed, j.Causes.Sentence(cause.Group)).In(j.Lang)
}

// placesOf are the cells that are marked for a finding. A wrong sum is marked at its
// total, since it does not say which part is wrong. If there is one cause, its cells
// are marked too, and go first.
func (j *Job) placesOf(f check.Finding) []string {
	cells := slices.DeleteFunc(slices.Clone(f.Cells), func(c string) bool { return c == "" })
	if f.Rule.Relation == model.RelSum && len(cells) > 1 {
		cells = cells[:1]
	}
	var culprits []string
	if c, ok := j.Causes.Culprit(f); ok {
		for _, ch := range c.Changes {
			if at := ch.Present.Cell; at != "" {
				culprits = append(culprits, at)
			}
		}
	}
	return append(culprits, slices.DeleteFunc(cells, func(c string) bool { return slices.Contains(culprits, c) })...)
}

// message is the message of a finding, with its probable cause if there is one.
func (j *Job) message(f check.Finding) string {
	s := cmp.Or(f.Plain, f.Message).In(j.Lang)
	if cause := j.Causes.SentenceFor(f); !cause.IsZero() {
		s += "\n" + cause.In(j.Lang)
	}
	return s
}

// remark is the text about a finding in a comment on one of its cells: what is wrong in plain words, what to do, and
// the rule last. Cells is how many it has; culprit says that the cell is the one that is probably wrong, which the
// comment has said before.
func (m *marker) remark(f check.Finding, cells int, culprit bool) string {
	l := m.job.Lang
	var b strings.Builder
	b.WriteString(cmp.Or(f.Plain, f.Message).In(l))
	if cells > manyCells {
		b.WriteString(msg.F("\n（同类共 %d 格）", "\n(%d cells alike)", cells).In(l))
	}
	cause, single := m.job.Causes.Culprit(f)
	explained := f.Explanation != "" && !f.Stale
	switch {
	case culprit:
	case single:
		others := namedChanges(cause, msg.T("%s 应为 %s", "%s should be %s"), msg.T("%s，等 %d 格", "%s, %d cells in all"))
		b.WriteString(msg.F("\n大概不是这一格错，而是 %s", "\nprobably not this cell is wrong: %s", others).In(l))
	case !m.job.Causes.SentenceFor(f).IsZero():
		b.WriteString(msg.F("\n说不准是哪一格。%s", "\nWhich cell is wrong is not certain. %s", m.job.Causes.SentenceFor(f)).In(l))
	case !f.Plain.IsZero():
		b.WriteString(msg.T("\n看不出是哪一格填错", "\nwhich cell is wrong cannot be told").In(l))
	}
	switch {
	case explained:
		b.WriteString(msg.F("\n已说明：%s", "\nexplained: %s", f.Explanation).In(l))
	case !single:
		b.WriteString(msg.F("\n处理：%s", "\ndo: %s", f.Rule.Asked()).In(l))
	}
	b.WriteString(msg.F("\n（%s，规则 %s）", "\n(%s, rule %s)", f.Grade.Name(), f.Rule.ID).In(l))
	return b.String()
}

// splitAddress splits an address such as 'Sheet'!$A$1 into sheet and cell.
func splitAddress(s string) (sheet, ref string, ok bool) {
	i := strings.LastIndexByte(s, '!')
	if i < 1 {
		return "", "", false
	}
	sheet, ref = workbook.UnquoteSheet(s[:i]), strings.ReplaceAll(s[i+1:], "$", "")
	_, _, err := excelize.CellNameToCoordinates(ref)
	return sheet, ref, err == nil
}

// absolute is the absolute address of a cell, as names and links have it.
func absolute(sheet, ref string) string {
	col, row, err := excelize.CellNameToCoordinates(ref)
	if err != nil {
		return ""
	}
	cell, _ := excelize.CoordinatesToCellName(col, row, true)
	return workbook.QuoteSheet(sheet) + "!" + cell
}

// Separate writes the list of findings as a workbook of its own, for a file that
// cannot be marked: a document, or a workbook that Mark refuses.
func Separate(w io.Writer, j Job) error {
	if j.Err != nil {
		j.Findings = []check.Finding{{Rule: &model.Rule{ID: "FILE-UNREADABLE"}, Grade: model.Error, Message: j.unreadable()}}
	}
	f := workbook.New()
	defer f.Close()
	first := f.GetSheetName(0)
	buf, err := f.WriteToBuffer()
	if err != nil {
		return err
	}
	b, err := patch.Open(buf.Bytes())
	if err != nil {
		return err
	}
	m := newMarker(j, b)
	if err := m.findParts(); err != nil {
		return err
	}
	m.alone = true
	m.addList(formerMarks{})
	m.removeList(first)
	out, err := b.Bytes()
	if err == nil {
		_, err = w.Write(out)
	}
	return err
}

// unreadable says why a file could not be read, in the words for the unit that sent it and
// without the folders in which it lies here.
func (j Job) unreadable() msg.Text {
	if j.File == "" {
		return msg.Of(j.Err)
	}
	return msg.F("%s：%s", "%s: %s", filepath.Base(j.File), msg.ToSender(j.File, j.Err))
}
