package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// Progress is a bar on a terminal, for work of more than a moment. In a pipe
// there is none.
type progress struct {
	w      io.Writer // nil for none
	what   string
	left   string
	done   int
	total  int
	start  time.Time
	shown  time.Time
	length int // what is on the line now, in columns
}

// Patience is how long work goes on without a bar.
const patience = 500 * time.Millisecond

func (s session) newProgress(what string, total int) *progress {
	p := &progress{what: what, left: s.t("剩余", "left"), total: total, start: time.Now()}
	if f, ok := s.err.(*os.File); ok && isTerminal(f) && total > 1 {
		p.w = f
	}
	return p
}

func isTerminal(f *os.File) bool {
	st, err := f.Stat()
	return err == nil && st.Mode()&os.ModeCharDevice != 0 && os.Getenv("TERM") != "dumb"
}

func (p *progress) step() {
	p.done++
	now := time.Now()
	if p.w == nil || p.done >= p.total || now.Sub(p.start) < patience || now.Sub(p.shown) < patience/5 {
		return
	}
	p.shown = now
	const width = 30
	filled := width * p.done / p.total
	rest := now.Sub(p.start) / time.Duration(p.done) * time.Duration(p.total-p.done)
	line := fmt.Sprintf("%s %d/%d [%s%s] %d%% %s %s", p.what, p.done, p.total, strings.Repeat("=", filled), strings.Repeat(" ", width-filled), 100*p.done/p.total, p.left, rest.Round(time.Second))
	fmt.Fprint(p.w, "\r"+line)
	p.length = len(line)
}

// Clear takes the bar off its line, so that something else may be printed there.
func (p *progress) clear() {
	if p.w != nil && p.length > 0 {
		fmt.Fprint(p.w, "\r"+strings.Repeat(" ", p.length)+"\r")
		p.length = 0
	}
}
