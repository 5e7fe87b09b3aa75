package preflight

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// compareWithLibrary holds what is read of a workbook without the library to what the library reads. Where the library
// fails, nothing is compared. It returns the number of cells, and of those that were left to the library.
func compareWithLibrary(t *testing.T, name string, data []byte) (cells, left int) {
	t.Helper()
	w, err := Open(data)
	if err != nil {
		return 0, 0
	}
	defer w.Close()
	f, err := openParts(w.parts)
	if err != nil {
		return 0, 0
	}
	defer f.Close()
	var names []Name
	if func() (ok bool) {
		defer func() { ok = recover() == nil }()
		for _, n := range f.GetDefinedName() {
			names = append(names, Name{n.Name, n.RefersTo, n.Scope != "Workbook"})
		}
		return
	}(); !slices.Equal(names, w.names) && names != nil {
		t.Errorf("%s: names %v, the library has %v", name, w.names, names)
	}
	compareStyles(t, name, w.styles, stylesOf(f))
	for _, s := range w.Sheets {
		if shown, err := f.GetSheetVisible(s.own); err == nil && shown == s.hidden {
			t.Errorf("%s: %s hidden: %t", name, s.Name, s.hidden)
		}
		table := s.table
		if table.odd {
			continue
		}
		if _, err := f.GetCellType(s.own, "A1"); err != nil {
			continue // the library cannot read the sheet
		}
		if want, err := f.GetRows(s.own, excelize.Options{RawCellValue: true}); err == nil {
			if got, ok := w.rows(table); ok && !reflect.DeepEqual(got, want) {
				t.Errorf("%s: rows of %s: %q, the library has %q", name, s.Name, got, want)
			}
		}
		refs := []string{"A1", "B2", "AB9"}
		for _, r := range table.records[:min(len(table.records), 2000)] {
			ref, _ := excelize.CoordinatesToCellName(int(r.col), int(r.row))
			next, _ := excelize.CoordinatesToCellName(int(r.col)%maxColumns+1, int(r.row))
			refs = append(refs, ref, next)
			cells++
		}
		own := *w
		own.library, own.failed = nil, errLeft
		compare := func(what, ref string, got any, err error, want any, libraryErr error) {
			t.Helper()
			if err == errLeft {
				left++
			} else if libraryErr == nil && (err != nil || got != want) {
				t.Errorf("%s: %s of %s!%s: %q %v, the library has %q", name, what, s.Name, ref, got, err, want)
			}
		}
		for _, ref := range refs {
			got, err1 := own.Value(s.Name, ref)
			want, err2 := f.GetCellValue(s.own, ref, excelize.Options{RawCellValue: true})
			compare("the value", ref, got, err1, want, err2)
			got, err1 = own.Formula(s.Name, ref)
			want, err2 = f.GetCellFormula(s.own, ref)
			compare("the formula", ref, got, err1, want, err2)
			kind, err1 := own.Type(s.Name, ref)
			libraryKind, err2 := f.GetCellType(s.own, ref)
			compare("the type", ref, kind, err1, libraryKind, err2)
			style, err1 := own.Style(s.Name, ref)
			libraryStyle, err2 := f.GetCellStyle(s.own, ref)
			compare("the style", ref, style, err1, libraryStyle, err2)
			runs, err1 := own.RichText(s.Name, ref)
			libraryRuns, err2 := libraryRuns(f, s.own, ref)
			compare("the stretches", ref, written(runs), err1, written(libraryRuns), err2)
		}
		// The library changes the value that it keeps of a cell when it is asked what the cell shows.
		for _, ref := range refs {
			if id, err := own.Style(s.Name, ref); err == nil && id < len(own.Styles().Cells) {
				if code, _ := own.Styles().OwnFormat(own.Styles().Cells[id].Format); hasCondition(code) {
					continue // which the library leaves aside
				}
			}
			got, err1 := own.Shown(s.Name, ref)
			want, err2 := f.GetCellValue(s.own, ref)
			if err1 != errLeft {
				compare("what is shown", ref, got, err1, want, err2)
			}
		}
	}
	return cells, left
}

// compareRanges orders ranges by their first cell, then by their last.
func compareRanges(a, b Range) int {
	return cmp.Or(cmp.Compare(a.Row1, b.Row1), cmp.Compare(a.Col1, b.Col1), cmp.Compare(a.Row2, b.Row2), cmp.Compare(a.Col2, b.Col2))
}

// compareWithOriginal holds merged ranges and the values of cells to what the library reads of the
// file as it came, of which no part was cleaned. Where the library fails, or ranges overlap, which it joins, nothing is
// compared. It returns the number of cells.
func compareWithOriginal(t *testing.T, name string, data []byte) (cells int) {
	t.Helper()
	w, err := Open(data)
	if err != nil {
		return 0
	}
	defer w.Close()
	defer func() { recover() }() // the library's
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		return 0
	}
	defer f.Close()
	for _, s := range w.Sheets {
		found, err := f.GetMergeCells(s.Name, true)
		own := slices.DeleteFunc(slices.Clone(s.Merges), func(m Range) bool { return m.Row1 == m.Row2 && m.Col1 == m.Col2 })
		if err != nil || overlap(own) {
			continue
		}
		var want []Range
		for _, m := range found {
			c1, r1, _ := excelize.CellNameToCoordinates(m.GetStartAxis())
			c2, r2, _ := excelize.CellNameToCoordinates(m.GetEndAxis())
			if c1 != c2 || r1 != r2 {
				want = append(want, Range{r1, c1, r2, c2})
			}
		}
		if len(own) < len(s.Merges) { // the library joins a range of one cell to one that it lies in, which takes its place
			slices.SortFunc(own, compareRanges)
			slices.SortFunc(want, compareRanges)
		}
		if !slices.Equal(own, want) {
			t.Errorf("%s: merged ranges of %s: %v, the library has %v", name, s.Name, own, want)
		}
		rows, err := f.GetRows(s.Name, excelize.Options{RawCellValue: true})
		if err != nil {
			continue
		}
		for i, row := range rows[:min(len(rows), 100)] {
			for j, want := range row[:min(len(row), 30)] {
				ref, _ := excelize.CoordinatesToCellName(j+1, i+1)
				cells++
				if got, err := w.Value(s.Name, ref); err == nil && got != want {
					t.Errorf("%s: %s!%s is %q, the library has %q in the file as it came", name, s.Name, ref, got, want)
				}
			}
		}
	}
	return cells
}

// overlap reports whether some ranges have a cell in common.
func overlap(ranges []Range) bool {
	for i, a := range ranges {
		for _, b := range ranges[:i] {
			if a.Row1 <= b.Row2 && b.Row1 <= a.Row2 && a.Col1 <= b.Col2 && b.Col1 <= a.Col2 {
				return true
			}
		}
	}
	return false
}

// libraryRuns are the stretches of a text as the library reads them; the error is errLeft where it fails.
func libraryRuns(f *excelize.File, sheet, ref string) (runs []Run, err error) {
	defer func() {
		if recover() != nil {
			err = errLeft
		}
	}()
	rich, err := f.GetCellRichText(sheet, ref)
	return runsOf(rich), err
}

// written writes stretches down.
func written(runs []Run) string {
	var b strings.Builder
	for _, r := range runs {
		fmt.Fprintf(&b, "%q", r.Text)
		if f := r.Font; f != nil {
			theme := -1
			if f.Colour.Theme != nil {
				theme = *f.Colour.Theme
			}
			fmt.Fprintf(&b, "[%t %s %v %s %d %d %v]", f.Strike, f.VertAlign, *f.Size, f.Colour.RGB, f.Colour.Indexed, theme, f.Colour.Tint)
		}
	}
	return b.String()
}

// errLeft stands for what is left to the library.
var errLeft = fmt.Errorf("left to the library")

// compareStyles compares styles as they were read with and without the library.
func compareStyles(t *testing.T, name string, got, want *Styles) {
	t.Helper()
	if got.library != nil {
		return
	}
	for id := range 200 {
		a, ok1 := got.OwnFormat(id)
		b, ok2 := want.OwnFormat(id)
		if a != b || ok1 != ok2 {
			t.Errorf("%s: format %d is %q, the library has %q", name, id, a, b)
		}
	}
	colour := func(s *Styles, c *Colour) string {
		if c == nil {
			return "none"
		}
		return fmt.Sprint(c.Auto, s.BaseColour(c.RGB, c.Indexed, c.Theme), c.Tint)
	}
	font := func(s *Styles, f *Font) string {
		if f == nil {
			return "none"
		}
		size := -1.0
		if f.Size != nil {
			size = *f.Size
		}
		return fmt.Sprint(f.Strike, f.VertAlign, size, colour(s, f.Colour))
	}
	fill := func(s *Styles, f *Fill) string {
		if f == nil {
			return "none"
		}
		pattern := "none"
		if f.Pattern != nil {
			pattern = "pattern " + *f.Pattern
		}
		return fmt.Sprint(f.Gradient, pattern, colour(s, f.Fore), colour(s, f.Back))
	}
	same := func(what string, a, b []string) {
		if !slices.Equal(a, b) {
			t.Errorf("%s: %s %q, the library has %q", name, what, a, b)
		}
	}
	all := func(s *Styles) (fonts, fills, cells, conditional []string) {
		for i := range s.Fonts {
			fonts = append(fonts, font(s, &s.Fonts[i]))
		}
		for i := range s.Fills {
			fills = append(fills, fill(s, &s.Fills[i]))
		}
		for _, c := range s.Cells {
			cells = append(cells, fmt.Sprint(c))
		}
		for _, d := range s.Conditional {
			format := "none"
			if d.Format != nil {
				format = *d.Format
			}
			f := d.Font
			if f != nil {
				f = &Font{Strike: f.Strike, Colour: f.Colour} // what is read of it
			}
			g := d.Fill
			if g != nil {
				g = &Fill{Back: g.Back}
			}
			conditional = append(conditional, fmt.Sprint(font(s, f), fill(s, g), format))
		}
		return
	}
	f1, g1, c1, d1 := all(got)
	f2, g2, c2, d2 := all(want)
	same("fonts", f1, f2)
	same("fills", g1, g2)
	same("styles", c1, c2)
	same("conditional styles", d1, d2)
}

// workbooks are all workbooks of the project, by their paths.
func workbooks(t testing.TB) map[string][]byte {
	out := map[string][]byte{}
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && slices.Contains([]string{".xlsx", ".xlsm", ".xltx", ".xltm"}, filepath.Ext(path)) {
			out[path], err = os.ReadFile(path)
		}
		return err
	})
	if err != nil || len(out) < 5 {
		t.Fatal(len(out), err)
	}
	return out
}

// What is read without the library is what the library reads, and of the workbooks that gkxl writes nothing is left to
// the library.
func TestLibraryReadsTheSame(t *testing.T) {
	t.Parallel()
	for name, data := range workbooks(t) {
		cells, left := compareWithLibrary(t, name, data)
		if strings.Contains(name, "examples") && (cells < 100 || left > 0) {
			t.Errorf("%s: %d of %d cells were left to the library", name, left, cells)
		}
	}
}

// TestLibraryReadsCells compares ways of writing cells, styles, texts and names.
func TestLibraryReadsCells(t *testing.T) {
	t.Parallel()
	texts := []string{`<t>a</t>`, `<t/>`, ``, `<t xml:space="preserve"> a </t>`, `<t>&lt;&#20013;&#x4e2d;&#128;&amp;lt;</t>`, "<t>a\r\nb</t>", `<t>_x000D_a</t>`, `<r><t>a</t></r><r><t>b</t></r>`, `<t>a</t><phoneticPr fontId="1"/>`,
		`<t>a</t><t>b</t>`, `<x:t xmlns:x="x">a</x:t>`, `<t><![CDATA[<a>]]></t>`, ` <t>a</t> `, `<t a="b">c</t>`, `<t>a<!-- b -->c</t>`}
	var cells []string
	for _, x := range texts {
		cells = append(cells, ` t="inlineStr"><is>`+x+`</is>`)
	}
	for i := range texts {
		cells = append(cells, fmt.Sprintf(` t="s"><v>%d</v>`, i), fmt.Sprintf(` s="3" t="s"><v> %d </v>`, i))
	}
	for _, style := range []string{"", ` s="0"`, ` s="1"`, ` s="2"`, ` s="3"`, ` s="4"`, ` s="5"`, ` s="99"`} {
		for _, v := range []string{"0", "12", "-3", "1.50", "0012", "12345678901", "1234567890123456", "1E3", "45000.5", " 7 ", "", "a", "#REF!", "1,000"} {
			for _, kind := range []string{"", ` t="n"`, ` t="str"`, ` t="b"`, ` t="e"`, ` t="d"`, ` t=""`, ` t="z"`} {
				cells = append(cells, style+kind+"><v>"+v+"</v>")
			}
		}
	}
	cells = append(cells, []string{`><f>A1+1</f><v>2</v>`, `><f>A1&amp;"a"</f>`, ` t="str"><f/><v/>`, `><f t="shared" ref="A1:B1" si="0">A2</f><v>1</v>`, `><f t="array" ref="A1">A2</f><v>1</v>`, `><f ca="1">A2</f><v>1</v>`, `><v>1</v><f>A2</f>`,
		`><v>1</v><v>2</v>`, `><v xml:space="preserve">1</v>`, ` t="inlineStr"><v>3</v>`, ` t="inlineStr"><f>A1</f><is><t>a</t></is>`, ` t="str"><f>A1</f><v>a&#10;b</v>`, ` cm="1"><v>1</v>`, ` t="&#115;"><v>1</v>`, ` t="str"><v>_x0041_</v>`}...)
	var row strings.Builder
	for i, c := range cells {
		ref, _ := excelize.CoordinatesToCellName(i%20+1, i/20+1)
		if i%20 == 0 {
			fmt.Fprintf(&row, `<row r="%d">`, i/20+1)
		}
		fmt.Fprintf(&row, `<c r="%s"%s</c>`, ref, c)
		if i%20 == 19 || i == len(cells)-1 {
			row.WriteString(`</row>`)
		}
	}
	for _, columns := range []string{"", `<cols><col min="2" max="4" style="3" width="9"/></cols>`, `<cols><col min="2" max="4" width="9"/></cols>`} {
		ps := parts(row.String())
		ps["xl/worksheets/sheet1.xml"] = strings.Replace(ps["xl/worksheets/sheet1.xml"], "<sheetData>", columns+"<sheetData>", 1)
		ps["xl/sharedStrings.xml"] = `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si>` + strings.Join(texts, "</si><si>") + `</si></sst>`
		ps["xl/_rels/workbook.xml.rels"] = strings.Replace(ps["xl/_rels/workbook.xml.rels"], "</Relationships>", `<Relationship Id="s1" Type="x/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="s2" Type="x/styles" Target="styles.xml"/></Relationships>`, 1)
		ps["xl/styles.xml"] = `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts><numFmt numFmtId="170" formatCode="0.00&quot;件&quot;"/><numFmt numFmtId="171" formatCode=";;;"/></numFmts>` +
			`<fonts><font><sz val="11"/><color theme="1"/></font><font><strike/><vertAlign val="superscript"/><color rgb="FFFF0000" tint="-0.5"/></font><font><strike val="0"/><sz val="0"/><color indexed="9"/></font></fonts>` +
			`<fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="solid"><fgColor theme="0"/><bgColor auto="1"/></patternFill></fill><fill><gradientFill><stop position="0"><color rgb="FF00FF00"/></stop></gradientFill></fill></fills>` +
			`<cellXfs><xf numFmtId="0"/><xf numFmtId="0" fontId="1" fillId="1"/><xf numFmtId="3" fontId="2"/><xf numFmtId="49" fillId="2"/><xf numFmtId="14"/><xf numFmtId="171"/><xf numFmtId="170"/></cellXfs>` +
			`<dxfs><dxf><font><strike/><color rgb="FFFFFFFF"/></font><numFmt numFmtId="170" formatCode="0"/><fill><patternFill><bgColor rgb="FFFFFFFF"/></patternFill></fill></dxf></dxfs></styleSheet>`
		ps["xl/workbook.xml"] = strings.Replace(ps["xl/workbook.xml"], "</sheets>", `</sheets><definedNames><definedName name="a">Sheet1!$A$1</definedName><definedName name="a" localSheetId="0">Sheet1!$A$2</definedName><definedName name="&#98;">&apos;a&amp;b&apos;!$A$3</definedName></definedNames>`, 1)
		if cells, left := compareWithLibrary(t, columns, pack(ps)); cells < 800 || left == 0 || left > 3*cells {
			t.Errorf("%d cells compared, %d left to the library", cells, left)
		}
	}
}

// mutation changes a part of a workbook a little, mostly such that it stays well formed.
func mutation(rng *rand.Rand, part []byte) []byte {
	pick := func(re *regexp.Regexp) []int {
		all := re.FindAllIndex(part, -1)
		if len(all) == 0 {
			return []int{0, 0}
		}
		return all[rng.IntN(len(all))]
	}
	put := func(at []int, s string) []byte { return slices.Concat(part[:at[0]], []byte(s), part[at[1]:]) }
	choose := func(s ...string) string { return s[rng.IntN(len(s))] }
	switch rng.IntN(8) {
	case 0: // another value of an attribute
		return put(pick(attributeValue), choose(`="0"`, `="1"`, `="s"`, `="str"`, `="n"`, `="inlineStr"`, `="-1"`, `="2"`, `="abc"`, `=""`, `="true"`, `="0.5"`, `="49"`, `="B7"`))
	case 1: // another text
		return put(pick(textBetween), ">"+choose("", "0", "7", "-1", "1.5", "x", "&amp;", "&#10;", "_x0041_", " 3 ", "12345678901234567", "'a b'!$A$1", "<![CDATA[4]]>", "<!-- -->5")+"<")
	case 2: // an element twice
		at := pick(wholeElement)
		return put([]int{at[1], at[1]}, string(part[at[0]:at[1]]))
	case 3: // an element less
		return put(pick(wholeElement), "")
	case 4: // an attribute less
		return put(pick(wholeAttribute), "")
	case 5: // an element more
		at := pick(wholeElement)
		return put([]int{at[0], at[0]}, choose("<v>8</v>", "<f>A1</f>", "<t>y</t>", `<c t="str"><v>z</v></c>`, "<r><t>q</t></r>", "<strike/>", `<color theme="1"/>`, `<sz val="0"/>`, "<xf/>", "<font/>", "<fill/>", "<si><t>w</t></si>", `<definedName name="gk_x">A!B1</definedName>`))
	case 6: // another name of an element
		at := pick(elementName)
		return put(at, choose("<v", "<f", "<t", "<is", "<r", "<font", "<xf", "<x:v", "<si", "<col"))
	}
	// A piece of the part somewhere else.
	if len(part) < 10 {
		return part
	}
	i, j := rng.IntN(len(part)), rng.IntN(len(part))
	k := min(len(part), i+rng.IntN(60))
	return slices.Concat(part[:j], part[i:k], part[j:])
}

var (
	attributeValue = regexp.MustCompile(`="[^"]*"`)
	wholeAttribute = regexp.MustCompile(`\s[\w:]+="[^"]*"`)
	textBetween    = regexp.MustCompile(`>[^<>]*<`)
	wholeElement   = regexp.MustCompile(`<\w+[^<>]*/>|<(?:v|f|t)[^<>]*>[^<>]*</(?:v|f|t)>`)
	elementName    = regexp.MustCompile(`<\w+`)
)

// TestLibraryReadsMutations compares workbooks that were changed at random: as many as GKXL_MUTATIONS says, of which the
// first has the number GKXL_MUTATION. A number gives the same mutation each time.
func TestLibraryReadsMutations(t *testing.T) {
	t.Parallel()
	first, trials := mutations(200, 3000)
	all := workbooks(t)
	var names []string
	for name, data := range all {
		if len(data) < 60_000 {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	compared, asTheyCame := 0, 0
	for i := first; i < first+trials; i++ {
		rng := rand.New(rand.NewPCG(uint64(i), 17))
		name := names[rng.IntN(len(names))]
		data := mutated(t, rng, all[name])
		if cells, _ := compareWithLibrary(t, fmt.Sprintf("%s, mutation %d", name, i), data); cells > 0 {
			compared++
		}
		asTheyCame += compareWithOriginal(t, fmt.Sprintf("%s, mutation %d", name, i), data)
		if t.Failed() {
			return
		}
	}
	if compared < trials/5 || asTheyCame < 20*trials {
		t.Errorf("only %d of %d mutations could be read, and %d cells as they came", compared, trials, asTheyCame)
	}
}

// mutations are the number of the first mutation and how many are tried: what the environment says, or else so many usually
// and where everything is tried.
func mutations(usual, full int) (first, trials int) {
	trials = usual
	if os.Getenv("GKXL_FULL") != "" {
		trials = full
	}
	fmt.Sscan(os.Getenv("GKXL_MUTATIONS"), &trials)
	fmt.Sscan(os.Getenv("GKXL_MUTATION"), &first)
	return first, trials
}

// mutated is a workbook of which some parts were changed at random.
func mutated(t testing.TB, rng *rand.Rand, data []byte) []byte {
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return data
	}
	var usual []int
	for i, e := range zr.File {
		if strings.HasSuffix(e.Name, ".xml") && strings.HasPrefix(e.Name, "xl/") {
			usual = append(usual, i)
		}
	}
	if len(usual) == 0 {
		return data
	}
	changed := usual[rng.IntN(len(usual))]
	var b bytes.Buffer
	zw := zip.NewWriter(&b)
	for i, e := range zr.File {
		rc, err := e.Open()
		if err != nil {
			return data
		}
		part, err := io.ReadAll(rc)
		if err != nil {
			return data
		}
		if i == changed {
			for range 1 + rng.IntN(3) {
				part = mutation(rng, part)
			}
		}
		w, err := zw.CreateHeader(&zip.FileHeader{Name: e.Name, Method: zip.Store})
		if err == nil {
			_, err = w.Write(part)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := zw.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// FuzzLibraryReadsTheSame compares a sheet, styles and shared texts of any content.
func FuzzLibraryReadsTheSame(f *testing.F) {
	f.Add(`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>`, ``, `<si><r><rPr><strike/><sz val="9"/><color rgb="FFFF0000"/><rFont val="x"/></rPr><t xml:space="preserve">a </t></r><r><t>b</t></r></si><si><r><rPr><vertAlign val="superscript"/><color theme="1" tint="0.5"/></rPr><t>1</t></r></si>`)
	f.Add(`<row r="1"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1" s="1"><v>-12</v></c><c r="C1" s="1" t="n"><v>0.5</v></c><c r="D1" s="1" t="str"><v>12</v></c></row>`, `<numFmts><numFmt numFmtId="164" formatCode="General"/></numFmts><cellXfs><xf/><xf numFmtId="164"/></cellXfs>`, `<si><t>12</t></si>`)
	f.Add(`<row r="1"><c r="A1"><f aca="false">1+1</f><v>2</v></c><c r="B1" t="str"><f t="shared" ref="B1:C1" si="0">A1&amp;"x"</f><v>2x</v></c><c r="C1" t="str"><f t="shared" si="0"/><v>y</v></c><c r="D1"><f ca="x">1</f><v>1</v></c></row>`, ``, ``)
	f.Add(`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><f>A1</f><v>2</v></c></row>`, `<fonts><font><strike/></font></fonts><cellXfs><xf fontId="0"/><xf/></cellXfs>`, `<si><t>a</t></si>`)
	f.Fuzz(func(t *testing.T, rows, styles, texts string) {
		ps := parts(rows)
		ps["xl/styles.xml"] = `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` + styles + `</styleSheet>`
		ps["xl/sharedStrings.xml"] = `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` + texts + `</sst>`
		ps["xl/_rels/workbook.xml.rels"] = strings.Replace(ps["xl/_rels/workbook.xml.rels"], "</Relationships>", `<Relationship Id="s1" Type="x/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="s2" Type="x/styles" Target="styles.xml"/></Relationships>`, 1)
		compareWithLibrary(t, rows+styles+texts, pack(ps))
	})
}
