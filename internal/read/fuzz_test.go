package read

import (
	"errors"
	"testing"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/read/html"
	"github.com/gkxl/gkxl/internal/read/layout"
	"github.com/gkxl/gkxl/internal/read/markdown"
	"github.com/gkxl/gkxl/internal/read/plaintext"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// sound checks what every reader promises, and that what it gives can be looked
// through for labels.
func sound(t *testing.T, forms []*model.Form, sheets []*intake.Sheet, err error) {
	t.Helper()
	if err != nil {
		var p *msg.Problem
		if !errors.As(err, &p) || p.What.ZH == "" || p.What.EN == "" || p.Hint.IsZero() {
			t.Fatalf("an error without a next step: %#v", err)
		}
		if sheets != nil {
			t.Fatal("an error and sheets")
		}
		return
	}
	cells := 0
	for _, s := range sheets {
		row := 0
		for _, c := range s.Cells {
			if c.Row < row || c.Col < 0 || c.Rows < 1 || c.Cols < 1 || c.Col+c.Cols > layout.MaxCells {
				t.Fatalf("row %d, then %+v", row, c)
			}
			if (c.Cell.Kind == intake.Empty) != (c.Cell.Text == "") {
				t.Fatalf("%+v", c)
			}
			row = c.Row
		}
		cells += len(s.Cells)
	}
	if cells > layout.MaxCells+1 {
		t.Fatalf("%d cells", cells)
	}
	if cells > 2000 {
		return // looking through takes its time; see the benchmark of intake
	}
	if m, err := intake.Map(sheets, forms, intake.Options{}); err == nil && m != nil {
		m.Values()
	}
}

func FuzzWord(f *testing.F) {
	for _, tc := range words {
		more := map[string]string{}
		for i := 0; i < len(tc.more); i += 2 {
			more[tc.more[i]] = tc.more[i+1]
		}
		f.Add(tc.body, more["word/numbering.xml"], more["word/styles.xml"], more["word/footnotes.xml"])
	}
	editions := formtest.Forms(f)
	f.Fuzz(func(t *testing.T, body, numbering, styles, footnotes string) {
		sheets, kind, err := Read("a.docx", word(body, "word/numbering.xml", numbering, "word/styles.xml", styles, "word/footnotes.xml", footnotes))
		if kind.IsZero() && err == nil {
			t.Fatal("a document was not recognised")
		}
		sound(t, editions, sheets, err)
	})
}

// FuzzFile reads anything.
func FuzzFile(f *testing.F) {
	f.Add("a.docx", word(p("甲")+tbl(tr("a", "b"))))
	f.Add("a.xml", flatPackage(f, word(p("甲")+tbl(tr("a", "b")))))
	f.Add("a.xml", word2003(p("甲")+tbl(tr("a", "b"))+listed2003("1", "0", "乙"), lists2003))
	f.Add("a.mht", []byte("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>甲\r\n--b--\r\n"))
	for _, tc := range pages {
		f.Add("a.html", []byte(tc.html))
	}
	for _, tc := range csvs {
		f.Add("a.csv", []byte(tc.text))
	}
	editions := formtest.Forms(f)
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		sheets, _, err := Read(name, data)
		sound(t, editions, sheets, err)
	})
}

func FuzzPage(f *testing.F) {
	for _, tc := range pages {
		f.Add(tc.html)
	}
	f.Add("<html><nav>x</nav>" + report + "<ul><li><a href=1>a</a><li><a href=2>b</a><li><a href=3>c</a></ul>")
	editions := formtest.Forms(f)
	f.Fuzz(func(t *testing.T, text string) {
		sheets, err := html.ReadPage([]byte(text))
		sound(t, editions, sheets, err)
	})
}

func FuzzCSV(f *testing.F) {
	for _, tc := range csvs {
		f.Add(tc.text)
	}
	editions := formtest.Forms(f)
	f.Fuzz(func(t *testing.T, text string) {
		sheets, err := plaintext.ReadCSV(text)
		sound(t, editions, sheets, err)
	})
}

func FuzzText(f *testing.F) {
	for _, tc := range texts {
		f.Add(tc.text)
	}
	f.Add("三、收到和处理政府信息公开申请情况\n自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计\n（一）予以公开 1 2 3 4 5 6 21\n（七）总计\n\t1\n\t2\n")
	editions := formtest.Forms(f)
	f.Fuzz(func(t *testing.T, text string) {
		sheets, err := plaintext.ReadText(text)
		sound(t, editions, sheets, err)
	})
}

func FuzzMarkdown(f *testing.F) {
	for _, tc := range markdowns {
		f.Add(tc.text)
	}
	editions := formtest.Forms(f)
	f.Fuzz(func(t *testing.T, text string) {
		sheets, err := markdown.Read(text)
		sound(t, editions, sheets, err)
	})
}

func FuzzMail(f *testing.F) {
	f.Add("text/html; charset=gb2312", "attachment; filename=a.html", "base64", "PHA+")
	f.Add("multipart/mixed; boundary=b", "inline; filename*=gb18030''%C4%EA", "8bit", "--b\r\n\r\nx\r\n--b--\r\n")
	editions := formtest.Forms(f)
	f.Fuzz(func(t *testing.T, kind, disposition, encoding, body string) {
		data := []byte("MIME-Version: 1.0\r\nContent-Type: " + kind + "\r\nContent-Disposition: " + disposition + "\r\nContent-Transfer-Encoding: " + encoding + "\r\n\r\n" + body)
		sheets, _, err := Read("a.eml", data)
		sound(t, editions, sheets, err)
		Attached(data)
	})
}
