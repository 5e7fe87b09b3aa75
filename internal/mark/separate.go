package mark

import (
	"bytes"
	"io"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/patch"
	"github.com/gkxl/gkxl/internal/workbook"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Separate writes the list of findings as a workbook of its own, for a file that
// cannot be marked: a document, or a workbook that Mark refuses.
func Separate(w io.Writer, j Job) error {
	if j.Err != nil {
		j.Findings = []check.Finding{{Rule: &model.Rule{ID: "FILE-UNREADABLE"}, Grade: model.Error, Message: msg.Of(j.Err)}}
	}
	f := workbook.New()
	defer f.Close()
	first := f.GetSheetName(0)
	var buf bytes.Buffer
	if _, err := f.WriteTo(&buf); err != nil {
		return err
	}
	b, err := patch.Open(buf.Bytes())
	if err != nil {
		return err
	}
	m := newMarker(j, b)
	if err := m.findParts(); err != nil {
		return err
	}
	m.addList(formerMarks{})
	m.removeList(first)
	_, err = b.WriteTo(w)
	return err
}
