package gkxl_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"mime/quotedprintable"
	"os"
	"strings"
	"testing"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/internal/verify"
	"github.com/gkxl/gkxl/internal/write/html"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Files of figures alone are compared as such, and files that hold the report
// itself as what it would be published as.
func TestVerifyOtherKinds(t *testing.T) {
	r, err := gkxl.ImportFile("examples/huangpu-2020.xlsx", gkxl.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var asCSV, asJSON bytes.Buffer
	if err := gkxl.WriteCSV(&asCSV, r); err != nil {
		t.Fatal(err)
	}
	if err := gkxl.Export(&asJSON, r, msg.ZH); err != nil {
		t.Fatal(err)
	}
	workbook, err := os.ReadFile("examples/huangpu-2020.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"x.csv": append([]byte("\ufeff"), asCSV.Bytes()...), "x.json": asJSON.Bytes(), "x.xlsx": workbook} {
		res, err := gkxl.Verify(name, data, r, gkxl.ImportOptions{})
		if err != nil || len(res.Differences) > 0 || res.Figures != len(r.Form.Fields) || (res.Paragraphs == 0) != (name == "x.csv") {
			t.Errorf("%s: %v %+v", name, err, res)
		}
	}
	altered := bytes.Replace(asCSV.Bytes(), []byte(",1482,"), []byte(",1483,"), 1)
	if res, err := gkxl.Verify("x.csv", altered, r, gkxl.ImportOptions{}); err != nil || len(res.Differences) != 1 || res.Differences[0].Field != "requests.new.natural_person" {
		t.Errorf("%v %+v", err, res)
	}
	altered = bytes.ReplaceAll(asCSV.Bytes(), []byte(",2020,2019,"), []byte(",2019,2019,"))
	if res, err := gkxl.Verify("x.csv", altered, r, gkxl.ImportOptions{}); err != nil || len(res.Differences) != 1 || res.Differences[0].Kind != verify.Title {
		t.Errorf("%v %+v", err, res)
	}
	altered = bytes.Replace(asJSON.Bytes(), []byte("8466条"), []byte("8467条"), 1)
	if res, err := gkxl.Verify("x.json", altered, r, gkxl.ImportOptions{}); err != nil || len(res.Differences) != 1 || res.Differences[0].Kind != verify.Paragraph {
		t.Errorf("%v %+v", err, res)
	}
}

// An OFD is read back as it was published, and a figure that differs is found.
func TestVerifyOFD(t *testing.T) {
	for _, name := range []string{"huaian-2024.xlsx", "bureau-2020.json", "bureau-2021.json", "bureau-2022.json"} {
		r, err := gkxl.ImportFile("examples/"+name, gkxl.ImportOptions{})
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if _, err := gkxl.OFD(&b, r, gkxl.Publication{}); err != nil {
			t.Fatal(err)
		}
		res, err := gkxl.Verify("x.ofd", b.Bytes(), r, gkxl.ImportOptions{})
		if err != nil || len(res.Differences) > 0 || res.Figures != len(r.Form.Fields) || res.Paragraphs == 0 {
			t.Errorf("%s: %v %+v", name, err, res)
		}
		other := r.With(r.Form, maps.Clone(r.Values))
		other.Values["requests.new.total"] = model.Value{State: model.IsNumber, Number: model.Int(123456)}
		if res, err := gkxl.Verify("x.ofd", b.Bytes(), other, gkxl.ImportOptions{}); err != nil || len(res.Differences) != 1 || res.Differences[0].Field != "requests.new.total" {
			t.Errorf("%s: %v %+v", name, err, res)
		}
	}
}

// What cannot be read back is said in one sentence.
func TestVerifyUnreadable(t *testing.T) {
	r, err := gkxl.ImportFile("examples/huangpu-2020.xlsx", gkxl.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for data, want := range map[string]string{"": "空的", "<html><p>x</p></html>": "没有找到", "\x00\x01": "不是", "%PDF-1.7": "PDF", "field,value,state\nx,1,number\n": "没有编号"} {
		_, err := gkxl.Verify("x", []byte(data), r, gkxl.ImportOptions{})
		var p *msg.Problem
		if !errors.As(err, &p) || !strings.Contains(p.Error(), want) {
			t.Errorf("%q: %v, want %q", data, err, want)
		}
	}
}

// The schema of a verification knows every member that is written.
func TestVerificationSchema(t *testing.T) {
	data, err := os.ReadFile("docs/schema/verify.json")
	if err != nil {
		t.Fatal(err)
	}
	type object struct {
		Properties map[string]json.RawMessage `json:"properties"`
		Required   []string                   `json:"required"`
	}
	var schema struct {
		object
		Defs map[string]object `json:"$defs"`
	}
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	d := verify.Difference{Kind: verify.Figure, Where: msg.T("x", "x"), Field: "f", Cell: "c", At: "a", Workbook: "1", Publication: "2", Message: msg.T("m", "m")}
	var b bytes.Buffer
	if err := verify.Write(&b, &verify.Result{Differences: []verify.Difference{d}, Asides: []msg.Text{msg.T("x", "x")}}, verify.Options{Format: "json", Lang: msg.ZH, Publication: "p", Workbook: "w"}); err != nil {
		t.Fatal(err)
	}
	var written struct {
		Differences []map[string]json.RawMessage
	}
	var top map[string]json.RawMessage
	json.Unmarshal(b.Bytes(), &top)
	json.Unmarshal(b.Bytes(), &written)
	compare := func(o object, got map[string]json.RawMessage) {
		for key := range got {
			if o.Properties[key] == nil {
				t.Errorf("the schema lacks %q", key)
			}
		}
		for key := range o.Properties {
			if got[key] == nil {
				t.Errorf("%q is in the schema and not written", key)
			}
		}
		for _, key := range o.Required {
			if got[key] == nil {
				t.Errorf("%q is required and not written", key)
			}
		}
	}
	compare(schema.object, top)
	compare(schema.Defs["difference"], written.Differences[0])
}

// A page of a site is compared within what is marked as the report.
func TestVerifyWithinASite(t *testing.T) {
	r, err := gkxl.ImportFile("examples/huaian-2024.xlsx", gkxl.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := html.Write(&b, publish.Of(r, publish.Options{})); err != nil {
		t.Fatal(err)
	}
	site := func(page, below string) *verify.Result {
		page = strings.Replace(page, "<body>", "<body><nav>首页</nav><p>来源：办公室</p>", 1)
		page = strings.Replace(page, "</body>", below+"</body>", 1)
		res, err := gkxl.Verify("x.html", []byte(page), r, gkxl.ImportOptions{})
		if err != nil {
			t.Fatal(err)
		}
		return res
	}
	const words = "<p>打印本页</p>"
	if res := site(b.String(), words); len(res.Differences) != 0 || len(res.Asides) != 1 {
		t.Errorf("%+v", res)
	}
	// Without the mark a site's own words are told apart still; a sentence below the
	// report is a difference.
	bare := strings.Replace(b.String(), html.Marker, "data-x", 1)
	if res := site(bare, words); len(res.Differences) != 0 {
		t.Errorf("%+v", res)
	}
	const sentence = "本年另有三件申请在报告之外。"
	if res := site(strings.Replace(bare, "</article>", "<p>"+sentence+"</p></article>", 1), words); len(res.Differences) != 1 || res.Differences[0].Publication != sentence {
		t.Errorf("%+v", res)
	}
}

// Whatever a publication is, verifying it gives differences or one sentence.
func FuzzVerify(f *testing.F) {
	r, err := gkxl.ImportFile("examples/huangpu-2020.xlsx", gkxl.ImportOptions{})
	if err != nil {
		f.Fatal(err)
	}
	d := publish.Of(r, publish.Options{})
	for _, out := range outs {
		var b bytes.Buffer
		if err := out.write(&b, d); err != nil {
			f.Fatal(err)
		}
		f.Add(out.name, b.Bytes())
	}
	var asCSV bytes.Buffer
	if err := gkxl.WriteCSV(&asCSV, r); err != nil {
		f.Fatal(err)
	}
	f.Add("x.csv", asCSV.Bytes())
	f.Add("x.txt", []byte(d.Title+"\n一、总体情况\n\t自然人\t商业企业\n一、本年新收政府信息公开申请数量\t1\t2\n"))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		res, err := gkxl.Verify(name, data, r, gkxl.ImportOptions{})
		if c := (*gkxl.Crash)(nil); errors.As(err, &c) {
			t.Fatalf("%v\n%s", c.Value, c.Stack)
		}
		var p *msg.Problem
		if err != nil && !errors.As(err, &p) || err == nil && res.Figures == 0 {
			t.Fatalf("%T %v %+v", err, err, res)
		}
	})
}

// A page is compared as it shows: what its style sheet hides or adds counts.
func TestVerifyWithStyles(t *testing.T) {
	r, err := gkxl.ImportFile("examples/huaian-2024.xlsx", gkxl.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var page bytes.Buffer
	if err := gkxl.HTML(&page, r, gkxl.Publication{}); err != nil {
		t.Fatal(err)
	}
	for cell, want := range map[string]int{`<i class="a">1</i>66`: 0, `<i class="a">66</i>`: 1, `<i class="b"></i>66`: 1, `<i>6</i>6`: 0} {
		altered := strings.NewReplacer(">66</td>", ">"+cell+"</td>", "</style>", ".a{display:none} .b::before{content:\"1\"}</style>").Replace(page.String())
		v, err := gkxl.Verify("x.html", []byte(altered), r, gkxl.ImportOptions{})
		if err != nil || len(v.Differences) != want {
			t.Errorf("%s: %v %+v", cell, err, v)
		}
	}
}

// A page that a browser saved as one file is read like the page.
func TestVerifySavedPage(t *testing.T) {
	r, err := gkxl.ImportFile("examples/huaian-2024.xlsx", gkxl.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var page, saved bytes.Buffer
	if err := gkxl.HTML(&page, r, gkxl.Publication{}); err != nil {
		t.Fatal(err)
	}
	saved.WriteString("From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n")
	w := quotedprintable.NewWriter(&saved)
	w.Write(page.Bytes())
	w.Close()
	saved.WriteString("\r\n--b--\r\n")
	v, err := gkxl.Verify("x.mhtml", saved.Bytes(), r, gkxl.ImportOptions{})
	if err != nil || len(v.Differences) > 0 {
		t.Errorf("%v %+v", err, v)
	}
}
