package publish

import (
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
)

// maxPlainText is how many characters a cell shows of a text that is no figure. A longer text becomes a note.
const maxPlainText = 6

// cellText returns what the cell of a field shows, and what a note says of it.
func (c *composer) cellText(fd *model.Field, v model.Value) (text, remark string) {
	if v.State != model.IsNumber {
		text = oneLine(v.Text)
		if len([]rune(text)) > maxPlainText && v.State == model.Blank {
			return "", text
		}
		return text, ""
	}
	text = v.Number.String()
	if c.options.Group {
		text = groupThousands(text)
	}
	if fd.Kind == model.Signed && v.Number.Sign() > 0 && strings.HasPrefix(strings.TrimSpace(v.Text), "+") {
		text = "+" + text // as the organ wrote a change
	}
	if v.Unit != "" && v.Unit != fd.Unit && fd.Kind == model.Amount {
		text += v.Unit // an amount whose unit the form does not print
	}
	return text, oneLine(v.Remark)
}

// oneLine joins the lines of a cell's text.
func oneLine(s string) string { return text.OneLine(clean(s)) }

// groupThousands puts commas between thousands.
func groupThousands(s string) string {
	digits, frac, point := strings.Cut(s, ".")
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	var b strings.Builder
	b.WriteString(sign)
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	if point {
		b.WriteByte('.')
		b.WriteString(frac)
	}
	return b.String()
}

// noteMark returns the mark of a table's nth note, from 0. It is never a plain digit, which beside a figure
// would be read as one more digit.
func noteMark(n int) string {
	if n < 20 {
		return string(rune('①' + n))
	}
	return "（" + strconv.Itoa(n+1) + "）"
}
