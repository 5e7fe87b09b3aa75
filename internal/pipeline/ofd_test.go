package pipeline

import (
	"fmt"
	"html"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/internal/text"
)

// ofdOf draws a publication as an OFD: each table on a page of its own, with the paragraphs before it.
func ofdOf(t testing.TB, d *publish.Document) []byte {
	const namespace = ` xmlns:ofd="http://www.ofdspec.org/2016">`
	var pages []string
	var page strings.Builder
	y := 10.0
	// set writes a text in lines of a width, character by character, and returns how high it is.
	set := func(x, y, width, size float64, s string) float64 {
		along, down := 0.0, 0.0
		for _, c := range s {
			if along > width-size {
				along, down = 0, down+1.5*size
			}
			fmt.Fprintf(&page, `<ofd:TextObject Boundary="%g %g 4 4" Font="1" Size="%g"><ofd:TextCode X="0" Y="%g">%s</ofd:TextCode></ofd:TextObject>`, x+along, y+down, size, size, html.EscapeString(string(c)))
			along += size * float64(text.Columns(string(c))) / 2
		}
		return down + 1.5*size
	}
	end := func() {
		pages = append(pages, page.String())
		page.Reset()
		y = 10
	}
	y += set(10, y, 380, 3, d.Title) + 6
	for _, b := range d.Blocks {
		if b.Table == nil {
			y += set(10, y, 380, 3, b.Text) + 6
			continue
		}
		top := y
		for i, c := range b.Table.Cells {
			x0, y0, w, h := 10+20*float64(c.Col), top+8*float64(c.Row), 20*float64(c.Cols), 8*float64(c.Rows)
			fmt.Fprintf(&page, `<ofd:PathObject Boundary="%g %g %g %g" LineWidth="0.2"><ofd:AbbreviatedData>M 0 0 L %g 0 L %g %g L 0 %g C</ofd:AbbreviatedData></ofd:PathObject>`, x0, y0, w, h, w, w, h, h)
			set(x0+1, y0+1, w-2, 1, b.Table.Shown[i].Text)
		}
		end()
	}
	end()
	list := ""
	parts := map[string]string{
		"OFD.xml": `<ofd:OFD` + namespace + `<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`,
	}
	for i, s := range pages {
		list += fmt.Sprintf(`<ofd:Page ID="%d" BaseLoc="P%d.xml"/>`, i+1, i)
		parts[fmt.Sprintf("Doc_0/P%d.xml", i)] = `<ofd:Page` + namespace + `<ofd:Content><ofd:Layer>` + s + `</ofd:Layer></ofd:Content></ofd:Page>`
	}
	parts["Doc_0/Document.xml"] = `<ofd:Document` + namespace + `<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 400 500</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>` + list + `</ofd:Pages></ofd:Document>`
	return formtest.Packed(t, parts)
}

// A report that was published as OFD is read with all figures and texts: alone, in an archive and attached to a mail.
func TestOFD(t *testing.T) {
	want := formtest.Example(t, "huaian-2024.json")
	data := ofdOf(t, publish.Of(want, publish.Options{}))
	for name, content := range map[string][]byte{
		"a.ofd": data, "a.zip": []byte(zipOf("a.ofd", string(data))),
		"a.eml": message("mixed", [3]string{"text/plain", "", "请查收"}, [3]string{"application/ofd", "a.ofd", string(data)}),
	} {
		got, err := Import(name, content, Options{})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got.Organ != want.Organ || got.Year != want.Year || len(got.Values) != len(want.Values) {
			t.Errorf("%s: %s, %d, %d values", name, got.Organ, got.Year, len(got.Values))
		}
		for id, v := range want.Values {
			if g := got.Values[id]; g.State != v.State || v.IsNumber() && g.Number.Cmp(v.Number) != 0 {
				t.Errorf("%s: %s is %+v, want %+v", name, id, g, v)
			}
		}
		for id, s := range want.Texts {
			if strings.Join(strings.Fields(got.Texts[id]), "") != strings.Join(strings.Fields(s), "") {
				t.Errorf("%s: %s is %q, want %q", name, id, got.Texts[id], s)
			}
		}
	}
}
