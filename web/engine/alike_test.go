package engine

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/msg"
)

// asJSON is a report's workbook as JSON.
func asJSON(t *testing.T, book []byte) []byte {
	t.Helper()
	r, err := gkxl.Import("甲.xlsx", book, gkxl.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := gkxl.Export(&b, r, msg.ZH); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A file of the same name beside a report is held against it, in a folder and in an archive; one that cannot be read is
// said not to have been.
func TestAlike(t *testing.T) {
	t.Parallel()
	book, other := report(t, "示例区民政局", 2024, "3"), asJSON(t, report(t, "示例区民政局", 2024, "4"))
	same := asJSON(t, book)
	for name, c := range map[string]struct {
		beside  []byte
		ending  string
		differs bool
		why     string
	}{
		"other figures":  {other, ".json", true, "比较了数字"},
		"the same":       {same, ".json", false, "比较了数字"},
		"a scan":         {[]byte("%PDF-1.4"), ".pdf", false, "无法读取（如扫描件），没有比较数字"},
		"another format": {[]byte("请于一月底前报送。"), ".txt", false, "不是年度报告"},
	} {
		s := newSession(t, "zh")
		ask[Opened](s, "open", Open{Handle: "1", Name: "收件/甲.xlsx", Folder: true}, book)
		before := s.line("收件/甲.xlsx")
		o, _ := ask[Opened](s, "open", Open{Handle: "2", Name: "收件/甲" + c.ending, Folder: true}, c.beside)
		if len(o.Files) != 0 || len(o.Skipped) != 1 || !strings.Contains(o.Skipped[0].Why, c.why) {
			t.Errorf("%s: %+v", name, o)
		}
		if after := s.line("收件/甲.xlsx"); (after.Warnings == before.Warnings+1) != c.differs {
			t.Errorf("%s: %d warnings, and %d before", name, after.Warnings, before.Warnings)
		}
		r, _ := ask[Report](s, "report", OfFile{Handle: "1"})
		if said := oneLine(t, r); strings.Contains(said, "FILE-BESIDE") != c.differs {
			t.Errorf("%s: %s", name, said)
		}
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for n, data := range map[string][]byte{"甲.xlsx": book, "甲" + c.ending: c.beside} {
			f, _ := w.Create(n)
			f.Write(data)
		}
		w.Close()
		ask[Opened](s, "open", Open{Handle: "3", Name: "乙.zip"}, b.Bytes())
		if inside := s.line("乙.zip/甲.xlsx"); (inside.Warnings == before.Warnings+1) != c.differs {
			t.Errorf("%s, in an archive: %d warnings", name, inside.Warnings)
		}
	}
}

// A picture is no report that was passed over: nothing can be read in it, and it may be of a unit of the roster.
func TestPictures(t *testing.T) {
	t.Parallel()
	s := newSession(t, "zh")
	picture := []byte("\xff\xd8\xff\xe0\x00\x10JFIF")
	ask[Opened](s, "open", Open{Handle: "1", Name: "收件/甲.xlsx", Folder: true}, report(t, "示例区民政局", 2024, "3"))
	open := func(name string) string {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for n, data := range map[string][]byte{"甲.xlsx": report(t, "示例区民政局", 2024, "3"), name: picture} {
			f, _ := w.Create(n)
			f.Write(data)
		}
		w.Close()
		o, _ := ask[Opened](s, "open", Open{Handle: "2", Name: "乙.zip"}, b.Bytes())
		if len(o.Skipped) != 1 {
			t.Fatalf("%s: %+v", name, o)
		}
		return o.Skipped[0].Why
	}
	if why := open("财政局扫描.jpg"); !strings.Contains(why, "图片，无法读取其中的数字；是单位报送的") {
		t.Error(why)
	}
	ask[Roster](s, "roster", RosterName{Name: "名单.csv"}, []byte("代码,名称\n01,示例区财政局\n02,示例区民政局\n"))
	for name, want := range map[string]string{"01 示例区财政局扫描.jpg": "可能是“示例区财政局”的", "风景.PNG": "图片，无法读取其中的数字；是单位报送的", "说明.txt": "不是年度报告"} {
		if why := open(name); !strings.Contains(why, want) {
			t.Errorf("%s: %s", name, why)
		}
	}
}
