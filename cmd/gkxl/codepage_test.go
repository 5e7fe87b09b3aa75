package main

import (
	"bytes"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// What is redirected on a Chinese console is read in its code page; what is for programs stays as it is.
func TestLocalWriter(t *testing.T) {
	const text = "未通过：错误 1（×＋“”）\n𠮷\xff 终"
	for _, step := range []int{1, 2, 5, 100} {
		var b bytes.Buffer
		w := &localWriter{w: &b, page: simplifiedchinese.GBK}
		for i := 0; i < len(text); i += step {
			if n, err := w.Write([]byte(text[i:min(i+step, len(text))])); err != nil || n == 0 {
				t.Fatal(n, err)
			}
		}
		got, err := simplifiedchinese.GBK.NewDecoder().String(b.String())
		if want := "未通过：错误 1（×＋“”）\n[U+20BB7][U+FFFD] 终"; err != nil || got != want {
			t.Errorf("%d bytes at a time: %q, %v", step, got, err)
		}
	}
	var b bytes.Buffer
	w := &localWriter{w: &b, page: simplifiedchinese.GBK}
	forPrograms(w, "json")
	w.Write([]byte(text))
	if b.String() != text {
		t.Errorf("for programs: %q", b.String())
	}
	var said, failed bytes.Buffer
	run([]string{"gkxl", "--lang", "zh", "import", "../../examples/huaian-2024.xlsx"}, &localWriter{w: &said, page: simplifiedchinese.GBK}, &failed)
	if !bytes.Contains(said.Bytes(), []byte("淮安市人民政府")) {
		t.Errorf("a report: %q %s", said.Bytes()[:min(said.Len(), 200)], &failed)
	}
	said.Reset()
	run([]string{"gkxl", "--lang", "zh", "../../examples/huaian-2024.xlsx"}, &localWriter{w: &said, page: simplifiedchinese.GBK}, &failed)
	if got, err := simplifiedchinese.GBK.NewDecoder().String(said.String()); err != nil || !bytes.Contains([]byte(got), []byte("淮安市人民政府  2024 年度")) {
		t.Errorf("a check: %q, %v", got, err)
	}
}
