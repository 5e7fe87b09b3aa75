package xlsx

import (
	"bytes"
	"sync"
	"testing"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/model"
)

// The workbook of a report is the same, whether its frame is new or served for other reports before.
func TestFrames(t *testing.T) {
	write := func(r *model.Report, x Extras) []byte {
		var b bytes.Buffer
		if err := WriteWith(&b, r, x); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	forget := func() {
		idle.Lock()
		defer idle.Unlock()
		idle.frames = nil
	}
	type workbook struct {
		name   string
		report *model.Report
		extras Extras
		fresh  []byte
	}
	var all []workbook
	add := func(name string, r *model.Report, x Extras) {
		forget()
		all = append(all, workbook{name, r, x, write(r, x)})
	}
	for _, f := range formtest.Forms(t) {
		add(f.ID+" blank", model.NewReport(f), Extras{})
		coded := model.NewReport(f)
		coded.Organ, coded.Year, coded.Code = "某市某局", f.Years.From, "0101"
		add(f.ID+" with a code", coded, Extras{})
		fd := f.Fields[0]
		add(f.ID+" with a remark", coded, Extras{Remarks: map[string]string{fd.ID: "未填"}})
		carried := model.NewReport(f)
		carried.Taken = map[string]model.Taken{fd.ID: {Number: model.Int(3), Source: "上年"}}
		add(f.ID+" with a carried figure", carried, Extras{})
		rows := func(yield func([]any) bool) { yield([]any{"甲", 1}) }
		add(f.ID+" with an appendix", coded, Extras{Appendices: []Appendix{{Key: "sources", Name: "附录", Title: "题", Columns: []Column{{Head: "单位", Width: 20}, {Head: "数", Width: 9}}, Rows: rows}}})
	}
	for _, name := range []string{"huaian-2024.json", "huangpu-2020.json", "bureau-2021.json"} {
		r := formtest.Example(t, name)
		add(name, r, Extras{})
	}
	forget()
	for range 3 {
		for _, w := range all {
			if !bytes.Equal(write(w.report, w.extras), w.fresh) {
				t.Errorf("%s: another workbook than with a frame of its own", w.name)
			}
		}
	}
	// Reports of one form share a frame, unless one has a code.
	forms := len(formtest.Forms(t))
	if n := len(idle.frames); n < forms || n > mostIdle {
		t.Errorf("%d frames are kept for %d forms", n, forms)
	}
	forget()
	write(all[0].report, Extras{})
	first := idle.frames[0]
	write(all[0].report, Extras{})
	if len(idle.frames) != 1 || idle.frames[0] != first {
		t.Error("the frame of a form does not serve for its next report")
	}
	// Side by side no frame serves for two.
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for _, w := range all {
				var b bytes.Buffer
				if err := WriteWith(&b, w.report, w.extras); err != nil || !bytes.Equal(b.Bytes(), w.fresh) {
					t.Errorf("%s, side by side with others: %v", w.name, err)
				}
			}
		})
	}
	wg.Wait()
}

// A workbook that cannot be written leaves no frame behind.
func TestNoFrameOfFailures(t *testing.T) {
	f := formtest.Form(t, "2021")
	idle.Lock()
	idle.frames = nil
	idle.Unlock()
	r := model.NewReport(f)
	if err := Write(failing{}, r); err == nil {
		t.Fatal("no error")
	}
	if n := len(idle.frames); n > 0 {
		t.Errorf("%d frames are kept", n)
	}
}

// failing is a writer that fails.
type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, bytes.ErrTooLarge }
