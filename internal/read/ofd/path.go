package ofd

// operands returns how many numbers an operator of a path has.
func operands(op byte) (count int, ok bool) {
	switch op {
	case 'C':
		return 0, true
	case 'M', 'S', 'L':
		return 2, true
	case 'Q':
		return 4, true
	case 'B':
		return 6, true
	case 'A':
		return mostOperands, true
	}
	return 0, false
}

// mostOperands is the largest number of operands.
const mostOperands = 7

// path adds the path that is written in short form: operators, each with its numbers. An operator may be left out that
// is the same as the last.
func (d *document) path(s string) {
	var op byte
	wanted := 0 // numbers of the operator
	n := make([]float64, 0, mostOperands)
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
		if count, ok := operands(word[0] &^ 0x20); ok && len(word) == 1 {
			if len(n) > 0 {
				d.badNumber()
			}
			op, wanted, n = word[0]&^0x20, count, n[:0]
			if count == 0 {
				d.canvas.Close()
			}
			continue
		}
		v, ok := number(word)
		if !ok || wanted == 0 {
			d.badNumber()
			continue
		}
		if n = append(n, v); len(n) == wanted {
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
			blank := i == len(s) || betweenNumbers(s[i])
			letter := false
			if !blank {
				if _, letter = operands(s[i] &^ 0x20); !letter {
					continue
				}
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
