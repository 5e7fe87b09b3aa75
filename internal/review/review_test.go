package review

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

const file = "年报.xlsx"

// sample is a real report that balances.
func sample(t *testing.T) *model.Report {
	t.Helper()
	return formtest.Example(t, "huaian-2024.json")
}

// noon is when the first review was done.
var noon = time.Date(2026, 1, 20, 12, 0, 0, 0, time.UTC)

// reviewer are the people of the stages.
var reviewer = []string{"张三", "李四", "王五"}

// add adds reviews of stages 1 to n, each by another person.
func add(t *testing.T, r *model.Report, n int) *Record {
	t.Helper()
	rec, s := (*Record)(nil), &State{}
	for i := range n {
		var err error
		if rec, err = Add(r, file, s, Review{Stage: Stage(i + 1), By: reviewer[i], Note: "看过", At: noon.Add(time.Duration(i) * time.Hour), Salt: "00ff", Program: "test"}); err != nil {
			t.Fatal(err)
		}
		s = Of(r, file, encoded(t, rec))
	}
	return rec
}

// encoded is the content of the file beside a report.
func encoded(t *testing.T, rec *Record) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Encode(&b, rec); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// copyOf is a report that can be changed.
func copyOf(t *testing.T, r *model.Report) *model.Report {
	t.Helper()
	out := *r
	out.Cover, out.Texts, out.Values = map[string]string{}, map[string]string{}, map[string]model.Value{}
	for id, s := range r.Cover {
		out.Cover[id] = s
	}
	for id, s := range r.Texts {
		out.Texts[id] = s
	}
	for id, v := range r.Values {
		out.Values[id] = v
	}
	return &out
}

func TestStages(t *testing.T) {
	t.Parallel()
	r := sample(t)
	if s := Of(r, file, nil); !s.None() || s.Sentence().ZH != "没有审核记录" {
		t.Error(s.Sentence())
	}
	for n := 1; n <= Stages; n++ {
		s := Of(r, file, encoded(t, add(t, r, n)))
		if s.Level() != n || s.Lapsed || len(s.Faults) > 0 || s.Complete() != (n == Stages) {
			t.Errorf("after %d stages: %+v", n, s)
		}
	}
	two := Of(r, file, encoded(t, add(t, r, 2)))
	if got := two.Sentence(); !strings.Contains(got.ZH, "初审 张三 2026-01-20 12:00，复审 李四") || !strings.HasSuffix(got.ZH, "还差终审") || !strings.HasSuffix(got.EN, "still to come: final review") {
		t.Error(got)
	}
	later := noon.Add(5 * time.Hour)
	begun, err := Add(r, file, &State{}, Review{Stage: First, By: "张三", At: noon.Add(40 * time.Second)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Add(r, file, Of(r, file, encoded(t, begun)), Review{Stage: Second, By: "李四", At: noon}); err != nil { // given to the minute
		t.Error(err)
	}
	for name, c := range map[string]struct {
		state *State
		v     Review
		want  string
	}{
		"second before first": {&State{}, Review{Stage: Second, By: "李四", At: later}, "初审还没有做"},
		"final before second": {Of(r, file, encoded(t, add(t, r, 1))), Review{Stage: Final, By: "王五", At: later}, "复审还没有做"},
		"same person":         {two, Review{Stage: Final, By: " 张三", At: later}, "张三已经做过初审"},
		"same in capitals":    {two, Review{Stage: Final, By: "李 四", At: later}, "李四已经做过复审"},
		"same stage":          {two, Review{Stage: Second, By: "赵六", At: later}, "由李四做过"},
		"earlier":             {two, Review{Stage: Final, By: "王五", At: noon}, "早于上一条"},
		"nobody":              {two, Review{Stage: Final, By: " \u200b", At: later}, "没有写明审核人"},
		"long name":           {two, Review{Stage: Final, By: strings.Repeat("王", 61), At: later}, "超过 60 个字"},
		"long note":           {two, Review{Stage: Final, By: "王五", Note: strings.Repeat("好", 1001), At: later}, "超过 1000 个字"},
		"control character":   {two, Review{Stage: Final, By: "王五", Note: "\x00", At: later}, "不能写入的字符"},
		"new in the middle":   {two, Review{Stage: Final, By: "王五", At: later, New: true}, "要从初审做起"},
	} {
		_, err := Add(r, file, c.state, c.v)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		} else if p := err.(*msg.Problem); p.What.EN == "" || p.Hint.IsZero() {
			t.Errorf("%s: %+v", name, p)
		}
	}
	rec, err := Add(r, file, two, Review{Stage: Final, By: "张三", At: later, Same: true})
	if err != nil || !rec.Entries[2].Same || !Of(r, file, encoded(t, rec)).Complete() {
		t.Errorf("%+v, %v", rec, err)
	}
	if s := Of(r, file, encoded(t, rec)).Sentence().ZH; !strings.Contains(s, "终审（同一人） 张三") {
		t.Error(s)
	}
}

// Whatever is changed by hand in a record, no stage counts any more.
func TestChain(t *testing.T) {
	t.Parallel()
	r := sample(t)
	good := encoded(t, add(t, r, 3))
	spoil := func(change func(m map[string]any)) []byte {
		var m map[string]any
		if err := json.Unmarshal(good, &m); err != nil {
			t.Fatal(err)
		}
		change(m)
		out, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	entry := func(m map[string]any, i int) map[string]any { return m["entries"].([]any)[i].(map[string]any) }
	cases := map[string][]byte{
		"another file":  spoil(func(m map[string]any) { m["file"] = "b.xlsx" }),
		"another organ": spoil(func(m map[string]any) { m["organ"] = "某局" }),
		"another year":  spoil(func(m map[string]any) { m["year"] = 2023 }),
		"no entries":    spoil(func(m map[string]any) { m["entries"] = []any{} }),
		"first gone":    spoil(func(m map[string]any) { m["entries"] = m["entries"].([]any)[1:] }),
		"middle gone": spoil(func(m map[string]any) {
			e := m["entries"].([]any)
			m["entries"] = []any{e[0], e[2]}
		}),
		"exchanged": spoil(func(m map[string]any) {
			e := m["entries"].([]any)
			e[0], e[1] = e[1], e[0]
		}),
		"content changed": spoil(func(m map[string]any) {
			m["seen"].([]any)[0].(map[string]any)["items"].(map[string]any)["organ"] = "某局"
		}),
		"an unknown member": spoil(func(m map[string]any) { m["x"] = 1 }),
		"another schema":    spoil(func(m map[string]any) { m["schema"] = "gkxl-review/2" }),
		"empty":             {},
		"cut":               good[:len(good)/2],
		"more behind":       append(bytes.Clone(good), good...),
	}
	for i := range 3 {
		for _, key := range []string{"by", "note", "salt", "at", "content", "program", "form", "private", "previous", "hash"} {
			cases[key] = spoil(func(m map[string]any) { entry(m, i)[key] = "2026-01-20T12:00:01Z" })
		}
		cases["stage"] = spoil(func(m map[string]any) { entry(m, i)["stage"] = 1 + (i+1)%3 })
		cases["number"] = spoil(func(m map[string]any) { entry(m, i)["number"] = 9 })
		cases["same person"] = spoil(func(m map[string]any) { entry(m, i)["same_person"] = true })
		cases["finding"] = spoil(func(m map[string]any) {
			entry(m, i)["findings"] = []any{map[string]any{"rule": "X", "grade": "hint", "count": 1}}
		})
		for name, data := range cases {
			if s := Of(r, file, data); s.Level() != 0 || len(s.Faults) == 0 || s.None() || !strings.Contains(s.Sentence().ZH, "不可用") || !strings.Contains(s.Sentence().EN, "of no use") {
				t.Errorf("%s (entry %d): %+v", name, i+1, s)
			}
		}
	}
	if s := Of(r, file, append([]byte("\ufeff"), good...)); s.Level() != 3 { // as an editor may save it
		t.Errorf("%+v", s)
	}
	if _, err := Add(r, file, Of(r, file, cases["cut"]), Review{Stage: First, By: "张三", At: noon}); err == nil || !strings.Contains(err.Error(), "--new") {
		t.Error(err)
	}
	if rec, err := Add(r, file, Of(r, file, cases["cut"]), Review{Stage: First, By: "张三", At: noon, New: true}); err != nil || len(rec.Entries) != 1 {
		t.Error(rec, err)
	}
}

// A record that was copied along with another report's workbook, or with a copy of the report, does not count.
func TestForeign(t *testing.T) {
	t.Parallel()
	r := sample(t)
	beside := encoded(t, add(t, r, 3))
	other, year := copyOf(t, r), copyOf(t, r)
	other.Organ, year.Year = "某局", 2023
	for name, s := range map[string]*State{"unit": Of(other, file, beside), "year": Of(year, file, beside), "file": Of(r, "副本.xlsx", beside)} {
		if s.Level() != 0 || len(s.Faults) != 1 {
			t.Errorf("%s: %+v", name, s)
		}
	}
	if s := Of(r, "folder/年报.XLSX", beside); s.Level() != 3 { // some systems tell no capitals
		t.Errorf("%+v", s)
	}
	if s := Of(r, "", beside); s.Level() != 3 {
		t.Errorf("%+v", s)
	}
}

// Change any one cell or sentence: the record lapses, and names that place.
func TestEveryChange(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"huaian-2024.json", "huangpu-2020.json"} {
		r := formtest.Example(t, name)
		beside := encoded(t, add(t, r, 3))
		lapses := func(what, id string, changed *model.Report) {
			s := Of(changed, file, beside)
			if !s.Lapsed || s.Level() != 0 || len(s.Faults) > 0 || len(s.Changes) != 1 || s.Changes[0].ID != id {
				t.Errorf("%s %s %s: %+v", name, what, id, s)
				return
			}
			c := s.Changes[0]
			if c.Was == c.Is || c.Label.IsZero() || c.Was.EN == "" || c.Is.EN == "" || !strings.Contains(s.Sentence().ZH, c.Label.ZH) {
				t.Errorf("%s %s %s: %+v", name, what, id, c)
			}
		}
		for i, fd := range r.Form.Fields {
			v := r.Value(fd.ID)
			others := []model.Value{ // one of them for each field, and another figure for all
				{State: model.IsNumber, Number: v.Number, Unit: v.Unit + "件", Remark: v.Remark},
				{State: model.IsNumber, Number: v.Number, Unit: v.Unit, Remark: v.Remark + "改"},
				{State: model.Unreadable, Text: "约 5"},
				{State: model.Absent},
				{State: model.Blank, Text: "／"},
			}
			for _, w := range []model.Value{{State: model.IsNumber, Number: v.Number.Add(model.Int(1)), Unit: v.Unit, Remark: v.Remark}, others[i%len(others)]} {
				if canonical(v) == canonical(w) {
					continue
				}
				changed := copyOf(t, r)
				changed.Values[fd.ID] = w
				lapses(canonical(w), "value."+fd.ID, changed)
			}
		}
		for _, s := range r.Form.Sections {
			parts := strings.SplitAfter(r.Texts[s.ID], "。")
			for i, p := range parts {
				if strings.TrimSpace(p) == "" {
					continue
				}
				changed := copyOf(t, r)
				changed.Texts[s.ID] = strings.Join(parts[:i], "") + strings.Replace(p, string([]rune(p)[len([]rune(p))/2]), "〇", 1) + strings.Join(parts[i+1:], "")
				st := Of(changed, file, beside)
				if !st.Lapsed || len(st.Changes) == 0 || len(st.Changes) > 3 {
					t.Errorf("%s %s sentence %d: %+v", name, s.ID, i, st.Changes)
				}
				for _, c := range st.Changes {
					if c.ID != "text."+s.ID || !strings.Contains(c.Is.ZH, "〇") {
						t.Errorf("%s %s sentence %d: %+v", name, s.ID, i, c)
					}
				}
			}
			changed := copyOf(t, r)
			changed.Texts[s.ID] = strings.TrimSpace(r.Texts[s.ID] + "\n新的一句。")
			lapses("sentence added", "text."+s.ID, changed)
		}
		for _, c := range r.Form.Cover {
			switch changed := copyOf(t, r); c.ID {
			case "organ", "organ_type", "year", "form":
			default:
				changed.Cover[c.ID] = r.Cover[c.ID] + "改"
				lapses("cover", "cover."+c.ID, changed)
			}
		}
		changed := copyOf(t, r)
		changed.Code = r.Code + "9"
		lapses("code", "code", changed)
		changed = copyOf(t, r)
		changed.Extra = append(changed.Extra, model.Extra{Table: "t", Row: "其他主动公开文件", Text: "3"})
		if s := Of(changed, file, beside); !s.Lapsed || len(s.Changes) != 1 || !strings.Contains(s.Changes[0].Label.ZH, "其他主动公开文件") {
			t.Errorf("%+v", s)
		}
		changed = copyOf(t, r)
		changed.Listed = append(changed.Listed, model.Listed{Key: "TEXT-FIGURE|x", Text: "口径不同"})
		lapses("explanation", "explanation.TEXT-FIGURE|x", changed)
	}
}

// What saving by another program changes is no change: blanks at the ends, empty lines, how a number is shown.
func TestSameContent(t *testing.T) {
	t.Parallel()
	r := sample(t)
	beside := encoded(t, add(t, r, 3))
	same := copyOf(t, r)
	for id, s := range same.Texts {
		same.Texts[id] = "\n" + strings.ReplaceAll(s, "\n", "  \r\n\r\n") + " \n"
	}
	for id, v := range same.Values {
		if v.IsNumber() {
			v.Text, v.Cell, v.Computed = v.Number.String()+" ", "Sheet9!Z99", !v.Computed
			same.Values[id] = v
		}
	}
	if s := Of(same, file, beside); s.Level() != 3 {
		t.Errorf("%+v", s.Changes)
	}
	// A sign that is published is content, and so is a paragraph.
	signed := copyOf(t, r)
	for id, v := range signed.Values {
		if v.IsNumber() {
			v.Text = "+" + v.Number.String()
			signed.Values[id] = v
			break
		}
	}
	if s := Of(signed, file, beside); !s.Lapsed || len(s.Changes) != 1 {
		t.Errorf("%+v", s)
	}
	split := copyOf(t, r)
	id := "overview"
	split.Texts[id] = regexp.MustCompile("。([^\n])").ReplaceAllString(split.Texts[id], "。\n$1")
	if s := Of(split, file, beside); !s.Lapsed || len(s.Changes) != 1 || !strings.Contains(s.Changes[0].Is.ZH, "分段") {
		t.Errorf("%+v", s)
	}
}

// After a change the stages begin anew, and the earlier ones stay in the record. Content that was changed back is not
// what the last reviewer saw.
func TestAgain(t *testing.T) {
	t.Parallel()
	r := sample(t)
	beside := encoded(t, add(t, r, 3))
	changed := copyOf(t, r)
	changed.Texts["overview"] += "\n补充一句。"
	s := Of(changed, file, beside)
	if _, err := Add(changed, file, s, Review{Stage: Second, By: "李四", At: noon.Add(9 * time.Hour)}); err == nil || !strings.Contains(err.Error(), "1 处改动，初审要重新做") {
		t.Error(err)
	}
	rec, err := Add(changed, file, s, Review{Stage: First, By: "李四", At: noon.Add(9 * time.Hour)}) // who did another stage of what lapsed
	if err != nil || len(rec.Entries) != 4 || len(rec.Seen) != 2 {
		t.Fatal(rec, err)
	}
	if s := Of(changed, file, encoded(t, rec)); s.Level() != 1 || s.Lapsed {
		t.Errorf("%+v", s)
	}
	if s := Of(r, file, encoded(t, rec)); s.Level() != 0 || !s.Lapsed || len(s.Changes) != 1 {
		t.Errorf("an older state counts: %+v", s)
	}
	back, err := Add(r, file, Of(r, file, encoded(t, rec)), Review{Stage: First, By: "赵六", At: noon.Add(10 * time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	if s := Of(r, file, encoded(t, back)); s.Level() != 1 || s.Holding[0].By != "赵六" {
		t.Errorf("what lapsed counts again: %+v", s)
	}
	for i := range 5 {
		changed = copyOf(t, changed)
		changed.Texts["overview"] += "\n再补一句。"
		s = Of(changed, file, encoded(t, rec))
		if rec, err = Add(changed, file, s, Review{Stage: First, By: "李四", At: noon.Add(time.Duration(10+i) * time.Hour)}); err != nil {
			t.Fatal(err)
		}
	}
	if len(rec.Seen) != Default.Seen || len(rec.Entries) != 9 || !rec.broken().IsZero() {
		t.Errorf("%d contents are kept", len(rec.Seen))
	}
}

// The two records are held against each other.
func TestTwoRecords(t *testing.T) {
	t.Parallel()
	r := sample(t)
	rows := func(rec *Record) [][]string { return sheetRows(t, rec, msg.ZH) }
	two, three := add(t, r, 2), add(t, r, 3)
	fork, err := Add(r, file, Of(r, file, encoded(t, add(t, r, 1))), Review{Stage: Second, By: "赵六", At: noon.Add(3 * time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		book         [][]string
		beside       []byte
		level        int
		notes, fault string
	}{
		"both":            {rows(three), encoded(t, three), 3, "", ""},
		"workbook alone":  {rows(three), nil, 3, "", ""},
		"file alone":      {nil, encoded(t, three), 3, "", ""},
		"file is shorter": {rows(three), encoded(t, two), 3, "旁边的文件比工作簿里的记录少最后 1 条", ""},
		"book is shorter": {rows(two), encoded(t, three), 3, "工作簿里的记录比旁边的文件少最后 1 条", ""},
		"fork":            {rows(two), encoded(t, fork), 0, "", "不同"},
		"file is damaged": {rows(three), []byte("{"), 0, "", "读不出来"},
	} {
		of := copyOf(t, r)
		of.Reviews = c.book
		s := Of(of, file, c.beside)
		if s.Level() != c.level || !strings.Contains(msg.Join(s.Notes, "", "").ZH, c.notes) || (len(s.Notes) > 0) != (c.notes != "") ||
			!strings.Contains(msg.Join(s.Faults, "", "").ZH, c.fault) || (len(s.Faults) > 0) != (c.fault != "") {
			t.Errorf("%s: %+v", name, s)
		}
	}
}

// A public record has no names, and its hashes can be followed all the same.
func TestPublic(t *testing.T) {
	t.Parallel()
	rec := add(t, sample(t), 3)
	public := rec.Public()
	got := string(encoded(t, public))
	for _, s := range append(append([]string{}, reviewer...), "看过", "00ff", "overview") {
		if strings.Contains(got, s) {
			t.Errorf("%s is in the public record", s)
		}
	}
	before := public.root()
	for _, e := range public.Entries {
		if e.Previous != before || e.Hash != e.chained() {
			t.Errorf("entry %d does not follow", e.Number)
		}
		before = e.Hash
	}
	if public.Entries[1].At = "2026-01-20T12:00:01Z"; public.Entries[1].Hash == public.Entries[1].chained() || !rec.broken().IsZero() {
		t.Error("a change of the public record is not seen, or changes the record")
	}
	if got := string(encoded(t, rec.WithNames())); !strings.Contains(got, "张三") || strings.Contains(got, `"seen"`) {
		t.Error(got)
	}
}

func TestStanding(t *testing.T) {
	t.Parallel()
	f := formtest.Form(t, "2021")
	warn := &model.Rule{ID: "W"}
	found := []check.Finding{{Rule: warn, Grade: model.Warning, Fields: f.Fields[:2]}, {Rule: warn, Grade: model.Warning, Fields: f.Fields[1:3], Sections: []string{"overview"}},
		{Rule: warn, Grade: model.Warning, Explanation: "口径"}, {Rule: &model.Rule{ID: "H"}, Grade: model.Hint}}
	got := standingOf(found)
	if len(got) != 3 || got[0].Count != 2 || len(got[0].Fields) != 3 || len(got[0].Sections) != 1 || !got[1].Explained || (Entry{Findings: got}).Open() != 2 {
		t.Errorf("%+v", got)
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	rec := add(t, sample(t), 2)
	data := encoded(t, rec)
	lim := Default
	for name, change := range map[string]func(){"bytes": func() { lim.Bytes = len(data) - 1 }, "entries": func() { lim.Entries = 1 }} {
		lim = Default
		change()
		if _, err := decode(data, lim); err == nil {
			t.Errorf("%s: no limit", name)
		}
		pieces, err := pack(rec)
		if err != nil {
			t.Fatal(err)
		}
		if lim.Bytes < Default.Bytes {
			lim.Bytes = 1000
		}
		if _, err := unpack(pieces, lim); err == nil {
			t.Errorf("%s: no limit in the workbook", name)
		}
	}
	s := &State{Record: &Record{Entries: make([]Entry, Default.Entries)}}
	if _, err := Add(sample(t), file, s, Review{Stage: First, By: "张三", At: noon}); err == nil || !strings.Contains(err.Error(), "已有 300 条") {
		t.Error(err)
	}
}

func TestStageNames(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]Stage{"初审": 1, " 复审": 2, "终审": 3, "1": 1, "Second": 2, "final review": 3} {
		if got, ok := ParseStage(s); !ok || got != want {
			t.Errorf("%s is %d", s, got)
		}
	}
	for _, s := range []string{"", "0", "4", "四审"} {
		if _, ok := ParseStage(s); ok {
			t.Errorf("%s is a stage", s)
		}
	}
}

func TestSchemas(t *testing.T) {
	t.Parallel()
	r := sample(t)
	rec := add(t, r, 2)
	changed := copyOf(t, r)
	changed.Texts["overview"] += "改。"
	changed.Reviews = sheetRows(t, rec, msg.EN)
	var states bytes.Buffer
	all := []Result{{File: file, Report: changed, State: Of(changed, file, []byte("{"))}, {File: file, Report: r, State: Of(r, file, encoded(t, rec))}, {File: "x.xlsx", Err: &msg.Problem{What: msg.T("坏", "bad")}}}
	if err := WriteJSON(&states, all, msg.EN); err != nil {
		t.Fatal(err)
	}
	var full bytes.Buffer
	if err := Encode(&full, rec.Public()); err != nil {
		t.Fatal(err)
	}
	for name, list := range map[string][][]byte{"review": {encoded(t, rec), full.Bytes()}, "reviews": {states.Bytes()}} {
		data, err := os.ReadFile("../../docs/schema/" + name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var schema map[string]any
		if err := json.Unmarshal(data, &schema); err != nil {
			t.Fatal(err)
		}
		for _, data := range list {
			var v any
			if err := json.Unmarshal(data, &v); err != nil {
				t.Fatal(err)
			}
			for _, f := range formtest.ValidateSchema(schema, schema, v, "") {
				t.Errorf("%s: %s", name, f)
			}
		}
	}
}

func TestIsBeside(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{BesideName("a/年报.xlsx"): true, FormerName("年报.xlsx", 2, msg.ZH): true, FormerName("年报.docx", 10, msg.EN): true, "年报.xlsx.审核.JSON": true,
		"年报.json": false, "审核.json": false, "年报-旧1.json": false, "年报.审核.xlsx": false} {
		if IsBeside(name) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
}

// Whatever stands in the file beside or on the sheet, nothing fails, and only a record that is whole counts.
func FuzzRecord(f *testing.F) {
	r := formtest.Example(f, "huaian-2024.json")
	rec, err := Add(r, file, &State{}, Review{Stage: First, By: "张三", At: noon, Salt: "00"})
	if err != nil {
		f.Fatal(err)
	}
	rec.Seen = nil
	var b bytes.Buffer
	if err := Encode(&b, rec); err != nil {
		f.Fatal(err)
	}
	pieces, err := pack(rec)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes(), pieces[0], "张三")
	f.Add([]byte(`{"schema":"gkxl-review/1","entries":[{"number":1,"stage":9}]}`), "H4sI", "")
	f.Add([]byte(`[]`), "", "x")
	f.Fuzz(func(t *testing.T, data []byte, packed, cell string) {
		of := *r
		of.Reviews = [][]string{{Title.ZH, dataMark}, {cell, packed}}
		for _, s := range []*State{Of(r, file, data), Of(&of, file, nil), Of(&of, file, data)} {
			s.Sentence()
			Page([]Result{{File: file, Report: r, State: s}}, msg.ZH)
			if s.Level() > 0 && !s.Record.broken().IsZero() {
				t.Errorf("a broken record counts: %+v", s)
			}
		}
	})
}
