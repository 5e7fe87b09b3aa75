package xlsx

import (
	"slices"
	"strings"

	"github.com/xuri/efp"

	"github.com/gkxl/gkxl/internal/workbook"
	"github.com/gkxl/gkxl/model"
)

// linearFormula is a formula that adds up cells, with their factors, and a constant.
// Formulas of a returned workbook are compared and computed in this form only, since a
// spreadsheet engine could be made to hang by a crafted formula.
type linearFormula struct {
	cells    map[string]int  // "sheet!A1" → factor
	terms    map[string]bool // cells outside of SUM, which leaves out texts
	constant model.Number
}

// maxTerms is the largest number of cells that a formula may add up.
const maxTerms = 4096

// parseLinear parses sums, differences and the template's own IF(COUNT(…)=0,"",sum);
// ok is false for any other formula.
func parseLinear(formula, sheet string) (l linearFormula, ok bool) {
	if len(formula) > 8192 {
		return l, false
	}
	if l, ok := parseSum(formula, sheet); ok {
		return l, true
	}
	return parseTokens(formula, sheet)
}

// parseTokens is parseLinear by the tokens of the formula.
func parseTokens(formula, sheet string) (l linearFormula, ok bool) {
	p := &linearParser{tokens: tokens(formula), sheet: sheet, out: linearFormula{cells: map[string]int{}, terms: map[string]bool{}}}
	p.tokens = slices.DeleteFunc(p.tokens, func(t efp.Token) bool { return t.TType == efp.TokenTypeWhitespace })
	if !p.sum(1, 0) || p.pos != len(p.tokens) || len(p.out.cells) > maxTerms {
		return linearFormula{}, false
	}
	return p.out, true
}

// parseSum is parseLinear for the sums that the template writes: SUM(D5:I5), with or without IF(COUNT(D5:I5)=0,"",…)
// around it, and E4+F4. It takes a tenth of the time.
func parseSum(formula, sheet string) (l linearFormula, ok bool) {
	if rest, conditional := strings.CutPrefix(formula, "IF(COUNT("); conditional {
		counted, sum, found := strings.Cut(rest, `)=0,"",`)
		if sum, ok = strings.CutSuffix(sum, ")"); !found || !ok || !plainRanges(counted, ",") {
			return l, false
		}
		formula = sum
	}
	p := linearParser{sheet: sheet, out: linearFormula{cells: make(map[string]int, 8), terms: map[string]bool{}}}
	separator, ranges := "+", formula
	if inner, isSum := strings.CutPrefix(formula, "SUM("); isSum {
		separator, p.sums = ",", 1
		if ranges, ok = strings.CutSuffix(inner, ")"); !ok {
			return l, false
		}
	}
	if !plainRanges(ranges, separator) {
		return l, false
	}
	for ref := range strings.SplitSeq(ranges, separator) {
		if !p.addRange(ref, 1) || len(p.out.cells) > maxTerms {
			return l, false
		}
	}
	return p.out, true
}

// plainRanges reports whether a text is nothing but addresses with a separator between them, and between ranges if that
// is a comma.
func plainRanges(s, separator string) bool {
	for ref := range strings.SplitSeq(s, separator) {
		from, to, isRange := strings.Cut(ref, ":")
		if !plainAddress(from) || isRange && (separator != "," || !plainAddress(to)) {
			return false
		}
	}
	return true
}

// plainAddress reports whether a text is the address of a cell such as D5, without a sheet and without dollar signs.
func plainAddress(s string) bool {
	digits := strings.TrimLeft(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	letters := len(s) - len(digits)
	return letters > 0 && letters < 4 && digits != "" && len(digits) < 8 && digits[0] != '0' && strings.Trim(digits, "0123456789") == ""
}

// tokens cuts a formula into tokens; none where the tokenizer panics, which is given
// whatever a file holds.
func tokens(formula string) (out []efp.Token) {
	defer func() { _ = recover() }()
	parser := efp.ExcelParser()
	return parser.Parse(strings.TrimPrefix(formula, "="))
}

// linearParser reads the tokens of a formula by recursive descent.
type linearParser struct {
	tokens []efp.Token
	pos    int
	sheet  string
	sums   int // SUMs around the token
	out    linearFormula
}

// next is the next token; an empty one behind the last.
func (p *linearParser) next() efp.Token {
	t := p.peek()
	p.pos++
	return t
}

// end takes the next token, and says whether it is the end of a function or of
// parentheses.
func (p *linearParser) end(of string) bool { return is(p.next(), of, efp.TokenSubTypeStop) }

func is(t efp.Token, kind, sub string) bool { return t.TType == kind && t.TSubType == sub }

func (p *linearParser) peek() efp.Token {
	if p.pos < len(p.tokens) {
		return p.tokens[p.pos]
	}
	return efp.Token{}
}

// sum reads terms joined by + and -, all under a sign.
func (p *linearParser) sum(sign, depth int) bool {
	op := 1
	for {
		s := sign * op
		for p.peek().TType == efp.TokenTypeOperatorPrefix {
			if p.next().TValue == "-" {
				s = -s
			}
		}
		if !p.term(s, depth) {
			return false
		}
		t := p.peek()
		switch {
		case t.TType != efp.TokenTypeOperatorInfix || t.TValue != "+" && t.TValue != "-":
			return true
		case t.TValue == "+":
			op = 1
		default:
			op = -1
		}
		p.pos++
	}
}

func (p *linearParser) term(sign, depth int) bool {
	if depth > 16 {
		return false
	}
	switch t := p.next(); {
	case is(t, efp.TokenTypeOperand, efp.TokenSubTypeRange):
		return p.addRange(t.TValue, sign)
	case is(t, efp.TokenTypeOperand, efp.TokenSubTypeNumber):
		n, err := model.ParseNumber(t.TValue)
		if sign < 0 {
			n = n.Neg()
		}
		p.out.constant = p.out.constant.Add(n)
		return err == nil
	case is(t, efp.TokenTypeSubexpression, efp.TokenSubTypeStart):
		return p.sum(sign, depth+1) && p.end(efp.TokenTypeSubexpression)
	case is(t, efp.TokenTypeFunction, efp.TokenSubTypeStart) && strings.EqualFold(t.TValue, "SUM"):
		return p.arguments(sign, depth+1)
	case is(t, efp.TokenTypeFunction, efp.TokenSubTypeStart) && strings.EqualFold(t.TValue, "IF"):
		return p.emptyUnlessCounted(sign, depth+1)
	}
	return false
}

// arguments parses the arguments of a SUM up to its end.
func (p *linearParser) arguments(sign, depth int) bool {
	p.sums++
	defer func() { p.sums-- }()
	for p.sum(sign, depth) {
		t := p.next()
		if t.TType != efp.TokenTypeArgument {
			return is(t, efp.TokenTypeFunction, efp.TokenSubTypeStop)
		}
	}
	return false
}

// emptyUnlessCounted parses IF(COUNT(…)=0,"",sum), by which the template leaves a total
// empty until something is entered.
func (p *linearParser) emptyUnlessCounted(sign, depth int) bool {
	if t := p.next(); !strings.EqualFold(t.TValue, "COUNT") || t.TType != efp.TokenTypeFunction {
		return false
	}
	for !p.end(efp.TokenTypeFunction) {
		if p.pos >= len(p.tokens) {
			return false
		}
	}
	for _, want := range []string{"=", "0", ",", "", ","} {
		if p.next().TValue != want {
			return false
		}
	}
	return p.sum(sign, depth) && p.end(efp.TokenTypeFunction)
}

func (p *linearParser) addRange(ref string, sign int) bool {
	sheet := p.sheet
	if i := strings.LastIndexByte(ref, '!'); i >= 0 {
		sheet, ref = workbook.UnquoteSheet(ref[:i]), ref[i+1:]
	}
	m, _, ok := parseRange(ref)
	if !ok || m.c2 < m.c1 || m.r2 < m.r1 || (m.c2-m.c1+1)*(m.r2-m.r1+1) > maxTerms {
		return false
	}
	for r := m.r1; r <= m.r2; r++ {
		for c := m.c1; c <= m.c2; c++ {
			key := sheet + "!" + place{row: r, col: c}.ref()
			p.out.cells[key] += sign
			if p.sums == 0 {
				p.out.terms[key] = true
			}
		}
	}
	return true
}
