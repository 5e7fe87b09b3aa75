package pdf

import (
	"fmt"
	"strings"
	"testing"
)

// TestProgram reads operators with operands of every kind.
func TestProgram(t *testing.T) {
	for _, tt := range []struct{ data, want string }{
		{"1 -2.5 (a\\)b) <4142> re", `re 1 -2.5 "a)b" "AB"`},
		{"[(a) -20 <42>] TJ", `TJ ["a" -20 "B"]`},
		{"[(a) /N (b)] TJ", `TJ ["a" ? "b"]`}, // an array as any other
		{"[(a) [1] 2 0 R] TJ", `TJ ["a" ? ?]`},
		{"[(a) 3", ""}, // without an end there is no operator
		{"/P <</MCID 3>> BDC", "BDC ? ?"},
		{"BI /W 2 ID \x01(EI\x02 EI true Q", "BI\nQ ?"},
		{") ] 1 w % (a\n2 w", "w 1\nw 2"},
		{strings.Repeat("1 ", 1001) + "w", "w" + strings.Repeat(" 1", 501)},
	} {
		f := &file{limits: Default, words: 10_000, workspace: new(workspace)}
		p := f.program([]byte(tt.data), true)
		var lines []string
		for p.next() {
			var show func(o operand) string
			show = func(o operand) string {
				switch text, ok := p.textOf(o); {
				case ok:
					return fmt.Sprintf("%q", text)
				case o.kind == numberOperand:
					return fmt.Sprint(o.number)
				case o.kind == arrayOperand, isArray(p.value(o)):
					var all []string
					p.array(o, func(e operand) { all = append(all, show(e)) })
					return "[" + strings.Join(all, " ") + "]"
				}
				return "?"
			}
			line := []string{string(p.operator)}
			for i := range p.operands {
				line = append(line, show(p.operands[i]))
			}
			lines = append(lines, strings.Join(line, " "))
		}
		if got := strings.Join(lines, "\n"); got != tt.want {
			t.Errorf("%.40q reads as\n%s\nwant\n%s", tt.data, got, tt.want)
		}
	}
}

// isArray reports whether an object is an array.
func isArray(v any) bool {
	_, ok := v.([]any)
	return ok
}

// TestByCode finds of two values of a code the later one, in whatever order they were added.
func TestByCode(t *testing.T) {
	for _, codes := range [][]int{{1, 2, 3}, {3, 1, 2}, {2, 2, 1, 3, 1}, {}} {
		var b byCode[int]
		want := map[int]int{}
		for i, c := range codes {
			b.add(c, i)
			want[c] = i
		}
		b.settle()
		for c := range 5 {
			v, ok := b.find(c)
			if w, has := want[c]; ok != has || v != w {
				t.Errorf("%v: %d is %d %v, want %d %v", codes, c, v, ok, w, has)
			}
		}
	}
}

// TestDrawnTwice joins characters at one place, whatever was drawn between them.
func TestDrawnTwice(t *testing.T) {
	at := func(text string, x, y float64) *glyph {
		return &glyph{text: text, x: x, y: y, dx: 1, width: 10, size: 10}
	}
	for _, tt := range []struct {
		glyphs []*glyph
		want   string
	}{
		{[]*glyph{at("a", 0, 100), at("a", 10, 100), at("a", 0, 88)}, "aaa"},
		{[]*glyph{at("a", 0, 100), at("a", 0.5, 100), at("b", 10, 100)}, "ab"},
		{[]*glyph{at("a", 0, 100), at("b", 0, 88), at("a", 0.5, 100)}, "ab"}, // bold type that is drawn again behind all
		{[]*glyph{at("a", 0, 100), at("b", 10, 100), at("c", 0.5, 100), at("b", 10.5, 100.5)}, "abc"},
	} {
		got := ""
		for _, u := range new(workspace).unitsOf(tt.glyphs) {
			got += u.text
		}
		if got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}

// TestSlabs gives every taker room of its own, which is zero again for the next one.
func TestSlabs(t *testing.T) {
	var s slabs[int]
	for range 3 {
		for i, n := range []int{0, 1, 200, 256, 257, 100, 5000, 511, 1} {
			for _, v := range s.take(n) {
				if v != 0 {
					t.Fatalf("room %d is taken", i)
				}
			}
			a := s.take(n)
			for k := range a {
				a[k] = i + 1
			}
			if len(a) != n || cap(a) != n {
				t.Fatalf("room for %d of %d", len(a), n)
			}
		}
		s.release(2)
		if len(s.pieces) > 2 {
			t.Fatalf("%d pieces are kept", len(s.pieces))
		}
	}
}
