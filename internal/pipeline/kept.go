package pipeline

import (
	"errors"
	"hash/maphash"
	"maps"
	"sync"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/read"
	"github.com/gkxl/gkxl/internal/read/mail"
	"github.com/gkxl/gkxl/internal/read/plaintext"
	"github.com/gkxl/gkxl/internal/record"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/templates"
)

// A folder is searched for reports by reading the documents in it. What was read of one is kept until it is imported,
// since reading a PDF or a Word document takes longer than all that is done with it afterwards.

// keptReport is a report that was read, and the checksum of the content that it was read from. A thousand of them are in
// memory at a time, so the values stand close together: as a map by name they take three times the room.
type keptReport struct {
	sum     uint64
	report  *model.Report // without its values
	figures []figure      // values that say no more, in the order of the fields of the form
	others  map[string]model.Value
}

// figure is what most values hold; without a state the report has no such value.
type figure struct {
	number model.Number
	state  model.State
	cell   string
}

// newKept keeps a report that was read from a content.
func newKept(data []byte, r *model.Report) keptReport {
	k := keptReport{sum: maphash.Bytes(seed, data), figures: make([]figure, len(r.Form.Fields)), others: map[string]model.Value{}}
	for i, field := range r.Form.Fields {
		v, ok := r.Values[field.ID]
		f := figure{v.Number, v.State, v.Cell}
		if v == (model.Value{Number: f.number, State: f.state, Cell: f.cell}) {
			k.figures[i] = f
		} else if ok {
			k.others[field.ID] = v
		}
	}
	without := *r
	without.Values, k.report = nil, &without
	return k
}

// restored is the report as it was kept.
func (k keptReport) restored() *model.Report {
	r := *k.report
	r.Values = model.NewReport(r.Form).Values
	for i, field := range r.Form.Fields {
		if f := k.figures[i]; f.state != "" {
			r.Values[field.ID] = model.Value{Number: f.number, State: f.state, Cell: f.cell}
		}
	}
	maps.Copy(r.Values, k.others)
	return &r
}

// reports are kept by the names of their files.
var reports = struct {
	sync.Mutex
	byName map[string]keptReport
}{byName: map[string]keptReport{}}

// seed makes the checksums of reports that are kept those of this process.
var seed = maphash.MakeSeed()

// maxKept is how many reports are kept at most. Files beyond are read again.
const maxKept = 1000

// keep keeps a report.
func keep(name string, data []byte, r *model.Report) {
	reports.Lock()
	defer reports.Unlock()
	if len(reports.byName) < maxKept {
		reports.byName[name] = newKept(data, r)
	}
}

// takeKept is the report that is kept of a file, which is then kept no longer; nil if there is none, the content is
// another, or the options say something about the report.
func takeKept(name string, data []byte, o Options) *model.Report {
	reports.Lock()
	k, ok := reports.byName[name]
	delete(reports.byName, name)
	reports.Unlock()
	if !ok || o.Form != nil || o.Organ != "" || o.Year != 0 || k.sum != maphash.Bytes(seed, data) {
		return nil
	}
	return k.restored()
}

// HasNoTable reports whether a file can be read and holds no table of the report; unread says that it cannot be read.
func HasNoTable(name string, data []byte) (none, unread bool) {
	r, _, err := Read(name, data, Options{})
	if err == nil && len(read.Attached(data)) == 0 {
		keep(name, data, r)
	}
	none = errors.Is(err, msg.ErrNoReport)
	return none, err != nil && !none
}

// MayReport reports whether a document, of which the sheets were read, holds a table of any edition, rows of one, or one as
// a picture.
// Of a mail it takes the message; nil for any other.
func MayReport(name string, data []byte, message *mail.Message, sheets []*intake.Sheet, kind msg.Text) bool {
	forms, err := templates.Candidates(nil)
	if err != nil {
		return true
	}
	r, _, err := mapped(sheets, kind, forms, intake.Options{})
	if err == nil && !plaintext.IsUTF16(data) && !record.IsJSON(data) && !record.IsCSV(data) {
		noteTexts(r, message, forms, intake.Options{})
		keep(name, data, r)
	}
	return !errors.Is(err, msg.ErrNoReport) || intake.MayBePictured(sheets, forms) || intake.HasRows(sheets, forms)
}
