package pdf

import (
	"slices"

	"github.com/gkxl/gkxl/internal/intake"
)

// Canvas takes what the pages of a file of another format draw, and reads it as the pages of a PDF without tags are
// read. It has the operators of PDF; lengths are points, and y grows downwards from the top of the page.
type Canvas struct {
	drawing drawing
	fonts   map[canvasFont]*font
	turn    int // degrees by which the page is turned
}

// canvasFont tells fonts apart.
type canvasFont struct {
	name string
	down bool
}

// Glyph is a character that is drawn, or several that are drawn as one.
type Glyph struct {
	Text   string
	Font   string  // name of the font
	X, Y   float64 // where it begins on its baseline
	Size   float64
	Width  float64 // how much of the line it takes, or of the column if Down is set
	Turn   int     // degrees by which it is turned clockwise: 0, 90, 180 or 270
	Down   bool    // the next character stands below it
	Unseen bool    // it is drawn without paint
}

// NewCanvas begins to read a file within limits. Kind names its format in messages.
func NewCanvas(kind string, limits Limits) *Canvas {
	r := newReader(&file{limits: limits, workspace: workspaces.Get().(*workspace)})
	r.kind = kind
	return &Canvas{drawing: drawing{reader: r}, fonts: map[canvasFont]*font{}}
}

// Page begins a page of a size, turned clockwise by so many degrees for reading: 0, 90, 180 or 270.
func (c *Canvas) Page(width, height float64, turn int) {
	g := &c.drawing
	if len(g.pages) >= g.limits.Pages {
		g.refuse(tooMuch)
	}
	ctm := matrix{1, 0, 0, -1, 0, height}
	switch c.turn = turn; turn {
	case 90:
		ctm, width, height = ctm.times(matrix{0, -1, 1, 0, 0, width}), height, width
	case 180:
		ctm = ctm.times(matrix{-1, 0, 0, -1, width, height})
	case 270:
		ctm, width, height = ctm.times(matrix{0, 1, -1, 0, height, 0}), height, width
	}
	g.page = &page{number: len(g.pages) + 1, box: box{0, 0, width, height}}
	g.pages = append(g.pages, g.page)
	g.state = state{ctm: ctm, clip: everywhere, fillAlpha: 1, strokeAlpha: 1, scale: 1, lineWidth: 1}
	g.saved, g.path, g.edges, g.clipNext = nil, nil, nil, false
}

// EndPage ends a page. If it was not turned, and most of it runs another way than from left to right, it is taken back,
// and the degrees are returned by which it must be turned for reading.
func (c *Canvas) EndPage() (turn int) {
	g := &c.drawing
	if turn = g.page.turned(); turn != 0 && c.turn == 0 && g.err == nil {
		g.pages = g.pages[:len(g.pages)-1]
		return turn
	}
	g.judgeSight(g.page)
	return 0
}

// Save keeps the state of drawing: transformation, clip, colours, width of lines.
func (c *Canvas) Save() { c.drawing.saved = append(c.drawing.saved, c.drawing.state) }

// Restore brings back the state that was kept last.
func (c *Canvas) Restore() {
	g := &c.drawing
	if k := len(g.saved); k > 0 {
		g.state, g.saved = g.saved[k-1], g.saved[:k-1]
	}
}

// Transform places what follows by a transformation, written as PDF writes it.
func (c *Canvas) Transform(m [6]float64) { c.drawing.state.ctm = matrix(m).times(c.drawing.state.ctm) }

// Fill sets the colour of surfaces and characters, red, green and blue from 0 to 1, and how far it covers, from 0 to 1.
// A colour that is not known is no colour.
func (c *Canvas) Fill(rgb [3]float64, known bool, alpha float64) {
	c.drawing.state.fill, c.drawing.state.fillAlpha = color{rgb[0], rgb[1], rgb[2], !known}, alpha
}

// Stroke sets the colour of lines, as Fill does.
func (c *Canvas) Stroke(rgb [3]float64, known bool, alpha, width float64) {
	s := &c.drawing.state
	s.stroke, s.strokeAlpha, s.lineWidth = color{rgb[0], rgb[1], rgb[2], !known}, alpha, width
}

// Move begins a part of a path.
func (c *Canvas) Move(x, y float64) { c.drawing.move(x, y) }

// Line goes on with a straight line.
func (c *Canvas) Line(x, y float64) { c.drawing.lineTo(x, y) }

// Curve goes on with a curve that stays among its points.
func (c *Canvas) Curve(xy ...float64) { c.drawing.bend(xy...) }

// Close ends a part of a path where it began.
func (c *Canvas) Close() { c.drawing.closePath() }

// Paint fills the path, strokes it, or both, and ends it. What lies within two of its parts is filled unless they go
// around it against each other, or evenOdd is set.
func (c *Canvas) Paint(fill, stroke, evenOdd bool) {
	c.withoutOutline()
	if fill {
		c.drawing.cutHoles(evenOdd)
	}
	c.drawing.paint(fill, stroke)
}

// withoutOutline takes the lines out of a path that is the outline of a character: its strokes are no rulings, strike
// nothing through and hide nothing. Some programs draw the outline over the text, to make it bold.
func (c *Canvas) withoutOutline() {
	const largest = 40 // size of such a character, in points
	g := &c.drawing
	small := func(b box) bool { return b.x1-b.x0 < largest && b.y1-b.y0 < largest }
	if !slices.ContainsFunc(g.path, func(p part) bool { return p.bent }) || slices.ContainsFunc(g.path, func(p part) bool { return !small(p.box) }) {
		return
	}
	for i := range g.path {
		g.path[i].edges, g.path[i].bent = 0, true
	}
	g.path = slices.DeleteFunc(g.path, func(p part) bool { return min(p.box.x1-p.box.x0, p.box.y1-p.box.y0) < thin })
}

// Clip cuts what follows off at the box about the path, and ends the path.
func (c *Canvas) Clip() {
	c.drawing.clipNext = true
	c.drawing.paint(false, false)
}

// Picture draws a picture; solid says that nothing is seen through it.
func (c *Canvas) Picture(x0, y0, x1, y1 float64, solid bool) {
	g := &c.drawing
	g.addSurface(g.state.ctm.boxOf(box{x0, y0, x1, y1}), color{unknown: true}, solid, true)
}

// Run begins a run of characters: those of one run belong together where there is no gap.
func (c *Canvas) Run() { c.drawing.showing++ }

// Glyph draws a character.
func (c *Canvas) Glyph(y Glyph) {
	g := &c.drawing
	key := canvasFont{y.Font, y.Down}
	if c.fonts[key] == nil {
		c.fonts[key] = &font{name: y.Font, em: 1, vertical: y.Down}
	}
	g.state.font, g.state.size, g.state.mode = c.fonts[key], y.Size, 0
	if y.Unseen {
		g.state.mode = 3
	}
	x := matrix{1, 0, 0, -1, 0, 0}
	if y.Down { // a character of a column begins in the middle of its top
		x[4], x[5] = y.Size/2, -0.8*y.Size
	}
	turn := matrix(unit)
	switch y.Turn {
	case 90:
		turn = matrix{0, 1, -1, 0, 0, 0}
	case 180:
		turn = matrix{-1, 0, 0, -1, 0, 0}
	case 270:
		turn = matrix{0, -1, 1, 0, 0, 0}
	}
	g.text = x.times(turn).times(matrix{1, 0, 0, 1, y.X, y.Y})
	g.addGlyph(y.Text, y.Width)
}

// Err is the error so far: there is too much on the pages.
func (c *Canvas) Err() error {
	if err := c.drawing.err; err != error(tooMuch) {
		return err
	}
	return TooMuch(c.drawing.kind)
}

// Sheet reads the pages, after which nothing more may be drawn. The error is a *msg.Problem: they hold too much, or no text, or no tables with rulings.
func (c *Canvas) Sheet() (*intake.Sheet, error) {
	r := c.drawing.reader
	defer r.release()
	if r.err == nil {
		r.splitSpreads()
		drawn, _ := r.allDrawnTables()
		r.readDrawn(drawn)
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	r.addNotes()
	return r.finished(), nil
}
