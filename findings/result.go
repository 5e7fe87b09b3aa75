package findings

import (
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/locate"
	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Supposed is a cell that a what-if gives another value.
type Supposed struct {
	Field        *model.Field
	Present, New model.Value
}

// Result is what checking one file gave. Err is set when the file could not be
// read at all; then there is no report.
type Result struct {
	File     string
	Report   *model.Report
	Findings []check.Finding
	Figures  []narrative.Figure // of the narratives, when they were asked for
	Causes   locate.Outcome     // what explains them
	Supposed []Supposed         // what the report was supposed to say, in a what-if
	Units    *check.Units       // what it was held against; nil if nothing
	Err      error
}

// Verdict is what the findings come to; a file that cannot be read fails.
func (r Result) Verdict() model.Verdict {
	if r.Err != nil {
		return model.Fail
	}
	return check.VerdictOf(r.Findings)
}

// UnreadableRule is the id under which a file that could not be read at all is
// listed: one finding, and no follow-on findings.
const UnreadableRule = "FILE-UNREADABLE"

func (s Supposed) sentence() msg.Text {
	place := msg.F("“%s”", "%q", s.Field.Label())
	if s.Present.Cell != "" {
		place = msg.T(s.Present.Cell, s.Present.Cell)
	}
	return msg.F("假设：%s 由 %s 改为 %s；文件没有改动", "supposing: %s changed from %s to %s; the file stays as it is", place, s.Present.Shown(), s.New.Shown())
}
