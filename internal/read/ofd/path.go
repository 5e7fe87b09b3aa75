package ofd

import "strings"

// operands is how many numbers each operator of a path has.
var operands = map[byte]int{'M': 2, 'S': 2, 'L': 2, 'Q': 4, 'B': 6, 'A': 7, 'C': 0}

// path adds the path that is written in short form: operators, each with its numbers. An operator may be left out that
// is the same as the last.
func (d *document) path(s string) {
	var op byte
	var n []float64
	var x, y float64 // where the path goes on
	draw := func() {
		switch op {
		case 'M', 'S':
			d.canvas.Move(n[0], n[1])
		case 'L':
			d.canvas.Line(n[0], n[1])
		case 'Q', 'B':
			d.canvas.Curve(n...)
		case 'A': // by the box of a half circle about its middle
			mx, my, rx, ry := (x+n[5])/2, (y+n[6])/2, n[0], n[1]
			d.canvas.Curve(mx-rx, my-ry, mx+rx, my+ry, n[5], n[6])
		}
		x, y = n[len(n)-2], n[len(n)-1]
		n = n[:0]
	}
	for word := range words(s) {
		if count, ok := operands[word[0]&^0x20]; ok && len(word) == 1 {
			if len(n) > 0 {
				d.badNumber()
			}
			op, n = word[0]&^0x20, n[:0]
			if count == 0 {
				d.canvas.Close()
			}
			continue
		}
		v, ok := number(word)
		if !ok || operands[op] == 0 {
			d.badNumber()
			continue
		}
		if n = append(n, v); len(n) == operands[op] {
			draw()
		}
	}
	if len(n) > 0 {
		d.badNumber()
	}
}

// words goes through the operators and numbers of a path, which need no blanks between them.
func words(s string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		from := 0
		for i := 0; i <= len(s); i++ {
			blank := i == len(s) || strings.IndexByte(" ,\t\r\n", s[i]) >= 0
			letter := !blank && strings.IndexByte("MSLQBACmslqbac", s[i]) >= 0
			if !blank && !letter {
				continue
			}
			if from < i && !yield(s[from:i]) {
				return
			}
			if from = i; letter && !yield(s[i:i+1]) {
				return
			}
			from = i + 1
		}
	}
}
