package pdfout

// profile holds the measures of a publication, in points.
type profile struct {
	name                     string
	top, bottom, left, right float64 // margins
	title, titlePitch        float64
	head, sub, body          float64 // sizes
	pitch                    float64 // from line to line
	note, notePitch          float64
	table, tableMin          float64 // the largest and the smallest size of a table
	page                     float64 // size of the page number
	outer                    bool    // page numbers stand at the outer edge, else in the middle
	squeeze                  float64 // how much closer characters may stand to fit a line, in ems
}

// mm is a millimetre in points.
const mm = 72 / 25.4

// A4 in points, upright.
const (
	a4Width  = 595.28
	a4Height = 841.89
)

var profiles = map[string]profile{
	// For the screen and the office printer.
	"web": {name: "web", top: 25 * mm, bottom: 24 * mm, left: 26 * mm, right: 26 * mm, title: 22, titlePitch: 34, head: 15, sub: 12, body: 12, pitch: 22,
		note: 9, notePitch: 14, table: 9.5, tableMin: 7.5, page: 9, squeeze: 0.02},
	// After GB/T 9704: margins, sizes (2号 22 pt, 3号 16 pt, 4号 14 pt) and 28.95 pt
	// from line to line, which makes 22 lines of 28 characters.
	"gongwen": {name: "gongwen", top: 37 * mm, bottom: 35 * mm, left: 28 * mm, right: 26 * mm, title: 22, titlePitch: 36, head: 16, sub: 16, body: 16, pitch: 28.95,
		note: 10.5, notePitch: 16, table: 10, tableMin: 7.5, page: 14, outer: true, squeeze: 0.02},
}

// Profiles are the names of the profiles, for Options.Profile.
var Profiles = []string{"web", "gongwen"}
