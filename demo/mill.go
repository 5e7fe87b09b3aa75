package demo

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
)

// mill makes workbooks of one form and year quickly. Workbooks of reports in
// which all balances hold differ in their figures and texts only: the mill has
// one workbook written, finds in its parts the places where these stand, and
// fills the places for every other report. Parts without such places are
// compressed once.
//
// Where a figure stands is found by its value: the one workbook holds random
// figures so large that no two are equal unless the form makes them so. What the
// form makes equal in one balanced report it makes equal in all.
type mill struct {
	form  *model.Form
	probe *model.Report
	parts []millPart
	texts []string // sections with a place for their text
}

type millPart struct {
	header *zip.FileHeader
	raw    []byte // compressed, of a part without places
	pieces [][]byte
	places []place // one between two pieces
}

// place is where a figure or a text of the report goes.
type place struct {
	terms []model.Term // whose sum it is
	text  func(*model.Report) string
}

type mills struct {
	mu   sync.Mutex
	made map[int]*mill
}

func (ms *mills) of(f *model.Form, year int) (*mill, error) {
	ms.mu.Lock()
	defer ms.mu.Unlock()
	if m := ms.made[year]; m != nil {
		return m, nil
	}
	m, err := newMill(f, year)
	if err == nil {
		if ms.made == nil {
			ms.made = map[int]*mill{}
		}
		ms.made[year] = m
	}
	return m, err
}

func newMill(f *model.Form, year int) (*mill, error) {
	m := &mill{form: f, probe: model.NewReport(f)}
	values := m.figures()
	m.probe.Year = year
	texts := m.fillTexts()
	data, err := written(m.probe)
	if err != nil {
		return nil, err
	}
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	for _, e := range zr.File {
		if err := m.part(e, values, texts); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// figures gives the probe its figures, and says what stands behind each value.
func (m *mill) figures() map[string][]model.Term {
	r := rand.New(rand.NewPCG(1, 2))
	figures := make([]model.Number, len(m.form.Fields))
	for i, fd := range m.form.Fields {
		if fd.Total == nil {
			figures[i] = model.Int(1e8 + r.Int64N(9e8))
		}
	}
	mk := &maker{form: m.form, out: figures}
	mk.mend()
	for _, id := range m.form.Identities {
		if id.Rule.Relation == model.RelNonNegative { // what mending left at 0 could not be told apart
			first := id.Left[0].Field.Index
			figures[first] = figures[first].Add(model.Int(1e8 + r.Int64N(9e8)))
		}
	}
	mk.settle()
	for _, id := range balances(m.form) {
		right, _ := mk.sum(id.Right)
		others, _ := mk.sum(id.Left[1:])
		figures[id.Left[0].Field.Index] = right.Sub(others)
	}
	mk.settle()
	values := map[string][]model.Term{}
	for i, fd := range m.form.Fields {
		values[figures[i].String()] = []model.Term{{Field: fd}}
		m.probe.Values[fd.ID] = model.Value{State: model.IsNumber, Number: figures[i]}
	}
	for _, id := range m.form.Identities {
		for _, side := range [][]model.Term{id.Left, id.Right} {
			if n, _ := mk.sum(side); n.Sign() != 0 && values[n.String()] == nil {
				values[n.String()] = side
			}
		}
	}
	return values
}

// fillTexts gives the probe its texts, each of a kind of its own, and says what
// stands behind each.
func (m *mill) fillTexts() map[string]func(*model.Report) string {
	texts := map[string]func(*model.Report) string{}
	mark := func(id, tail string, of func(*model.Report) string) string {
		s := "〔" + id + "〕" + tail
		texts[escape(s)] = of
		return s
	}
	m.probe.Organ = mark("organ", "", func(r *model.Report) string { return r.Organ })
	m.probe.Code = mark("code", "", func(r *model.Report) string { return r.Code })
	m.probe.OrganType = mark("type", "", func(r *model.Report) string {
		if t, ok := m.form.OrganType(r.OrganType); ok {
			return t.Label
		}
		return r.OrganType
	})
	m.probe.Cover["contact"] = mark("contact", "", func(r *model.Report) string { return r.Cover["contact"] })
	for id, parts := range district().Texts {
		m.texts = append(m.texts, id)
		// As long as such texts are, so that the rows are high enough.
		long := strings.Repeat("\n"+strings.Repeat("占", 60), len(parts))
		m.probe.Texts[id] = mark("text "+id, long, func(r *model.Report) string { return r.Texts[id] })
	}
	slices.Sort(m.texts)
	return texts
}

// escape makes a text fit for a cell, as the writer of workbooks does.
func escape(s string) string {
	return strings.ReplaceAll(text.XML(s), "&#xA;", "\n")
}

var figureInXML = regexp.MustCompile(`<v>(-?[0-9.]+)</v>`)

// part finds the places of a part.
func (m *mill) part(e *zip.File, values map[string][]model.Term, texts map[string]func(*model.Report) string) error {
	rc, err := e.Open()
	if err != nil {
		return err
	}
	defer rc.Close()
	data, err := io.ReadAll(rc)
	if err != nil {
		return err
	}
	type found struct {
		from, to int
		place    place
	}
	var fs []found
	for _, at := range figureInXML.FindAllSubmatchIndex(data, -1) {
		if terms := values[string(data[at[2]:at[3]])]; terms != nil {
			fs = append(fs, found{at[2], at[3], place{terms: terms}})
		}
	}
	for s, of := range texts {
		for at := 0; ; {
			i := bytes.Index(data[at:], []byte(s))
			if i < 0 {
				break
			}
			fs = append(fs, found{at + i, at + i + len(s), place{text: of}})
			at += i + len(s)
		}
	}
	slices.SortFunc(fs, func(a, b found) int { return a.from - b.from })
	p := millPart{header: &zip.FileHeader{Name: e.Name, Method: zip.Deflate, Modified: e.Modified, ModifiedDate: e.ModifiedDate, ModifiedTime: e.ModifiedTime}}
	if len(fs) == 0 {
		if p.raw, err = squeeze(p.header, data); err != nil {
			return err
		}
	}
	last := 0
	for _, f := range fs {
		p.pieces, p.places, last = append(p.pieces, data[last:f.from]), append(p.places, f.place), f.to
	}
	p.pieces = append(p.pieces, data[last:])
	m.parts = append(m.parts, p)
	return nil
}

// squeezers compress less than a spreadsheet program would: most of the time of
// making a workbook goes there.
var squeezers = sync.Pool{New: func() any {
	w, err := flate.NewWriter(io.Discard, flate.BestSpeed)
	if err != nil {
		panic(err) // the level is one of the package's
	}
	return w
}}

// squeeze compresses a part, and tells its header how far.
func squeeze(h *zip.FileHeader, data []byte) ([]byte, error) {
	var b bytes.Buffer
	w := squeezers.Get().(*flate.Writer)
	defer squeezers.Put(w)
	w.Reset(&b)
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	err := w.Close()
	h.CRC32, h.UncompressedSize64, h.CompressedSize64 = crc32.ChecksumIEEE(data), uint64(len(data)), uint64(b.Len())
	return b.Bytes(), err
}

// workbook fills the places for a report. It is not ok where the report is of
// another kind than the mill's: it leaves texts out that the mill has, or has
// others, or figures that are not plain or do not balance.
func (m *mill) workbook(r *model.Report) ([]byte, bool) {
	figures := make([]model.Number, len(m.form.Fields))
	for i, fd := range m.form.Fields {
		v := r.Value(fd.ID)
		if v.State != model.IsNumber || v.Unit != "" || v.Text != "" || v.Remark != "" {
			return nil, false
		}
		figures[i] = v.Number
	}
	mk := &maker{form: m.form, out: figures}
	if len(r.Texts) != len(m.texts) || broken(m.form, figures) != "" || r.Year != m.probe.Year {
		return nil, false
	}
	for _, id := range m.texts {
		if r.Texts[id] == "" {
			return nil, false
		}
	}
	var out bytes.Buffer
	zw := zip.NewWriter(&out)
	for i := range m.parts {
		if err := m.parts[i].write(zw, r, mk); err != nil {
			return nil, false
		}
	}
	if err := zw.Close(); err != nil {
		return nil, false
	}
	return out.Bytes(), true
}

func (p *millPart) write(zw *zip.Writer, r *model.Report, mk *maker) (err error) {
	h, raw := *p.header, p.raw
	if raw == nil {
		if raw, err = squeeze(&h, p.filled(r, mk)); err != nil {
			return err
		}
	}
	w, err := zw.CreateRaw(&h)
	if err != nil {
		return err
	}
	_, err = w.Write(raw)
	return err
}

// filled is a part with what goes to its places.
func (p *millPart) filled(r *model.Report, mk *maker) []byte {
	var b bytes.Buffer
	for i, at := range p.places {
		b.Write(p.pieces[i])
		if at.text != nil {
			b.WriteString(escape(at.text(r)))
		} else if n, _ := mk.sum(at.terms); n.IsInteger() {
			b.WriteString(n.String())
		} else {
			b.WriteString(strconv.FormatFloat(n.Float(), 'f', -1, 64))
		}
	}
	b.Write(p.pieces[len(p.places)])
	return b.Bytes()
}
