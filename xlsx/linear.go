package xlsx

import (
	"strings"

	"github.com/xuri/efp"
	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/model"
)

// linear is what a formula adds up: cells with their factors, and a constant.
// Formulas of a returned workbook are compared and computed in this form only;
// a spreadsheet engine run on a stranger's formulas can be made to hang.
type linear struct {
	cells map[string]int // "sheet!A1" → factor
	rest  model.Number
}

// maxTerms bounds the cells one formula may add up.
const maxTerms = 4096

// parseLinear reads sums, differences and the template's own
// IF(COUNT(…)=0,"",sum). Anything else is not linear, and not judged.
func parseLinear(formula, sheet string) (l linear, ok bool) {
	if len(formula) > 8192 {
		return l, false
	}
	defer func() {
		if recover() != nil { // the tokenizer is given whatever a file holds
			l, ok = linear{}, false
		}
	}()
	ps := efp.ExcelParser()
	p := &linearParser{tokens: ps.Parse(strings.TrimPrefix(formula, "=")), sheet: sheet, out: linear{cells: map[string]int{}}}
	p.skipBlanks()
	if !p.sum(1, 0) || p.pos != len(p.tokens) || len(p.out.cells) > maxTerms {
		return linear{}, false
	}
	return p.out, true
}

type linearParser struct {
	tokens []efp.Token
	pos    int
	sheet  string
	out    linear
}

func (p *linearParser) skipBlanks() {
	kept := p.tokens[:0]
	for _, t := range p.tokens {
		if t.TType != efp.TokenTypeWhitespace {
			kept = append(kept, t)
		}
	}
	p.tokens = kept
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
		p.out.rest = p.out.rest.Add(n)
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

// arguments reads the arguments of a SUM up to its end.
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

// emptyUnlessCounted reads IF(COUNT(…)=0,"",sum), how the template leaves a
// total empty until something is entered.
func (p *linearParser) emptyUnlessCounted(sign, depth int) bool {
	if t, _ := p.next(); !strings.EqualFold(t.TValue, "COUNT") || t.TType != efp.TokenTypeFunction {
		return false
	}
	for {
		t, ok := p.next()
		if !ok {
			return false
		}
		if t.TType == efp.TokenTypeFunction && t.TSubType == efp.TokenSubTypeStop {
			break
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
	from, to, isRange := strings.Cut(strings.ReplaceAll(ref, "$", ""), ":")
	if !isRange {
		to = from
	}
	c1, r1, err1 := excelize.CellNameToCoordinates(from)
	c2, r2, err2 := excelize.CellNameToCoordinates(to)
	if err1 != nil || err2 != nil || c2 < c1 || r2 < r1 || (c2-c1+1)*(r2-r1+1) > maxTerms {
		return false
	}
	for r := r1; r <= r2; r++ {
		for c := c1; c <= c2; c++ {
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
