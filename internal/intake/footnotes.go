package intake

import (
	"strings"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// resolveMarks gives cells that carry a footnote mark the note that opens with it: of "746①" over "①街镇事项按统一数量"
// the note becomes the remark. A mark that opens no note, or more than one, stays the remark itself.
func (m *Mapping) resolveMarks() {
	m.remarks = map[[2]string]bool{}
	for _, t := range m.Form.Tables {
		lines := strings.Split(m.Report.Texts[t.Section.ID], "\n")
		notes := map[string]int{}
		for i, l := range lines {
			if mark := leveled(markOf(l)); mark != "" {
				if _, twice := notes[mark]; twice {
					i = -1
				}
				notes[mark] = i
			}
		}
		if len(notes) == 0 {
			continue
		}
		used := map[int]bool{}
		for _, fd := range m.Form.FieldsOf(t) {
			mark := m.markIn(m.Report.Values[fd.ID])
			if i, ok := notes[mark]; ok && i >= 0 && m.resolveMark(fd, mark, strings.TrimSpace(strings.TrimPrefix(lines[i], markOf(lines[i])))) {
				used[i] = true
			}
		}
		var kept []string
		for i, l := range lines {
			if used[i] {
				m.remarks[[2]string{t.Section.ID, strings.TrimSpace(l)}] = true
			} else {
				kept = append(kept, l)
			}
		}
		if rest := strings.Join(kept, "\n"); rest != "" {
			m.Report.Texts[t.Section.ID] = rest
		} else {
			delete(m.Report.Texts, t.Section.ID)
		}
	}
}

// markOf returns the footnote mark that a note opens with; "" for none.
func markOf(s string) string {
	if c, n := utf8.DecodeRuneInString(s); text.Shifted(c) {
		return s[:len(s)-len(strings.TrimLeftFunc(s, text.Shifted))]
	} else if text.NoteMark(c) {
		return s[:n]
	}
	if in, ok := strings.CutPrefix(s, "（"); ok {
		if n, _, ok := strings.Cut(in, "）"); ok && n != "" && strings.Trim(n, "0123456789") == "" {
			return "（" + n + "）"
		}
	}
	return ""
}

// leveled is a footnote mark of raised digits as one in brackets, which it is the same as.
func leveled(mark string) string {
	if mark == "" || strings.TrimFunc(mark, text.Shifted) != "" {
		return mark
	}
	return "（" + text.Level(mark) + "）"
}

// markIn returns the footnote mark if it is all that a cell says besides its figure; else "".
func (m *Mapping) markIn(v model.Value) string {
	s := strings.TrimSpace(v.Remark)
	if v.State == model.Unreadable {
		s = strings.TrimSpace(v.Text)
	} else if s != "" && strings.Trim(s, "0123456789") == "" {
		s = "（" + s + "）" // reading a remark takes its brackets off
	}
	if mark := markOf(s); mark == s {
		return mark
	}
	return ""
}

// resolveMark gives a cell the note below its table. It reports false if the note would be read as a figure.
func (m *Mapping) resolveMark(fd *model.Field, mark, note string) bool {
	v := m.Report.Values[fd.ID]
	voc := &m.Form.Reading
	if v.State == model.Unreadable { // nothing but the mark
		got, _ := Read(Cell{Kind: Text, Text: note, Address: v.Cell}, fd, voc)
		if got.State != model.Blank {
			return false
		}
		m.Report.Values[fd.ID] = got
		m.replaceNote(fd, "", msg.F("“%s”读作空白，不当作 0；表下说明：%s", "%q was read as blank, not as 0; the note below: %s", mark, brief(note)))
		return true
	}
	figure := strings.TrimSpace(strings.TrimRightFunc(strings.TrimSuffix(strings.TrimSpace(v.Text), mark), text.Shifted))
	// The text becomes what one would type for figure and remark, so that a workbook filled with it reads the same.
	found := v.Text
	v.Text, v.Remark = figure+"（"+note+"）", note
	if again, _ := Read(Cell{Kind: Text, Text: v.Text}, fd, voc); again.Remark != note || !again.IsNumber() || !again.Number.Equal(v.Number) {
		v.Text = figure + "\n" + note
	}
	m.Report.Values[fd.ID] = v
	read := v.Number.String()
	m.replaceNote(fd, read, msg.F("“%s”读作 %s，备注见表下 %s：%s", "%q was read as %s, with the remark %s below: %s", brief(found), read, mark, brief(note)))
	return true
}

// replaceNote replaces the notes that reading the cell left before its mark was understood.
func (m *Mapping) replaceNote(fd *model.Field, read string, message msg.Text) {
	for i, n := range m.Report.Notes {
		if n.Field == fd.ID && (n.Rule == ruleReading || n.Rule == ruleUnreadable) {
			m.Report.Notes[i].Rule, m.Report.Notes[i].Read, m.Report.Notes[i].Message = ruleReading, read, message
		}
	}
}
