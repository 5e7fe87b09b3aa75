package merge

import (
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// AddsUp reports whether a computed figure is the sum of its parts.
func AddsUp(fd *model.Field, entries []Entry) bool {
	if fd.Total == nil {
		return false
	}
	var sum model.Number
	for _, t := range fd.Total.Right {
		n := entries[t.Field.Index].Number
		if t.Minus {
			n = n.Neg()
		}
		sum = sum.Add(n)
	}
	return sum.Equal(entries[fd.Index].Number)
}

var whys = []struct {
	why  Why
	text msg.Text
}{
	{Remarked, msg.T("同一事项可能被几个单位各计一次，须去掉重复", "several units may count the same thing; duplicates are to be taken out")},
	{Many, msg.T("下级汇总里的数尚未去掉重复", "a total below is not yet freed of duplicates")},
	{Unreadable, msg.T("有单位的数无法辨认", "a unit's figure cannot be read")},
	{Missing, msg.T("有单位的报告缺这一格", "a unit's report lacks the cell")},
	{NoUnit, msg.T("有单位的金额没有写单位（元、万元）", "a unit's amount names no unit of money")},
	{Split, msg.T("另一版本的一个数在本版分属几格", "one figure of another edition belongs to several cells of this one")},
}

func SameEntry(a, b Entry) bool {
	return a.State == b.State && a.Number.Equal(b.Number) && a.Unit == b.Unit
}

func StandingOf(e Entry) msg.Text {
	if e.State == model.Unreadable {
		return msg.T("（不是数字）", "(no figure)")
	}
	return model.Value{State: e.State, Number: e.Number, Unit: e.Unit}.Shown()
}

// DamagedSources is said of a sheet that no longer is a list of sources, and
// mergeAgain what to do about it.
var (
	DamagedSources = msg.T("“来源”表的表头改过，或者隐藏的列删去了，读不出各单位的数", "the heads of the list of sources were changed, or its hidden columns deleted: the units' figures are lost")
	MergeAgain     = msg.T("请重新汇总，或用汇总时的原文件", "merge again, or take the file as it was merged")
)

// WhyText says why a sum may not be the total.
func WhyText(why Why) msg.Text {
	var out []msg.Text
	for _, w := range whys {
		if why&w.why != 0 {
			out = append(out, w.text)
		}
	}
	return msg.Join(out, "；", "; ")
}
