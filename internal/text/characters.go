package text

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"
)

// This file is the one list of characters that are not what they look like: characters that show nothing, spaces
// too thin to part the digits of a figure, characters of other blocks that look like an ordinary one, and raised
// digits. Every reader asks here.

// Invisible reports whether a character shows nothing on any page: a control character that is no blank, or one
// that Unicode lets programs ignore when they cannot show it (property Default_Ignorable_Code_Point: soft
// hyphens, zero-width characters, byte order marks, marks of direction, variation selectors). Readers must see
// past it as people do: a figure with such a character inside is the figure that is printed.
func Invisible(r rune) bool {
	switch {
	case r < '\u00ad':
		return unicode.IsControl(r) && !unicode.IsSpace(r)
	case r > '\u3164' && r < '\ufe00':
		return false // Chinese characters: nearly all there are
	}
	return unicode.In(r, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point) &&
		!unicode.Is(unicode.Prepended_Concatenation_Mark, r)
}

// RightToLeft is the mark behind which all characters, digits too, are shown from right to left, until [EndOfOrder].
const (
	RightToLeft = '\u202e'
	EndOfOrder  = '\u202c'
)

// Backwards reports whether a figure in a text is shown with its characters in the opposite order.
func Backwards(s string) bool {
	for i := strings.IndexRune(s, RightToLeft); i >= 0; i = strings.IndexRune(s, RightToLeft) {
		s = s[i+len(string(RightToLeft)):]
		shown, _, _ := strings.Cut(s, string(EndOfOrder))
		if shown = strings.TrimSpace(Visible(shown)); len([]rune(shown)) > 1 && strings.ContainsFunc(shown, unicode.IsDigit) {
			return true
		}
	}
	return false
}

// Removable reports whether an invisible character can be left out of a text that is kept or published. Those
// that shape or order the characters beside them cannot: joiners, variation selectors and marks of direction, as
// Mongolian, Uyghur and rare Chinese characters need them.
func Removable(r rune) bool {
	return Invisible(r) && r != '\u180e' && !unicode.In(r, unicode.Join_Control, unicode.Variation_Selector, unicode.Bidi_Control)
}

// rightToLeft is the character that makes all that follows run from right to left, digits too, up to endOfOrder or the
// end of the line.
const rightToLeft, endOfOrder = '\u202e', '\u202c'

// Reversed is what of a text is shown from right to left although it is written from left to right, as it is written;
// "" if nothing is. A figure such as 1003 looks like 3001 there.
func Reversed(s string) string {
	_, rest, found := strings.Cut(s, string(rightToLeft))
	if !found {
		return ""
	}
	if i := strings.IndexAny(rest, string(endOfOrder)+"\n"); i >= 0 {
		rest, s = rest[:i], rest[i:]
	} else {
		s = ""
	}
	if rest = strings.TrimSpace(Visible(rest)); strings.IndexFunc(rest, func(r rune) bool { return !unicode.In(r, unicode.Arabic, unicode.Hebrew) }) >= 0 && len([]rune(rest)) > 1 {
		return rest
	}
	return Reversed(s)
}

// Visible is a text without its invisible characters.
func Visible(s string) string {
	if strings.IndexFunc(s, Invisible) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if Invisible(r) {
			return -1
		}
		return r
	}, s)
}

// Thin reports whether a character is a space of a quarter of a character's width or less. Between two digits it
// groups the digits of one figure; two figures are never set so close.
func Thin(r rune) bool {
	switch r {
	case '\u2006', '\u2008', '\u2009', '\u200a', '\u202f', '\u205f':
		return true
	}
	return false
}

// Named is a text for a message: characters that nobody sees are written as their codes in square brackets, such as
// [U+2060]. So are spaces other than the usual ones beside a digit, where they change how a figure is read. What
// shapes or orders the characters beside it, as other scripts need it, is named beside a digit only, and so are marks
// that are set over or under it, and characters of private use, which most fonts lack.
func Named(s string) string {
	odd := func(r rune) bool {
		return Invisible(r) || r >= '\u00a0' && r != '\u3000' && unicode.IsSpace(r) || r >= '\u0300' && unicode.In(r, unicode.Mn, unicode.Me, unicode.Co)
	}
	if strings.IndexFunc(s, odd) < 0 {
		return s
	}
	rs := []rune(s)
	digitBeside := func(i int) bool { // past other characters to be named
		before, after := i-1, i+1
		for before >= 0 && odd(rs[before]) {
			before--
		}
		for after < len(rs) && odd(rs[after]) {
			after++
		}
		return before >= 0 && unicode.IsDigit(rs[before]) || after < len(rs) && unicode.IsDigit(rs[after])
	}
	var b strings.Builder
	for i, r := range rs {
		if odd(r) && (Removable(r) || digitBeside(i)) {
			fmt.Fprintf(&b, "[%U]", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Fold is a text for reading figures, dates, labels and headings: full-width and half-width characters alike,
// look-alikes as the ordinary characters ([Ordinary]), without invisible characters and without thin spaces
// between digits. Other blanks and line breaks stay.
func Fold(s string) string {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= '\x7f' {
			if strings.IndexFunc(s, hasWidth) >= 0 {
				s = width.Fold.String(s)
			}
			if strings.IndexFunc(s, changedByFold) < 0 {
				return s
			}
			return foldRest(s)
		}
	}
	return s
}

// hasWidth reports whether a character may have another form of its width, or is none. Most Chinese text has none, and
// folding it would only copy it.
func hasWidth(r rune) bool {
	return r == '\u3000' || r >= '\uff00' && r <= '\uffef' || r == '\u20a9' || r == utf8.RuneError
}

// changedByFold reports whether Fold changes more of a character than its width.
func changedByFold(r rune) bool { return Invisible(r) || Thin(r) || looksAlike(r) }

// foldRest does what Fold does besides the widths.
func foldRest(s string) string {
	rs := make([]rune, 0, len(s))
	for _, r := range Visible(s) {
		rs = append(rs, Ordinary(r))
	}
	kept := rs[:0]
	for i, r := range rs {
		if Thin(r) && len(kept) > 0 && unicode.IsDigit(kept[len(kept)-1]) && i+1 < len(rs) && unicode.IsDigit(rs[i+1]) {
			continue
		}
		kept = append(kept, r)
	}
	return string(kept)
}

// FoldRune is a character as [Fold] writes it, if it is not left out.
func FoldRune(r rune) rune {
	if f := width.LookupRune(r).Folded(); f != 0 {
		r = f
	}
	return Ordinary(r)
}

// Ordinary is the ordinary character for one of another block that looks the same: radicals (U+2E80 to U+2FD5), which
// texts taken from PDF files hold in place of 人, 行 and others, compatibility ideographs, and the forms of brackets and
// punctuation for vertical or small print. Any other character is itself.
func Ordinary(r rune) rune {
	switch {
	case !looksAlike(r):
		return r
	case r >= firstRadical && r <= lastSupplement:
		return supplement[r-firstRadical]
	case r >= firstKangxi && r <= lastKangxi:
		return kangxi[r-firstKangxi]
	}
	if rs := []rune(norm.NFKC.String(string(r))); len(rs) == 1 && !unicode.IsSpace(rs[0]) {
		return rs[0]
	}
	return r
}

// LookAlikes are the different characters of a text for which [Ordinary] gives another one, apart from punctuation, in
// the order in which they come.
func LookAlikes(s string) []rune {
	var out []rune
	for i := strings.IndexFunc(s, looksAlike); i >= 0 && i < len(s); i = len(s) {
		for _, r := range s[i:] {
			if looksAlike(r) && unicode.IsLetter(Ordinary(r)) && Ordinary(r) != r && !slices.Contains(out, r) {
				out = append(out, r)
			}
		}
	}
	return out
}

// PlainIdeographs is a text with ordinary characters in place of its [LookAlikes], and otherwise as it stands.
func PlainIdeographs(s string) string {
	if strings.IndexFunc(s, looksAlike) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if o := Ordinary(r); unicode.IsLetter(o) {
			return o
		}
		return r
	}, s)
}

// looksAlike reports whether a character may have an ordinary one that looks the same.
func looksAlike(r rune) bool {
	switch {
	case r < firstRadical, r > lastKangxi && r < '\uf900':
		return false
	}
	return r <= lastSupplement || r >= firstKangxi && r <= lastKangxi || r <= '\ufaff' && r >= '\uf900' ||
		r >= '\ufe30' && r <= '\ufe6b' || r >= '\U0002f800' && r <= '\U0002fa1f'
}

// The blocks of radicals in Unicode.
const (
	firstRadical   = '\u2e80' // the supplement
	lastSupplement = '\u2ef3'
	firstKangxi    = '\u2f00'
	lastKangxi     = '\u2fd5'
)

// kangxi are the ordinary characters for the Kangxi radicals, in the order of their codes (Unicode's compatibility
// decompositions). supplement are those for the radicals of the supplement (Unicode's EquivalentUnifiedIdeograph);
// those that are no character by themselves stand for themselves.
var kangxi, supplement = []rune("" +
	"一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴" +
	"廾弋弓彐彡彳心戈户手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿" +
	"目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵" +
	"邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠"), alikeOrSelf("" +
	"·厂乛乚乙亻冂·刀刂卜㔾······巳幺彑彐忄㣺扌攵·旡日月歺母民氵氺灬爫爫丬牛犭王疋目示礻竹糹纟罓罒···" +
	"羊羊·耂肀聿肉臼艹艹艹虎衤覀西见角角讠贝·车辶辶辶阝钅長镸长门·阝雨青韦页风飞食飠飠饣首马骨鬼鱼鸟卤麦黄黾斉" +
	"齐歯齿竜龙龜亀龟")

// alikeOrSelf reads the ordinary characters for the radicals of the supplement; · stands for none.
func alikeOrSelf(list string) []rune {
	rs := []rune(list)
	for i, r := range rs {
		if r == '·' {
			rs[i] = firstRadical + rune(i)
		}
	}
	return rs
}

// Digits and small letters, and how they are raised and lowered; the few without a form of their own stay.
var (
	levelForms   = []rune("0123456789abcdefghijklmnopqrstuvwxyz")
	raisedForms  = []rune("⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖqʳˢᵗᵘᵛʷˣʸᶻ")
	loweredForms = []rune("₀₁₂₃₄₅₆₇₈₉ₐbcdₑfgₕᵢⱼₖₗₘₙₒₚqᵣₛₜᵤᵥwₓyz")
)

// Raised is what a reader writes for a stretch of text that is set as a superscript: digits and small letters become
// raised ones, so that a note mark never joins the figure before it. Everything else stays as it is.
func Raised(s string) string { return shifted(s, raisedForms) }

// Lowered is [Raised] for a subscript.
func Lowered(s string) string { return shifted(s, loweredForms) }

func shifted(s string, forms []rune) string {
	return strings.Map(func(r rune) rune {
		if i := slices.Index(levelForms, FoldRune(r)); i >= 0 {
			return forms[i]
		}
		return r
	}, s)
}

// lastShifted is the last raised or lowered character in the order of Unicode: Chinese characters come after it.
var lastShifted = max(slices.Max(raisedForms), slices.Max(loweredForms))

// Shifted reports whether a character is a raised or a lowered digit or letter.
func Shifted(r rune) bool {
	return r >= '²' && r <= lastShifted && (slices.Contains(raisedForms, r) || slices.Contains(loweredForms, r))
}

// Level is a text with its raised and lowered digits and letters as ordinary ones.
func Level(s string) string {
	return strings.Map(func(r rune) rune {
		if !Shifted(r) {
			return r
		}
		i := slices.Index(raisedForms, r)
		if i < 0 {
			i = slices.Index(loweredForms, r)
		}
		return levelForms[i]
	}, s)
}

// NoteMark reports whether a character is a mark that refers to a note elsewhere, such as *, ※, ① or a raised digit.
func NoteMark(r rune) bool {
	switch {
	case r >= '①' && r <= '⓿', r >= '❶' && r <= '➓', r >= '㈠' && r <= '㈩', r >= '㉑' && r <= '㉟', r >= '㊀' && r <= '㊉', r >= '㊱' && r <= '㊿':
		return true // numbers and letters in circles and brackets, or with a point
	case r >= 'Ⅰ' && r <= 'ⅿ':
		return true // Roman numerals
	}
	return Shifted(r) || strings.ContainsRune("*⁎∗※#△▲†‡§★☆◆◇", r)
}
