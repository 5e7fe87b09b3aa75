package layout

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/text"
)

// Style says how a run of characters is set, as far as it decides whether and how the run is read. The zero value
// is plain text.
type Style struct {
	Raised, Lowered bool // superscript, subscript
	Struck          bool // with a line through it
	Hidden          bool // shown to nobody: hidden, transparent, in the colour of its ground, or too small to see
	// Faint says that the run has the colour of a page and that the ground it stands on is not known. It is hidden
	// if other text stands beside it: both cannot show on one ground.
	Faint bool
	// Unclear says that it is not known how the run shows, or whether it does.
	Unclear bool
}

// Runs collects the text of a paragraph, run by run. The zero value is empty.
type Runs struct {
	runs []run
}

// run is some characters set alike.
type run struct {
	text  string
	style Style
}

// Write appends characters. A line break ends a line.
func (r *Runs) Write(s string, how Style) {
	if s == "" {
		return
	}
	if n := len(r.runs); n > 0 && r.runs[n-1].style == how && len(r.runs[n-1].text) < 64 {
		r.runs[n-1].text += s
		return
	}
	r.runs = append(r.runs, run{s, how})
}

// Length is how many bytes were collected.
func (r *Runs) Length() (n int) {
	for _, x := range r.runs {
		n += len(x.text)
	}
	return n
}

// Cut forgets what was collected behind so many bytes.
func (r *Runs) Cut(length int) {
	for i, x := range r.runs {
		if length < len(x.text) {
			if r.runs = r.runs[:i]; length > 0 {
				r.runs = append(r.runs, run{x.text[:length], x.style})
			}
			return
		}
		length -= len(x.text)
	}
}

// Paragraph is the text that was collected, as a block, and forgets it. What is struck out or hidden is in Left
// instead, and a raised note mark behind a figure stands apart from it.
func (r *Runs) Paragraph() Block {
	var b Block
	if !slices.ContainsFunc(r.runs, func(x run) bool { return x.style != Style{} }) { // nearly every paragraph
		for _, x := range r.runs {
			b.Text += x.text
		}
		r.runs = r.runs[:0]
		return b
	}
	lines := [][]run{nil}
	for _, x := range r.runs {
		for i, part := range strings.Split(x.text, "\n") {
			if i > 0 {
				lines = append(lines, nil)
			}
			lines[len(lines)-1] = append(lines[len(lines)-1], run{part, x.style})
		}
	}
	r.runs = r.runs[:0]
	for i, line := range lines {
		if i > 0 {
			b.Text += "\n"
		}
		text, left, all := readLine(line)
		b.Text += text
		b.Left = append(b.Left, left...)
		b.Raised = b.Raised || all
	}
	return b
}

// readLine is the text of a line, and what is left out of it. All says that the whole of it is raised or lowered,
// and stays as it is.
func readLine(line []run) (joined string, left []intake.Run, all bool) {
	leave := func(look intake.Look, s string) {
		if Trim(s) == "" {
			return
		}
		if n := len(left); n > 0 && left[n-1].Look == look {
			left[n-1].Text += s
			return
		}
		left = append(left, intake.Run{Text: s, Look: look})
	}
	shown := func(x run) bool { return !x.style.Struck && !x.style.Hidden && !x.style.Unclear && Trim(x.text) != "" }
	contrast := slices.ContainsFunc(line, func(x run) bool { return shown(x) && !x.style.Faint })
	level := slices.ContainsFunc(line, func(x run) bool { return shown(x) && !x.style.Raised && !x.style.Lowered })
	var out strings.Builder
	var mark run // raised characters that wait for the next that are not
	end := func() {
		out.WriteString(shifted(mark, out.String()))
		mark = run{}
	}
	for _, x := range line {
		switch {
		case x.style.Hidden || x.style.Faint && contrast:
			leave(intake.Unseen, x.text)
		case x.style.Unclear:
			leave(intake.Unclear, x.text)
		case x.style.Struck:
			leave(intake.Struck, x.text)
		case (x.style.Raised || x.style.Lowered) && level:
			if mark.text != "" && mark.style.Raised != x.style.Raised {
				end()
			}
			mark = run{mark.text + x.text, x.style}
		default:
			if Trim(x.text) != "" {
				end()
			}
			out.WriteString(x.text)
			all = all || (x.style.Raised || x.style.Lowered) && Trim(x.text) != ""
		}
	}
	end()
	return out.String(), left, all
}

// shifted writes raised or lowered characters as a text shows them. Behind a figure they are a note mark, which must
// not become part of it: words go into brackets.
func shifted(mark run, before string) string {
	bare := Trim(mark.text)
	switch {
	case bare == "":
		return mark.text
	case !FigurePattern.MatchString(Trim(text.Visible(before))), isUnit(bare), bracketedMark.MatchString(bare), !strings.ContainsFunc(bare, unicode.IsLetter) && !parted.MatchString(bare):
		if mark.style.Lowered {
			return text.Lowered(mark.text)
		}
		return text.Raised(mark.text)
	}
	return "（" + strings.Trim(bare, "()（）") + "）"
}

var (
	bracketedMark = regexp.MustCompile(`^(?:（[^（）]+）|\([^()]+\)|\[[^][]+\]|【[^【】]+】|〔[^〔〕]+〕)$`)
	// parted matches digits with something else beside them, such as 1,2 or 1).
	parted = regexp.MustCompile(`[0-9０-９].*[^0-9０-９]|[^0-9０-９].*[0-9０-９]`)
)

// isUnit says whether raised characters may be the unit of a figure: a Chinese word.
func isUnit(s string) bool {
	return utf8.RuneCountInString(s) <= 3 && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.Is(unicode.Han, r) })
}

// FigurePattern matches a figure as it stands in a cell, or a dash in its place.
var FigurePattern = regexp.MustCompile(`^(?:[-+−－＋]?[0-9０-９][0-9０-９,，.．]*[^\s0-9０-９。，；、:：年月日]{0,3}(?:（[^）]*）|\([^)]*\))?|[-—–―/／]{1,2})$`)

// DropRepeated takes unseen texts out of what was left out where the text of the blocks says them too, as titles for
// readers of screens and second copies for small ones do. It looks at the first maxRepeated of them.
func DropRepeated(blocks []Block) {
	var lists []*[]intake.Run
	var shown strings.Builder
	var collect func([]Block)
	collect = func(bs []Block) {
		for i := range bs {
			shown.WriteString(text.Bare(bs[i].Text) + "\n")
			if len(bs[i].Left) > 0 {
				lists = append(lists, &bs[i].Left)
			}
			if t := bs[i].Table; t != nil {
				for k := range t.Unread {
					lists = append(lists, &t.Unread[k].Left)
				}
				for _, row := range t.Rows {
					for k := range row {
						collect(row[k].Blocks)
					}
				}
			}
		}
	}
	collect(blocks)
	all, looks := shown.String(), 0
	for _, left := range lists {
		*left = slices.DeleteFunc(*left, func(r intake.Run) bool {
			s := text.Bare(r.Text)
			switch looks++; {
			case r.Look != intake.Unseen || looks > maxRepeated:
				return false
			case !strings.ContainsFunc(s, isWord):
				return true
			}
			return utf8.RuneCountInString(s) >= leastRepeated && strings.ContainsFunc(s, unicode.IsLetter) && strings.Contains(all, s)
		})
	}
}

// leastRepeated is how many characters a text must have to be the same text again and no figure.
const (
	leastRepeated = 4
	maxRepeated   = 500
)

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }
