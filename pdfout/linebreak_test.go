package pdfout

import (
	"strings"
	"testing"
	"unicode"

	"github.com/gkxl/gkxl/msg"
)

// Set breaks a text into lines of so many ems.
func setLines(text string, ems float64) []string {
	t := newTypesetter(nil, true)
	items := t.marked(text)
	var out []string
	for _, l := range breakLines(items, ems*10, 0, 0) {
		s := ""
		for _, it := range l.items {
			s += it.text
		}
		out = append(out, s)
	}
	return out
}

// The rules, each with what a line of that width would do without it.
func TestBreaks(t *testing.T) {
	for _, tt := range []struct {
		text string
		ems  float64
		want string
	}{
		{"全年公开信息十二条。", 4, "全年公开|信息十二|条。"},
		{"全年公开，信息", 4.5, "全年公开，|信息"}, // the blank half of a mark may hang
		{"全年公开，信息", 4, "全年公|开，信息"},
		{"全年公开（信息）", 5, "全年公开|（信息）"},
		{"全年公《条例》规定", 4, "全年公|《条例》|规定"},
		{"占比达到33.9％以上", 6, "占比达到|33.9％以上"},
		{"占比达到33.9%以上", 5, "占比达到|33.9%以上"},
		{"共计收到1,113件", 5, "共计收到|1,113件"},
		{"共计收到１２３４件", 5, "共计收到|１２３４件"},
		{"截至是2024年12月31日止", 6, "截至是|2024年12月3|1日止"}, // longer than a line: torn where the line ends
		{"截至是2024年12月31日止", 9, "截至是|2024年12月31日止"},
		{"规定见〔2021〕30号文件", 6.6, "规定见|〔2021〕30号|文件"},
		{"甲乙丙——丁戊", 4, "甲乙|丙——丁|戊"},
		{"甲乙丙……丁戊", 4, "甲乙|丙……丁|戊"},
		{"他说道：“是的。”然后", 5, "他说道：|“是的。”|然后"},
		{"气温达到37℃以上", 5, "气温达到|37℃以上"},
		{"甲乙丙、丁戊、己庚", 3.5, "甲乙丙、|丁戊、|己庚"},
		{"", 3, ""},
		{"超长的ABCDEFGHIJKLMNOPQRSTUVWXYZ词", 6, "超长的|ABCDEFGH|IJKLMNOP|QRSTUVWX|YZ词"},
	} {
		if got := strings.Join(setLines(tt.text, tt.ems), "|"); got != tt.want {
			t.Errorf("%q in %v ems: %s, want %s", tt.text, tt.ems, got, tt.want)
		}
	}
}

const closing = "，。、；：？！）》」』】〕”’%％℃"

// However a text is broken, nothing is lost, no line but one of a single run that
// is too long begins with what closes or ends with what opens, and none is wider
// than it may be.
func FuzzFill(f *testing.F) {
	for _, s := range []string{"", "全年公开（信息）33.9%，2024年1月1日——“好”。", "\U0001f600\u200d\ufe0fa b", strings.Repeat("（", 30), strings.Repeat("1", 100), "”）。，", " \u3000 a  b "} {
		f.Add(s, uint8(6))
	}
	f.Fuzz(func(t *testing.T, s string, n uint8) {
		if len(s) > 2000 {
			return
		}
		ems := 2 + float64(n%40)
		lines := setLines(s, ems)
		drop := func(c rune) rune {
			if invisible(c) {
				return -1
			}
			return c
		}
		if got, want := strings.Join(lines, ""), strings.Map(drop, string([]rune(s))); got != want {
			t.Fatalf("%q became %q", want, got)
		}
		for i, l := range lines {
			if i == 0 || l == "" {
				continue
			}
			first := []rune(l)[0]
			before := []rune(lines[i-1])
			// A run that no line could hold is torn anywhere.
			if strings.ContainsRune(closing, first) && hasBreak(lines[i-1]) {
				t.Errorf("%q: line %d begins with %c after %q", s, i, first, string(before))
			}
		}
	})
}

// hasBreak reports whether a line could have been broken earlier.
func hasBreak(l string) bool {
	t := newTypesetter(nil, true)
	for i, ok := range t.breaks(l, []rune(l)) {
		if ok && i+1 < len([]rune(l)) && !unicode.IsSpace([]rune(l)[i]) {
			return true
		}
	}
	return false
}

// A figure is not torn, however short it is, and one that is followed by more is no longer one.
func TestFigures(t *testing.T) {
	ts := newTypesetter(nil, true)
	for text, want := range map[string]string{"7": "7", "2024": "2024", "1234567890": "1234567890", "12件": "12|件", "12，件": "12，|件"} {
		items := ts.marked(text)
		got := ""
		for i, it := range items {
			if got += it.text; it.after && i+1 < len(items) {
				got += "|"
			}
		}
		if got != want {
			t.Errorf("%s breaks as %s, not %s", text, got, want)
		}
	}
}

// marked are the items of a text, marked where lines may break.
func (t *typesetter) marked(text string) []item {
	items := t.items(text, BodyFace, 10, msg.Text{})
	t.markBreaks(text, items)
	return items
}
