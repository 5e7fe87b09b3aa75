package status

import (
	"io"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
)

// WriteText writes a status for a terminal, its columns aligned. Units
// about which there is nothing to do are counted, but not shown, unless all are
// asked for. The last line sums up.
func WriteText(w io.Writer, s *Status, lang msg.Lang, all, colour bool) error {
	t := statusText{lang: lang, colour: colour}
	t.units(s, all)
	t.files(s)
	if d := s.Doubt(); !d.IsZero() {
		t.line("33", d.In(lang))
		t.line("", "")
	}
	if s.Late > 0 {
		t.line("", msg.T("迟报按文件最后写入的时间判断：另存、复制或下载都会改变这个时间，请先核实", "lateness goes by when files were last written: saving, copying or downloading them changes that, so make sure first").In(lang))
		t.line("", "")
	}
	t.line("1", s.Sentence().In(lang))
	_, err := io.WriteString(w, t.b.String())
	return err
}

type statusText struct {
	b      strings.Builder
	lang   msg.Lang
	colour bool
}

var statusTones = map[string]string{"bad": "31", "warn": "33", "above": "1", "head": "90"}

func (t *statusText) line(paint, s string) {
	s = strings.TrimRight(text.TerminalLine(s), " ")
	if t.colour && paint != "" && s != "" {
		s = "\x1b[" + paint + "m" + s + "\x1b[0m"
	}
	t.b.WriteString(s + "\n")
}

func (t *statusText) units(s *Status, all bool) {
	in := func(zh, en string) string { return msg.T(zh, en).In(t.lang) }
	type row struct {
		tone  string
		cells []string
	}
	head := row{"head", []string{in("单位", "unit")}}
	for _, c := range countColumns {
		if !c.finer {
			head.cells = append(head.cells, c.head.In(t.lang))
		}
	}
	head.cells = append(head.cells, in("情况", "state"))
	rows := []row{head}
	put := func(tone, name string, n Counts, blank bool, words string) {
		r := row{tone, []string{name}}
		for _, c := range countColumns {
			switch v := c.of(n); {
			case c.finer:
			case blank && v == 0:
				r.cells = append(r.cells, "")
			default:
				r.cells = append(r.cells, strconv.Itoa(v))
			}
		}
		rows = append(rows, row{tone, append(r.cells, text.OneLine(words))})
	}
	hidden := 0
	for _, u := range s.Units {
		if u.plain() && !all {
			hidden++
			continue
		}
		put(u.tone(), strings.Repeat("  ", u.Level)+u.Unit.Name, u.Counts, u.Reports, u.words(60, true).In(t.lang))
	}
	if s.Tops > 1 {
		put("above", in("合计", "all"), s.Counts, false, "")
	}
	widths := make([]int, len(head.cells))
	for _, r := range rows {
		for i, c := range r.cells {
			widths[i] = max(widths[i], text.Columns(c))
		}
	}
	for _, r := range rows {
		var b strings.Builder
		for i, c := range r.cells {
			pad := strings.Repeat(" ", widths[i]-text.Columns(c))
			switch i {
			case 0, len(r.cells) - 1:
				b.WriteString(c + pad + "  ")
			default:
				b.WriteString(pad + c + "  ")
			}
		}
		t.line(statusTones[r.tone], b.String())
	}
	if hidden > 0 {
		t.line("90", msg.F("（另有 %d 个单位已报、没有问题，没有列出）", "(%d more units are in and in order, and not shown)", hidden).In(t.lang))
	}
	t.line("", "")
}

// files names those that belong to no unit, and those that cannot be read.
func (t *statusText) files(s *Status) {
	list := func(head msg.Text, lines []string) {
		if len(lines) == 0 {
			return
		}
		t.line("1", head.In(t.lang))
		for _, l := range lines {
			t.line("", "  "+text.OneLine(l))
		}
		t.line("", "")
	}
	var strange, unread []string
	s.OfNoUnit(func(f units.Submission, why msg.Text) {
		strange = append(strange, msg.F("%s：%s", "%s: %s", f.Shown, why).In(t.lang))
	})
	for _, f := range s.Unreadable {
		unread = append(unread, msg.F("%s：%s", "%s: %s", f.Shown, f.Why()).In(t.lang))
	}
	list(msg.T("不能归入单位的文件", "Files of no unit"), strange)
	list(msg.T("无法读取的文件", "Files that cannot be read"), unread)
}
