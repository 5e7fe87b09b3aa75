package text_test

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/gkxl/gkxl/internal/text"
)

func TestShorten(t *testing.T) {
	for _, tc := range []struct{ got, want string }{
		{text.OneLine(" a\n b\u3000\tc "), "a b c"},
		{text.Brief(strings.Repeat("字", 40)), strings.Repeat("字", 40)},
		{text.Brief("a\n" + strings.Repeat("字", 40)), "a " + strings.Repeat("字", 38) + "…"},
		{text.Clip("一二三", 3), "一二三"},
		{text.Clip("一二三", 2), "一二…"},
		{text.ClipColumns("一二三", 0), "一二三"},
		{text.ClipColumns("一二三", 6), "一二三"},
		{text.ClipColumns("一二三", 5), "一二…"},
		{text.ClipColumns("a二三", 4), "a二…"},
		{text.LineBreaks("a\r\nb\rc\nd"), "a\nb\nc\nd"},
	} {
		if tc.got != tc.want {
			t.Errorf("got %q, want %q", tc.got, tc.want)
		}
	}
	if n := text.Columns("ab中（１ｱ"); n != 2+2+2+2+1 {
		t.Error(n)
	}
}

// unseen holds characters of every kind that shows nothing, written out and not
// taken from the list under test.
var unseen = "\u00ad\u034f\u061c\u115f\u180b\u180e\u200b\u200c\u200d\u200e\u202a\u202e\u2060\u2061\u2066\u206f\u3164\ufe00\ufe0f\ufeff\uffa0\ufff9\U000e0020\U000e0100\x00\x07\x1b\x7f\u0096"

func TestInvisible(t *testing.T) {
	for _, r := range unseen {
		if !text.Invisible(r) || text.Visible("1"+string(r)+"2") != "12" {
			t.Errorf("%U shows nothing", r)
		}
	}
	for _, r := range " \t\n\r\v\f\u0085\u00a0\u2003\u2028\u202f\u3000a0中，\u0600\u06dd\u0301\U00020000\ufffd\ue000" {
		if text.Invisible(r) || text.Removable(r) || !strings.ContainsRune(text.Visible(string(r)), r) {
			t.Errorf("%U is a blank or shows something", r)
		}
	}
	for _, r := range "\u200c\u200d\u180b\u180e\ufe0f\U000e0100\u200f\u202b\u2067" {
		if text.Removable(r) {
			t.Errorf("%U shapes or orders what is beside it", r)
		}
	}
	for _, r := range "\u00ad\u200b\u2060\ufeff\x07\u0096" {
		if !text.Removable(r) {
			t.Errorf("%U does nothing", r)
		}
	}
	// The short way for Chinese characters leaves none out.
	for r := rune(0x3165); r < 0xfe00; r++ {
		if unicode.In(r, unicode.Cf, unicode.Cc, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point) {
			t.Errorf("%U is left out", r)
		}
	}
}

func TestFold(t *testing.T) {
	for _, tc := range []struct{ in, fold, bare, unspaced string }{
		{"", "", "", ""},
		{"Ab 1", "Ab 1", "Ab1", "Ab1"},
		{"（１２）　Ａ\n市", "(12) A\n市", "(12)A市", "（１２）Ａ市"},
		{"1\u200b0\u2060 件\u00a0", "10 件\u00a0", "10件", "1\u200b0\u2060件"},
		{"\ufeff2\x0724\u200d年", "224年", "224年", "\ufeff2\x0724\u200d年"},
		{"\x01a", "a", "a", "\x01a"},
		{"a\xff", "a\xff", "a\xff", "a\xff"},
		{"⾏政⼈⺠⻓", "行政人民长", "行政人民长", "⾏政⼈⺠⻓"},
		{"︵一︶\ufe55", "(一):", "(一):", "︵一︶\ufe55"},
		{"1\u2009234\u200a件\u2009", "1234\u200a件\u2009", "1234件", "1234件"},
		{"1\u00a0234", "1\u00a0234", "1234", "1234"},
	} {
		if got := text.Fold(tc.in); got != tc.fold {
			t.Errorf("Fold(%q) = %q", tc.in, got)
		}
		if got := text.Bare(tc.in); got != tc.bare {
			t.Errorf("Bare(%q) = %q", tc.in, got)
		}
		if got := text.Unspaced(tc.in); got != tc.unspaced {
			t.Errorf("Unspaced(%q) = %q", tc.in, got)
		}
	}
}

func TestEscapes(t *testing.T) {
	for _, tc := range []struct{ got, want string }{
		{text.XML("<a b='\"'>&\n\x00"), "&lt;a b=&#39;&#34;&#39;&gt;&amp;&#xA;\ufffd"},
		{text.XMLMarks("IF(A1<>\"\",'x'!B2&C3)\n"), "IF(A1&lt;&gt;\"\",'x'!B2&amp;C3)\n"},
		{text.Markdown("a|b [1] *x* <i> &lt; #~_\\`\x1b[2J"), "a\\|b \\[1\\] \\*x\\* &lt;i&gt; &amp;lt; \\#\\~\\_\\\\\\`\\[U+001B\\]\\[2J"},
		{text.Terminal("a\x1b[31m\tb\nc\r\u009b\xff"), "a[U+001B][31m\tb\nc[U+000D][U+009B][FF]"},
		{text.TerminalLine("a\tb\nc.xlsx"), "a[U+0009]b[U+000A]c.xlsx"},
		{text.Shown("某局\u202exslx.exe\u2028\U000e0041\ufffd\xe4\xb8"), "某局[U+202E]xslx.exe[U+2028][U+E0041]\ufffd[E4][B8]"},
		{text.Shown("ئۇ\u200cيغۇر 葛\U000e0100\r\n\t"), "ئۇ\u200cيغۇر 葛\U000e0100\r\n\t"},
		{text.Valid("\xff\x1b\u202e"), "[FF]\x1b\u202e"},
		{string(text.JSON([]byte("\"\u202e某\U000e0041\""))), `"\u202e某\udb40\udc41"`},
		{shownWhole("某\u202e局\xe4", 1), "某[U+202E]局[E4]"},
		{shownWhole("某\u202e局\xe4", 4), "某[U+202E]局[E4]"},
		{text.Guard("a\x1b[31m\u202e"), "a[U+001B][31m[U+202E]"},
		{text.Guard("=1+1"), "'=1+1"},
		{text.Guard(" ＠x"), "' ＠x"},
		{text.Guard("+86 10"), "'+86 10"},
		{text.Guard("-5"), "'-5"},
		{text.Guard("5-1\r\n"), "5-1\n"},
		{text.Guard("'x"), "''x"},
		{text.Guard(""), ""},
	} {
		if tc.got != tc.want {
			t.Errorf("got %q, want %q", tc.got, tc.want)
		}
	}
}

// TestOrdinary compares what stands for a radical with Unicode's own decompositions, where there are some.
func TestOrdinary(t *testing.T) {
	n := 0
	for r := rune(0x2e80); r < 0x2fe0; r++ {
		want := norm.NFKC.String(string(r))
		got := text.Ordinary(r)
		if r == '\u2f3e' {
			want = "户" // fonts for China draw it so, and browsers name it so
		}
		if want != string(r) && want != string(got) {
			t.Errorf("%U is %c, want %s", r, got, want)
		}
		if got != r {
			n++
			if !unicode.Is(unicode.Unified_Ideograph, got) {
				t.Errorf("%U became %U", r, got)
			}
		}
	}
	if n < 300 {
		t.Error("only", n)
	}
	for in, want := range map[rune]rune{'\ufa08': '行', '\uf98e': '年', '\ufa0e': '\ufa0e', '中': '中', '1': '1', '①': '①', '\ufe35': '(', 'ａ': 'ａ'} {
		if got := text.Ordinary(in); got != want {
			t.Errorf("%U became %c", in, got)
		}
	}
	if got := string(text.LookAlikes("a⾏⼈⾏︵行")); got != "⾏⼈" {
		t.Errorf("%q", got)
	}
	if got := text.PlainIdeographs("１⾏︵"); got != "１行︵" {
		t.Errorf("%q", got)
	}
}

func TestReversed(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"1003", ""},
		{"\u202e1003", "1003"},
		{"新收\u202e1003\u202c件", "1003"},
		{"66\u202e", ""},
		{"\u202e6\u202c\u202e12", "12"},
		{"\u202e6\n12", ""},
		{"\u202eئاب\u202c", ""},  // letters that run from right to left by themselves
		{"\u202d1003\u202c", ""}, // from left to right
	} {
		if got := text.Reversed(test.in); got != test.want {
			t.Errorf("%q: %q, want %q", test.in, got, test.want)
		}
	}
}

func TestNamed(t *testing.T) {
	for in, want := range map[string]string{
		"1\u20600件":         "1[U+2060]0件",
		"1\u200b\u200e0":    "1[U+200B][U+200E]0",
		"3\u00a0001":        "3[U+00A0]001",
		"6\u200a6":          "6[U+200A]6",
		"中\u00ad文":          "中[U+00AD]文",
		"中\u00a0文\u3000a 1": "中\u00a0文\u3000a 1",
		"ᠮ\u180bᠣ":          "ᠮ\u180bᠣ",
		"12":                "12",
		"30\ue00001":        "30[U+E000]01", // of private use
		"某\ue000局":          "某\ue000局",
		"66\u0336":          "66[U+0336]", // struck through
		"e\u0301":           "e\u0301",
	} {
		if got := text.Named(in); got != want {
			t.Errorf("%q is named %q", in, got)
		}
	}
}

func TestRaised(t *testing.T) {
	for _, tc := range []struct{ got, want string }{
		{text.Raised("1２[3]注"), "¹²[³]注"},
		{text.Raised("aB"), "ᵃB"},
		{text.Level("66ᵃ"), "66a"},
		{text.Lowered("10"), "₁₀"},
		{text.Level("66¹₂"), "6612"},
	} {
		if tc.got != tc.want {
			t.Errorf("got %q, want %q", tc.got, tc.want)
		}
	}
	for _, r := range "¹₀⁹ᵃ*①⑴⒈❶※†⑳㈠Ⅱ" {
		if !text.NoteMark(r) {
			t.Errorf("%c is a mark", r)
		}
	}
	for _, r := range "1一注(件○" {
		if text.NoteMark(r) || text.Shifted(r) {
			t.Errorf("%c is none", r)
		}
	}
}

func TestUnguard(t *testing.T) {
	for in, want := range map[string]string{`="3001"`: "3001", `="a""b"`: `a"b`, `=""`: "", "'3001": "3001", "'-5": "-5", "'=1": "=1", "'工作'": "", "3001": "", `="`: "", "=1+1": "", "": ""} {
		got, ok := text.Unguard(in)
		if !ok && want != "" || ok && got != want {
			t.Errorf("%s is %q, %v", in, got, ok)
		}
	}
}

// shownWhole writes a text to a ShownWriter, so many bytes at a time.
func shownWhole(s string, n int) string {
	var b strings.Builder
	w := text.NewShownWriter(&b)
	for len(s) > 0 {
		part := s[:min(n, len(s))]
		w.Write([]byte(part))
		s = s[len(part):]
	}
	w.Close()
	return b.String()
}
