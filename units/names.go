package units

import (
	"path/filepath"
	"strings"

	"github.com/gkxl/gkxl/msg"
)

// byFileName finds the unit whose name is in a file's name, or whose code the
// file's name begins with; of several names the longest. It finds none where two
// units are as likely.
type byFileName struct {
	list *Roster
	keys []string // of names, present and former
	of   []*Unit
}

func NewByFileName(list *Roster) *byFileName {
	b := &byFileName{list: list}
	for _, u := range list.Units {
		for _, name := range append([]string{u.Name}, u.Former...) {
			if key := NameKey(name); key != "" {
				b.keys, b.of = append(b.keys, key), append(b.of, u)
			}
		}
	}
	return b
}

func (b *byFileName) Find(shown string) *Unit {
	stem := strings.TrimSuffix(filepath.Base(shown), filepath.Ext(shown))
	code := stem
	if i := strings.IndexAny(stem, " _-—"); i > 0 {
		code = stem[:i]
	}
	whole := NameKey(stem)
	var named *Unit
	length, twice := 0, false
	for i, key := range b.keys {
		if len(key) < length || !strings.Contains(whole, key) {
			continue
		}
		twice = len(key) == length && named != b.of[i]
		named, length = b.of[i], len(key)
	}
	coded, ok := b.list.Code(code)
	switch {
	case ok && (named == nil || named == coded):
		return coded
	case ok, twice: // a contradiction, or two units
		return nil
	}
	return named
}

// Why says why a file could not be read, without naming it once more.
func (f *Submission) Why() msg.Text {
	t := msg.Of(f.Err)
	return msg.Text{ZH: strings.TrimPrefix(t.ZH, f.File+"："), EN: strings.TrimPrefix(t.EN, f.File+": ")}
}

func FileNames(fs []Submission) msg.Text {
	var out []msg.Text
	for _, f := range fs {
		out = append(out, msg.Text{ZH: f.Shown})
	}
	return msg.Join(out, "、", ", ")
}
