package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
)

// The bar says what is done, how fast and how long it will take, in columns that
// stay where they are, and leaves nothing behind.
func TestProgress(t *testing.T) {
	var b bytes.Buffer
	now := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	p := session{lang: msg.ZH}.newProgress("核对", 12000)
	p.w, p.now, p.start = &b, func() time.Time { return now }, now
	p.step()
	if b.Len() > 0 {
		t.Errorf("a bar before anyone would miss it: %q", b.String())
	}
	for range 11999 {
		now = now.Add(50 * time.Millisecond) // 20 a second
		p.step()
	}
	lines := strings.Split(b.String()[1:], "\r")
	// The first of the pieces took no time: hence the odd second.
	for i, want := range map[int]string{
		0:              "核对    11/12000 [                    ]   0%    22.0 份/秒 剩余 0:09:05",
		1499:           "核对  3009/12000 [=====               ]  25%    20.0 份/秒 剩余 0:07:29",
		len(lines) - 1: "核对 11999/12000 [=================== ]  99%    20.0 份/秒 剩余 0:00:00",
	} {
		if i >= len(lines) || lines[i] != want {
			t.Errorf("%d of %d:\n%q\nwant\n%q", i, len(lines), lines[min(i, len(lines)-1)], want)
		}
	}
	for _, l := range lines {
		if text.Columns(l) != text.Columns(lines[0]) {
			t.Errorf("%q is wider or narrower than the others", l)
		}
	}
	b.Reset()
	p.clear()
	if want := "\r" + strings.Repeat(" ", text.Columns(lines[0])) + "\r"; b.String() != want {
		t.Errorf("cleared by %q", b.String())
	}
	b.Reset()
	p.clear()
	if b.Len() > 0 {
		t.Error("cleared twice")
	}
}

// The longest bar is within the 80 columns of any terminal.
func TestProgressWidth(t *testing.T) {
	for _, lang := range []msg.Lang{msg.ZH, msg.EN} {
		p := session{lang: lang}.newProgress(session{lang: lang}.t("写信", "checking"), 200_000)
		for _, done := range []int{1, 100_000, 199_999} {
			for _, passed := range []time.Duration{patience, time.Second, 200 * time.Hour} {
				p.done = done
				if l := p.line(passed); text.Columns(l) >= 80 {
					t.Errorf("%q", l)
				}
			}
		}
	}
}
