package pipeline_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/model"
)

// pack writes the parts of a workbook or Word document with some of them replaced.
func (a *altered) pack(replaced map[string]string) {
	all := maps.Clone(a.sample.parts)
	maps.Copy(all, replaced)
	var b bytes.Buffer
	zw := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		w, err := zw.Create(name)
		if err != nil {
			panic(err)
		}
		if _, err := io.WriteString(w, all[name]); err != nil {
			panic(err)
		}
	}
	if err := zw.Close(); err != nil {
		panic(err)
	}
	a.data = b.Bytes()
}

// workbook alters a workbook by the spreadsheet library, at the cell of a field that is no total.
func workbook(do func(a *altered, f *excelize.File, sheet, cell, figure string) bool) func(*altered) bool {
	return func(a *altered) bool {
		figure, ok := a.choose(a.sample.free)
		if !ok {
			return false
		}
		sheet, cell, _ := strings.Cut(a.sample.report.Values[a.fields[0]].Cell, "!")
		f, err := excelize.OpenReader(bytes.NewReader(a.sample.data))
		if err != nil {
			panic(err)
		}
		defer f.Close()
		if formula, _ := f.GetCellFormula(sheet, cell); formula != "" || !do(a, f, sheet, cell, figure) {
			return false
		}
		var b bytes.Buffer
		if _, err := f.WriteTo(&b); err != nil {
			panic(err)
		}
		a.data = b.Bytes()
		return true
	}
}

// style changes the look of a cell and leaves all else.
func style(change func(a *altered, s *excelize.Style)) func(*altered) bool {
	return workbook(func(a *altered, f *excelize.File, sheet, cell, _ string) bool {
		id, err := f.GetCellStyle(sheet, cell)
		if err != nil {
			panic(err)
		}
		s, err := f.GetStyle(id)
		if err != nil {
			panic(err)
		}
		if s.Font == nil {
			s.Font = &excelize.Font{}
		}
		change(a, s)
		if id, err = f.NewStyle(s); err != nil {
			panic(err)
		}
		must(f.SetCellStyle(sheet, cell, cell, id))
		return true
	})
}

// format sets the number format of a cell.
func format(codes ...string) func(*altered) bool {
	change := style(func(a *altered, s *excelize.Style) {
		code := pick(a.rng, codes...)
		s.NumFmt, s.CustomNumFmt = 0, &code
	})
	return func(a *altered) bool {
		if !change(a) {
			return false
		}
		v := a.sample.report.Values[a.fields[0]]
		return v.Text == "" && v.Number.Sign() != 0 // of texts a format says nothing, and of 0 many say the same
	}
}

// rich writes a figure as several runs: the first font is that of the figure.
func rich(before bool, font excelize.Font) func(*altered) bool {
	return workbook(func(a *altered, f *excelize.File, sheet, cell, figure string) bool {
		runs := []excelize.RichTextRun{{Text: figure, Font: &excelize.Font{Size: 10}}, {Text: strconv.Itoa(1 + a.rng.IntN(9)), Font: &font}}
		if before {
			slices.Reverse(runs)
		}
		must(f.SetCellRichText(sheet, cell, runs))
		return true
	})
}

// typed writes a text in the place of the figure.
func typed(text func(a *altered, figure string) string) func(*altered) bool {
	return workbook(func(a *altered, f *excelize.File, sheet, cell, figure string) bool {
		s := text(a, figure)
		if s == figure {
			return false
		}
		must(f.SetCellStr(sheet, cell, s))
		return true
	})
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// between puts a character between two digits of a figure; the figure as it stands if it has one digit only.
func between(a *altered, figure, s string) string {
	if len(figure) < 2 {
		return figure
	}
	i := 1 + a.rng.IntN(len(figure)-1)
	return figure[:i] + s + figure[i:]
}

// copied puts a copy of the sheet behind the others and changes a figure on it, as somebody does who keeps the first
// draft; the names stay with that.
func copied(then func(a *altered, f *excelize.File, sheet, twin string)) func(*altered) bool {
	return workbook(func(a *altered, f *excelize.File, sheet, cell, figure string) bool {
		from, err := f.GetSheetIndex(sheet)
		must(err)
		twin := sheet + " (2)"
		to, err := f.NewSheet(twin)
		must(err)
		must(f.CopySheet(from, to))
		n, err := strconv.Atoi(figure)
		if err != nil {
			return false
		}
		must(f.SetCellInt(twin, cell, int64(n+1)))
		a.seeing(strconv.Itoa(n + 1))
		then(a, f, sheet, twin)
		return true
	})
}

// sectionText alters a text of the workbook.
func sectionText(change func(a *altered, f *excelize.File, sheet, cell string)) func(*altered) bool {
	return workbook(func(a *altered, f *excelize.File, _, _, _ string) bool {
		var texts []string
		for id, text := range a.sample.report.Texts {
			if s, ok := a.sample.report.Form.Section(id); ok && text != "" && a.sample.report.Places[model.PlaceOfText(s.ID)] != "" {
				texts = append(texts, id)
			}
		}
		if len(texts) == 0 {
			return false
		}
		slices.Sort(texts)
		id := pick(a.rng, texts...)
		a.fields, a.sections = nil, []string{id}
		sheet, cell, _ := strings.Cut(a.sample.report.Places[model.PlaceOfText(id)], "!")
		change(a, f, sheet, cell)
		return true
	})
}

// raw replaces the figure of a Word document or a page: of documents whose figure stands in one cell only.
func raw(replace func(a *altered, figure string) string) func(*altered) bool {
	return func(a *altered) bool {
		figure, ok := a.choose(a.sample.unique)
		if !ok {
			return false
		}
		text := string(a.sample.data)
		cell := `>` + figure + `<`
		if a.sample.format == "docx" {
			text = a.sample.parts["word/document.xml"]
			cell = `<w:t xml:space="preserve">` + figure + `</w:t></w:r>`
			if strings.Count(text, cell) != 1 {
				cell = `<w:t>` + figure + `</w:t></w:r>`
			}
		}
		if strings.Count(text, cell) != 1 {
			return false
		}
		text = strings.Replace(text, cell, replace(a, figure), 1)
		if a.sample.format == "docx" {
			a.pack(map[string]string{"word/document.xml": text})
		} else {
			a.data = []byte(text)
		}
		return true
	}
}

// run is a run of a Word document behind the figure's, with these properties.
func run(properties, text string) string {
	return `<w:r><w:rPr>` + properties + `</w:rPr><w:t xml:space="preserve">` + text + `</w:t></w:r>`
}

// behindFigure adds something behind a figure of a Word document.
func behindFigure(more func(a *altered) string) func(*altered) bool {
	return raw(func(a *altered, figure string) string {
		return `<w:t xml:space="preserve">` + figure + `</w:t></w:r>` + more(a)
	})
}

// inPage replaces a figure in a page.
func inPage(pattern string) func(*altered) bool {
	return raw(func(a *altered, figure string) string {
		return `>` + strings.NewReplacer("FIGURE", figure, "DIGIT", strconv.Itoa(1+a.rng.IntN(9))).Replace(pattern) + `<`
	})
}

// whole replaces a part of a text file.
func whole(change func(a *altered, text string) string) func(*altered) bool {
	return func(a *altered) bool {
		text := change(a, string(a.sample.data))
		a.data = []byte(text)
		return text != string(a.sample.data)
	}
}

// beforeTitle puts paragraphs before the first of a document.
func beforeTitle(lines ...string) func(*altered) bool {
	return func(a *altered) bool {
		var b strings.Builder
		switch a.sample.format {
		case "docx":
			for _, l := range lines {
				b.WriteString(`<w:p><w:r><w:t>` + l + `</w:t></w:r></w:p>`)
			}
			a.pack(map[string]string{"word/document.xml": strings.Replace(a.sample.parts["word/document.xml"], "<w:body>", "<w:body>"+b.String(), 1)})
		case "html":
			for _, l := range lines {
				b.WriteString("<p>" + l + "</p>")
			}
			a.data = []byte(strings.Replace(string(a.sample.data), "<article", b.String()+"<article", 1))
		default:
			a.data = []byte(strings.Join(lines, "\n") + "\n" + string(a.sample.data))
		}
		return true
	}
}

// row is the line of a CSV that holds the chosen field.
func row(change func(a *altered, figure string) string) func(*altered) bool {
	return func(a *altered) bool {
		figure, ok := a.choose(a.sample.free)
		if !ok {
			return false
		}
		line := regexp.MustCompile(`(?m)^(.*,` + regexp.QuoteMeta(a.fields[0]) + `,.*,)` + regexp.QuoteMeta(figure) + `(,[^,]*,[^,]*,number,.*)$`)
		replaced := change(a, figure)
		text := line.ReplaceAllString(string(a.sample.data), "${1}"+strings.ReplaceAll(replaced, "$", "$$")+"${2}")
		a.data = []byte(text)
		return text != string(a.sample.data)
	}
}

// contents are the lines of a list of contents.
var contents = []string{"目　录", "一、总体情况……1", "二、主动公开政府信息情况……2", "三、收到和处理政府信息公开申请情况……3", "四、政府信息公开行政复议、行政诉讼情况……4", "五、存在的主要问题及改进情况……5", "六、其他需要报告的事项……6"}

// unseenCharacters and thinSpaces stand in figures that were copied from pages.
var (
	unseenCharacters = []string{"\u200b", "\u200e", "\u2060", "\ufeff", "\u00ad", "\u200d", "\u202a", "\u202c"}
	thinSpaces       = []string{"\u00a0", "\u2009", "\u202f", "\u2007", "\u3000", " "}
)

// alterations are the ways of altering a file, by its format.
var alterations = map[string][]alteration{
	"xlsx": {
		{name: "a superscript behind the figure", apply: rich(false, excelize.Font{Size: 10, VertAlign: "superscript"}), told: true},
		{name: "a subscript behind the figure", apply: rich(false, excelize.Font{Size: 10, VertAlign: "subscript"}), told: true},
		{name: "a struck figure before", apply: rich(true, excelize.Font{Size: 10, Strike: true}), told: true},
		{name: "a struck figure behind", apply: rich(false, excelize.Font{Size: 10, Strike: true}), told: true},
		{name: "a white figure before", apply: rich(true, excelize.Font{Size: 10, Color: "FFFFFF"}), told: true},
		{name: "a tiny figure behind", apply: rich(false, excelize.Font{Size: 1}), told: true},
		{name: "a struck cell", apply: style(func(a *altered, s *excelize.Style) { s.Font.Strike = true; a.seeing("") }), told: true},
		{name: "a cell in white", apply: style(func(a *altered, s *excelize.Style) {
			s.Font.Color, s.Font.ColorTheme, s.Fill = "FFFFFF", nil, excelize.Fill{}
			a.seeing("")
		}), told: true},
		{name: "a cell in the colour of its ground", apply: style(func(a *altered, s *excelize.Style) {
			s.Font.Color, s.Font.ColorTheme, s.Fill = "FFFF00", nil, excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFFF00"}}
			a.seeing("")
		}), told: true},
		{name: "a unit in the format", apply: format(`0"千元"`, `#,##0.00"百万"`, `0\亿`, `0"百"`), told: true},
		{name: "a format that scales", apply: format(`0.0,`, `0!.0,"万"`, `#,##0.00,,`, `0%`, `0.00%`), told: true},
		{name: "a format that shows nothing", apply: format(`;;;`, `""`, `"";"";"";""`), told: true},
		{name: "a format that shows something else", apply: format(`"无"`, `"1"0`, `0"0"`, `yyyy-mm-dd`, `[DBNum1]0`, `[>=0]"99";0`, `"-"0`), told: true},
		{name: "a plain format", apply: format(`0`, `#,##0`, `0.00`, `0_ `, `0_);[Red]\(0\)`, `#,##0_ ;[Red]\-#,##0\ `, `General`, `@`), quiet: true},
		{name: "a coloured figure", apply: style(func(_ *altered, s *excelize.Style) { s.Font.Color = "FF0000" }), quiet: true},
		{name: "a bold figure", apply: style(func(_ *altered, s *excelize.Style) { s.Font.Bold, s.Font.Size = true, 8 }), quiet: true},
		{name: "an unseen character", apply: typed(func(a *altered, s string) string { return between(a, s, pick(a.rng, unseenCharacters...)) }), told: true},
		{name: "a thin space", apply: typed(func(a *altered, s string) string { return between(a, s, pick(a.rng, thinSpaces...)) }), told: true},
		{name: "a superscript digit", apply: typed(func(a *altered, s string) string { return s + pick(a.rng, "¹", "②", "⁽³⁾", "[1]", "*") }), told: true},
		{name: "a hidden row", apply: workbook(func(a *altered, f *excelize.File, sheet, cell, _ string) bool {
			_, row, err := excelize.CellNameToCoordinates(cell)
			must(err)
			must(f.SetRowVisible(sheet, row, false))
			return true
		}), told: true},
		{name: "a hidden column", apply: workbook(func(a *altered, f *excelize.File, sheet, cell, _ string) bool {
			col, _, err := excelize.SplitCellName(cell)
			must(err)
			must(f.SetColVisible(sheet, col, false))
			return true
		}), told: true},
		{name: "a copied sheet", apply: copied(func(*altered, *excelize.File, string, string) {}), told: true},
		{name: "a copied sheet, the first one hidden", apply: copied(func(_ *altered, f *excelize.File, sheet, _ string) { must(f.SetSheetVisible(sheet, false)) }), told: true},
		{name: "a copied sheet, the first one renamed", apply: copied(func(a *altered, f *excelize.File, sheet, twin string) {
			must(f.SetSheetName(sheet, pick(a.rng, "作废", "旧表", "Sheet1")))
			must(f.SetSheetName(twin, sheet))
		}), told: true},
		{name: "an error value", apply: workbook(func(a *altered, f *excelize.File, sheet, cell, _ string) bool {
			must(f.SetCellFormula(sheet, cell, pick(a.rng, "NA()", "1/0", "VLOOKUP(1,A1:A2,1,0)")))
			return true
		}), told: true},
		{name: "a covered figure", apply: workbook(func(a *altered, f *excelize.File, sheet, cell, _ string) bool {
			col, row, err := excelize.CellNameToCoordinates(cell)
			must(err)
			if col == 1 {
				return false
			}
			left, err := excelize.CoordinatesToCellName(col-1, row)
			must(err)
			must(f.MergeCell(sheet, left, cell))
			return true
		}), told: true},
		{name: "an inserted row", apply: workbook(func(a *altered, f *excelize.File, sheet, cell, _ string) bool {
			must(f.InsertRows(sheet, 2, 1))
			return true
		})},
		{name: "a picture as text", apply: sectionText(func(a *altered, f *excelize.File, sheet, cell string) {
			must(f.SetCellStr(sheet, cell, `=DISPIMG("ID_0123456789ABCDEF",1)`))
		}), told: true},
		{name: "an error as text", apply: sectionText(func(a *altered, f *excelize.File, sheet, cell string) {
			must(f.SetCellStr(sheet, cell, pick(a.rng, "#N/A", "#NAME?", "#REF!", "#VALUE!")))
		}), told: true},
		{name: "a sheet of contents", apply: workbook(func(a *altered, f *excelize.File, _, _, _ string) bool {
			a.fields = nil
			_, err := f.NewSheet("目录")
			must(err)
			for i, l := range contents {
				must(f.SetCellStr("目录", "A"+strconv.Itoa(i+1), l))
			}
			return true
		})},
		{name: "a note beside the table", apply: workbook(func(a *altered, f *excelize.File, sheet, cell, _ string) bool {
			must(f.SetCellStr(sheet, "N3", "已与业务科室核对"))
			return true
		})},
	},
	"docx": {
		{name: "a superscript behind the figure", apply: behindFigure(func(a *altered) string { return run(`<w:vertAlign w:val="superscript"/>`, "1") }), told: true},
		{name: "a subscript behind the figure", apply: behindFigure(func(a *altered) string { return run(`<w:vertAlign w:val="subscript"/>`, "2") }), told: true},
		{name: "a raised figure behind", apply: behindFigure(func(a *altered) string { return run(`<w:position w:val="12"/><w:sz w:val="10"/>`, "1") }), told: true},
		{name: "a struck figure behind", apply: behindFigure(func(a *altered) string {
			return run(pick(a.rng, `<w:strike/>`, `<w:dstrike/>`, `<w:strike w:val="1"/>`, `<w:dstrike w:val="true"/>`), "6")
		}), told: true},
		{name: "hidden figures behind", apply: behindFigure(func(a *altered) string { return run(`<w:vanish/>`, "6") }), told: true},
		{name: "a white figure behind", apply: behindFigure(func(a *altered) string { return run(`<w:color w:val="FFFFFF"/>`, "6") }), told: true},
		{name: "a tiny figure behind", apply: behindFigure(func(a *altered) string { return run(`<w:sz w:val="2"/>`, "6") }), told: true},
		{name: "a bold figure behind", apply: behindFigure(func(a *altered) string {
			digit := strconv.Itoa(1 + a.rng.IntN(9))
			a.seeing(a.sample.report.Values[a.fields[0]].Number.String() + digit)
			return run(`<w:b/>`, digit)
		})},
		{name: "a deleted figure behind", apply: behindFigure(func(a *altered) string {
			return `<w:del w:author="某"><w:r><w:delText>6</w:delText></w:r></w:del>`
		})},
		{name: "an unseen character", apply: raw(func(a *altered, figure string) string {
			return `<w:t xml:space="preserve">` + between(a, figure, pick(a.rng, unseenCharacters...)) + `</w:t></w:r>`
		})},
		{name: "a thin space", apply: raw(func(a *altered, figure string) string {
			return `<w:t xml:space="preserve">` + between(a, figure, pick(a.rng, thinSpaces...)) + `</w:t></w:r>`
		})},
		{name: "a list of contents", apply: beforeTitle(contents...)},
		{name: "a cell taken out", apply: func(a *altered) bool {
			figure, ok := a.choose(a.sample.unique)
			text := a.sample.parts["word/document.xml"]
			at := strings.Index(text, `<w:t xml:space="preserve">`+figure+`</w:t>`)
			if !ok || at < 0 {
				return false
			}
			from, to := strings.LastIndex(text[:at], "<w:tc>"), strings.Index(text[at:], "</w:tc>")
			if from < 0 || to < 0 {
				return false
			}
			a.shifted = true
			a.pack(map[string]string{"word/document.xml": text[:from] + text[at+to+len("</w:tc>"):]})
			return true
		}, told: true},
		{name: "another heading", apply: heading},
		{name: "a heading with another number", apply: misnumbered},
	},
	"html": {
		{name: "a superscript behind the figure", apply: inPage(`FIGURE<sup>DIGIT</sup>`), told: true},
		{name: "a linked superscript", apply: inPage(`FIGURE<sup><a href="#n">DIGIT</a></sup>`), told: true},
		{name: "a subscript behind the figure", apply: inPage(`FIGURE<sub>DIGIT</sub>`), told: true},
		{name: "a raised figure", apply: inPage(`FIGURE<span style="vertical-align:super">DIGIT</span>`), told: true},
		{name: "a struck figure before", apply: inPage(`<s>DIGIT</s>FIGURE`), told: true},
		{name: "a deleted figure before", apply: inPage(`<del>DIGIT</del>FIGURE`), told: true},
		{name: "a figure struck by style", apply: inPage(`FIGURE<span style="text-decoration:line-through">DIGIT</span>`), told: true},
		{name: "a figure struck by a class", apply: inPage(`FIGURE<style>.x9{text-decoration: line-through}</style><span class="x9">DIGIT</span>`), told: true},
		{name: "a figure that is not displayed", apply: inPage(`FIGURE<span style="display:none">DIGIT</span>`)},
		{name: "an invisible figure", apply: inPage(`FIGURE<span style="visibility: hidden">DIGIT</span>`)},
		{name: "a white figure", apply: inPage(`FIGURE<span style="color:#fff">DIGIT</span>`), told: true},
		{name: "a figure of no size", apply: inPage(`FIGURE<span style="font-size:0">DIGIT</span>`), told: true},
		{name: "a figure in a form field", apply: inPage(`<input type="text" value="FIGURE">`)},
		{name: "a figure in a text area", apply: inPage(`<textarea>FIGURE</textarea>`)},
		{name: "a bold figure", apply: inPage(`<b>FIGURE</b>`), quiet: true},
		{name: "a figure in a font", apply: inPage(`<font color="red"><span>FIGURE</span></font>`), quiet: true},
		{name: "a comment behind the figure", apply: inPage(`FIGURE<!-- DIGIT -->`), quiet: true},
		{name: "a picture of a figure", apply: inPage(`<img src="a.png" alt="DIGIT">`), told: true},
		{name: "an unseen character", apply: raw(func(a *altered, figure string) string {
			return `>` + between(a, figure, pick(a.rng, unseenCharacters...)) + `<`
		})},
		{name: "a thin space", apply: raw(func(a *altered, figure string) string {
			return `>` + between(a, figure, pick(a.rng, thinSpaces...)) + `<`
		})},
		{name: "a list of contents", apply: beforeTitle(contents...)},
		{name: "another heading", apply: heading},
		{name: "a heading with another number", apply: misnumbered},
		{name: "a foot of a page", apply: whole(func(a *altered, s string) string {
			return strings.Replace(s, "</article>", `</article><div title="footer"><p>— 1 —</p></div>`, 1)
		})},
	},
	"csv": {
		{name: "a figure as a formula", apply: row(func(_ *altered, s string) string { return `"=""` + s + `"""` })},
		{name: "a figure behind an apostrophe", apply: row(func(_ *altered, s string) string { return "'" + s })},
		{name: "an unseen character", apply: row(func(a *altered, s string) string { return between(a, s, pick(a.rng, unseenCharacters...)) })},
		{name: "a thin space", apply: row(func(a *altered, s string) string { return between(a, s, pick(a.rng, thinSpaces...)) })},
		{name: "a full-width figure", apply: row(func(_ *altered, s string) string {
			return strings.Map(func(r rune) rune {
				if r >= '0' && r <= '9' {
					return r - '0' + '０'
				}
				return r
			}, s)
		})},
		{name: "a superscript digit", apply: row(func(_ *altered, s string) string { return s + "¹" }), told: true},
		{name: "a unit behind", apply: row(func(_ *altered, s string) string { return s + "万" }), told: true},
		{name: "line ends of old", apply: whole(func(_ *altered, s string) string {
			return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\n", "\r")
		}), quiet: true},
		{name: "UTF-16", apply: whole(func(_ *altered, s string) string {
			var b strings.Builder
			for _, u := range utf16.Encode([]rune("\ufeff" + strings.TrimPrefix(s, "\ufeff"))) {
				b.WriteByte(byte(u))
				b.WriteByte(byte(u >> 8))
			}
			return b.String()
		}), quiet: true},
		{name: "a byte that is no UTF-8", apply: row(func(_ *altered, s string) string { return s + "\xff" }), told: true},
	},
	"text": {
		{name: "an unseen character", apply: raw2(unseenCharacters)},
		{name: "a thin space", apply: raw2(thinSpaces)},
		{name: "a list of contents", apply: beforeTitle(contents...)},
		{name: "line ends of old", apply: whole(func(_ *altered, s string) string { return strings.ReplaceAll(s, "\n", "\r") }), quiet: true},
		{name: "another heading", apply: heading},
		{name: "a heading with another number", apply: misnumbered},
	},
	"json": {
		{name: "something behind", apply: whole(func(a *altered, s string) string { return s + pick(a.rng, "x", "{}", "]", "\x00", "<html>") }), told: true},
		{name: "a mark of byte order", apply: whole(func(_ *altered, s string) string { return "\ufeff" + s }), quiet: true},
		{name: "a byte that is no UTF-8", apply: whole(func(_ *altered, s string) string { return strings.Replace(s, "情况", "情\xff况", 1) }), told: true},
		{name: "a half of a pair", apply: whole(func(_ *altered, s string) string { return strings.Replace(s, "情况", `情\ud800况`, 1) }), told: true},
		{name: "a member that is there twice", apply: func(a *altered) bool {
			figure, ok := a.choose(a.sample.free)
			if !ok {
				return false
			}
			member := regexp.MustCompile(`"` + regexp.QuoteMeta(a.fields[0]) + `": *`)
			at := member.FindStringIndex(string(a.sample.data))
			if at == nil || figure == "77" {
				return false
			}
			a.data = slices.Concat(a.sample.data[:at[0]], []byte(`"`+a.fields[0]+`": {"number": "77"}, `), a.sample.data[at[0]:])
			return json.Valid(a.data)
		}, told: true},
	},
	"pdf": {
		{name: "a damaged byte", apply: func(a *altered) bool {
			a.data = slices.Clone(a.sample.data)
			// Within a stream, away from its ends.
			starts := regexp.MustCompile(`stream\r?\n`).FindAllIndex(a.data, -1)
			s := pick(a.rng, starts...)
			at := s[1] + 20 + a.rng.IntN(40)
			if at >= len(a.data) || bytes.Contains(a.data[s[1]:at+8], []byte("endstream")) {
				return false
			}
			a.data[at] ^= 1 << a.rng.IntN(8)
			return true
		}},
		{name: "an end cut off", apply: func(a *altered) bool {
			a.data = a.sample.data[:len(a.sample.data)*(50+a.rng.IntN(49))/100]
			return true
		}},
	},
}

// heading writes a heading the way others write it.
func heading(a *altered) bool {
	variants := map[string][]string{
		"一、总体情况":         {"一、概述", "一、基本情况", "一、总体情况：", "一、 总体情况", "第一部分　总体情况"},
		"五、存在的主要问题及改进情况": {"五、存在的主要问题及整改措施", "五、存在的问题及改进措施", "五、存在问题及改进情况", "五、政府信息公开工作存在的主要问题及改进情况"},
		"六、其他需要报告的事项":    {"六、其他事项", "六、其他需要报告事项", "六、需要报告的其他事项"},
	}
	return a.replaceHeading(func(h string) string {
		if v := variants[h]; v != nil {
			return pick(a.rng, v...)
		}
		return h
	})
}

// misnumbered writes a heading with the number of another.
func misnumbered(a *altered) bool {
	return a.replaceHeading(func(h string) string {
		for _, n := range []string{"一、", "五、", "六、"} {
			if rest, ok := strings.CutPrefix(h, n); ok {
				return pick(a.rng, "四、", "七、", "二、") + rest
			}
		}
		return h
	})
}

// replaceHeading replaces one of the headings of narratives.
func (a *altered) replaceHeading(change func(string) string) bool {
	text := string(a.sample.data)
	if a.sample.format == "docx" {
		text = a.sample.parts["word/document.xml"]
	}
	headings := []string{"一、总体情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"}
	h := pick(a.rng, headings...)
	if strings.Count(text, h) != 1 {
		return false
	}
	now := change(h)
	if now == h {
		return false
	}
	text = strings.Replace(text, h, now, 1)
	if a.sample.format == "docx" {
		a.pack(map[string]string{"word/document.xml": text})
	} else {
		a.data = []byte(text)
	}
	return true
}

// raw2 puts a character into a figure that stands alone on its line.
func raw2(characters []string) func(*altered) bool {
	return func(a *altered) bool {
		figure, ok := a.choose(a.sample.unique)
		if !ok {
			return false
		}
		line := regexp.MustCompile(`(?m)^(\s*)` + regexp.QuoteMeta(figure) + `(\s*)$`)
		text := string(a.sample.data)
		if len(line.FindAllString(text, -1)) != 1 {
			return false
		}
		a.data = []byte(line.ReplaceAllString(text, "${1}"+between(a, figure, pick(a.rng, characters...))+"${2}"))
		return true
	}
}
