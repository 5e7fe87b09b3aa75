package pdf_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/read/pdf"
	"github.com/gkxl/gkxl/msg"
)

// document is a tagged file written by hand, as other programs write them: with a
// table of objects, literal strings, ranges of codes and nested elements.
func document(content, elements, catalog string) []byte {
	return []byte("%PDF-1.4\n" +
		"1 0 obj\n<</Type/Catalog/Pages 2 0 R" + catalog + ">>\nendobj\n" +
		"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1/Resources<</Font<</F1 5 0 R>>/Properties<</P0<</MCID 0>>>>>>>>\nendobj\n" +
		"3 0 obj\n<</Type/Page/Parent 2 0 R/Contents[4 0 R]>>\nendobj\n" +
		fmt.Sprintf("4 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n", len(content), content) +
		"5 0 obj\n<</Type/Font/Subtype/TrueType/ToUnicode 6 0 R>>\nendobj\n" +
		"6 0 obj\n<</Length 9999>>\nstream\nbeginbfrange <61> <63> <653F> <64> <65> [<5E9C> <4FE1>] endbfrange beginbfchar <7A> <D872DF4A> endbfchar\nendstream\nendobj\n" +
		elements + "trailer\n<</Root 1 0 R>>\n")
}

const simple = "/P /P0 BDC BT /F1 9 Tf (ab) Tj [(d) -20 (e)] TJ ET EMC /Artifact BMC BT (zzz) Tj ET EMC /P <</MCID 1>> BDC BT (z\\172\\(9\\)) ' ET EMC"

func read(t testing.TB, data []byte) string {
	t.Helper()
	s, err := pdf.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	return show(s)
}

func show(s *intake.Sheet) string {
	var b strings.Builder
	for _, c := range s.Cells {
		fmt.Fprintf(&b, "%d,%d", c.Row, c.Col)
		if c.Rows > 1 || c.Cols > 1 {
			fmt.Fprintf(&b, " %dx%d", c.Rows, c.Cols)
		}
		fmt.Fprintf(&b, " %s %s\n", c.Cell.Text, c.Cell.Address)
	}
	return b.String()
}

func TestRead(t *testing.T) {
	got := read(t, document(simple, "7 0 obj\n<</Type/StructTreeRoot/K 8 0 R>>\nendobj\n"+
		"8 0 obj\n<</S/Document/K[<</S/P/Pg 3 0 R/K 0>> <</S/Sect/K<</S/P/Pg 3 0 R/K[<</Type/MCR/MCID 1>>]>>>>]>>\nendobj\n", "/StructTreeRoot 7 0 R"))
	if want := "0,0 政敀府信 第1页\n1,0 𬭊𬭊(9) 第1页\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	// A table whose rows are grouped, with spans that push cells aside.
	table := "/TD <</MCID 0>> BDC /F1 9 Tf (1) Tj EMC /TD <</MCID 1>> BDC (2) Tj EMC /TD <</MCID 2>> BDC (3) Tj EMC /TD <</MCID 3>> BDC (4) Tj EMC"
	cell := func(k int, more string) string { return fmt.Sprintf("<</S/TD/Pg 3 0 R/K %d%s>>", k, more) }
	got = read(t, document(table, "7 0 obj\n<</K<</S/Table/K[<</S/THead/K<</S/TR/K["+cell(0, "/A<</RowSpan 2>>")+cell(1, "/A[<</O/Layout>> <</ColSpan 2>>]")+"]>>>> "+
		"<</S/TBody/K[<</S/TR/K["+cell(2, "")+cell(3, "")+"]>>]>>]>>>>\nendobj\n", "/StructTreeRoot 7 0 R"))
	if want := "0,0 2x1 1 表格1!第1行第1格\n0,1 1x2 2 表格1!第1行第2格\n1,1 3 表格1!第2行第1格\n1,2 4 表格1!第2行第2格\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestRefused(t *testing.T) {
	tagged := "7 0 obj\n<</K 8 0 R>>\nendobj\n8 0 obj\n<</S/P/Pg 3 0 R/K 0>>\nendobj\n"
	for _, tt := range []struct {
		name string
		data []byte
		want string
	}{
		{"text", []byte("hello"), "不是 PDF"},
		{"empty", nil, "不是 PDF"},
		{"nothing but a header", []byte("%PDF-1.7\n"), "一页也没有"},
		{"encrypted", bytes.Replace(document(simple, tagged, "/StructTreeRoot 7 0 R"), []byte("<</Root"), []byte("<</Encrypt 9 0 R/Root"), 1), "加密"},
	} {
		_, err := pdf.Read(tt.data)
		if err == nil || !strings.Contains(msg.Of(err).ZH, tt.want) || msg.Of(err).EN == "" {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(document(simple, "7 0 obj\n<</K<</S/P/Pg 3 0 R/K 0>>>>\nendobj\n", "/StructTreeRoot 7 0 R"))
	f.Add(document(simple, "7 0 obj\n<</K<</S/Table/K<</S/TR/K<</S/TD/Pg 3 0 R/K 0/A<</RowSpan 999999/ColSpan -4>>>>>>>>>>\nendobj\n", "/StructTreeRoot 7 0 R"))
	f.Add([]byte("%PDF-1.5\n1 0 obj<</Type/ObjStm/N 2/First 8/Length 20>>stream\n5 0 6 2 <<>>[]\nendstream endobj"))
	f.Add([]byte("%PDF-1.5\n1 0 obj((((\\"))
	f.Add([]byte("%PDF-1.5\n1 0 obj[<<[<<"))
	f.Add(page(at(0, 50, 700, "17"), p(0)).bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		small := pdf.Limits{Bytes: 1 << 20, Inflated: 1 << 18, Objects: 1000, References: 5000, ObjectStreams: 20, Depth: 50, Pages: 20, Words: 20_000,
			Glyphs: 5000, Shapes: 5000, Comparisons: 1_000_000, Codes: 20_000, Elements: 2000, Cells: 2000}
		if s, err := pdf.ReadWithin(data, small); err == nil {
			show(s)
		} else if msg.Of(err).EN == "" {
			t.Errorf("%v says nothing in English", err)
		}
	})
}
