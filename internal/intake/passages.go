package intake

import (
	"strings"

	"github.com/gkxl/gkxl/model"
)

// Passage is a text that stands outside the tables of a document.
type Passage struct {
	Text    string
	Address string
	Title   bool   // the text is the title of a report
	Organ   string // organ in the title
	Year    int    // year in the title
	Heading *model.Section
	// Remark says that the text belongs to a cell that carries its footnote mark.
	Remark bool
}

// Passages lists, in the order of reading, the texts of a document that belong to no table, whether or not a
// report has a place for them.
func (m *Mapping) Passages() []Passage {
	var out []Passage
	section := ""
	for _, g := range m.grids {
		for _, cells := range g.rows {
			for _, i := range cells {
				if g.role[i] != roleUnknown && g.role[i] != roleText || g.empty(i) {
					continue
				}
				for _, line := range strings.Split(g.text(i), "\n") {
					p := m.vocabulary.passage(line)
					if p.Text == "" {
						continue
					}
					p.Address = g.addressOf(i)
					if p.Heading != nil {
						section = p.Heading.ID
					}
					p.Remark = m.remarks[[2]string{section, p.Text}]
					out = append(out, p)
				}
			}
		}
	}
	return out
}

// Passages tells titles and headings from other texts, as Mapping.Passages does for those of a document.
func Passages(f *model.Form, texts []string) []Passage {
	v := vocabularyOf(f, nil)
	out := make([]Passage, len(texts))
	for i, t := range texts {
		out[i] = v.passage(t)
	}
	return out
}

// passage tells whether a text is a title or a heading.
func (v *vocabulary) passage(text string) Passage {
	p := Passage{Text: strings.TrimSpace(text)}
	if p.Organ, p.Year, p.Title = v.title(p.Text); !p.Title {
		p.Heading, _ = v.heading(p.Text)
	}
	return p
}
