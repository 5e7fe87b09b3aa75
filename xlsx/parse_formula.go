package xlsx

import (
	"slices"
	"strings"

	"github.com/xuri/efp"

	"github.com/gkxl/gkxl/model"
)

// linearFormula is a formula that adds up cells, with their factors, and a constant.
// Formulas of a returned workbook are compared and computed in this form only, since a
// spreadsheet engine could be made to hang by a crafted formula.
type linearFormula struct {
	cells    map[string]int // "sheet!A1" → factor
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
	p := &linearParser{tokens: tokens(formula), sheet: sheet, out: linearFormula{cells: map[string]int{}}}
	p.tokens = slices.DeleteFunc(p.tokens, func(t efp.Token) bool { return t.TType == efp.TokenTypeWhitespace })
	if !p.sum(1, 0) || p.pos != len(p.tokens) || len(p.out.cells) > maxTerms {
		return linearFormula{}, false
	}
	return p.out, true
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
	out    linearFormula
}

func (p *linearParser) next() (efp.Token, bool) {
	if p.pos >= len(p.tokens) {
		return efp.Token{}, false
	}
	t := p.tokens[p.pos]
	p.pos++
	return t, true
}

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
			if t, _ := p.next(); t.TValue == "-" {
				s = -s
			}
		}
		if !p.term(s, depth) {
			return false
		}
		switch t := p.peek(); {
		case t.TType == efp.TokenTypeOperatorInfix && t.TValue == "+":
			op = 1
		case t.TType == efp.TokenTypeOperatorInfix && t.TValue == "-":
			op = -1
		default:
			return true
		}
		p.pos++
	}
}

func (p *linearParser) term(sign, depth int) bool {
	t, ok := p.next()
	if !ok || depth > 16 {
		return false
	}
	switch {
	case t.TType == efp.TokenTypeOperand && t.TSubType == efp.TokenSubTypeRange:
		return p.addRange(t.TValue, sign)
	case t.TType == efp.TokenTypeOperand && t.TSubType == efp.TokenSubTypeNumber:
		n, err := model.ParseNumber(t.TValue)
		if err != nil {
			return false
		}
		if sign < 0 {
			n = n.Neg()
		}
		p.out.constant = p.out.constant.Add(n)
		return true
	case t.TType == efp.TokenTypeSubexpression && t.TSubType == efp.TokenSubTypeStart:
		if !p.sum(sign, depth+1) {
			return false
		}
		end, ok := p.next()
		return ok && end.TType == efp.TokenTypeSubexpression && end.TSubType == efp.TokenSubTypeStop
	case t.TType == efp.TokenTypeFunction && t.TSubType == efp.TokenSubTypeStart && strings.EqualFold(t.TValue, "SUM"):
		return p.arguments(sign, depth+1)
	case t.TType == efp.TokenTypeFunction && t.TSubType == efp.TokenSubTypeStart && strings.EqualFold(t.TValue, "IF"):
		return p.emptyUnlessCounted(sign, depth+1)
	}
	return false
}

// arguments parses the arguments of a SUM up to its end.
func (p *linearParser) arguments(sign, depth int) bool {
	for {
		if !p.sum(sign, depth) {
			return false
		}
		t, ok := p.next()
		switch {
		case !ok:
			return false
		case t.TType == efp.TokenTypeFunction && t.TSubType == efp.TokenSubTypeStop:
			return true
		case t.TType != efp.TokenTypeArgument:
			return false
		}
	}
}

// emptyUnlessCounted parses IF(COUNT(…)=0,"",sum), by which the template leaves a total
// empty until something is entered.
func (p *linearParser) emptyUnlessCounted(sign, depth int) bool {
	if t, _ := p.next(); !strings.EqualFold(t.TValue, "COUNT") || t.TType != efp.TokenTypeFunction {
		return false
	}
	for t, ok := p.next(); t.TType != efp.TokenTypeFunction || t.TSubType != efp.TokenSubTypeStop; t, ok = p.next() {
		if !ok {
			return false
		}
	}
	for _, want := range []string{"=", "0", ",", "", ","} {
		if t, ok := p.next(); !ok || t.TValue != want {
			return false
		}
	}
	if !p.sum(sign, depth) {
		return false
	}
	t, ok := p.next()
	return ok && t.TType == efp.TokenTypeFunction && t.TSubType == efp.TokenSubTypeStop
}

func (p *linearParser) addRange(ref string, sign int) bool {
	sheet := p.sheet
	if i := strings.LastIndexByte(ref, '!'); i >= 0 {
		sheet, ref = unquoteSheet(ref[:i]), ref[i+1:]
	}
	m, _, ok := parseRange(ref)
	if !ok || m.c2 < m.c1 || m.r2 < m.r1 || (m.c2-m.c1+1)*(m.r2-m.r1+1) > maxTerms {
		return false
	}
	for r := m.r1; r <= m.r2; r++ {
		for c := m.c1; c <= m.c2; c++ {
			p.out.cells[sheet+"!"+place{row: r, col: c}.ref()] += sign
		}
	}
	return true
}

func unquoteSheet(s string) string {
	if len(s) > 1 && s[0] == '\'' && s[len(s)-1] == '\'' {
		s = strings.ReplaceAll(s[1:len(s)-1], "''", "'")
	}
	return s
}
