package pdf_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/read/pdf"
	"github.com/gkxl/gkxl/msg"
)

// TestDamage refuses what is damaged and cannot be read whole, and names what was mended.
func TestDamage(t *testing.T) {
	content := at(0, 50, 700, "17")
	o := page(content, p(0))
	cut := func(s string, n int) string { // of a stream that says its true length
		return stream("/Filter/FlateDecode", deflate(s)[:n])
	}
	flipped := []byte(deflate(content))
	flipped[len(flipped)-1] ^= 1
	for _, tt := range []struct {
		name string
		o    objects
		want string // of the refusal, or of the note
	}{
		{"a packed stream", o.with(objects{4: packed("", content)}), ""},
		{"a checksum that fails", o.with(objects{4: stream("/Filter/FlateDecode", string(flipped))}), "refused: 第 1 页的内容已损坏，解不开"},
		{"a packed stream cut short", o.with(objects{4: cut(content, 20)}), "refused: 第 1 页的内容已损坏，解不开"},
		{"no packed data at all", o.with(objects{4: stream("/Filter/FlateDecode", content)}), "refused: 第 1 页的内容已损坏，解不开"},
		{"an unknown filter", o.with(objects{4: stream("/Filter/Shrink", content)}), "refused: 第 1 页的内容（Shrink）用不认识的方式存放，读不出"},
		{"a filter that is no name", o.with(objects{4: stream("/Filter 5", content)}), "refused: 第 1 页的内容用不认识的方式存放，读不出"},
		{"parameters that are none", o.with(objects{4: packed("/DecodeParms 5", content)}), "refused: 第 1 页的内容（FlateDecode）用不认识的方式存放，读不出"},
		{"an unknown predictor", o.with(objects{4: packed("/DecodeParms<</Predictor 9>>", content)}), "refused: 第 1 页的内容（FlateDecode）用不认识的方式存放，读不出"},
		{"a wrong kind of row", o.with(objects{4: packed("/DecodeParms<</Predictor 12/Columns 5>>", content)}), "refused: 第 1 页的内容已损坏，解不开"},
		{"a key of encryption", o.with(objects{4: stream("/Filter/Crypt/DecodeParms<</Name/Secret>>", content)}), "refused: 第 1 页的内容（Crypt）用不认识的方式存放，读不出"},
		{"data in another file", o.with(objects{4: stream("/F(other.bin)", content)}), "refused: 第 1 页的内容用不认识的方式存放，读不出"},
		{"a length that is wrong", o.with(objects{4: "<</Length 5>>\nstream\n" + content + "\nendstream"}), "FILE-DAMAGED  第 1 页的内容的长度与文件所写的不同，已读到它的末尾"},
		{"a length that is missing", o.with(objects{4: "<</Length 99 0 R>>\nstream\n" + content + "\nendstream"}), "FILE-DAMAGED  第 1 页的内容的长度与文件所写的不同，已读到它的末尾"},
		{"a length by reference", o.with(objects{4: "<</Length 8 0 R>>\nstream\n" + content + "\nendstream", 8: fmt.Sprint(len(content))}), ""},
		{"a length that refers to its stream", o.with(objects{4: "<</Length 4 0 R>>\nstream\n" + content + "\nendstream"}), "FILE-DAMAGED  第 1 页的内容的长度与文件所写的不同，已读到它的末尾"},
		{"no content", o.with(objects{3: "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 99 0 R>>"}), "refused: 第 1 页的内容缺失"},
		{"no page", o.with(objects{2: "<</Type/Pages/Kids[3 0 R 99 0 R]/Count 2>>"}), "refused: PDF 缺少一页（第 2 页）"},
		{"another number of pages", o.with(objects{2: "<</Type/Pages/Kids[3 0 R]/Count 2>>"}), "FILE-DAMAGED  PDF 写明有 2 页，找到 1 页"},
		{"a page without content", o.with(objects{2: "<</Type/Pages/Kids[3 0 R 9 0 R]/Count 2>>", 9: "<</Type/Page/Parent 2 0 R>>"}), "FILE-DAMAGED  第 2 页是空的，没有内容"},
		{"a word that means nothing", o.with(objects{5: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/FirstChar 32/Widths[500 5x0]>>"}), "FILE-DAMAGED  PDF 里有写坏的地方，读到的可能与页面上看到的不同"},
		{"pages in a circle", o.with(objects{2: "<</Type/Pages/Kids[3 0 R 2 0 R]/Count 2>>"}), "refused: PDF 的页面次序已损坏"},
		{"no font", o.with(objects{3: "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>"}), "refused: 第 1 页用到的字体缺失"},
		{"no drawing", o.with(objects{3: "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</X 99 0 R>>>>>>", 4: stream("", content+"/X Do")}), "refused: 第 1 页缺少一部分内容"},
		{"no part of the structure", o.with(objects{7: "<</K[" + p(0) + " 99 0 R]>>"}), "refused: PDF 的结构不完整，缺少一部分"},
		{"a structure in a circle", o.with(objects{7: "<</K 8 0 R>>", 8: "<</S/Sect/K[" + p(0) + " 8 0 R]>>"}), "refused: PDF 的结构已损坏：同一部分出现两次"},
		{"a table of characters that is missing", o.with(objects{5: "<</Type/Font/Subtype/Type1/BaseFont/ABCDEF+Song/ToUnicode 99 0 R>>"}), "FILE-DAMAGED  字体 Song 的文字对照表缺失"},
		{"a font that does not say what its codes are", o.with(objects{5: "<</Type/Font/Subtype/TrueType/BaseFont/ABCDEF+Song/FontDescriptor<</Flags 4/FontFile2 8 0 R>>>>", 8: stream("", "")}),
			"FILE-UNREAD 第1页 第 1 页有 2 个字认不出（字体 Song 没有文字对照），读作“�”"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, err := pdf.Read(tt.o.bytes())
			got := ""
			if err != nil {
				got, _, _ = strings.Cut("refused: "+msg.Of(err).ZH, "；请重新下载")
			} else {
				got = notes(s)
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestTables reads a file by its table of objects: of two objects of one number the newer counts, wherever they stand.
func TestTables(t *testing.T) {
	o := page(at(0, 50, 700, "17"), p(0))
	whole := o.bytes()
	// Saved again: a new content, in a table that continues the old one.
	start := bytes.LastIndex(whole, []byte("xref\n0"))
	body := "4 0 obj\n" + stream("", at(0, 50, 700, "66")) + "\nendobj\n"
	again := append(bytes.Clone(whole), fmt.Sprintf("%sxref\n4 1\n%010d 00000 n \ntrailer\n<</Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n", body, len(whole), start, len(whole)+len(body))...)
	// The newer content stands before the older one.
	early := page(at(0, 50, 700, "17"), p(0)).with(objects{9: stream("", at(0, 50, 700, "66"))}).bytes()
	first, second := bytes.Index(early, []byte("4 0 obj")), bytes.Index(early, []byte("9 0 obj"))
	early[second] = '4'
	early = bytes.Replace(early, fmt.Appendf(nil, "%010d", first), fmt.Appendf(nil, "%010d", second), 1)
	early = bytes.Replace(early, fmt.Appendf(nil, "%010d 00000 n \ntrailer", second), []byte("0000000000 00000 f \ntrailer"), 1)
	cut := whole[:bytes.LastIndex(whole, []byte("xref\n0"))+20]
	const searched = "FILE-DAMAGED  对象目录（交叉引用表）缺失或损坏，已逐个查找对象"
	for _, tt := range []struct {
		name        string
		data        []byte
		text, notes string
	}{
		{"whole", whole, "17", ""},
		{"saved again", again, "66", ""},
		{"the newer first", early, "66", ""},
		{"cut in the table", cut, "17", searched},
		{"a wrong start", bytes.Replace(whole, fmt.Appendf(nil, "startxref\n%d", start), []byte("startxref\n12345"), 1), "17", searched},
		{"a wrong offset", bytes.Replace(whole, fmt.Appendf(nil, "%010d", bytes.Index(whole, []byte("4 0 obj"))), []byte("0000000020"), 1), "17", searched},
		{"searched, saved again", bytes.Replace(again, []byte("startxref"), []byte("startxxxx"), -1), "66", searched},
		{"tables in a circle", bytes.Replace(again, fmt.Appendf(nil, "/Prev %d", start), fmt.Appendf(nil, "/Prev %d", len(whole)+len(body)), 1), "66", searched},
	} {
		s, err := pdf.Read(tt.data)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if got := texts(s); got != tt.text || notes(s) != tt.notes {
			t.Errorf("%s: %q, %q; want %q, %q", tt.name, got, notes(s), tt.text, tt.notes)
		}
	}
}

// TestObjectStreams reads objects that stand in streams, of files that were saved again too.
func TestObjectStreams(t *testing.T) {
	file := func(more ...string) []byte {
		o := page(at(0, 50, 700, "17"), "")
		var b bytes.Buffer
		b.WriteString("%PDF-1.7\n")
		offset := map[int]int{}
		write := func(n int, s string) {
			offset[n] = b.Len()
			fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", n, s)
		}
		for _, n := range []int{3, 4, 5} {
			write(n, o[n])
		}
		parts := []string{o[1], o[2], "<</Type/StructTreeRoot/K[" + p(0) + "]>>"}
		index, body := "", ""
		for i, n := range []int{1, 2, 7} {
			index += fmt.Sprintf("%d %d ", n, len(body))
			body += parts[i] + " "
		}
		write(8, packed(fmt.Sprintf("/Type/ObjStm/N 3/First %d", len(index)), index+body))
		rows := ""
		entry := func(kind, a, b int) { rows += string([]byte{byte(kind), byte(a >> 8), byte(a), byte(b)}) }
		start := b.Len()
		entry(0, 0, 0)
		entry(2, 8, 0)
		entry(2, 8, 1)
		for _, n := range []int{3, 4, 5} {
			entry(1, offset[n], 0)
		}
		entry(0, 0, 0)
		entry(2, 8, 2)
		entry(1, offset[8], 0)
		predicted := ""
		for i := 0; i < len(rows); i += 4 { // by what stands to the left
			predicted += "\x01"
			for k := range 4 {
				left := byte(0)
				if k > 0 {
					left = rows[i+k-1]
				}
				predicted += string([]byte{rows[i+k] - left})
			}
		}
		write(9, packed("/Type/XRef/Root 1 0 R/Size 9/W[1 2 1]/DecodeParms<</Predictor 11/Columns 4>>", predicted))
		fmt.Fprintf(&b, "startxref\n%d\n%%%%EOF\n", start)
		b.WriteString(strings.Join(more, ""))
		return b.Bytes()
	}
	whole := file()
	for name, data := range map[string][]byte{"whole": whole, "searched": bytes.Replace(whole, []byte("startxref"), []byte("startxxxx"), 1)} {
		s, err := pdf.Read(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := texts(s); got != "17" {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// TestFilters unpacks streams of every kind of packing.
func TestFilters(t *testing.T) {
	content := at(0, 50, 700, "17")
	run := func(s string) (out string) {
		for ; len(s) > 0; s = s[min(len(s), 100):] {
			out += string([]byte{byte(min(len(s), 100) - 1)}) + s[:min(len(s), 100)]
		}
		return out + "\x80"
	}
	differences := []byte(content)
	for i := len(differences) - 1; i > 0; i-- {
		if i%len(content) > 0 {
			differences[i] -= differences[i-1]
		}
	}
	for name, o := range map[string]string{
		"hexadecimal": stream("/Filter/ASCIIHexDecode", fmt.Sprintf("%x>", content)),
		"runs":        stream("/Filter/RunLengthDecode", run(content)),
		"two":         stream("/Filter[/AHx /Fl]", fmt.Sprintf("%x>", deflate(content))),
		"differences": packed(fmt.Sprintf("/DecodeParms<</Predictor 2/Columns %d>>", len(content)), string(differences)),
		"identity":    stream("/Filter/Crypt", content),
	} {
		t.Run(name, func(t *testing.T) { reads(t, page("", p(0)).with(objects{4: o}), "17", "") })
	}
}
