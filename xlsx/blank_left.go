package xlsx

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/workbook"
	"github.com/gkxl/gkxl/model"
)

// blankPart is a part of the workbook with what is still to be filled in there: how many cells as the spreadsheet counts
// them, and how many there are now.
type blankPart struct {
	before, after string // the words around the number
	formula       string
	count         int
}

// blankParts are the parts that must be filled in: the items of the cover without which a report is nobody's, the
// tables, and the narratives that are not optional.
func (b *builder) blankParts(sheet string) []blankPart {
	unit := func(key string) (before, after string) {
		before, after, _ = strings.Cut(b.message(key), "%s")
		return before, after
	}
	cellsBefore, cellsAfter := unit("blank_cells")
	ask := func(refs []string) string {
		for i, ref := range refs {
			refs[i] = fmt.Sprintf("IF(LEN(TRIM(%s))=0,1,0)", ref)
		}
		return strings.Join(refs, "+")
	}
	cover := blankPart{before: b.message("cover_sheet") + cellsBefore, after: cellsAfter}
	var refs []string
	for _, id := range []string{coverOrgan, coverYear} {
		refs = append(refs, b.layout.cover[id].absolute())
		if strings.Trim(b.coverText(id), " ") == "" {
			cover.count++
		}
	}
	cover.formula = ask(refs)
	parts := []blankPart{cover}
	for _, t := range b.form.Tables {
		at := b.layout.tables[t.ID].origin.sheet
		part := blankPart{before: at + cellsBefore, after: cellsAfter,
			formula: b.countEntered("COUNTBLANK", sheet, func(fd *model.Field) bool { return fd.Table == t })}
		for _, fd := range b.form.FieldsOf(t) {
			if fd.Total == nil && b.contents[fd.Index].isBlank() {
				part.count++
			}
		}
		parts = append(parts, part)
	}
	var texts blankPart
	texts.before, texts.after = unit("blank_texts")
	refs = nil
	for _, s := range b.form.Sections {
		if s.Table != nil || s.Optional {
			continue
		}
		refs = append(refs, b.layout.texts[s.ID].first.qualified())
		if strings.Trim(b.text(s), " ") == "" {
			texts.count++
		}
	}
	if texts.formula = ask(refs); texts.formula != "" {
		parts = append(parts, texts)
	}
	return parts
}

// drawBlanks writes the row of the cover that says where cells are still to be filled in. Beside it stands a reminder
// while the tables of a unit without applications hold nothing but 0.
func (b *builder) drawBlanks(p *page, row int) {
	none := b.message("blank_none")
	var value strings.Builder
	var formulas, counts []string
	for _, part := range b.blankParts(p.name) {
		counts = append(counts, part.formula)
		formulas = append(formulas, fmt.Sprintf(`IF(%[1]s>0,%[2]s&(%[1]s)&%[3]s,"")`, part.formula, quoteText(part.before), quoteText(part.after)))
		if part.count > 0 {
			fmt.Fprintf(&value, "%s%d%s", part.before, part.count, part.after)
		}
	}
	if value.Len() == 0 {
		value.WriteString(none)
	}
	formula := fmt.Sprintf(`%s&IF(%s=0,%s,"")`, strings.Join(formulas, "&"), strings.Join(counts, "+"), quoteText(none))
	p.text(row, 2, 1, 1, b.styles.coverKey, b.message("blank_where"))
	p.put(row, 3, 1, 1, b.styles.verdict, value.String(), formula)
	p.heights[row] = 30
	p.fit(row, 3, 1, 1, value.String(), 12)
	ref := place{row: row, col: 3}.ref()
	p.format(ref, b.styles.amber, fmt.Sprintf(`%s<>%s`, ref, quoteText(none)))
	// A formula that shows nothing would look like one that was saved without its result.
	reminder := b.message("blank_prompt")
	if len(b.form.Zeros) == 0 {
		p.text(row, 4, 1, 1, b.styles.prompt, reminder)
		return
	}
	isZeros := func(fd *model.Field) bool { return slices.Contains(b.form.Zeros, fd.Table.ID) }
	filled, sum := b.countEntered("COUNTBLANK", p.name, isZeros), b.countEntered("SUM", p.name, isZeros)
	formula = fmt.Sprintf(`IF(%s+%s=0,%s,%s)`, filled, sum, quoteText(b.message("blank_zeros")), quoteText(reminder))
	if !slices.ContainsFunc(b.form.Fields, func(fd *model.Field) bool {
		n := b.contents[fd.Index].number
		return isZeros(fd) && fd.Total == nil && (n == nil || n.Sign() != 0)
	}) {
		reminder = b.message("blank_zeros")
	}
	p.put(row, 4, 1, 1, b.styles.prompt, reminder, formula)
	p.fit(row, 4, 1, 1, b.message("blank_zeros"), 9.5)
}

// blankIn is a formula that counts the blank cells of an identity; sheet is named before them if it is not empty.
func (l *Layout) blankIn(id *model.Identity, sheet string) string {
	refs := rangesOf(l.places(id.Terms()))
	for i, ref := range refs {
		if sheet != "" {
			ref = workbook.QuoteSheet(sheet) + "!" + ref
		}
		refs[i] = "COUNTBLANK(" + ref + ")"
	}
	return strings.Join(refs, "+")
}

// isBlankIn reports whether a cell of an identity is blank.
func (b *builder) isBlankIn(id *model.Identity) bool {
	return slices.ContainsFunc(id.Terms(), func(t model.Term) bool { return b.contents[t.Field.Index].isBlank() })
}
