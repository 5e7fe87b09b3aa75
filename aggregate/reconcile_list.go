package aggregate

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/merge"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
)

// list makes a slot for every unit of the list: those that count first, so that
// another line of the same unit goes to its slot.
func (b *below) list(sources []merge.Source) {
	b.out.Listed = sources != nil
	put := func(m map[string]*slot, key string, s *slot) {
		if key != "" && m[key] == nil {
			m[key] = s
		}
	}
	shared := map[string]bool{} // names of several units tell nothing
	defer func() {
		for key := range shared {
			delete(b.byName, key)
		}
	}()
	add := func(src merge.Source) {
		s := &slot{source: src, copies: map[string]bool{}, others: map[string]bool{}}
		b.slots = append(b.slots, s)
		put(b.bySHA, src.SHA, s)
		put(b.byCode, src.Code, s)
		if key := units.NameKey(src.Name); b.byName[key] == nil {
			put(b.byName, key, s)
		} else {
			shared[key] = true
		}
	}
	for _, src := range sources {
		if src.Role != merge.Counted {
			continue
		}
		if _, err := merge.Decode(src.Entries, len(b.report.Form.Fields)); err != nil && b.out.Fault.IsZero() {
			b.out.Fault = msg.F("来源表中“%s”一行的数字已损坏", "the figures of %q in the list of sources are damaged", src.Name)
		}
		add(src)
	}
	for _, src := range sources {
		if src.Role == merge.Counted {
			continue
		}
		s := b.named(src.Code, src.Name)
		switch {
		case s == nil:
			add(src)
		case src.Role == merge.Same:
			s.copies[src.SHA] = true
			put(b.bySHA, src.SHA, s)
		case src.Role == merge.LeftOut:
			s.others[src.SHA] = true
			put(b.bySHA, src.SHA, s)
		}
	}
}

// named finds the slot of a code, or of a name that has no other code.
func (b *below) named(code, name string) *slot {
	if s := b.byCode[code]; s != nil && code != "" {
		return s
	}
	if s := b.byName[units.NameKey(name)]; s != nil && name != "" && (code == "" || s.source.Code == "") {
		return s
	}
	return nil
}

func (b *below) slotOf(f *units.Submission) *slot {
	if s := b.bySHA[f.SHA]; s != nil && f.SHA != "" {
		return s
	}
	if f.Err != nil {
		return nil
	}
	return b.named(f.Code, cmp.Or(f.Organ, f.Shown))
}

// unreadable puts a file to the unit whose file had its name.
func (b *below) unreadable(f *units.Submission) {
	why := units.Reason(f.Err)
	if s := b.atPlace(f); s != nil {
		s.gone, s.broken = msg.F("它的文件“%s”无法读取：%s", "its file %q cannot be read: %s", f.Shown, why), f.Shown
	}
	b.other(f.Shown, why, true)
}

// atPlace finds the unit whose file was called as this one is.
func (b *below) atPlace(f *units.Submission) *slot {
	for _, s := range b.slots {
		if was := s.source.File; s.source.Role == merge.Counted && s.gone.IsZero() && was != "" &&
			(was == f.Shown || strings.HasSuffix(f.Shown, "/"+was) || strings.HasSuffix(was, "/"+f.Shown)) {
			return s
		}
	}
	return nil
}

// renamed looks whether a unit's file was this one, and names another unit now.
func (b *below) renamed(f *units.Submission) {
	if s := b.atPlace(f); s != nil {
		s.gone, s.broken = msg.F("它的文件“%s”现在写的是“%s”，不能认定还是它的", "its file %q says %q now, which is not clearly this unit", f.Shown, cmp.Or(f.Organ, f.Code)), f.Shown
	}
}

// unfit says why a report cannot be a unit's.
func (b *below) unfit(f *units.Submission) msg.Text {
	own := func(code, name string) bool {
		return b.report.Code != "" && code == b.report.Code || name != "" && units.NameKey(name) == units.NameKey(b.report.Organ)
	}
	listed := b.named(f.Code, f.Organ)
	switch {
	case f.Year != 0 && b.report.Year != 0 && f.Year != b.report.Year && (listed == nil || listed.source.Year != f.Year):
		return msg.F("这是 %d 年度的报告，汇总是 %d 年度的", "it is on %d, the total on %d", f.Year, b.report.Year)
	case listed == nil && own(f.Code, f.Organ):
		return msg.F("这是“%s”自己的另一份报告，没有当作单位", "it is another report of %q itself, and was not taken for a unit's", b.report.Organ)
	case slices.ContainsFunc(f.Sources, func(s merge.Source) bool { return own(s.Code, s.Name) }):
		return msg.F("这是上级的汇总，含有“%s”", "it is a total above, which holds %q", b.report.Organ)
	}
	if _, ok := b.entries(f); !ok {
		return msg.F("%s 版与 %s 版之间没有对照", "there is no crosswalk between editions %s and %s", f.Form, b.report.Form.ID)
	}
	return msg.Text{}
}
