package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/gkxl/gkxl/internal/text"
)

// progress is a bar on a terminal, for work of more than a moment. In a pipe
// there is none.
type progress struct {
	w      io.Writer // nil for none
	what   string
	rate   string
	left   string
	done   int
	total  int
	now    func() time.Time
	start  time.Time
	shown  time.Time
	length int // what is on the line now, in columns
}

// patience is how long work goes on without a bar.
const patience = 500 * time.Millisecond

func (s session) newProgress(what string, total int) *progress {
	p := &progress{what: what, rate: s.t("份/秒", "/s"), left: s.t("剩余", "left"), total: total, now: time.Now}
	if total > 1 && isTerminal(s.err) {
		p.w = s.err
	}
	p.start = p.now()
	return p
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	st, err := f.Stat()
	return err == nil && st.Mode()&os.ModeCharDevice != 0 && os.Getenv("TERM") != "dumb"
}

func (p *progress) step() {
	p.done++
	now := p.now()
	if p.w == nil || p.done >= p.total || now.Sub(p.start) < patience || now.Sub(p.shown) < patience/5 {
		return
	}
	p.shown = now
	line := p.line(now.Sub(p.start))
	fmt.Fprint(p.w, "\r"+line)
	p.length = text.Columns(line)
}

// line is the bar. All its parts are of a fixed width, so that nothing but the
// figures moves, and all of it is within the 80 columns of any terminal.
func (p *progress) line(passed time.Duration) string {
	const width = 20
	filled := width * p.done / p.total
	digits := len(fmt.Sprint(p.total))
	rate := float64(p.done) / passed.Seconds()
	return fmt.Sprintf("%s %*d/%d [%s%s] %3d%% %7.1f %s %s %s", p.what, digits, p.done, p.total,
		strings.Repeat("=", filled), strings.Repeat(" ", width-filled), 100*p.done/p.total, rate, p.rate, p.left, clock(float64(p.total-p.done)/rate))
}

// clock shows seconds as a clock does.
func clock(seconds float64) string {
	if seconds >= 100*3600 {
		return ">99:59:59"
	}
	n := int(seconds + 0.5)
	return fmt.Sprintf("%d:%02d:%02d", n/3600, n/60%60, n%60)
}

// clear takes the bar off its line, so that something else may be printed there.
func (p *progress) clear() {
	if p.w != nil && p.length > 0 {
		fmt.Fprint(p.w, "\r"+strings.Repeat(" ", p.length)+"\r")
		p.length = 0
	}
}
