package xmlwalk

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/gkxl/gkxl/msg"
)

// walker is a walker for tests; it has no bounds that a test meets.
func walker() *Walker {
	return &Walker{Elements: 1 << 20, Depth: 1000,
		TooMany: func() error { return &msg.Problem{What: msg.T("过多", "too many")} },
		Damaged: func(zh, en string) error { return &msg.Problem{What: msg.T(zh, en)} }}
}

// walked writes what a walker finds in a document, with the texts between two tags joined.
func walked(data []byte) (string, error) {
	w := walker()
	var b strings.Builder
	var element func(e xml.StartElement) error
	element = func(e xml.StartElement) error {
		fmt.Fprintf(&b, "<%s %s", e.Name.Space, e.Name.Local)
		for _, a := range e.Attr {
			fmt.Fprintf(&b, " %s=%q", a.Name.Local, a.Value)
		}
		b.WriteString(">")
		err := w.Inside(element, func(s string) { b.WriteString(s) })
		b.WriteString("</>")
		return err
	}
	err := w.Walk(string(data), false, element)
	return b.String(), err
}

// decoded is walked by encoding/xml.
func decoded(data []byte) (string, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	var b strings.Builder
	for depth := 0; ; {
		t, err := d.Token()
		if err == io.EOF {
			return b.String(), nil
		}
		switch t := t.(type) {
		case nil:
			return "", err
		case xml.StartElement:
			depth++
			fmt.Fprintf(&b, "<%s %s", t.Name.Space, t.Name.Local)
			for _, a := range t.Attr {
				fmt.Fprintf(&b, " %s=%q", a.Name.Local, a.Value)
			}
			b.WriteString(">")
		case xml.EndElement:
			depth--
			b.WriteString("</>")
		case xml.CharData:
			if depth > 0 {
				b.Write(t)
			}
		case xml.Directive:
			return "", ErrDoctype
		}
	}
}

// documents are documents, valid and not.
var documents = []string{
	`<a/>`, `<a b="1" c='2'>x<b>y</b>z</a>`, `<a><p:b xmlns:p="urn:1"/><p:b xmlns:p="urn:2"/><p:b/><:c/><d:/></a>`, "\ufeff<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>一&amp;&lt;&gt;&quot;&apos;&#20108;&#x4E09;</a>",
	`<p:a xmlns:p="urn:x" xmlns="urn:y" p:q="1"><b/><p:c xmlns:p="urn:z"/><p:d/></p:a>`, "<a>1\r\n2\r3</a>", "<a b='1\r\n2&#10;3'/>",
	`<a><!-- 注 --><![CDATA[<&]]>x<?do it?></a>`, `<a
	b = "1" ></a >`, `<a><![CDATA[x` + "\r\n" + `y]]></a>`, `<表 名="甲">乙</表>`, `<a/><b/>`, `  `, ``,
	`<?xml version="1.1"?><a/>`, `<?xml version="1.0" encoding="GBK"?><a/>`, `<a>`, `</a>`, `<a></b>`, `<a b=1/>`, `<a b/>`, `<a b="<"/>`, `<a>&x;</a>`, `<a>&amp</a>`, `<a>]]></a>`,
	`<a>&#0;</a>`, `<a>&#xFFFE;</a>`, `<a>&#x110000;</a>`, `<a><!-- -- --></a>`, "<a>\x01</a>", "<a>\xff</a>", "<a>\uffff</a>", `<1/>`, `<a b="1`, `<a`, `<a/`, `<a / >`, `<!DOCTYPE a><a/>`, `<a><![CDATA[</a>`, `<a><? ?></a>`,
}

// TestLikeTheLibrary holds the scanner to encoding/xml.
func TestLikeTheLibrary(t *testing.T) {
	for _, doc := range documents {
		got, err := walked([]byte(doc))
		want, wantErr := decoded([]byte(doc))
		if (err != nil) != (wantErr != nil) || err == nil && got != want {
			t.Errorf("%q: %s, %v; encoding/xml: %s, %v", doc, got, err, want, wantErr)
		}
	}
}

// skipped passes over the outer elements of a document.
func skipped(doc string) error {
	w := walker()
	return w.Walk(doc, false, func(xml.StartElement) error { return w.Skip() })
}

// TestSkip holds what is passed over to what is read: both are valid or neither.
func TestSkip(t *testing.T) {
	for _, doc := range documents {
		for _, doc := range []string{doc, "<x>" + strings.TrimPrefix(doc, "\ufeff") + "</x>"} {
			_, err := walked([]byte(doc))
			if got := skipped(doc); fmt.Sprint(got) != fmt.Sprint(err) {
				t.Errorf("%q: %v, read: %v", doc, got, err)
			}
		}
	}
}

// TestTags holds what is said of tags to encoding/xml.
func TestTags(t *testing.T) {
	for _, doc := range documents {
		var got, want strings.Builder
		err := Tags([]byte(doc), func(tag Tag) {
			fmt.Fprintf(&got, "%d-%d %v %v %v\n", tag.From, tag.To, tag.End, tag.Name, slices.Clone(tag.Attributes))
			if tag.Empty {
				fmt.Fprintf(&got, "%d-%d %v %v %v\n", tag.To, tag.To, true, xml.Name{}, []xml.Attr(nil))
			}
		})
		d := xml.NewDecoder(strings.NewReader(doc))
		for {
			from := d.InputOffset()
			token, rawErr := d.RawToken()
			if rawErr != nil {
				break
			}
			switch token := token.(type) {
			case xml.StartElement:
				fmt.Fprintf(&want, "%d-%d %v %v %v\n", from, d.InputOffset(), false, token.Name, token.Attr)
			case xml.EndElement:
				fmt.Fprintf(&want, "%d-%d %v %v %v\n", from, d.InputOffset(), true, xml.Name{}, []xml.Attr(nil))
			}
		}
		if _, valid := decoded([]byte(doc)); (err == nil) != (valid == nil) || err == nil && got.String() != want.String() {
			t.Errorf("%q: %v\n%s, not %v\n%s", doc, err, got.String(), valid, want.String())
		}
	}
	if got := Text([]byte(`<a>1<b>&lt;2</b><!-- 3 --><![CDATA[<4>]]></a>`)); got != "1<2<4>" {
		t.Errorf("the text is %q", got)
	}
}

func FuzzWalk(f *testing.F) {
	for _, doc := range documents {
		f.Add([]byte(doc))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := walked(data)
		want, wantErr := decoded(data)
		if err == nil && wantErr == nil && got != want {
			t.Errorf("%s; encoding/xml: %s", got, want)
		}
		if skippedErr := skipped(string(data)); fmt.Sprint(skippedErr) != fmt.Sprint(err) {
			t.Errorf("passed over: %v, read: %v", skippedErr, err)
		}
	})
}

func TestBounds(t *testing.T) {
	w := walker()
	var element func(xml.StartElement) error
	element = func(xml.StartElement) error { return w.Children(element) }
	const doc = `<a><b><c/></b><d/></a>`
	for _, tc := range []struct {
		elements, depth int
		want            string
	}{{4, 3, ""}, {3, 3, "过多"}, {4, 2, "嵌套过深"}} {
		w.Elements, w.Depth = tc.elements, tc.depth
		if err := w.Walk(doc, false, element); (err == nil) != (tc.want == "") || err != nil && !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%d elements, %d deep: %v", tc.elements, tc.depth, err)
		}
	}
	skip := func(xml.StartElement) error { return w.Skip() }
	if w.Elements, w.Depth = 4, 1; w.Walk(doc, false, skip) != nil {
		t.Error("what is passed over has no depth")
	}
	if err := w.Walk(`<a/>`, false, func(xml.StartElement) error { return w.readOn() }); err == nil {
		t.Error("a function that reads on behind its element must end with an error")
	}
}

// readOn passes over two elements where there is one.
func (w *Walker) readOn() error {
	if err := w.Skip(); err != nil {
		return err
	}
	return w.Skip()
}

// TestPlainBytes never passes over a character that is to be looked at.
func TestPlainBytes(t *testing.T) {
	for at := range 8 {
		for c := range 256 {
			b := []byte("abc 0123")
			b[at] = byte(c)
			if plainBytes(string(b)) && (c < ' ' || c >= utf8.RuneSelf) {
				t.Errorf("%q", b)
			}
		}
	}
	if !plainBytes("abc 0123") || !plainBytes("<a b=\"~\"") {
		t.Error("plain bytes are looked at one by one")
	}
}

// TestValid holds what a document may consist of to the library, at every place of eight bytes.
func TestValid(t *testing.T) {
	for _, c := range []string{"一", "\u00a0", "\u0800", "\ud7ff", "\ue000", "\ufffd", "😀", "\x7f", "\t", "\r\n", "\x00", "\x1f", "\ufffe", "\uffff", "\xc0\x80", "\xe0\x80\x80", "\xe4\xb8", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xff", "\x80", "\xe4\xb8a"} {
		for before := range 10 {
			for after := range 10 {
				doc := strings.Repeat("a", before) + c + strings.Repeat("b", after)
				d := xml.NewDecoder(strings.NewReader("<x>" + doc + "</x>"))
				var err error
				for err == nil {
					_, err = d.RawToken()
				}
				if got, want := valid(doc), err == io.EOF; got != want {
					t.Errorf("%q: %v, not %v (%v)", doc, got, want, err)
				}
			}
		}
	}
}

// TestTokens goes through a document without a walker.
func TestTokens(t *testing.T) {
	tokens := NewTokens(`<a><b c="1">x<d/>y</b><e>z</e></a>`)
	var got []string
	for {
		kind, e, text, err := tokens.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprint(kind, e.Name.Local, Attribute(e, "c"), text))
		if e.Name.Local == "e" {
			if err := tokens.Skip(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if s, want := strings.Join(got, " "), "0a 0b1 2x 0d 1 2y 1 0e 1"; s != want {
		t.Errorf("%s, want %s", s, want)
	}
	for _, doc := range []string{"<a", "<a>", "\x01", "<!DOCTYPE a><a/>"} {
		tokens := NewTokens(doc)
		for range 3 {
			if _, _, _, err := tokens.Next(); err == io.EOF {
				t.Errorf("%q has no error", doc)
			} else if err != nil {
				break
			}
		}
		if err := NewTokens(doc).Skip(); err == nil {
			t.Errorf("%q is passed over", doc)
		}
	}
}
