package merge

import "github.com/gkxl/gkxl/msg"

// reasons say why a sum may not be the total. Every place that gives a reason
// takes it from here.
var reasons = []struct {
	why  Why
	text msg.Text
}{
	{Remarked, msg.T("同一事项可能被几个单位各计一次，须去掉重复", "several units may count the same thing; duplicates are to be taken out")},
	{Many, msg.T("下级汇总里的数尚未去掉重复", "a total below is not yet freed of duplicates")},
	{Unreadable, msg.T("有单位的数无法辨认", "a unit's figure cannot be read")},
	{Missing, msg.T("有单位的报告缺这一格", "a unit's report lacks the cell")},
	{Disputed, msg.T("有单位的几份报告说法不一", "a unit's reports say different things")},
	{NoUnit, msg.T("有单位的金额没有写单位（元、万元）", "a unit's amount names no unit of money")},
	{Split, msg.T("另一版本的一个数在本版分属几格", "one figure of another edition belongs to several cells of this one")},
	{Left, msg.T("另一版格式的单位没有可比的数", "units of another edition have no comparable figure")},
}

// Text says why a sum may not be the total.
func (w Why) Text() msg.Text {
	var out []msg.Text
	for _, r := range reasons {
		if w&r.why != 0 {
			out = append(out, r.text)
		}
	}
	return msg.Join(out, "；", "; ")
}
