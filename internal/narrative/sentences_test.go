package narrative_test

import (
	"bufio"
	"flag"
	"fmt"
	"hash/fnv"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/templates"
)

var update = flag.Bool("update", false, "rewrite the golden files; inspect the diff")

// Case is one narrative with what must be read from it.
type sentenceCase struct {
	line    int
	raw     string // with its marks
	text    string
	marks   map[int]rune // by byte behind the figure: '=' or '!'
	trap    bool
	heldOut bool
	form    *model.Form
	report  *model.Report
	last    *model.Report
}

var marked = regexp.MustCompile(`\{([=!])\}`)

// cases reads the file of sentences.
func cases(t testing.TB) []sentenceCase {
	file, err := os.Open("testdata/sentences.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var out []sentenceCase
	var report, last *model.Report
	part, later := "", false
	type context struct {
		report, last *model.Report
	}
	contexts := map[string]context{}
	name := ""
	in := bufio.NewScanner(file)
	in.Buffer(nil, 1<<20)
	for n := 1; in.Scan(); n++ {
		line := in.Text()
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '@':
			report, last, part = nil, nil, ""
			name = strings.Fields(line)[1]
			later = later || strings.HasSuffix(line, " later")
		case line[0] == '%':
			part = strings.TrimSpace(line[1:])
			contexts[name] = context{report, last}
			if report != nil {
				total(report)
				if last != nil {
					total(last)
				}
			}
		case part == "":
			words := strings.Fields(line)
			target := report
			if words[0] == "last" {
				if last == nil {
					last = model.NewReport(report.Form)
					blank(last)
					last.Year = report.Year - 1
				}
				target, words = last, words[1:]
			}
			switch words[0] {
			case "form":
				form, err := templates.Edition(words[1])
				if err != nil {
					t.Fatal(err)
				}
				report = model.NewReport(form)
				blank(report)
			case "organ":
				report.Organ = words[1]
			case "type":
				report.OrganType = words[1]
			case "year":
				report.Year, _ = strconv.Atoi(words[1])
			case "like":
				report, last = contexts[words[1]].report, contexts[words[1]].last
			case "example":
				report = formtest.Example(t, words[1])
			default:
				for _, w := range words[1:] {
					col, v, _ := strings.Cut(w, "=")
					num, err := model.ParseNumber(v)
					if _, ok := report.Form.Field(words[0] + "." + col); !ok || err != nil {
						t.Fatalf("line %d: %s %s", n, words[0], w)
					}
					target.Values[words[0]+"."+col] = model.Value{State: model.IsNumber, Number: num}
				}
			}
		default:
			c := sentenceCase{line: n, raw: line, marks: map[int]rune{}, trap: part == "traps", form: report.Form, report: report, last: last}
			h := fnv.New32a()
			h.Write([]byte(line))
			c.heldOut = !later && h.Sum32()%3 == 0
			at := 0
			for _, m := range marked.FindAllStringSubmatchIndex(line, -1) {
				c.text += line[at:m[0]]
				c.marks[len(c.text)] = rune(line[m[2]])
				at = m[1]
			}
			c.text += line[at:]
			// A line break in the narrative must not shift the marks.
			c.text = strings.ReplaceAll(c.text, `\n`, " \n")
			out = append(out, c)
		}
	}
	return out
}

func blank(r *model.Report) {
	for _, fd := range r.Form.Fields {
		r.Values[fd.ID] = model.Value{State: model.IsNumber}
	}
}

// total is the column of totals.
func total(r *model.Report) {
	if len(r.Texts) > 0 {
		return // a whole example
	}
	for range 2 {
		for _, fd := range r.Form.Fields {
			if fd.Total == nil {
				continue
			}
			sum := model.Int(0)
			for _, term := range fd.Total.Right {
				sum = sum.Add(r.Values[term.Field.ID].Number)
			}
			r.Values[fd.ID] = model.Value{State: model.IsNumber, Number: sum}
		}
	}
}

// read reads one case alone.
func (c sentenceCase) read(readers map[string]*narrative.Reader) []narrative.Figure {
	rd := readers[c.form.ID]
	if rd == nil {
		rd = narrative.NewReader(c.form)
		readers[c.form.ID] = rd
	}
	r := *c.report
	r.Texts = map[string]string{"overview": c.text}
	return rd.Read(&r, c.last)
}

// outcome counts figures by what was wanted and what was found.
type outcome struct {
	cases, traps            int
	hit, false_, miss       int // of contradictions
	agree, agreeFalse, lost int // of confirmations
	quiet                   int // figures that are rightly left alone
	wrong                   []string
}

func (o *outcome) judge(c sentenceCase, figures []narrative.Figure) {
	o.cases++
	if c.trap {
		o.traps++
	}
	done := map[int]bool{}
	bad := func(format string, args ...any) {
		o.wrong = append(o.wrong, fmt.Sprintf("line %d: ", c.line)+fmt.Sprintf(format, args...)+"\n      "+c.raw)
	}
	for _, f := range figures {
		want, at := rune(0), -1
		for pos, m := range c.marks {
			if pos > f.Start && pos <= f.End && !done[pos] {
				want, at = m, pos
			}
		}
		if at >= 0 {
			done[at] = true
		}
		switch {
		case want == '!' && f.Verdict == narrative.Disagrees:
			o.hit++
		case want == '=' && f.Verdict == narrative.Agrees:
			o.agree++
		case want == 0 && f.Verdict == narrative.Unrelated:
			o.quiet++
		default:
			switch f.Verdict {
			case narrative.Disagrees:
				o.false_++
			case narrative.Agrees:
				o.agreeFalse++
			}
			switch want {
			case '!':
				o.miss++
			case '=':
				o.lost++
			}
			bad("%q: want %q, found %s %s (%s)", f.Text, want, f.Verdict, f.Reading().ZH, f.Message.ZH)
		}
	}
	for pos, m := range c.marks {
		if !done[pos] {
			if m == '!' {
				o.miss++
			} else {
				o.lost++
			}
			bad("nothing found before %q, want %q", c.text[pos:min(len(c.text), pos+12)], m)
		}
	}
}

// What is wanted of each sentence is found, and nothing else. The held-out third
// is measured by TestNarrativeFigures only.
func TestSentences(t *testing.T) {
	readers := map[string]*narrative.Reader{}
	var o outcome
	for _, c := range cases(t) {
		if !c.heldOut {
			o.judge(c, c.read(readers))
		}
	}
	for _, w := range o.wrong {
		t.Error(w)
	}
	t.Logf("%d cases, %d traps: contradictions %d found, %d false, %d missed; confirmations %d, %d false, %d missed; %d left alone",
		o.cases, o.traps, o.hit, o.false_, o.miss, o.agree, o.agreeFalse, o.lost, o.quiet)
}

// How well narratives are read goes to the document, the held-out third apart.
func TestNarrativeFigures(t *testing.T) {
	readers := map[string]*narrative.Reader{}
	var tuned, heldOut outcome
	for _, c := range cases(t) {
		o := &tuned
		if c.heldOut {
			o = &heldOut
		}
		o.judge(c, c.read(readers))
	}
	var b strings.Builder
	row := func(name string, o outcome) {
		fmt.Fprintf(&b, "| %s | %d（%d） | %s | %s | %s | %s |\n", name, o.cases, o.traps,
			share(o.hit, o.hit+o.false_), share(o.hit, o.hit+o.miss), share(o.agree, o.agree+o.agreeFalse), share(o.agree, o.agree+o.lost))
	}
	b.WriteString(corpusTables(t))
	b.WriteString("\n`sentences.txt`：\n\n| 句子 | 句数（其中陷阱） | 指出不符：准确率 | 指出不符：查全率 | 判为相符：准确率 | 判为相符：查全率 |\n| --- | --- | --- | --- | --- | --- |\n")
	row("调试用", tuned)
	row("留出", heldOut)
	b.WriteString("\n留出的句子中判断与预期不同的：\n\n")
	for _, w := range heldOut.wrong {
		head, line, _ := strings.Cut(w, "\n")
		fmt.Fprintf(&b, "- %s\n  `%s`\n", head, strings.TrimSpace(line))
	}
	if len(heldOut.wrong) == 0 {
		b.WriteString("- 无\n")
	}
	const path = "../../docs/narrative.md"
	doc, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const begin, end = "<!-- 始：由 go test ./internal/narrative -update 生成 -->\n", "<!-- 止 -->"
	before, rest, ok1 := strings.Cut(string(doc), begin)
	_, after, ok2 := strings.Cut(rest, end)
	if !ok1 || !ok2 {
		t.Fatal("the marks are gone from " + path)
	}
	want := before + begin + b.String() + end + after
	if want == string(doc) {
		return
	}
	if !*update {
		t.Fatalf("%s is stale; run with -update and inspect the diff", path)
	}
	if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
}
