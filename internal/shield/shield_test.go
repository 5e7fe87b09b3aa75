package shield_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/shield"
	"github.com/gkxl/gkxl/msg"
)

var errDamaged = errors.New("damaged")

func damaged() error { return errDamaged }

// read and parse do what readers do: they call something behind a shield.
func read(do func()) (err error) {
	defer shield.Recover(&err, damaged)
	do()
	return nil
}

func parse(do func()) (err error) {
	defer shield.RecoverBounds(&err, damaged)
	do()
	return nil
}

func TestWhoseFault(t *testing.T) {
	var nothing *excelize.File
	var list []int
	n := -1
	for _, tc := range []struct {
		name        string
		do          func()
		read, parse bool // whether it is a crash behind each shield
	}{
		{"a planted panic", func() { panic("planted") }, true, true},
		{"an index of ours", func() { _ = list[3] }, true, false},
		{"a slice of ours", func() { _ = make([]int, n) }, true, false},
		{"the standard library, called by us", func() { _ = strings.Repeat("x", n) }, true, true},
		{"nothing of ours", func() { m := map[string]int(nil); fill(m) }, true, true},
		{"the spreadsheet library", func() { nothing.GetSheetList() }, false, true},
	} {
		for _, shielded := range []struct {
			name  string
			err   error
			crash bool
		}{{"Recover", read(tc.do), tc.read}, {"RecoverBounds", parse(tc.do), tc.parse}} {
			var c *msg.Crash
			switch {
			case !shielded.crash && shielded.err != errDamaged:
				t.Errorf("%s, %s: %v", tc.name, shielded.name, shielded.err)
			case shielded.crash && (!errors.As(shielded.err, &c) || !strings.Contains(string(c.Stack), "TestWhoseFault")):
				t.Errorf("%s, %s: %v", tc.name, shielded.name, shielded.err)
			}
		}
	}
	if err := read(func() {}); err != nil {
		t.Error(err)
	}
}

// fill writes into a map, which panics when there is none.
func fill(m map[string]int) { m["x"] = 1 }
