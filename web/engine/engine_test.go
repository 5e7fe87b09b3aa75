package engine

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/gkxl/gkxl/findings"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/model"
)

func TestMain(m *testing.M) { formtest.Main(m) }

// session is an engine under test, in a language. Every reply is held against the schema.
type session struct {
	*testing.T
	e      *Engine
	lang   string
	schema map[string]any
}

func newSession(t *testing.T, lang string) *session {
	t.Helper()
	data, err := os.ReadFile("../../docs/schema/page.json")
	if err != nil {
		t.Fatal(err)
	}
	s := &session{T: t, e: New(), lang: lang}
	if err := json.Unmarshal(data, &s.schema); err != nil {
		t.Fatal(err)
	}
	return s
}

// call calls a method.
func (s *session) call(method string, request any, blobs ...[]byte) (Reply, map[string][]byte) {
	s.Helper()
	q, err := json.Marshal(request)
	if err != nil {
		s.Fatal(err)
	}
	var members map[string]any
	if err := json.Unmarshal(q, &members); err != nil {
		s.Fatal(err)
	}
	members["lang"] = s.lang
	q, err = json.Marshal(members)
	if err != nil {
		s.Fatal(err)
	}
	reply, contents := s.e.Call(method, q, blobs...)
	var r Reply
	var plain any
	if err := json.Unmarshal(reply, &r); err != nil {
		s.Fatal(err)
	}
	if err := json.Unmarshal(reply, &plain); err != nil {
		s.Fatal(err)
	}
	envelope := plain.(map[string]any)
	result := envelope["result"]
	delete(envelope, "result") // every method has its own
	for _, f := range formtest.ValidateSchema(s.schema, s.schema, envelope, "$") {
		s.Error(method, f)
	}
	if members, ok := result.(map[string]any); ok && method == "diff" {
		delete(members, "data") // it has a schema of its own
	}
	if r.Error == nil {
		of := s.schema["methods"].(map[string]any)[method].(map[string]any)["properties"].(map[string]any)["result"].(map[string]any)
		for _, f := range formtest.ValidateSchema(s.schema, of, result, method) {
			s.Error(f)
		}
	}
	if len(r.Files) != len(contents) {
		s.Errorf("%s: %d files and %d contents", method, len(r.Files), len(contents))
	}
	files := map[string][]byte{}
	for i, f := range r.Files {
		if f.Size != len(contents[i]) || f.Size == 0 {
			s.Errorf("%s: %s has %d bytes, not %d", method, f.Name, len(contents[i]), f.Size)
		}
		files[f.Name] = contents[i]
	}
	return r, files
}

// ask is call of a method that answers.
func ask[R any](s *session, method string, request any, blobs ...[]byte) (out R, files map[string][]byte) {
	s.Helper()
	r, files := s.call(method, request, blobs...)
	if r.Error != nil {
		s.Fatalf("%s: %+v", method, *r.Error)
	}
	if err := json.Unmarshal(r.Result, &out); err != nil {
		s.Fatal(err)
	}
	return out, files
}

// fails is call of a method that does not.
func (s *session) fails(method string, request any, blobs ...[]byte) Fault {
	s.Helper()
	r, _ := s.call(method, request, blobs...)
	if r.Error == nil {
		s.Fatalf("%s answers %s", method, r.Result)
	}
	if s.lang == "en" && hasHan(strings.ReplaceAll(r.Error.What+r.Error.Hint, r.Error.Where, "")) {
		s.Errorf("%s: Chinese in %+v", method, *r.Error)
	}
	return *r.Error
}

func hasHan(t string) bool {
	return strings.IndexFunc(t, func(c rune) bool { return unicode.Is(unicode.Han, c) }) >= 0
}

// district opens the made-up district, and gives the handles by name.
func (s *session) district() map[string]string {
	s.Helper()
	d, _ := ask[District](s, "practice", Practice{})
	out := map[string]string{}
	for i, f := range d.Files {
		_, files := ask[None](s, "practiceFile", PracticeAsked{f.Name})
		for name, data := range files {
			switch f.Role {
			case "roster":
				ask[Roster](s, "roster", RosterName{Name: f.Name}, data)
			case "this", "last":
				o, _ := ask[Opened](s, "open", Open{Handle: fmt.Sprint("h", i), Name: name, Modified: f.Modified, Role: Role(f.Role), Folder: true}, data)
				for _, l := range o.Files {
					out[l.Name] = l.Handle
				}
			}
		}
	}
	return out
}

// The whole work of a clerk, in both languages.
func TestSession(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"zh", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			s := newSession(t, lang)
			ask[Texts](s, "texts", None{})
			s.district()
			l, _ := ask[List](s, "list", None{})
			count := map[Verdict]int{}
			for _, f := range l.Files {
				if f.Role == ThisYear {
					count[f.Verdict]++
					if f.Sentence == "" || f.Word == "" || f.Beside == "" || f.Year != practiceYear {
						t.Errorf("%+v", f)
					}
				}
			}
			if want := map[Verdict]int{Fail: 2, Warn: 2, Pass: 8}; !maps.Equal(count, want) || l.Files[0].Verdict != Fail {
				t.Errorf("%v: %s", count, l.Sentence)
			}
			worst := l.Files[0]
			r, _ := ask[Report](s, "report", OfFile{worst.Handle})
			cause := causeOf(r)
			if len(r.Tables) != 3 || len(r.Findings) == 0 || len(r.View.Todo) == 0 || cause.Proposed == "" {
				t.Errorf("%d tables, %d findings, %d things to do, cause %+v", len(r.Tables), len(r.Findings), len(r.Todo), cause)
			}
			// What is proposed is tried, and the errors are gone.
			tried, _ := ask[Report](s, "whatIf", WhatIf{worst.Handle, []SetOne{{cause.Field, cause.Proposed}}})
			if tried.Tone == model.Fail || len(tried.Supposed) != 1 {
				t.Errorf("with what is proposed: %s %v", tried.Verdict, tried.Supposed)
			}
			asked := StatusAsked{Year: practiceYear, AsOf: "2026-03-01"}
			st, _ := ask[Status](s, "status", asked)
			if st.Due != 12 || st.In != 11 || st.Missing != 1 || st.Wrong != 2 || len(st.Units) != 14 || len(st.Letters) != 3 || len(st.Strays) != 0 {
				t.Errorf("%+v", st)
			}
			for i := range st.Letters {
				letter, files := ask[Letter](s, "letter", LetterAsked{asked, i})
				if len(files) != 1 || !strings.Contains(letter.Text, st.Letters[i].Unit) {
					t.Errorf("%d files, %s", len(files), letter.Text)
				}
				ask[Packed](s, "pack", Pack{Kind: "letter", Letter: i, Letters: &asked, Folder: "letters"})
			}
			ask[Packed](s, "pack", Pack{Kind: "template", Unit: 1, Year: practiceYear + 1})
			if p, files := ask[Packed](s, "packEnd", PackEnd{Name: "函"}); p.Files != 7 || len(files["函.zip"]) == 0 {
				t.Errorf("%+v", p)
			}
			for _, f := range []string{"html", "csv", "md", "xlsx"} {
				asked.Format = f
				ask[None](s, "saveStatus", asked)
			}
			// The objections are answered as they may be.
			sum, _ := ask[Summed](s, "total", Sum{})
			q := Sum{}
			for _, o := range sum.Objections {
				for _, a := range o.Answers {
					if a.ID == "accept" {
						q.Accept = append(q.Accept, o.Kind)
					}
				}
			}
			if !slices.Equal(q.Accept, []string{"errors"}) || len(sum.Objections[0].Items) != 2 || sum.Objections[0].Items[0].Handles[0] == "" {
				t.Errorf("%+v", sum.Objections)
			}
			for _, o := range sum.Objections {
				if one := o.Items[0].Handles[0]; o.Each {
					of := map[string][]string{o.Kind: {one}}
					fewer, _ := ask[Summed](s, "total", Sum{AcceptOf: of})
					if len(fewer.Objections) != 1 || len(fewer.Objections[0].Items) != 1 || fewer.Objections[0].Items[0].Handles[0] == one {
						t.Errorf("accepted for one file: %+v", fewer.Objections)
					}
				}
			}
			if f := s.fails("total", Sum{AcceptOf: map[string][]string{"errors": {"closed"}}}); f.Code != NotOpen {
				t.Errorf("%+v", f)
			}
			sum, files := ask[Summed](s, "total", q)
			if len(sum.Objections) > 0 || sum.File == nil || len(files) != 1 || sum.File.Units != 11 {
				t.Fatalf("%+v", sum)
			}
			tr, files := ask[Trace](s, "trace", TraceAsked{Handle: sum.File.Handle, Figure: "requests.new.total", Format: "csv"})
			if len(tr.Units) != 11 || tr.Units[0].Handle == "" || !tr.Differs || len(files) != 1 {
				t.Errorf("%+v", tr)
			}
			p, _ := ask[Report](s, "prove", OfFile{sum.File.Handle})
			if p.Line.Verdict != Fail || len(p.Bands) != 1 || !slices.ContainsFunc(p.Findings, func(f findings.ViewFinding) bool { return f.Rule == "UNITS-SUM" }) {
				t.Errorf("%+v", p.Line)
			}
		})
	}
}

// causeOf is the first cell of a report that is probably wrong.
func causeOf(r Report) (out findings.ViewCell) {
	for _, tb := range r.Tables {
		for _, row := range tb.Rows {
			for _, c := range row {
				if c.Proposed != "" && out.Proposed == "" {
					out = c
				}
			}
		}
	}
	return out
}

// open opens a file of a folder of the module.
func (s *session) open(handle, name string) Opened {
	s.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		s.Fatal(err)
	}
	o, _ := ask[Opened](s, "open", Open{Handle: handle, Name: filepath.Base(name)}, data)
	return o
}

// An archive opens to its reports, and says what it passed over.
func TestArchive(t *testing.T) {
	t.Parallel()
	s := newSession(t, "zh")
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, n := range []string{"huaian-2024.xlsx", "huangpu-2020.xlsx", "huangpu-2020.txt", "bureau-2020.json"} {
		data, err := os.ReadFile("../../examples/" + n)
		if err != nil {
			t.Fatal(err)
		}
		f, err := w.Create("收件/" + n)
		if err != nil {
			t.Fatal(err)
		}
		f.Write(data)
	}
	f, _ := w.Create("照片.png")
	f.Write([]byte("\x89PNG"))
	w.Close()
	o, _ := ask[Opened](s, "open", Open{Handle: "a", Name: "报送.zip"}, b.Bytes())
	var names []string
	for _, l := range o.Files {
		names = append(names, l.Handle+" "+l.Name)
	}
	if want := []string{"a.1 报送.zip/收件/bureau-2020.json", "a.2 报送.zip/收件/huaian-2024.xlsx", "a.3 报送.zip/收件/huangpu-2020.txt", "a.4 报送.zip/收件/huangpu-2020.xlsx"}; !slices.Equal(names, want) {
		t.Errorf("%q", names)
	}
	if len(o.Skipped) != 1 || o.Skipped[0].Name != "报送.zip/照片.png" {
		t.Errorf("%+v", o.Skipped)
	}
	ask[None](s, "close", OfFiles{[]string{"a"}})
}

// What lies in a folder is passed over where it is no report, or is one that is open as a
// workbook; what was chosen by itself is read.
func TestFolder(t *testing.T) {
	t.Parallel()
	s := newSession(t, "zh")
	plan, _ := ask[Plan](s, "plan", Names{[]string{"收件/乙.pdf", "收件/乙.xlsx", "收件/~$乙.xlsx", "收件/.DS_Store", "收件/说明.txt", "__MACOSX/a.xlsx"}})
	if want := []string{"收件/乙.xlsx", "收件/说明.txt", "收件/乙.pdf"}; !slices.Equal(plan.Open, want) || len(plan.Skipped) != 3 {
		t.Errorf("%+v", plan)
	}
	book, err := os.ReadFile("../../examples/huaian-2024.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	contents := map[string][]byte{"收件/乙.xlsx": book, "收件/说明.txt": []byte("请于一月底前报送。"), "收件/乙.pdf": []byte("%PDF-1.4")}
	var open, skipped []string
	for i, name := range plan.Open {
		o, _ := ask[Opened](s, "open", Open{Handle: fmt.Sprint(i), Name: name, Folder: true}, contents[name])
		for _, f := range o.Files {
			open = append(open, f.Name)
		}
		for _, f := range o.Skipped {
			skipped = append(skipped, f.Name)
		}
	}
	if !slices.Equal(open, []string{"收件/乙.xlsx"}) || !slices.Equal(skipped, []string{"收件/说明.txt", "收件/乙.pdf"}) {
		t.Errorf("open %q, skipped %q", open, skipped)
	}
	o, _ := ask[Opened](s, "open", Open{Handle: "x", Name: "说明.txt"}, contents["收件/说明.txt"])
	if len(o.Files) != 1 || o.Files[0].Verdict != Unread {
		t.Errorf("%+v", o)
	}
	// A file of the same name has a number; opened once more under its handle, it replaces itself.
	for _, h := range []string{"y", "y", "z"} {
		o, _ = ask[Opened](s, "open", Open{Handle: h, Name: "收件/乙.xlsx"}, book)
	}
	if l, _ := ask[List](s, "list", None{}); o.Files[0].Name != "收件/乙 (3).xlsx" || len(l.Files) != 4 {
		t.Errorf("%+v", l)
	}
}

// mail is a message with files attached.
func mail(files ...string) []byte {
	var b bytes.Buffer
	b.WriteString("From: a@example.cn\r\nTo: b@example.cn\r\nSubject: report\r\nDate: Fri, 10 Jan 2025 10:00:00 +0800\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n见附件。\r\n")
	for _, name := range files {
		data, err := os.ReadFile("../../examples/" + name)
		if err != nil {
			panic(err)
		}
		fmt.Fprintf(&b, "--x\r\nContent-Type: application/octet-stream; name=%q\r\nContent-Disposition: attachment; filename=%q\r\nContent-Transfer-Encoding: base64\r\n\r\n", name, name)
		text := base64.StdEncoding.EncodeToString(data)
		for len(text) > 76 {
			b.WriteString(text[:76] + "\r\n")
			text = text[76:]
		}
		b.WriteString(text + "\r\n")
	}
	b.WriteString("--x--\r\n")
	return b.Bytes()
}

// A mail is the report attached to it, and several where several are.
func TestMail(t *testing.T) {
	t.Parallel()
	s := newSession(t, "zh")
	o, _ := ask[Opened](s, "open", Open{Handle: "one", Name: "一.eml"}, mail("huaian-2024.xlsx"))
	if len(o.Files) != 1 || o.Files[0].Name != "一.eml" || o.Files[0].Year != 2024 {
		t.Errorf("%+v", o)
	}
	o, _ = ask[Opened](s, "open", Open{Handle: "two", Name: "二.eml", Folder: true}, mail("huaian-2024.xlsx", "huangpu-2020.xlsx"))
	if len(o.Files) != 2 || o.Files[0].Name != "二.eml/huaian-2024.xlsx" || o.Files[1].Name != "二.eml/huangpu-2020.xlsx" || o.Files[1].Handle != "two.2" {
		t.Errorf("%+v", o)
	}
}

// A report is checked against the one on the year before: the one chosen for it, or the
// one of the same organ among those of that role.
func TestYears(t *testing.T) {
	t.Parallel()
	s := newSession(t, "zh")
	s.open("old", "../../examples/bureau-2021.json")
	s.open("new", "../../examples/bureau-2022.json")
	l, _ := ask[FileLine](s, "beside", Beside{Handle: "new", Last: "old"})
	r, _ := ask[Report](s, "report", OfFile{"new"})
	if l.Beside != "old" || r.Line.Beside != "old" {
		t.Errorf("%+v", l)
	}
	if l, _ = ask[FileLine](s, "beside", Beside{Handle: "new"}); l.Beside != "" {
		t.Errorf("%+v", l)
	}
	data, err := os.ReadFile("../../examples/bureau-2021.json")
	if err != nil {
		t.Fatal(err)
	}
	ask[Opened](s, "open", Open{Handle: "last", Name: "上年/bureau-2021.json", Role: LastYear}, data)
	if l, _ = ask[FileLine](s, "refresh", OfFile{"new"}); l.Beside != "last" {
		t.Errorf("%+v", l)
	}
	ask[None](s, "close", OfFiles{[]string{"last"}})
	if l, _ = ask[FileLine](s, "refresh", OfFile{"new"}); l.Beside != "" {
		t.Errorf("%+v", l)
	}
	d, _ := ask[Compared](s, "diff", Diff{Last: "old", This: "new"})
	if !d.Differs || !strings.HasPrefix(d.HTML, "<!DOCTYPE html>") || len(d.Data) == 0 {
		t.Errorf("%.200s %.200s", d.HTML, d.Data)
	}
	c, files := ask[Carried](s, "carry", Carry{"new"})
	if c.Year != 2023 || c.Taken == 0 || len(files) != 1 {
		t.Errorf("%+v", c)
	}
	if n, _ := ask[Narrated](s, "narrate", OfFile{"new"}); n.Text == "" {
		t.Errorf("%+v", n)
	}
}

// Closing the report that was chosen as last year's undoes the choice; closing another does not.
func TestClosedBeside(t *testing.T) {
	t.Parallel()
	s := newSession(t, "zh")
	s.open("old", "../../examples/bureau-2021.json")
	s.open("new", "../../examples/bureau-2022.json")
	s.open("other", "../../examples/huaian-2024.json")
	alone, _ := s.call("report", OfFile{"new"})
	ask[FileLine](s, "beside", Beside{Handle: "new", Last: "old"})
	ask[None](s, "close", OfFiles{[]string{"other"}})
	if r, _ := ask[Report](s, "report", OfFile{"new"}); r.Line.Beside != "old" {
		t.Errorf("%+v", r.Line)
	}
	ask[None](s, "close", OfFiles{[]string{"old"}})
	if r, _ := s.call("report", OfFile{"new"}); !bytes.Equal(r.Result, alone.Result) {
		t.Errorf("%s\n%s", alone.Result, r.Result)
	}
}

// The page is told which columns of a roster are not read.
func TestUnreadColumns(t *testing.T) {
	t.Parallel()
	for lang, want := range map[string]string{"zh": "名单中的列没有读取：“种类啊”；", "en": "columns of the roster that were not read: \"种类啊\";"} {
		s := newSession(t, lang)
		r, _ := ask[Roster](s, "roster", RosterName{Name: "名单.csv"}, []byte("代码,名称,种类啊,备注\n01,甲局,a,b\n"))
		if !strings.HasPrefix(r.Note, want) {
			t.Errorf("%s: %s", lang, r.Note)
		}
		if r, _ = ask[Roster](s, "roster", RosterName{Name: "名单.csv"}, []byte("代码,名称,机关类别,备注\n01,甲局,department,b\n")); r.Note != "" || r.Units[0].Type == "" {
			t.Errorf("%s: %+v", lang, r)
		}
	}
}

// A roster among the files is found and handed back; a report is none.
func TestRosterAmongFiles(t *testing.T) {
	t.Parallel()
	s := newSession(t, "zh")
	for name, isRoster := range map[string]bool{"units.csv": true, "huaian-2024.xlsx": false} {
		data, err := os.ReadFile(filepath.Join("../../examples", name))
		if err != nil {
			t.Fatal(err)
		}
		s.call("open", Open{Handle: name, Name: "收件/" + name}, data)
		r, files := s.call("roster", RosterName{Name: name, Handle: name})
		if found := r.Error == nil && bytes.Equal(files[name], data); found != isRoster {
			t.Errorf("%s: taken for a roster: %v", name, found)
		}
	}
}

// Files of every ending that is read can be chosen, and no others.
func TestAccept(t *testing.T) {
	t.Parallel()
	all := strings.Split(newSession(t, "zh").texts().Accept, ",")
	for _, ending := range []string{".xlsx", ".et", ".fods", ".doc", ".dot", ".dotx", ".ott", ".wpt", ".msg", ".pdf", ".ofd", ".json", ".zip"} {
		if !slices.Contains(all, ending) {
			t.Errorf("%s cannot be chosen", ending)
		}
	}
	for _, ending := range []string{".xlsb", ".uot", ".caj", ".rar"} {
		if slices.Contains(all, ending) {
			t.Errorf("%s can be chosen", ending)
		}
	}
}

// Warming up does its work: an error of it would be seen by nobody.
func TestWarm(t *testing.T) {
	t.Parallel()
	s := newSession(t, "zh")
	for range 7 {
		ask[None](s, "warm", None{}, report(t, "示范区教育局", 2024, "1"))
	}
	if s.e.warmed != 7 || s.e.warming == nil {
		t.Errorf("%d steps, %v", s.e.warmed, s.e.warming)
	}
	if l, _ := ask[List](s, "list", None{}); len(l.Files) > 0 {
		t.Errorf("%+v", l)
	}
}
