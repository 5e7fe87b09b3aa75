package patch

import (
	"archive/zip"
	"bytes"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const sample = "<?xml version=\"1.0\"?>\r\n<!-- kept --><a:root xmlns:a=\"u\" q='1'  >\n <a:x n=\"1\">t&amp;u</a:x><a:y/>\n</a:root><!-- too -->"

func TestEdits(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(d *Doc)
		want string
	}{
		{"none", func(*Doc) {}, sample},
		{"attribute set", func(d *Doc) { d.SetAttr(d.Root.Child("x"), map[string]string{"n": `2"<`, "m": "3"}) },
			"<?xml version=\"1.0\"?>\r\n<!-- kept --><a:root xmlns:a=\"u\" q='1'  >\n <a:x n=\"2&quot;&lt;\" m=\"3\">t&amp;u</a:x><a:y/>\n</a:root><!-- too -->"},
		{"attribute removed", func(d *Doc) { d.SetAttr(d.Root.Child("x"), map[string]string{"n": ""}) },
			"<?xml version=\"1.0\"?>\r\n<!-- kept --><a:root xmlns:a=\"u\" q='1'  >\n <a:x>t&amp;u</a:x><a:y/>\n</a:root><!-- too -->"},
		{"appended to an empty element, twice", func(d *Doc) {
			d.SetAttr(d.Root.Child("y"), map[string]string{"k": "1"})
			d.Append(d.Root.Child("y"), "<b/>")
			d.Append(d.Root.Child("y"), "<c/>")
		}, "<?xml version=\"1.0\"?>\r\n<!-- kept --><a:root xmlns:a=\"u\" q='1'  >\n <a:x n=\"1\">t&amp;u</a:x><a:y k=\"1\"><b/><c/></a:y>\n</a:root><!-- too -->"},
		{"around", func(d *Doc) {
			y := d.Root.Child("y")
			d.Delete(y)
			d.Before(y, "<p/>")
			d.After(d.Root.Child("x"), "<q/>")
		}, "<?xml version=\"1.0\"?>\r\n<!-- kept --><a:root xmlns:a=\"u\" q='1'  >\n <a:x n=\"1\">t&amp;u</a:x><p/><q/>\n</a:root><!-- too -->"},
		{"at the end", func(d *Doc) { d.Append(d.Root, "<z/>") },
			"<?xml version=\"1.0\"?>\r\n<!-- kept --><a:root xmlns:a=\"u\" q='1'  >\n <a:x n=\"1\">t&amp;u</a:x><a:y/>\n<z/></a:root><!-- too -->"},
	} {
		d, err := Parse([]byte(sample))
		if err != nil {
			t.Fatal(err)
		}
		c.do(d)
		if diff := cmp.Diff(c.want, string(d.Bytes())); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
	for _, bad := range []string{"", "text", "<a>", "<a></b></a", "</a>"} {
		if _, err := Parse([]byte(bad)); err == nil {
			t.Errorf("%q was parsed", bad)
		}
	}
}

func pack(t *testing.T, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		// Stored, not deflated: what is copied must stay so.
		f, err := w.CreateHeader(&zip.FileHeader{Name: parts[i], Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(f, parts[i+1])
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestBook(t *testing.T) {
	b, err := Open(pack(t,
		"[Content_Types].xml", `<Types xmlns="c"><Override PartName="/x/old.xml" ContentType="o"/></Types>`,
		"_rels/.rels", `<Relationships xmlns="r"><Relationship Id="rId1" Type="http://t/officeDocument" Target="x/main.xml"/></Relationships>`,
		"x/main.xml", `<m/>`,
		"x/_rels/main.xml.rels", `<Relationships xmlns="r"><Relationship Id="rId1" Type="http://t/worksheet" Target="/x/old.xml"/><Relationship Id="a" Type="http://t/hyperlink" Target="http://h" TargetMode="External"/></Relationships>`,
		"x/old.xml", `<o/>`,
	))
	if err != nil {
		t.Fatal(err)
	}
	rels := b.Rels("x/main.xml")
	if err := b.Err(); err != nil {
		t.Fatal(err)
	}
	want := []Rel{{ID: "rId1", Type: "worksheet", Target: "x/old.xml"}, {ID: "a", Type: "hyperlink", Target: "http://h", External: true}}
	if d := cmp.Diff(want, rels); d != "" {
		t.Error(d)
	}
	name := b.FreeName("x/new", ".xml")
	b.Set(name, []byte("<n/>"))
	b.DeclareType(name, "n")
	id := b.AddRel("x/main.xml", "http://t/worksheet", name)
	if err := b.Err(); err != nil || id != "rIdGk1" {
		t.Fatal(id, err)
	}
	b.RemoveRel("x/main.xml", rels[0])
	if err := b.Err(); err != nil {
		t.Fatal(err)
	}
	out, err := b.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	again, err := Open(out)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, n := range again.Names() {
		data, _ := again.Part(n)
		if err := again.Err(); err != nil {
			t.Fatal(err)
		}
		got[n] = string(data)
	}
	if d := cmp.Diff(map[string]string{
		"[Content_Types].xml":   `<Types xmlns="c"><Override PartName="/x/new1.xml" ContentType="n"/></Types>`,
		"_rels/.rels":           `<Relationships xmlns="r"><Relationship Id="rId1" Type="http://t/officeDocument" Target="x/main.xml"/></Relationships>`,
		"x/main.xml":            `<m/>`,
		"x/_rels/main.xml.rels": `<Relationships xmlns="r"><Relationship Id="a" Type="http://t/hyperlink" Target="http://h" TargetMode="External"/><Relationship Id="rIdGk1" Type="http://t/worksheet" Target="new1.xml"/></Relationships>`,
		"x/new1.xml":            `<n/>`,
	}, got); d != "" {
		t.Error(d)
	}
	for _, c := range [][3]string{{"xl/worksheets/sheet1.xml", "xl/comments1.xml", "../comments1.xml"}, {"xl/workbook.xml", "xl/worksheets/a.xml", "worksheets/a.xml"}, {"", "xl/workbook.xml", "xl/workbook.xml"}, {"a/b/c.xml", "d.xml", "../../d.xml"}} {
		if got := relative(c[0], c[1]); got != c[2] {
			t.Errorf("%s from %s is %s", c[1], c[0], got)
		}
	}
	if again.byKey["x/main.xml"].Method != zip.Store {
		t.Error("an untouched part was packed anew")
	}
}

// Whatever is parsed is written back as it was, and edits keep it whole.
func FuzzParse(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte(`<worksheet><sheetData><row r="1"><c r="A1"/></row></sheetData></worksheet>`))
	f.Add([]byte(`<a><![CDATA[<b>]]></a>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := Parse(data)
		if err != nil {
			return
		}
		if !bytes.Equal(d.Bytes(), data) {
			t.Fatalf("changed: %q", d.Bytes())
		}
		d.Append(d.Root, "<z/>")
		for _, c := range d.Root.Children {
			d.SetAttr(c, map[string]string{"s": "1"})
			d.Before(c, "<y/>")
		}
		if _, err := Parse(d.Bytes()); err != nil {
			t.Fatalf("%q became %q: %v", data, d.Bytes(), err)
		}
	})
}
