package pdf

import (
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
)

// A table needs rulings both ways to be read as it is drawn. Rows that have none, or rulings one way only, are not given
// to cells by the gaps between the figures: an empty cell leaves a gap as well. They are named for what they lack.

// lacking says which rulings rows of a table lack.
type lacking byte

const (
	noUprights lacking = iota
	noAcross
	noRulings
	lackings
)

// fewRows is how many rows show that there is a table.
const fewRows = 3

// rowsWithoutCells are the rows of a page that no rulings part into cells, by what they lack.
type rowsWithoutCells [lackings][]string

// add adds the rows of another page.
func (w *rowsWithoutCells) add(o rowsWithoutCells) {
	for i := range w {
		w[i] = append(w[i], o[i]...)
	}
}

// most returns what most of the rows lack, and those rows.
func (w *rowsWithoutCells) most() (lacking, []string) {
	best := noRulings
	for i := range lackings {
		if len(w[i]) > len(w[best]) {
			best = i
		}
	}
	return best, w[best]
}

// withoutCells returns the rows of a page that no rulings part into cells: lines of several parts outside of its tables,
// and those within frames that are ruled one way only.
func (d *drawnReader) withoutCells(p *page, lines []*drawnLine, tables []*drawnTable) (out rowsWithoutCells) {
	for _, t := range tables {
		if why, rows := d.frame(t); len(rows) >= fewRows {
			out[why] = append(out[why], rows...)
		}
	}
	lines = slices.DeleteFunc(slices.Clone(lines), func(l *drawnLine) bool { return l.columns() < fewRows })
	if len(lines) == 0 {
		return out
	}
	across, upright := d.rulings(p)
	inTable := func(x, y float64) bool {
		return slices.ContainsFunc(tables, func(t *drawnTable) bool { return t.box.has(x, y) })
	}
	across = slices.DeleteFunc(across, func(s segment) bool { return inTable((s.from+s.to)/2, s.at) })
	upright = slices.DeleteFunc(upright, func(s segment) bool { return inTable(s.at, (s.from+s.to)/2) })
	if d.comparisons += len(lines) * (len(across) + len(upright)); d.comparisons > d.limits.Comparisons {
		d.refuse(tooMuch)
		return out
	}
	for _, l := range lines {
		over := slices.ContainsFunc(across, func(s segment) bool { return 2*(min(s.to, l.x1)-max(s.from, l.x0)) > l.x1-l.x0 })
		beside := 0
		for _, s := range upright {
			if s.from < l.y && l.y < s.to && s.at > l.x0-2*l.size && s.at < l.x1+2*l.size {
				beside++
			}
		}
		why := noRulings
		switch {
		case over && beside == 0:
			why = noUprights
		case !over && beside > 1:
			why = noAcross
		}
		out[why] = append(out[why], l.parted())
	}
	return out
}

// parted returns what a line says, with a blank where a wide gap parts it.
func (l *drawnLine) parted() string {
	var b strings.Builder
	for i, u := range l.units {
		if i > 0 && u.along-l.units[i-1].end > 0.5*l.size {
			b.WriteByte(' ')
		}
		b.WriteString(u.text)
	}
	return b.String()
}

// frame returns the rows of a table that is a frame with rulings one way only: one column whose cells hold lines of
// several parts, or one row whose cells hold figures one under the other.
func (w *workspace) frame(t *drawnTable) (why lacking, rows []string) {
	switch {
	case len(t.xs) == 2:
		for _, c := range t.cells {
			for _, l := range w.linesOn(c.glyphs) {
				if l.columns() >= fewRows {
					rows = append(rows, l.parted())
				}
			}
		}
		return noUprights, rows
	case len(t.ys) == 2 && len(t.xs) > fewRows:
		columns := 0
		for _, c := range t.cells {
			var figures []string
			for _, l := range w.linesOn(c.glyphs) {
				if isFigure(l.text()) {
					figures = append(figures, l.text())
				}
			}
			if len(figures) >= fewRows {
				columns++
			}
			if len(figures) > len(rows) {
				rows = figures
			}
		}
		if columns < 2 {
			rows = nil
		}
		return noAcross, rows
	}
	return noRulings, nil
}

// noteWithoutCells says of a page that it has rows that no rulings part into cells, where the file has tables and
// so many such rows that they are another.
func (d *drawnReader) noteWithoutCells(p *page, rows, all rowsWithoutCells) {
	for why, lines := range rows {
		if len(lines) == 0 || len(all[why]) < fewRows {
			continue
		}
		what := [...]msg.Text{
			noUprights: msg.T("只有横线，没有竖线，分不出各个数字在哪一列", "they have rulings across and none upright: in which column figures stand cannot be told"),
			noAcross:   msg.T("只有竖线，没有横线，分不出各个数字在哪一行", "they have rulings upright and none across: in which row figures stand cannot be told"),
			noRulings:  msg.T("没有格线，分不出各个数字在哪一列", "they have no rulings: in which column figures stand cannot be told"),
		}[why]
		d.note("FILE-UNREAD", pagePlace(p.number), strings.Join(lines, "\n"), msg.F("第 %d 页有像表格的 %d 行（从“%s”起），%s，没有读作表格，按行读作文字", "page %d has %d lines like rows of a table (from %q): %s, and they were read as text, line by line",
			p.number, len(lines), text.Brief(lines[0]), what))
	}
}

// refuseWithoutCells refuses a file in which no rulings part the rows of tables into cells.
func (r *reader) refuseWithoutCells(rows rowsWithoutCells) {
	why, lines := rows.most()
	if len(lines) < fewRows {
		return
	}
	hint := msg.T("请用原来的工作簿或 Word 文档；或给表格加上全部框线，再导出一次", "use the original workbook or document, or give the tables all their rulings and export the file again")
	tagged := r.kind == "PDF" // which alone has tags
	if tagged {
		hint = msg.T("请用原来的工作簿或 Word 文档；或给表格加上全部框线，再导出一次 PDF，或导出带标签的 PDF", "use the original workbook or document; or give the tables all their rulings and export the PDF again, or export it with tags")
	}
	p := &msg.Problem{Hint: hint, Sender: msg.T("请报送原来的工作簿或 Word 文档，或给表格加上全部框线再导出", "send the original workbook or document, or give the tables all their rulings and export the file again")}
	switch {
	case why == noUprights:
		p.What = msg.F("这份 %s 的表格只有横线，没有竖线，分不出各个数字在哪一列", "the tables of this %s have rulings across and none upright: in which column figures stand cannot be told", r.kind)
	case why == noAcross:
		p.What = msg.F("这份 %s 的表格只有竖线，没有横线，分不出各个数字在哪一行", "the tables of this %s have rulings upright and none across: in which row figures stand cannot be told", r.kind)
	case tagged:
		p = &msg.Problem{What: msg.T("这份 PDF 没有标签（结构），也没有带格线的表格，分不出各个数字在哪一行、哪一列", "this PDF has no tags (structure) and no tables with rulings: in which row and column figures stand cannot be told"),
			Hint: msg.T("请用原来的工作簿或 Word 文档，或重新导出带标签的 PDF", "use the original workbook or document, or export the PDF again with tags")}
	default:
		p = &msg.Problem{What: msg.F("这份 %s 里没有带格线的表格，分不出各个数字在哪一行、哪一列", "this %s has no tables with rulings: in which row and column figures stand cannot be told", r.kind),
			Hint: msg.T("请用原来的工作簿或 Word 文档", "use the original workbook or document")}
	}
	r.refuse(p)
}
