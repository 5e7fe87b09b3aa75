package intake

import "testing"

// The number in front of a label is read in every style that forms and offices use.
func TestCutOrdinal(t *testing.T) {
	for label, want := range map[string]struct {
		number int
		rest   string
	}{
		"一、总体": {1, "总体"}, "(二)主动": {2, "主动"}, "3.申请": {3, "申请"}, "4、复议": {4, "复议"}, "(5)问题": {5, "问题"}, "⑥其他": {6, "其他"}, "㈦总计": {7, "总计"},
		"十、甲": {10, "甲"}, "十二、甲": {12, "甲"}, "二十、甲": {20, "甲"}, "二十三、甲": {23, "甲"}, "12.甲": {12, "甲"}, "(六)、甲": {6, "甲"},
		"一方": {0, "一方"}, "(一方)": {0, "(一方)"}, "100.甲": {0, "100.甲"}, "3": {0, "3"}, "3.": {0, "3."}, "1一、甲": {0, "1一、甲"},
	} {
		if n, rest := cutOrdinal([]rune(label)); n != want.number || string(rest) != want.rest {
			t.Errorf("%s: %d and %s, want %d and %s", label, n, string(rest), want.number, want.rest)
		}
	}
}
