package intake_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/model"
)

// drawn writes a page as lines, for a fuzzer to change: "row column rows columns
// text", one cell on a line.
func (p *page) drawn() string {
	var b strings.Builder
	for _, c := range p.laidOut() {
		fmt.Fprintf(&b, "%d %d %d %d %s\n", c.row, c.col, c.rows, c.cols, strings.ReplaceAll(c.text, "\n", "\\n"))
	}
	return b.String()
}

// sheet reads such lines; what is none is left out.
func sheet(drawn string, kind byte) *intake.Sheet {
	p := &page{name: "Sheet1"}
	for line := range strings.Lines(drawn) {
		c := &pcell{}
		var rest string
		if n, _ := fmt.Sscanf(line, "%d %d %d %d", &c.row, &c.col, &c.rows, &c.cols); n < 4 || c.row < 0 || c.col < 0 || c.rows < 1 || c.cols < 1 || c.row > 300 || c.col > 60 || c.rows > 40 || c.cols > 40 {
			continue
		}
		if f := strings.SplitN(line, " ", 5); len(f) == 5 {
			rest = strings.TrimSuffix(f[4], "\n")
		}
		c.text = strings.ReplaceAll(rest, "\\n", "\n")
		p.cells = append(p.cells, c)
	}
	b := &book{pages: []*page{p}, as: []string{"", "document", "text"}[kind%3]}
	return b.sheets()[0]
}

// FuzzMap reads pages that are nearly tables. Whatever stands on them, every
// figure read is one that stands there, and no cell is two fields.
func FuzzMap(f *testing.F) {
	forms := editions(f)
	rng := rand.New(rand.NewPCG(8, 8))
	for i, form := range forms {
		for k, l := range layouts {
			b := newBook(rng, form)
			l.do(b)
			for _, p := range b.pages {
				if k%4 == i || len(b.pages) < 6 {
					f.Add(p.drawn(), byte(k))
				}
			}
		}
	}
	f.Fuzz(func(t *testing.T, drawn string, kind byte) {
		if len(drawn) > 20_000 {
			return
		}
		s := sheet(drawn, kind)
		m, err := intake.Map([]*intake.Sheet{s}, forms, intake.Options{})
		if err != nil || m == nil {
			return
		}
		m.Values()
		stands := map[string]string{}
		for _, cell := range s.Cells {
			a := cell.Cell.Address
			stands[a] = cell.Cell.Text
		}
		taken := map[string]*model.Field{}
		for _, fd := range m.Form.Fields {
			v := m.Report.Value(fd.ID)
			if !v.IsNumber() {
				continue
			}
			text, ok := stands[v.Cell]
			if !ok || text == "" {
				t.Fatalf("%s has %s of %s, where nothing stands", fd.ID, v.Number, v.Cell)
			}
			if o := taken[v.Cell]; o != nil {
				t.Fatalf("%s and %s both have %s", o.ID, fd.ID, v.Cell)
			}
			taken[v.Cell] = fd
		}
		for _, x := range check.Run(m.Report, check.Options{}) {
			if x.Message.ZH == "" || x.Message.EN == "" {
				t.Fatalf("%s says nothing", x.Rule.ID)
			}
		}
	})
}
