package intake

import (
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// ruleNoText is the rule on cells for texts that hold none. Its words are what spreadsheets show for errors, and the
// functions that show a picture.
const ruleNoText = "TEXT-UNREADABLE"

// NoText returns the note on a cell for a text that holds none: an error, or a picture that a formula puts into the
// cell. Place is the section the text is for, or empty. It reports false if the cell holds a text or nothing.
func NoText(c Cell, formula, section string, f *model.Form) (model.Note, bool) {
	rule, ok := f.Rule(ruleNoText)
	if !ok {
		return model.Note{}, false
	}
	n := model.Note{Rule: ruleNoText, Section: section, Cell: c.Address, Found: c.Text}
	whole := strings.TrimSpace(c.Text)
	word := ""
	if formula != "" {
		word = text.FirstOf("="+strings.TrimPrefix(formula, "="), rule.Words)
	}
	if word == "" && c.Kind == Text && mayBegin(whole, rule.Words) {
		if w := text.FirstOf(whole, rule.Words); strings.HasPrefix(strings.ToUpper(whole), w) || strings.HasPrefix(whole, "=") {
			word = w
		}
	}
	switch {
	case strings.HasSuffix(word, "("):
		n.Message = msg.T("单元格里是图片，不是文字，没有读入", "the cell holds a picture and no text; it was not read")
	case c.Kind == Error || word != "":
		if whole == "" {
			whole = strings.ToUpper(word) // the result of its formula is not stored
		}
		n.Message = msg.F("单元格是公式错误 %s，不是文字，没有读入", "the cell is the formula error %s and no text; it was not read", brief(whole))
	default:
		return n, false
	}
	return n, true
}

// mayBegin reports whether a text begins with an equals sign or one of some words, its case aside. Few do, and the rest
// of a narrative need not be searched for them.
func mayBegin(s string, words []string) bool {
	const longest = 40 // characters of a word
	n := 0
	for i := range s {
		if n++; n > longest {
			s = s[:i]
			break
		}
	}
	head := strings.ToUpper(s)
	return strings.HasPrefix(s, "=") || slices.ContainsFunc(words, func(w string) bool { return len(w) > longest || strings.HasPrefix(head, w) })
}

// NoResult returns the note on a cell for a text whose formula has no stored result, as scripts write it.
func NoResult(c Cell, formula, section string) model.Note {
	formula = "=" + strings.TrimPrefix(formula, "=")
	return model.Note{Rule: ruleNoText, Section: section, Cell: c.Address, Found: formula, Message: msg.F(
		"格里是公式 %s，没有保存结果，没有读入；请用 WPS 或 Excel 打开并保存一次", "the cell holds the formula %s without a stored result, and was not read; open the file in WPS or Excel and save it once", brief(formula))}
}

// ComputedNumber returns the note on a cell for a text whose formula gave a number, as one gives 0 that refers to an
// empty cell.
func ComputedNumber(c Cell, formula, section string) model.Note {
	return model.Note{Rule: ruleNoText, Section: section, Cell: c.Address, Found: "=" + strings.TrimPrefix(formula, "="), Message: msg.F(
		"格里是公式 %s，结果是数字 %s，不是文字，没有读入", "the cell holds the formula %s, whose result is the number %s and no text; it was not read",
		"="+strings.TrimPrefix(formula, "="), brief(c.Text))}
}
