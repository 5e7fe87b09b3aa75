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

	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/xlsx"
)

// workbookTemplate makes workbooks of one form and year quickly. Workbooks of
// reports in which all balances hold differ in their figures and texts only: one
// workbook, that of a probe report, is written by package xlsx; the slots of
// figures and texts are found in its parts, and are filled for every other
// report. Parts without slots are compressed once.
//
// The slot of a figure is found by its value: the figures of the probe are random
// and so large that no two are equal unless the form makes them so. Figures that
// the form makes equal in one balanced report are equal in all.
type workbookTemplate struct {
	form  *model.Form
	probe *model.Report
	parts []templatePart
	texts []string // ids of the sections that have a slot for their text
}

type templatePart struct {
	header *zip.FileHeader
	raw    []byte // compressed content of a part without slots
	pieces [][]byte
	slots  []slot // one between two pieces
}

// slot is a place in a part that takes a figure (the sum of terms) or a text of
// the report.
type slot struct {
	terms []model.Term
	text  func(*model.Report) string
}

func newWorkbookTemplate(f *model.Form, year int) (*workbookTemplate, error) {
	m := &workbookTemplate{form: f, probe: model.NewReport(f)}
	values := m.figures()
	m.probe.Year = year
	texts := m.fillTexts()
	data, err := writeWorkbook(m.probe)
	if err != nil {
		return nil, err
	}
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	for _, e := range zr.File {
		if err := m.addPart(e, values, texts); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// figures sets the figures of the probe, and returns by value the terms whose sum
// it is.
func (m *workbookTemplate) figures() map[string][]model.Term {
	r := rand.New(rand.NewPCG(1, 2))
	figures := make([]model.Number, len(m.form.Fields))
	for i, fd := range m.form.Fields {
		if fd.Total == nil {
			figures[i] = model.Int(1e8 + r.Int64N(9e8))
		}
	}
	mk := &generator{form: m.form, out: figures}
	mk.satisfyInequalities()
	for _, id := range m.form.Identities {
		if id.Rule.Relation == model.RelNonNegative { // what mending left at 0 could not be told apart
			first := id.Left[0].Field.Index
			figures[first] = figures[first].Add(model.Int(1e8 + r.Int64N(9e8)))
		}
	}
	mk.computeTotals()
	for _, id := range balances(m.form) {
		right, _ := mk.sum(id.Right)
		others, _ := mk.sum(id.Left[1:])
		figures[id.Left[0].Field.Index] = right.Sub(others)
	}
	mk.computeTotals()
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

// fillTexts sets the texts of the probe, no two of them equal, and returns by
// text the function that gives another report's.
func (m *workbookTemplate) fillTexts() map[string]func(*model.Report) string {
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

// escape escapes a text for XML as package xlsx does.
func escape(s string) string {
	return strings.ReplaceAll(text.XML(s), "&#xA;", "\n")
}

var figureInXML = regexp.MustCompile(`<v>(-?[0-9.]+)</v>`)

// addPart reads a part of the probe's workbook and finds its slots.
func (m *workbookTemplate) addPart(e *zip.File, values map[string][]model.Term, texts map[string]func(*model.Report) string) error {
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
		place    slot
	}
	var fs []found
	for _, at := range figureInXML.FindAllSubmatchIndex(data, -1) {
		if terms := values[string(data[at[2]:at[3]])]; terms != nil {
			fs = append(fs, found{at[2], at[3], slot{terms: terms}})
		}
	}
	for s, of := range texts {
		for at := 0; ; {
			i := bytes.Index(data[at:], []byte(s))
			if i < 0 {
				break
			}
			fs = append(fs, found{at + i, at + i + len(s), slot{text: of}})
			at += i + len(s)
		}
	}
	sorting.By(fs, func(a, b found) int { return a.from - b.from })
	p := templatePart{header: &zip.FileHeader{Name: e.Name, Method: zip.Deflate, Modified: e.Modified, ModifiedDate: e.ModifiedDate, ModifiedTime: e.ModifiedTime}}
	if len(fs) == 0 {
		if p.raw, err = compress(p.header, data); err != nil {
			return err
		}
	}
	last := 0
	for _, f := range fs {
		p.pieces, p.slots, last = append(p.pieces, data[last:f.from]), append(p.slots, f.place), f.to
	}
	p.pieces = append(p.pieces, data[last:])
	m.parts = append(m.parts, p)
	return nil
}

// compressors is a pool of compressors at the fastest level: compression takes
// most of the time of making a workbook.
var compressors = sync.Pool{New: func() any {
	w, err := flate.NewWriter(io.Discard, flate.BestSpeed)
	if err != nil {
		panic(err) // the level is one of the package's
	}
	return w
}}

// compress compresses a part and sets checksum and sizes in its header.
func compress(h *zip.FileHeader, data []byte) ([]byte, error) {
	var b bytes.Buffer
	w := compressors.Get().(*flate.Writer)
	defer compressors.Put(w)
	w.Reset(&b)
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	err := w.Close()
	h.CRC32, h.UncompressedSize64, h.CompressedSize64 = crc32.ChecksumIEEE(data), uint64(len(data)), uint64(b.Len())
	return b.Bytes(), err
}

// workbook fills the slots for a report. It is not ok where the report would make
// another workbook than the probe's: it lacks texts or has others, is for another
// year, has no applications, or has figures that do not balance or are no plain numbers.
func (m *workbookTemplate) workbook(r *model.Report) ([]byte, bool) {
	figures := make([]model.Number, len(m.form.Fields))
	applications := false // the cover says so where a unit had none
	for i, fd := range m.form.Fields {
		v := r.Value(fd.ID)
		applications = applications || v.Number.Sign() != 0 && slices.Contains(m.form.Zeros, fd.Table.ID)
		if v.State != model.IsNumber || v.Unit != "" || v.Text != "" || v.Remark != "" {
			return nil, false
		}
		figures[i] = v.Number
	}
	mk := &generator{form: m.form, out: figures}
	if len(r.Texts) != len(m.texts) || !applications || brokenBalance(m.form, figures) != "" || r.Year != m.probe.Year {
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

func (p *templatePart) write(zw *zip.Writer, r *model.Report, mk *generator) (err error) {
	h, raw := *p.header, p.raw
	if raw == nil {
		if raw, err = compress(&h, p.fill(r, mk)); err != nil {
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

// fill is the content of a part with its slots filled for a report.
func (p *templatePart) fill(r *model.Report, mk *generator) []byte {
	var b bytes.Buffer
	for i, at := range p.slots {
		b.Write(p.pieces[i])
		if at.text != nil {
			b.WriteString(escape(at.text(r)))
		} else if n, _ := mk.sum(at.terms); n.IsInteger() {
			b.WriteString(n.String())
		} else {
			b.WriteString(strconv.FormatFloat(n.Float(), 'f', -1, 64))
		}
	}
	b.Write(p.pieces[len(p.slots)])
	return b.Bytes()
}

// Data makes the content of a file of the district.
func (d *District) Data(f *File) ([]byte, error) {
	data, err := d.workbook(f)
	if err == nil && f.corrupt != nil {
		data, err = f.corrupt(data)
	}
	return data, err
}

func (d *District) workbook(f *File) ([]byte, error) {
	if r := f.report; r != nil {
		return writeWorkbook(r)
	}
	year, template := d.Year, d.template
	if f.Last {
		year, template = d.Year-1, d.lastTemplate
	}
	r := d.report(f.Unit, year)
	m, err := template()
	if err != nil {
		return nil, err
	}
	if data, ok := m.workbook(r); ok {
		return data, nil
	}
	return writeWorkbook(r)
}

func writeWorkbook(r *model.Report) ([]byte, error) {
	var b bytes.Buffer
	err := xlsx.Write(&b, r)
	return b.Bytes(), err
}
