package table_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/table"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// wide is a page whose table has so many columns of figures.
func wide(n int) *table.Page {
	b := table.Block{Title: "各格数字", Head: []string{"表", "项目"}, Notes: []string{"没有列出：3 项"}}
	for y := range n {
		b.Head = append(b.Head, fmt.Sprintf("%d 年度", 2001+y))
	}
	for r := range 4 {
		row := table.Row{Cells: table.Cells("三", "一、本年新收政府信息公开申请数量 × 法律服务机构")}
		for y := range n {
			v := model.Int(int64(r*10000 + y))
			row.Cells = append(row.Cells, table.Cell{Text: v.String(), Number: &v})
		}
		b.Rows = append(b.Rows, row)
	}
	return &table.Page{Title: "某局  历年对照", Verdict: "完", Outcome: model.Fail, Blocks: []table.Block{b}}
}

// A table wider than the paper is cut between its columns. Each part has the columns that
// name a row, and together they have every other column once.
func TestParts(t *testing.T) {
	b := wide(30).Blocks[0]
	if parts := b.Parts(400); len(parts) != 1 || len(parts[0].Head) != 32 {
		t.Errorf("cut though there is room: %d parts", len(parts))
	}
	parts := b.Parts(60)
	var heads []string
	for _, p := range parts {
		if p.Head[0] != "表" || p.Head[1] != "项目" || len(p.Head) != len(p.Rows[3].Cells) || p.Rows[3].Cells[0].Text != "三" {
			t.Errorf("%q, %v", p.Head, p.Rows[3].Cells)
		}
		heads = append(heads, p.Head[2:]...)
	}
	if len(parts) < 2 || !slices.Equal(heads, b.Head[2:]) {
		t.Errorf("%d parts with %q", len(parts), heads)
	}
	made := b
	made.Each, made.Count, made.Figures, made.Rows = b.All(), len(b.Rows), b.Numeric(), nil
	for i, p := range made.Parts(60) {
		for r := range p.All() {
			if got, want := r.Cells[2].Text, parts[i].Rows[0].Cells[2].Text; got != want {
				t.Errorf("made one by one, part %d has %s, want %s", i, got, want)
			}
			break
		}
	}
}

// What is left of the room is shared by those who want it, and what is lacking is said.
func TestShare(t *testing.T) {
	least := []float64{2, 4, 4}
	if rest := table.Share(least, []float64{2, 10, 30}, []float64{0, 1, 3}, 30); rest > 0.1 || least[0] != 2 || least[1] >= least[2] {
		t.Errorf("%v, %v left", least, rest)
	}
	if rest := table.Share([]float64{20, 20}, []float64{20, 20}, []float64{0, 0}, 30); rest != -10 {
		t.Errorf("%v left", rest)
	}
}

// The text of a Word document is that of its page, upright or turned as its tables ask,
// nothing smaller than can be read, and the same bytes each time.
func TestDOCX(t *testing.T) {
	for _, tt := range []struct {
		page   *table.Page
		turned bool
		tables int
	}{{page(), false, 2}, {wide(3), false, 1}, {wide(9), true, 1}, {wide(40), true, 3}} {
		var b, again bytes.Buffer
		for _, w := range []io.Writer{&b, &again} {
			if err := table.Write(w, tt.page, table.Options{Format: "docx", Lang: msg.ZH}); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(b.Bytes(), again.Bytes()) {
			t.Error("the same page gives other bytes")
		}
		document := part(t, b.Bytes(), "word/document.xml")
		for _, s := range tt.page.Texts() {
			for line := range strings.SplitSeq(s, "\n") {
				if said := strings.Join(texts(t, document), ""); !strings.Contains(said, line) && !strings.Contains(said, strings.ReplaceAll(line, "\n", " ")) {
					t.Errorf("%q is not in the document", line)
				}
			}
		}
		if got := strings.Contains(document, "landscape"); got != tt.turned {
			t.Errorf("%d columns: turned %v", len(tt.page.Blocks[0].Head), got)
		}
		if got := strings.Count(document, "<w:tbl>"); got != tt.tables {
			t.Errorf("%d columns: %d tables, want %d", len(tt.page.Blocks[0].Head), got, tt.tables)
		}
		if got := strings.Count(document, "<w:tblHeader/>"); got != tt.tables {
			t.Errorf("%d of %d tables have heads that are repeated", got, tt.tables)
		}
		for _, m := range regexp.MustCompile(`w:sz w:val="(\d+)"`).FindAllStringSubmatch(document+part(t, b.Bytes(), "word/styles.xml"), -1) {
			if n, _ := strconv.Atoi(m[1]); float64(n)/2 < table.SmallestPrint {
				t.Errorf("text of %s half points", m[1])
			}
		}
	}
}

// part is a part of a document.
func part(t *testing.T, data []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(all)
}

// texts are the texts of a part, which must be well-formed.
func texts(t *testing.T, s string) (out []string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(s))
	for {
		tok, err := d.Token()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		if c, ok := tok.(xml.CharData); ok {
			out = append(out, string(c))
		}
	}
}
