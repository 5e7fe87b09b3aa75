// Package leftovers collects what a file holds besides what it shows, and what would be published with it: comments,
// hidden content, names of people, links to other files. The readers of the formats search; what all of them have in
// common is here.
package leftovers

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/shield"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// programs name themselves as the author of files they make; they name no person.
var programs = []string{"gkxl", "openpyxl", "xuri", "Apache POI", "SheetJS", "python-docx", "docx4j", "Un-named"}

// List is what was found in one file. Notes are in the order in which they were found. Crash is the first
// *msg.Crash of a search.
type List struct {
	Notes []model.Note
	Crash error
	seen  map[string]bool // people named already
}

// Add notes one thing: the rule, the cell or "", what was found, and a message about it.
func (l *List) Add(rule, cell, found string, message msg.Text) {
	l.Notes = append(l.Notes, model.Note{Rule: rule, Cell: cell, Found: found, Message: message})
}

// Person notes the name of a person or company in the properties of the file, or among the authors of changes. What
// says what the name is there for.
func (l *List) Person(what msg.Text, who string) {
	who = strings.TrimSpace(who)
	if who == "" || l.seen[who] || slices.Contains(programs, who) {
		return
	}
	if l.seen == nil {
		l.seen = map[string]bool{}
	}
	l.seen[who] = true
	l.Add("PUB-AUTHOR", "", who, msg.F("%s：“%s”", "%s: %q", what, text.Brief(who)))
}

// errFailed is a part that a library panics on.
var errFailed = errors.New("leftovers: a library failed")

// Search searches a part, and notes if that is not possible. Name is the part's name in the file, what its name for
// people.
func (l *List) Search(name string, what msg.Text, part func() error) {
	err := func() (err error) {
		defer shield.Recover(&err, func() error { return errFailed })
		return part()
	}()
	if err == nil {
		return
	}
	l.Unsearched(name, what)
	var crash *msg.Crash
	if errors.As(err, &crash) && l.Crash == nil {
		l.Crash = crash
	}
}

// Unsearched notes a part that could not be searched.
func (l *List) Unsearched(name string, what msg.Text) {
	l.Add("PUB-UNSEARCHED", "", name, msg.F("没有查完：无法读取%s", "the search is not complete: %s cannot be read", what))
}

// Skipped notes a part that is not looked into.
func (l *List) Skipped(name string, what msg.Text) {
	l.Add("PUB-UNSEARCHED", "", name, msg.F("没有查完：没有查看%s", "the search is not complete: %s were not looked into", what))
}

// Pictures notes that so many pictures were not looked at. Name is the first one's in the file.
func (l *List) Pictures(name string, n int) {
	if n > 0 {
		l.Add("PUB-UNSEARCHED", "", name, msg.F("没有查完：文件里有 %d 幅图片，没有查看", "the search is not complete: the file holds %d pictures, which were not looked into", n))
	}
}

// EachElement calls a function with every element of a part of a file and with the decoder that stands behind its start.
func EachElement(part []byte, visit func(*xml.Decoder, xml.StartElement) error) error {
	dec := xml.NewDecoder(bytes.NewReader(part))
	for {
		t, err := dec.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := t.(xml.StartElement); ok {
			if err := visit(dec, e); err != nil {
				return err
			}
		}
	}
}
