package html

import (
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/read/layout"
)

// pixels reads a length; size is that of the letters around. ok is false if it is none.
func pixels(s string, size float64) (v float64, ok bool) {
	number := numbers.FindString(s)
	if number == "" || !strings.HasPrefix(s, number) {
		return 0, false
	}
	v, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return 0, false
	}
	switch unit := strings.TrimSpace(s[len(number):]); unit {
	case "px":
	case "":
		return v, v == 0 || v <= -farAway // a length needs a unit, but browsers of old took pixels
	case "pt":
		v *= 4.0 / 3
	case "em", "rem":
		v *= size
	case "%":
		v *= size / 100
	case "cm":
		v *= 37.8
	case "mm":
		v *= 3.78
	case "in":
		v *= 96
	case "vw", "vh":
		v *= 10
	default:
		return 0, false
	}
	return v, true
}

// fontSize is the size in the value of the property font.
func fontSize(font string) string {
	for _, word := range strings.Fields(font) {
		size, _, _ := strings.Cut(word, "/")
		if _, ok := pixels(size, usualSize); ok {
			return size
		}
	}
	return ""
}

// letterSize is a size of letters in pixels, within letters of another size.
func letterSize(s string, around float64) float64 {
	if strings.HasSuffix(s, "rem") {
		around = usualSize
	}
	if v, ok := pixels(s, around); ok {
		return max(v, 0)
	}
	return max(around, leastSize+1) // a word such as small
}

// color is a colour as six hexadecimal digits; empty if it is not known.
func color(s string) string {
	if c, ok := namedColors[s]; ok {
		return c
	}
	if hex, ok := strings.CutPrefix(s, "#"); ok || len(s) == 6 {
		switch len(hex) {
		case 3, 4:
			return string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
		case 6, 8:
			if layout.IsColor(hex[:6]) {
				return hex[:6]
			}
		}
		return ""
	}
	if strings.HasPrefix(s, "hsl") {
		switch ns := numbers.FindAllString(s, 3); {
		case len(ns) == 3 && ns[2] == "100":
			return "ffffff"
		case len(ns) == 3 && ns[2] == "0":
			return "000000"
		}
		return ""
	}
	if !strings.HasPrefix(s, "rgb") {
		return ""
	}
	const digits = "0123456789abcdef"
	out := ""
	for _, n := range numbers.FindAllString(s, 3) {
		v, _ := strconv.ParseFloat(n, 64)
		if strings.Contains(s, n+"%") {
			v *= 2.55
		}
		b := int(min(max(v, 0), 255))
		out += string([]byte{digits[b>>4], digits[b&15]})
	}
	if len(out) != 6 {
		return ""
	}
	return out
}

// isTransparent says whether a colour lets everything behind it through.
func isTransparent(s string) bool {
	if s == "transparent" || strings.HasPrefix(s, "#") && (len(s) == 5 && s[4] == '0' || len(s) == 9 && s[7:] == "00") {
		return true
	}
	ns := numbers.FindAllString(s, 4)
	if !strings.HasPrefix(s, "rgb") && !strings.HasPrefix(s, "hsl") || len(ns) < 4 {
		return false
	}
	alpha, _ := strconv.ParseFloat(ns[3], 64)
	return alpha <= leastOpacity
}

// leastOpacity is how much of a text's colour must show for people to read it on paper, from 0 to 1.
const leastOpacity = 0.06

// namedColors are the colours that pages name by a word.
var namedColors = map[string]string{"white": "ffffff", "snow": "fffafa", "ivory": "fffff0", "ghostwhite": "f8f8ff", "floralwhite": "fffaf0", "mintcream": "f5fffa", "azure": "f0ffff",
	"aliceblue": "f0f8ff", "whitesmoke": "f5f5f5", "seashell": "fff5ee", "silver": "c0c0c0", "lightgray": "d3d3d3", "lightgrey": "d3d3d3", "gray": "808080", "grey": "808080", "black": "000000",
	"red": "ff0000", "maroon": "800000", "yellow": "ffff00", "olive": "808000", "lime": "00ff00", "green": "008000", "aqua": "00ffff", "teal": "008080", "blue": "0000ff", "navy": "000080",
	"fuchsia": "ff00ff", "purple": "800080", "orange": "ffa500", "windowtext": "000000", "window": "ffffff"}
