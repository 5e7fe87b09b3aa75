package units

import (
	"strings"

	"github.com/gkxl/gkxl/msg"
)

// Why says why a file could not be read, without naming it once more.
func (f *Submission) Why() msg.Text {
	t := msg.Of(f.Err)
	return msg.Text{ZH: strings.TrimPrefix(t.ZH, f.File+"："), EN: strings.TrimPrefix(t.EN, f.File+": ")}
}

func FileNames(fs []Submission) msg.Text {
	var out []msg.Text
	for _, f := range fs {
		out = append(out, msg.Text{ZH: f.Shown})
	}
	return msg.Join(out, "、", ", ")
}
