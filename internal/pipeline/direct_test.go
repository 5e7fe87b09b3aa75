package pipeline

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/preflight"
	"github.com/gkxl/gkxl/internal/read/spreadsheet"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/templates"
	"github.com/gkxl/gkxl/xlsx"
)

// TestDirect reads workbooks of other formats where their cells are and as the .xlsx that is written of them: whatever is
// strange about them, both say the same.
func TestDirect(t *testing.T) {
	var books [][]byte
	for _, name := range []string{"report.ods", "report.fods", "report.xls"} {
		data, err := os.ReadFile(filepath.Join("testdata", "makers", name))
		if err != nil {
			t.Fatal(err)
		}
		books = append(books, data)
	}
	books = append(books, made["xls"](sheetsOf(formtest.Example(t, "huangpu-2020.json"))))
	for seed := range uint64(formtest.Trials(2000, 120)) {
		b, _, err := spreadsheetOf(books[seed%uint64(len(books))])
		if err != nil {
			t.Fatal(err)
		}
		if seed < uint64(len(books)) { // as it was made
			w, err := preflight.OpenBook(b, nil)
			if err != nil {
				t.Fatal(err)
			}
			if _, direct := w.Direct(b.Sheets[0].Name); !direct {
				t.Errorf("book %d is written as .xlsx and read again", seed)
			}
			w.Close()
		}
		random := rand.New(rand.NewPCG(seed, 0))
		for range seed / uint64(len(books)) % 12 {
			disturb(random, b)
		}
		forms, err := templates.Candidates(nil)
		if err != nil {
			t.Fatal(err)
		}
		data, err := b.XLSX()
		if err != nil {
			t.Fatal(err)
		}
		want, wantErr := xlsx.Read(data, forms, intake.Options{})
		got, err := xlsx.ReadBook(b, forms, intake.Options{})
		if (err == nil) != (wantErr == nil) || err != nil && err.Error() != wantErr.Error() {
			t.Fatalf("seed %d: %v, want %v", seed, err, wantErr)
		}
		if err != nil {
			continue
		}
		same := cmp.Comparer(func(a, b model.Number) bool { return a.String() == b.String() })
		if d := cmp.Diff(want, got, same, cmp.Comparer(func(a, b *model.Form) bool { return a == b })); d != "" {
			t.Fatalf("seed %d: %s", seed, d)
		}
	}
}

// disturb changes something of a workbook that is read, or shown otherwise than it is stored.
func disturb(random *rand.Rand, b *spreadsheet.Book) {
	s := b.Sheets[random.IntN(len(b.Sheets))]
	if len(s.Cells) == 0 {
		return
	}
	i := random.IntN(len(s.Cells))
	c := &s.Cells[i]
	pick := func(of ...string) string { return of[random.IntN(len(of))] }
	font := spreadsheet.Font{Strike: random.IntN(2) == 0, Size: []float64{0, 0.1, 10}[random.IntN(3)], Colour: pick("", "FFFFFF", "FF0000"), Vert: pick("", "superscript", "subscript")}
	at := spreadsheet.Range{Row: c.Row, Col: c.Col, LastRow: c.Row + random.IntN(3), LastCol: c.Col + random.IntN(3)}
	what := random.IntN(24)
	if what >= 4 && what <= 9 {
		c.EmptyText = false
	}
	if what == 5 && random.IntN(4) == 0 { // of a damaged file
		s.Cells[len(s.Cells)-1].Col = 1<<14 + random.IntN(2)
	}
	switch what {
	case 0:
		c.Style.Font = font
	case 1:
		c.Style.Ground = pick("", "FFFFFF", "000000", "FF0000")
	case 2:
		c.Style.Format, c.Style.FormatID = pick("General", "0", "0.00", "#,##0", "0%", ";;;", "@", `0"件"`, `"第"@`, "yyyy-mm-dd", `yyyy"年"`, "+0;-0;0", "0,"), 0
	case 3:
		c.Style.Format, c.Style.FormatID = "", []int{0, 1, 2, 3, 4, 9, 10, 11, 14, 22, 31, 49, 57}[random.IntN(13)]
	case 4:
		c.Kind, c.Text, c.Runs = spreadsheet.Number, pick("0", "7", "1e+06", "12.5", "-3", "2024", "45292", "0.1", "12345678901234", "1.23456789012345e+20"), nil
	case 5:
		c.Kind, c.Text, c.Runs = spreadsheet.Bool, pick("0", "1"), nil
	case 6:
		c.Kind, c.Text, c.Runs = spreadsheet.Error, pick("#REF!", "#DIV/0!"), nil
	case 7:
		c.Kind, c.Text, c.Runs = spreadsheet.Text, pick("12", " ", "无", "_x0031_2", "a\rb", "\u0001", "一\n二", "1２"), nil
	case 8:
		c.Kind, c.Text, c.Runs = spreadsheet.Text, "12件", []spreadsheet.Run{{Text: "12", Font: font}, {Text: "件"}}
	case 9:
		c.Formula = pick("SUM(A1:A3)", "B5+C5", `""`, "1+1", "IF(A1>0,1,\"\")")
	case 10:
		c.Kind, c.Text, c.Runs, c.Formula, c.EmptyText = spreadsheet.Empty, "", nil, `IF(A1="","",1)`, random.IntN(2) == 0
	case 11:
		s.Hidden = !s.Hidden
	case 12:
		s.HiddenRows = append(s.HiddenRows, c.Row)
	case 13:
		s.Heights = map[int]float64{c.Row: []float64{0, 0.5, 1, 20}[random.IntN(4)]}
	case 14:
		s.Columns = []spreadsheet.Columns{{First: c.Col, Last: c.Col, Hidden: random.IntN(2) == 0, Width: []float64{0, 0.2, 8}[random.IntN(3)]}}
	case 15:
		s.Merges = append(s.Merges, at)
	case 16:
		s.AddCondition(spreadsheet.Condition{Ranges: []spreadsheet.Range{at}, Kind: pick("cellIs", "expression"), Operator: "greaterThan", Formulas: []string{pick("5", "A1>5", "TRUE", "?")},
			Look: spreadsheet.Look{Struck: font.Strike, Colour: font.Colour, Format: pick("", ";;;", "0.0")}, IconsOnly: random.IntN(4) == 0})
		s.NoZeros = random.IntN(2) == 0
	case 17:
		note := spreadsheet.Note{Row: c.Row, Col: c.Col, Text: pick("一、总体情况\n甲", "批注", "甲：12")}
		if random.IntN(2) == 0 {
			s.Comments = append(s.Comments, note)
		} else {
			s.Boxes = append(s.Boxes, note)
		}
	case 18: // content where there was none, or none where there was
		if c.Col += 1 + random.IntN(3); i+1 < len(s.Cells) && s.Cells[i+1].Row == c.Row && s.Cells[i+1].Col <= c.Col {
			s.Cells = slices.Delete(s.Cells, i+1, i+2)
		}
	case 19:
		switch random.IntN(4) {
		case 0:
			s.Name = pick("", "封面", "校验清单", "a:b", "很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长的名称")
		case 1:
			s.Kind = spreadsheet.Chart
		case 2:
			b.Date1904 = true
		case 3:
			if len(b.Names) > 0 {
				k := random.IntN(len(b.Names))
				b.Names[k].Name, b.Names[k].RefersTo = pick(b.Names[k].Name, "gk_list", "other"), pick(b.Names[random.IntN(len(b.Names))].RefersTo, "#REF!", "封面!$A$1")
			}
		}
	case 20: // columns that are said to be different things, as in a damaged file
		for range 1 + random.IntN(3) {
			s.Columns = append(s.Columns, spreadsheet.Columns{First: at.Col - random.IntN(2), Last: at.LastCol, Hidden: random.IntN(3) == 0, Width: []float64{-1, 0, 0.2, 0.7, 8}[random.IntN(5)]})
		}
	case 21:
		c.Style.Font.Colour, c.Style.Ground = pick("", "FFFFFF", "fffffe", "12345", "zzzzzz", `"<`), pick("", "FFFFFF", "808080", "FF", `">`)
		c.Style.Font.Size, c.Style.FormatID = []float64{-1, 0, 1.5, 1e7}[random.IntN(4)], []int{-1, 0, 205, 1 << 20}[random.IntN(4)]
	case 22:
		note := spreadsheet.Note{Row: c.Row, Col: c.Col, Text: pick("\n甲\n\n乙 ", " ", "_x0031_2", "a\rb\tc", "\u0001", "六、其他需要报告的事项\n无其他需要报告的事项。")}
		if random.IntN(8) == 0 {
			note.Row = 1 << 20
		}
		s.Comments, s.Boxes = append(s.Comments, note), append(s.Boxes, note, note)
	case 23:
		if random.IntN(8) == 0 {
			at.LastRow = at.Row - 1
		}
		for range 1 + random.IntN(3) {
			s.AddCondition(spreadsheet.Condition{Ranges: []spreadsheet.Range{at, {Row: 3, Col: 3, LastRow: 9, LastCol: 9}}, Kind: pick("cellIs", "expression"), Operator: pick("", "lessThan", "equal"),
				Formulas: []string{pick("5", "$A1>5", "B$2<>\"<&\"", "1", "\u0001")}, Look: spreadsheet.Look{Struck: random.IntN(4) == 0, Colour: pick("", "FFFFFF", "C00000"), Ground: pick("", "FFFFFF", "FFC7CE"), Format: pick("", `0"件"`, "\u0001")}})
		}
	}
}
