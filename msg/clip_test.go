package msg

import (
	"strings"
	"testing"
)

func TestClipped(t *testing.T) {
	long := strings.Repeat("9", maxWord+1)
	for in, want := range map[string]string{
		"a " + long + " b":                 "a " + strings.Repeat("9", shownOfWord) + "… b",
		"“" + long + "”":                   "“" + strings.Repeat("9", shownOfWord) + "…”",
		strings.Repeat("9", maxWord):       strings.Repeat("9", maxWord),
		strings.Repeat("甲、", maxWord):      strings.Repeat("甲、", maxWord),
		strings.Repeat("新", maxWord) + "。": strings.Repeat("新", maxWord) + "。",
	} {
		if got := F("%s", "%s", in); got.ZH != want || got.EN != want {
			t.Errorf("%.20s... is shown as %.80s...", in, got.ZH)
		}
	}
}

func TestNames(t *testing.T) {
	many := strings.Split(strings.Repeat("a ", MaxNamed+1), " ")
	for _, tc := range []struct {
		got    Text
		zh, en string
	}{
		{F("有 %s", "there are %s", Names{"甲", "乙"}), "有 甲、乙", "there are 甲, 乙"},
		{Few([]string{"甲"}), "甲", "甲"},
		{Few(many), strings.Repeat("a、", MaxNamed-1) + "a……", strings.Repeat("a, ", MaxNamed-1) + "a ..."},
	} {
		if tc.got.ZH != tc.zh || tc.got.EN != tc.en {
			t.Errorf("%+v, want %q and %q", tc.got, tc.zh, tc.en)
		}
	}
}
