package findings

import (
	"strings"

	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

type jsonFigure struct {
	Section  string        `json:"section"`
	Text     string        `json:"text"`
	Sentence string        `json:"sentence"`
	Kind     string        `json:"kind"`
	Verdict  string        `json:"verdict"`
	Number   *model.Number `json:"number"`
	Fields   []string      `json:"fields"`
	Table    *model.Number `json:"table"`
	Reading  string        `json:"reading,omitempty"`
	Message  string        `json:"message,omitempty"`
}

func figuresAsJSON(figures []narrative.Figure, lang msg.Lang) []jsonFigure {
	if figures == nil {
		return nil
	}
	out := []jsonFigure{}
	for _, f := range figures {
		j := jsonFigure{Section: f.Section, Text: f.Text, Sentence: strings.TrimSpace(f.Sentence), Kind: string(f.Kind), Verdict: string(f.Verdict),
			Number: &f.Number, Fields: []string{}, Table: f.Table, Reading: f.Reading().In(lang), Message: f.Message.In(lang)}
		for _, fd := range f.Fields() {
			j.Fields = append(j.Fields, fd.ID)
		}
		out = append(out, j)
	}
	return out
}

// figures writes the list of figures, sentence by sentence.
func (t *textPrinter) figures(r Result) {
	if r.Figures == nil {
		return
	}
	names := verdictNames(t.Lang)
	t.line("")
	t.line("%s", figuresTitle.In(t.Lang))
	section, sentence := "", ""
	for _, f := range r.Figures {
		if f.Section != section {
			section, sentence = f.Section, ""
			if s, ok := r.Report.Form.Section(section); ok {
				t.line("  %s", s.Heading)
			}
		}
		if f.Sentence != sentence {
			sentence = f.Sentence
			t.line("    “%s”", text.OneLine(sentence))
		}
		t.line("      %s  %s  %s", names[f.Verdict], f.Text, readingOf(f, t.Lang))
	}
	t.line("  %s", figuresCount(r.Figures).In(t.Lang))
}

var figuresTitle = msg.T("叙述中的数字", "Figures of the narratives")

func verdictNames(lang msg.Lang) map[narrative.Verdict]string {
	return map[narrative.Verdict]string{narrative.Agrees: msg.T("相符", "agrees").In(lang), narrative.Disagrees: msg.T("不符", "disagrees").In(lang),
		narrative.Unrelated: msg.T("与表无关", "not about the tables").In(lang)}
}

// readingOf is what a figure was held against; of one that disagrees, both figures.
func readingOf(f narrative.Figure, lang msg.Lang) string {
	switch f.Verdict {
	case narrative.Disagrees:
		return f.Message.In(lang)
	case narrative.Agrees:
		return f.Reading().In(lang)
	}
	return ""
}

func figuresCount(figures []narrative.Figure) msg.Text {
	count := map[narrative.Verdict]int{}
	for _, f := range figures {
		count[f.Verdict]++
	}
	return msg.F("共 %d 个数字：相符 %d，不符 %d，与表无关 %d", "%d figures: %d agree, %d disagree, %d are not about the tables",
		len(figures), count[narrative.Agrees], count[narrative.Disagrees], count[narrative.Unrelated])
}

// viewFigure is a figure of a narrative as pages show it, in the middle of its
// sentence.
type viewFigure struct {
	Section, Verdict, Tone, Text, Reading string
	Before, At, Behind                    string // the sentence
}

func viewFigures(r Result, lang msg.Lang) []viewFigure {
	var out []viewFigure
	names := verdictNames(lang)
	for _, f := range r.Figures {
		v := viewFigure{Verdict: names[f.Verdict], Tone: string(f.Verdict), Text: f.Text, Reading: readingOf(f, lang)}
		if s, ok := r.Report.Form.Section(f.Section); ok {
			v.Section = s.Heading
		}
		end := min(len(f.Sentence), f.At+f.End-f.Start)
		v.Before, v.At, v.Behind = text.OneLine(f.Sentence[:f.At]), text.OneLine(f.Sentence[f.At:end]), text.OneLine(f.Sentence[end:])
		out = append(out, v)
	}
	return out
}
