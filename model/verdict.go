package model

import "github.com/gkxl/gkxl/msg"

// Verdict is what findings come to. Its values are those of JSON.
type Verdict string

// The verdicts. A warning that was explained does not count.
const (
	Pass Verdict = "pass"
	Warn Verdict = "warn"
	Fail Verdict = "fail"
)

// Title is a verdict in the reader's words, empty for none.
func (v Verdict) Title() msg.Text {
	return map[Verdict]msg.Text{Pass: msg.T("通过", "passed"), Warn: msg.T("通过，有警告", "passed with warnings"), Fail: msg.T("未通过", "failed")}[v]
}
