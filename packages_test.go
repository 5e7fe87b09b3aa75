package gkxl_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/aggregate"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
)

// packages are workbooks of the same report, as programs pack them, by what is other
// than in a workbook of gkxl; each changes the parts. Says is what is told of it.
var packages = []struct {
	name   string
	change func(t *testing.T, parts map[string]string)
	says   string
}{
	{"as gkxl packs it", func(*testing.T, map[string]string) {}, ""},
	{"upper case in the archive", func(_ *testing.T, parts map[string]string) { rename(parts, strings.ToUpper) }, ""},
	{"capitals in the archive", func(_ *testing.T, parts map[string]string) {
		rename(parts, func(n string) string {
			return strings.NewReplacer("workbook", "Workbook", "worksheets/sheet", "Worksheets/Sheet", "styles", "Styles", "sharedStrings", "SharedStrings").Replace(n)
		})
	}, ""},
	{"backslashes in the archive", func(_ *testing.T, parts map[string]string) {
		rename(parts, func(n string) string { return strings.ReplaceAll(n, "/", `\`) })
	}, ""},
	{"a dot in front", func(_ *testing.T, parts map[string]string) { rename(parts, func(n string) string { return "./" + n }) }, ""},
	{"backslashes in targets", func(_ *testing.T, parts map[string]string) {
		retarget(parts, func(_, target string) string { return strings.ReplaceAll(target, "/", `\`) })
	}, ""},
	{"absolute targets", func(_ *testing.T, parts map[string]string) {
		retarget(parts, func(folder, target string) string {
			if strings.HasPrefix(target, "/") {
				return target
			}
			return "/" + path.Join(folder, target)
		})
	}, ""},
	{"escaped targets", func(_ *testing.T, parts map[string]string) {
		retarget(parts, func(_, target string) string { return strings.ReplaceAll(target, "s", "%73") })
	}, ""},
	{"targets by way of another folder", func(_ *testing.T, parts map[string]string) {
		retarget(parts, func(folder, target string) string {
			if folder == "" || strings.HasPrefix(target, "/") {
				return target
			}
			return "../" + folder + "/./" + target
		})
	}, ""},
	{"another main part", func(_ *testing.T, parts map[string]string) {
		move(parts, map[string]string{"xl/workbook.xml": "xl/workbook2.xml", "xl/_rels/workbook.xml.rels": "xl/_rels/workbook2.xml.rels"})
	}, ""},
	{"other folders", func(_ *testing.T, parts map[string]string) {
		names := map[string]string{}
		for n := range parts {
			if to, ok := strings.CutPrefix(n, "xl/"); ok {
				names[n] = "book/parts/" + to
			}
		}
		move(parts, names)
	}, ""},
	{"no relationships of the package", func(_ *testing.T, parts map[string]string) { delete(parts, "_rels/.rels") }, ""},
	{"a chart", func(t *testing.T, parts map[string]string) {
		addSheet(t, parts, "图表1", "chartsheet", "chartsheets/sheet1.xml", `<chartsheet xmlns="`+sheetML+`"><sheetViews><sheetView tabSelected="1" workbookViewId="0"/></sheetViews></chartsheet>`)
	}, "工作表“图表1”是图表"},
	{"a chart among the worksheets", func(t *testing.T, parts map[string]string) {
		addSheet(t, parts, "图表1", "chartsheet", "worksheets/chart.xml", `<c:chartsheet xmlns:c="`+sheetML+`"/>`)
	}, "工作表“图表1”是图表"},
	{"a dialog", func(t *testing.T, parts map[string]string) {
		addSheet(t, parts, "对话1", "dialogsheet", "dialogsheets/sheet1.xml", `<dialogsheet xmlns="`+sheetML+`"/>`)
	}, "工作表“对话1”是对话框或宏表"},
	{"macro sheets", func(t *testing.T, parts map[string]string) {
		for i, kind := range []string{"xlMacrosheet", "xlIntlMacrosheet"} {
			addSheet(t, parts, fmt.Sprintf("宏%d", i+1), kind, fmt.Sprintf("macrosheets/sheet%d.xml", i+1),
				`<xm:macrosheet xmlns="`+sheetML+`" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><sheetData><row r="1"><c r="A1"><v>7</v></c></row></sheetData></xm:macrosheet>`)
		}
	}, "工作表“宏2”、“宏1”是对话框或宏表"},
	{"a sheet without a relationship", func(t *testing.T, parts map[string]string) { addSheet(t, parts, "Module1", "", "", "") }, "工作表“Module1”在文件里没有内容"},
	{"a sheet without a part", func(t *testing.T, parts map[string]string) {
		addSheet(t, parts, "Sheet9", "worksheet", "worksheets/sheet77.xml", "")
	}, "工作表“Sheet9”在文件里没有内容"},
	{"a sheet in another file", func(t *testing.T, parts map[string]string) {
		addSheet(t, parts, "Sheet9", "worksheet", "http://127.0.0.1/sheet.xml\" TargetMode=\"External", "")
	}, "工作表“Sheet9”在文件里没有内容"},
	{"a style in the last row", func(_ *testing.T, parts map[string]string) {
		addRows(parts, `<row r="1048576" s="1" customFormat="1"><c r="A1048576" s="1"/><c r="XFD1048576" s="1"></c></row>`)
	}, ""},
	{"nothing but blanks in the last row", func(_ *testing.T, parts map[string]string) {
		addRows(parts, `<row r="1048576"><c r="A1048576" t="inlineStr"><is><t xml:space="preserve">  </t></is></c><c r="B1048576"><v/></c><c r="C1048576" t="str"><v> </v></c></row>`)
	}, ""},
	{"a height of all rows", func(_ *testing.T, parts map[string]string) {
		var b strings.Builder
		for row := 200; row < 2200; row++ {
			fmt.Fprintf(&b, `<row r="%d" s="1" ht="20" customHeight="1"><c r="A%[1]d" s="1"/><c r="XFD%[1]d" s="1"/></row>`, row)
		}
		addRows(parts, b.String())
	}, ""},
	{"no styles", func(_ *testing.T, parts map[string]string) {
		for n, text := range parts {
			parts[n] = regexp.MustCompile(`(<(?:c|row|col) [^>]*) (?:s|style)="\d+"`).ReplaceAllString(text, "$1")
		}
		delete(parts, "xl/styles.xml")
		parts["xl/_rels/workbook.xml.rels"] = regexp.MustCompile(`<Relationship [^>]*Target="[^"]*styles.xml"[^>]*>`).ReplaceAllString(parts["xl/_rels/workbook.xml.rels"], `<Relationship Id="rIdNone" Type="none" Target="none.xml">`)
	}, ""},
	{"a long name of a sheet", func(_ *testing.T, parts map[string]string) {
		for n, text := range parts {
			parts[n] = strings.ReplaceAll(text, "三、依申请公开", "三、收到和处理政府信息公开申请情况（本行政机关及所属各单位合计，二〇二四年度）")
		}
	}, ""},
	{"characters in the name of a sheet", func(_ *testing.T, parts map[string]string) {
		for n, text := range parts {
			parts[n] = strings.ReplaceAll(text, "三、依申请公开", "三[依申请]公开?")
		}
	}, ""},
	{"two sheets of one name", func(t *testing.T, parts map[string]string) {
		addSheet(t, parts, "三、依申请公开", "worksheet", "worksheets/twin.xml", `<worksheet xmlns="`+sheetML+`"><sheetData/></worksheet>`)
	}, ""},
	{"parts in UTF-16", func(_ *testing.T, parts map[string]string) {
		for i, n := range slices.Sorted(maps.Keys(parts)) {
			var order binary.AppendByteOrder = binary.LittleEndian
			mark := "\xff\xfe"
			if i%2 == 0 {
				mark, order = "\xfe\xff", binary.BigEndian
			}
			out := []byte(mark)
			for _, u := range utf16.Encode([]rune(strings.Replace(parts[n], `encoding="UTF-8"`, `encoding="UTF-16"`, 1))) {
				out = order.AppendUint16(out, u)
			}
			parts[n] = string(out)
		}
	}, ""},
	{"indented", func(_ *testing.T, parts map[string]string) { indent(parts) }, ""},
	{"folders", func(_ *testing.T, parts map[string]string) { parts["xl/"], parts["xl/worksheets/"] = "", "" }, ""},
}

const sheetML = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

func rename(parts map[string]string, to func(string) string) {
	for _, n := range slices.Collect(maps.Keys(parts)) {
		text := parts[n]
		delete(parts, n)
		parts[to(n)] = text
	}
}

var targetPattern = regexp.MustCompile(`Target="([^"]*)"`)

// retarget changes the targets of all relationships; to is given the folder of the part
// that they belong to.
func retarget(parts map[string]string, to func(folder, target string) string) {
	for n, text := range parts {
		if strings.HasSuffix(n, ".rels") {
			folder := strings.TrimSuffix(path.Dir(n), "_rels")
			parts[n] = targetPattern.ReplaceAllStringFunc(text, func(s string) string {
				return `Target="` + to(strings.TrimSuffix(folder, "/"), targetPattern.FindStringSubmatch(s)[1]) + `"`
			})
		}
	}
}

// move gives parts other names, in their relationships and types too.
func move(parts map[string]string, names map[string]string) {
	retarget(parts, func(folder, target string) string {
		from := strings.TrimPrefix(target, "/")
		if !strings.HasPrefix(target, "/") {
			from = path.Join(folder, target)
		}
		if to, ok := names[from]; ok {
			return "/" + to
		}
		return target
	})
	for from, to := range names {
		parts["[Content_Types].xml"] = strings.ReplaceAll(parts["[Content_Types].xml"], `"/`+from+`"`, `"/`+to+`"`)
	}
	rename(parts, func(n string) string {
		if to, ok := names[n]; ok {
			return to
		}
		return n
	})
}

// addSheet puts a sheet before all others.
func addSheet(t *testing.T, parts map[string]string, name, kind, target, content string) {
	t.Helper()
	const main, rels = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
	id := ""
	if kind != "" {
		id = "rIdOf" + name
		parts[rels] = strings.Replace(parts[rels], "</Relationships>", `<Relationship Id="`+id+`" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/`+kind+`" Target="`+target+`"/></Relationships>`, 1)
	}
	if content != "" {
		parts["xl/"+target] = content
	}
	parts[main] = regexp.MustCompile(`localSheetId="(\d+)"`).ReplaceAllStringFunc(parts[main], func(s string) string {
		var n int
		fmt.Sscanf(s, `localSheetId="%d"`, &n)
		return fmt.Sprintf(`localSheetId="%d"`, n+1)
	})
	parts[main] = strings.Replace(parts[main], "<sheets>", fmt.Sprintf(`<sheets><sheet name="%s" sheetId="%d" r:id="%s"></sheet>`, name, 90+len(parts), id), 1)
}

// addRows adds rows below those of the first table.
func addRows(parts map[string]string, rows string) {
	const sheet = "xl/worksheets/sheet4.xml"
	parts[sheet] = strings.Replace(parts[sheet], "</sheetData>", rows+"</sheetData>", 1)
}

var betweenTags = regexp.MustCompile(`>(<[^/!?])|(/[\w:]*>)(</)`)

// indent puts line breaks between the tags of all parts, but not into texts.
func indent(parts map[string]string) {
	for n, text := range parts {
		if strings.HasSuffix(n, ".xml") || strings.HasSuffix(n, ".rels") {
			text = betweenTags.ReplaceAllString(text, ">\n\t$1$2$3")
			parts[n] = strings.NewReplacer(">\n\t/", "/").Replace(text)
		}
	}
}

// packed packs parts; a name that ends with a slash is a folder, compressed as
// java.util.zip does.
func packed(t *testing.T, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	zw := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		write, content := zw.CreateHeader, parts[name]
		h := &zip.FileHeader{Name: name, Method: zip.Deflate}
		if strings.HasSuffix(name, "/") {
			write, content = zw.CreateRaw, ""
		}
		w, err := write(h)
		if err == nil && content != "" {
			_, err = io.WriteString(w, content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := zw.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// figuresAndTexts are the values and texts of a report.
func figuresAndTexts(r *model.Report) any {
	values := map[string]string{}
	for id, v := range r.Values {
		values[id] = fmt.Sprint(v.State, v.Number, v.Unit, v.Text)
	}
	return []any{r.Organ, r.Year, values, r.Texts}
}

func listSheets(t *testing.T, data []byte) (n int) {
	t.Helper()
	for name, part := range formtest.Parts(t, data) {
		if strings.EqualFold(path.Ext(name), ".xml") {
			n += strings.Count(part, `<sheet name="问题清单`)
		}
	}
	return n
}

// However a workbook is packed, it is read, marked, marked again, repaired and summed
// as the one that gkxl packs.
func TestPackages(t *testing.T) {
	var want any
	var total any
	for _, labels := range []bool{false, true} {
		for _, p := range packages {
			t.Run(fmt.Sprintf("%s, labels %t", p.name, labels), func(t *testing.T) {
				parts := formtest.Parts(t, faultyBook(t))
				if labels {
					parts["xl/workbook.xml"] = regexp.MustCompile(`(?s)<definedNames>.*</definedNames>`).ReplaceAllString(parts["xl/workbook.xml"], "")
				}
				p.change(t, parts)
				data := packed(t, parts)
				r, err := gkxl.Import("", data, gkxl.ImportOptions{})
				if err != nil {
					t.Fatal(err)
				}
				got := figuresAndTexts(r)
				if want == nil {
					want = got
				}
				if d := cmp.Diff(want, got); d != "" {
					t.Errorf("read: %s", d)
				}
				var said []string
				for _, f := range gkxl.Check(r, check.Options{}) {
					if f.Rule.ID == "FILE-PART" {
						said = append(said, f.Message.In(msg.ZH))
					}
				}
				if (p.says == "") != (len(said) == 0) || len(said) > 1 || !strings.Contains(strings.Join(said, ""), p.says) {
					t.Errorf("said %q", said)
				}
				if labels {
					return // whatever was read is handed on the same way
				}
				once := marked(t, data)
				twice := marked(t, once)
				for _, data := range [][]byte{once, twice} {
					if r, err := gkxl.Import("", data, gkxl.ImportOptions{}); err != nil || cmp.Diff(want, figuresAndTexts(r)) != "" {
						t.Errorf("marked: %v", err)
					}
					if n := listSheets(t, data); n != 1 {
						t.Errorf("%d lists", n)
					}
				}
				var b bytes.Buffer
				if _, err := gkxl.Repair(&b, "", data, gkxl.ImportOptions{}); err != nil {
					t.Errorf("repaired: %v", err)
				}
				if r, err := gkxl.Import("", b.Bytes(), gkxl.ImportOptions{}); err != nil || cmp.Diff(want, figuresAndTexts(r)) != "" {
					t.Errorf("repaired: %v", err)
				}
				if sum := sumOf(t, data); total == nil {
					total = sum
				} else if d := cmp.Diff(total, sum); d != "" {
					t.Errorf("summed: %s", d)
				}
			})
		}
	}
}

// sumOf is the total of one workbook, whatever its errors.
func sumOf(t *testing.T, data []byte) any {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.xlsx")
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	submissions, _, err := units.Gathering{}.AllAt(t.Context(), []string{path}, nil)
	if err != nil {
		t.Fatal(err)
	}
	m, blockers, err := aggregate.Merge(units.Assemble(nil, nil, submissions), aggregate.Options{Accept: []aggregate.BlockerKind{aggregate.WithErrors}})
	if err != nil || len(blockers) > 0 {
		t.Fatal(blockers, err)
	}
	return fmt.Sprint(m.Total.Sums)
}

// Workbooks with macros and templates are read, which is said of macros; marks go into
// a workbook of their own, since programs open these files by their endings only.
func TestMacros(t *testing.T) {
	const plain = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
	want := figuresAndTexts(checked(t, faultyBook(t)).Report)
	for _, tc := range []struct {
		kind   string
		macros bool
		why    string
	}{
		{"application/vnd.ms-excel.sheet.macroEnabled.main+xml", true, "宏"},
		{"application/vnd.ms-excel.template.macroEnabled.main+xml", true, "宏"},
		{"application/vnd.ms-excel.addin.macroEnabled.main+xml", true, "宏"},
		{plain, true, "宏"},
		{"application/vnd.ms-excel.sheet.macroEnabled.main+xml", false, "宏"},
		{"application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml", false, "模板"},
	} {
		parts := formtest.Parts(t, faultyBook(t))
		parts["[Content_Types].xml"] = strings.Replace(parts["[Content_Types].xml"], plain, tc.kind, 1)
		if tc.macros {
			parts["xl/vbaProject.bin"] = "what a macro is stored as"
		}
		data := packed(t, parts)
		r := checked(t, data)
		if d := cmp.Diff(want, figuresAndTexts(r.Report)); d != "" {
			t.Errorf("%s: %s", tc.kind, d)
		}
		said := slices.ContainsFunc(r.Findings, func(f check.Finding) bool {
			return f.Rule.ID == "FILE-PART" && strings.Contains(f.Message.ZH, "宏没有读取")
		})
		if said != tc.macros {
			t.Errorf("%s, macros %t: said %t", tc.kind, tc.macros, said)
		}
		var b bytes.Buffer
		why, err := gkxl.Mark(&b, data, r, msg.ZH)
		if err != nil || !strings.Contains(why.ZH, tc.why) || listSheets(t, b.Bytes()) != 1 {
			t.Errorf("%s: %v, %v", tc.kind, why, err)
		}
		if _, err := gkxl.Repair(io.Discard, "", data, gkxl.ImportOptions{}); err != nil {
			t.Errorf("%s: repaired: %v", tc.kind, err)
		}
		if d := cmp.Diff(sumOf(t, faultyBook(t)), sumOf(t, data)); d != "" {
			t.Errorf("%s: summed: %s", tc.kind, d)
		}
	}
}

// Every archive that is written has dates that exist, and entries made on Unix, whose
// names programs do not take to be in a code page of MS-DOS.
func TestArchives(t *testing.T) {
	r := formtest.Example(t, "huaian-2024.json")
	var docx, ofd, book bytes.Buffer
	if err := gkxl.Docx(&docx, r, gkxl.Publication{}); err != nil {
		t.Fatal(err)
	}
	if _, err := gkxl.OFD(&ofd, r, gkxl.Publication{}); err != nil {
		t.Fatal(err)
	}
	if err := gkxl.Template(&book, r); err != nil {
		t.Fatal(err)
	}
	parts := formtest.Parts(t, faultyBook(t)) // a unit's file without dates
	parts["xl/表.bin"] = "what another program put there"
	for name, data := range map[string][]byte{"docx": docx.Bytes(), "ofd": ofd.Bytes(), "xlsx": book.Bytes(), "marked": marked(t, packed(t, parts))} {
		zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range zr.File {
			if month, day := f.ModifiedDate>>5&15, f.ModifiedDate&31; month < 1 || month > 12 || day < 1 {
				t.Errorf("%s: %s is of %d-%d", name, f.Name, month, day)
			}
			if unix := f.CreatorVersion>>8 == 3 && f.Mode() == 0o644; !unix && (name != "marked" || f.Name == "xl/表.bin") {
				t.Errorf("%s: %s was made by %x, mode %v", name, f.Name, f.CreatorVersion, f.Mode())
			}
		}
	}
}
