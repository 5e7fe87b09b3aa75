package intake

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Look is how a stretch of a text is set, as far as that decides whether and how it is read.
type Look int

// The looks of a stretch of text.
const (
	Plain   Look = iota
	Raised       // a superscript: digits are the mark of a note and none of the figure before them
	Lowered      // a subscript
	Struck       // struck through, or marked as deleted: no longer said
	Unseen       // hidden, in the colour of its ground, or too small to be read
	Picture      // a picture; the text is what describes it
	Unclear      // something of which it is not known how it shows, such as a field or a script; the text names it
)

// Run is a stretch of text with one look.
type Run struct {
	Text string
	Look Look
}

// RunsText is what is read of stretches of text: those that are struck or unseen are left out, and digits that are
// raised or lowered become raised or lowered digits ([text.Raised]), which are a remark behind a figure. Raised says
// that all of the text is raised or lowered; it stays as it is then, since it is the mark of nothing.
func RunsText(runs []Run) (joined string, left []Run, raised bool) {
	plain := slices.ContainsFunc(runs, func(r Run) bool { return r.Look == Plain && strings.TrimSpace(r.Text) != "" })
	var b strings.Builder
	for _, r := range runs {
		switch {
		case r.Look == Struck || r.Look == Unseen || r.Look == Unclear:
			if strings.TrimSpace(text.Visible(r.Text)) != "" {
				left = append(left, r)
			}
		case r.Look == Plain || !plain:
			b.WriteString(r.Text)
			raised = raised || r.Look != Plain
		case r.Look == Raised:
			b.WriteString(text.Raised(r.Text))
		default:
			b.WriteString(text.Lowered(r.Text))
		}
	}
	return b.String(), left, raised && strings.TrimSpace(b.String()) != ""
}

// SetRuns makes a cell's text of stretches of text. What is left out is kept in Left, for the notes.
func (c *Cell) SetRuns(runs []Run) {
	c.Text, c.Left, c.Raised = RunsText(runs)
	if c.Kind = Text; c.Text == "" {
		c.Kind = Empty
	}
}

// leftMessage says what was left out of a cell, without saying what came of it.
func leftMessage(left []Run) msg.Text {
	var struck, unseen, unclear []string
	for _, r := range left {
		switch r.Look {
		case Struck:
			struck = append(struck, r.Text)
		case Unseen:
			unseen = append(unseen, r.Text)
		case Unclear:
			unclear = append(unclear, r.Text)
		}
	}
	if len(unclear) > 0 {
		return msg.F("“%s”怎样显示无法确定，没有读入", "how %q shows cannot be told, and it was not read", brief(strings.Join(unclear, "；")))
	}
	if len(struck)+len(unseen) == 0 {
		return msg.T("这里有图片，图片里的内容没有读入", "a picture stands here, and what it shows was not read")
	}
	// Stretches that differ in other ways only are one text.
	s, u := brief(strings.Join(struck, "")), brief(strings.Join(unseen, ""))
	switch {
	case u == "":
		return msg.F("“%s”加了删除线，没有读入", "%q is struck through and was not read", s)
	case s == "":
		return msg.F("“%s”看不见（与底色同色、字号过小或被隐藏），没有读入", "%q cannot be seen (in the colour of its ground, too small, or hidden) and was not read", u)
	}
	return msg.F("“%s”加了删除线，“%s”看不见（与底色同色、字号过小或被隐藏），都没有读入",
		"%q is struck through, %q cannot be seen (in the colour of its ground, too small, or hidden), and neither was read", s, u)
}

// LeftNote is the note on what was left out of a text, for a cell that is no field; ok is false if nothing was.
func LeftNote(c Cell) (n model.Note, ok bool) {
	if len(c.Left) == 0 {
		return n, false
	}
	found := ""
	for _, r := range c.Left {
		found += r.Text
	}
	return model.Note{Rule: ruleReading, Cell: c.Address, Found: found, Message: leftMessage(c.Left)}, true
}

// textLeft reports whether a cell has text that was left out. A picture is no part of a text, and needs no note where
// no figure should stand.
func textLeft(c Cell) bool {
	return slices.ContainsFunc(c.Left, func(r Run) bool { return r.Look != Picture })
}

// unclear reports whether something in a cell shows in a way that is not known.
func unclear(c Cell) bool {
	return slices.ContainsFunc(c.Left, func(r Run) bool { return r.Look == Unclear })
}

// noteLeft notes what was left out of cells that are no fields, one note for a row; the cells of fields have notes of
// their own.
func (m *Mapping) noteLeft() {
	fields := map[sheetPosition]bool{}
	for _, p := range m.Places {
		fields[sheetPosition{p.Sheet, p.Row, p.Col}] = true
	}
	for i, s := range m.sheets {
		row, at := -1, -1
		for _, c := range s.Cells {
			if fields[sheetPosition{i, c.Row, c.Col}] || !textLeft(c.Cell) {
				continue
			}
			n, ok := LeftNote(c.Cell)
			if !ok {
				continue
			}
			if n.Cell == "" && s.Address != nil {
				n.Cell = s.Address(c.Row, c.Col)
			}
			if c.Row == row {
				first := &m.Report.Notes[at]
				first.Found += " " + n.Found
				first.Message = msg.F("这一行有几格加了删除线或看不见，没有读入：“%s”", "cells of this row are struck through or cannot be seen and were not read: %q", brief(first.Found))
				continue
			}
			row, at = c.Row, len(m.Report.Notes)
			m.Report.Notes = append(m.Report.Notes, n)
		}
		m.noteLeftWhole(s.Left)
	}
}

// noteLeftWhole notes texts that were left out as a whole; many make one note.
func (m *Mapping) noteLeftWhole(cells []Cell) {
	var notes []model.Note
	var found []string
	for _, c := range cells {
		if n, ok := LeftNote(c); ok && textLeft(c) {
			notes, found = append(notes, n), append(found, n.Found)
		}
	}
	if len(notes) > few {
		notes[0].Found = strings.Join(found, "\n")
		notes[0].Message = msg.F("有 %d 处文字加了删除线或看不见，没有读入：%s", "%d texts are struck through or cannot be seen and were not read: %s", len(notes), brief(strings.Join(found, "；")))
		notes = notes[:1]
	}
	m.Report.Notes = append(m.Report.Notes, notes...)
}

// LookAlikes gathers the characters of a file that only look like ordinary ones ([text.LookAlikes]), which are read as
// those. One note names them.
type LookAlikes struct {
	runes []rune
	first string // address of the first cell that has one
}

// Plain is a text with ordinary characters in place of look-alikes, which are gathered with the address of the text.
func (l *LookAlikes) Plain(s, address string) string {
	found := text.LookAlikes(s)
	if len(found) == 0 {
		return s
	}
	if len(l.runes) == 0 {
		l.first = address
	}
	for _, r := range found {
		if !slices.Contains(l.runes, r) {
			l.runes = append(l.runes, r)
		}
	}
	return text.PlainIdeographs(s)
}

// Note is the one note on all of them; ok is false if there were none.
func (l *LookAlikes) Note() (n model.Note, ok bool) {
	if len(l.runes) == 0 {
		return n, false
	}
	var names []string
	for _, r := range l.runes {
		names = append(names, fmt.Sprintf("%c（%U）", text.Ordinary(r), r))
	}
	return model.Note{Rule: ruleReading, Cell: l.first, Found: string(l.runes), Message: msg.F(
		"文字里有部首等形似汉字的字符，已读作普通汉字：%s", "texts hold radicals or other look-alikes of Chinese characters, which were read as the ordinary characters: %s",
		msg.Few(names))}, true
}

// plainSheets replaces the look-alikes of all texts of the sheets.
func (l *LookAlikes) plainSheets(sheets []*Sheet) {
	for _, s := range sheets {
		for _, found := range [][]Found{s.Cells, s.Boxes, s.Comments} {
			for i := range found {
				f := &found[i]
				if f.Cell.Kind != Text {
					continue
				}
				at := f.Cell.Address
				if at == "" && s.Address != nil {
					at = s.Address(f.Row, f.Col)
				}
				f.Cell.Text = l.Plain(f.Cell.Text, at)
			}
		}
		for _, cells := range [][]Cell{s.Titles, s.Around} {
			for i := range cells {
				cells[i].Text = l.Plain(cells[i].Text, cells[i].Address)
			}
		}
	}
}
