package engine

import (
	"bytes"
	"cmp"
	"io"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/demo"
	"github.com/gkxl/gkxl/msg"
)

// The size of a made-up district where none is given: small enough to look through.
const (
	practiceUnits  = 12
	practiceErrors = 6
	practiceYear   = 2025
)

// answers is the name of the workbook that says where the errors of a made-up district
// are.
const answers = "答案.xlsx"

func (e *Engine) practice(_ *call, q Practice) (District, error) {
	d, err := demo.New(demo.Options{Units: cmp.Or(q.Units, practiceUnits), Errors: cmp.Or(q.Errors, practiceErrors), Year: cmp.Or(q.Year, practiceYear), Seed: cmp.Or(q.Seed, 1), Last: true})
	if err != nil {
		return District{}, err
	}
	e.district = d
	out := District{Title: d.Title(), Files: []PracticeFile{{Name: demo.RosterFile, Role: "roster"}}}
	var this []PracticeFile
	for _, f := range d.Files {
		p := PracticeFile{f.Path, string(ThisYear), f.Modified.UnixMilli()}
		if f.Last {
			p.Role = string(LastYear)
			out.Files = append(out.Files, p)
		} else {
			this = append(this, p)
		}
	}
	out.Files = append(append(out.Files, this...), PracticeFile{Name: answers, Role: "answer"})
	return out, nil
}

// warm does one step of the work on a report whose content comes with the request, of which nothing stays: reading and
// checking it, drawing it and marking it in turn. Each is short, so that a call of the user does not wait long.
func (e *Engine) warm(c *call, _ None) (None, error) {
	data, err := c.blob()
	if err != nil {
		return None{}, err
	}
	if e.warming == nil {
		e.warming = New()
	}
	e.warmed++
	other := &call{lang: c.lang, blobs: [][]byte{data}}
	switch e.warmed % 3 {
	case 1:
		_, err = e.warming.open(other, Open{Handle: "w", Name: "w.xlsx"})
	case 2:
		_, err = e.warming.report(other, OfFile{"w"})
	default:
		_, err = e.warming.mark(other, OfFile{"w"})
		e.warming = nil
	}
	return None{}, err
}

func (e *Engine) practiceFile(c *call, q PracticeAsked) (None, error) {
	if e.district == nil {
		return None{}, badCall("no district")
	}
	d := e.district
	var b bytes.Buffer
	var err error
	switch i := slices.IndexFunc(d.Files, func(f *demo.File) bool { return f.Path == q.Name }); {
	case q.Name == demo.RosterFile:
		b.Write(d.RosterCSV())
	case q.Name == answers:
		err = d.WriteAnswerBook(io.Writer(&b), c.lang)
	case i >= 0:
		var data []byte
		data, err = d.Data(d.Files[i])
		b.Write(data)
	default:
		err = &msg.Problem{Where: q.Name, What: msg.T("练习用的区县里没有这个文件", "the made-up district has no such file")}
	}
	if err != nil {
		return None{}, err
	}
	c.make(strings.ReplaceAll(q.Name, `\`, "/"), b.Bytes())
	return None{}, nil
}
