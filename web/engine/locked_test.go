package engine

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// A workbook with a password is told as such, with what to do, and the files beside it are read.
func TestLockedWorkbook(t *testing.T) {
	t.Parallel()
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	var locked bytes.Buffer
	if err := book.Write(&locked, excelize.Options{Password: "示例"}); err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string]string{"zh": "取消打开密码后另存再试", "en": "remove the password, and save it again"} {
		s := newSession(t, lang)
		ask[Opened](s, "open", Open{Handle: "locked", Name: "锁.xlsx"}, locked.Bytes())
		s.open("good", "../../examples/huaian-2024.xlsx")
		if l := s.line("锁.xlsx"); l.Verdict != Unread || !strings.Contains(l.Sentence, want) {
			t.Errorf("%+v", l)
		}
		if l, _ := ask[FileLine](s, "refresh", OfFile{"good"}); l.Verdict != Pass {
			t.Errorf("%+v", l)
		}
	}
}
