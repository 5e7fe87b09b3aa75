package engine

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/findings"
	"github.com/gkxl/gkxl/internal/version"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/pdfout"
)

// exportFormat is a format that one report can be saved in. Its function gives what was
// noticed.
type exportFormat struct {
	id    string
	name  msg.Text
	write func(w io.Writer, r *gkxl.Result, p gkxl.Publication, lang msg.Lang) ([]msg.Text, error)
}

// exports are what one report can be saved as.
var exports = []exportFormat{
	{"pdf", msg.T("PDF", "PDF"), func(w io.Writer, r *gkxl.Result, p gkxl.Publication, _ msg.Lang) ([]msg.Text, error) {
		res, err := gkxl.PDF(w, r.Report, p)
		return res.Missing, err
	}},
	{"ofd", msg.T("OFD", "OFD"), func(w io.Writer, r *gkxl.Result, p gkxl.Publication, _ msg.Lang) ([]msg.Text, error) {
		res, err := gkxl.OFD(w, r.Report, p)
		return res.Missing, err
	}},
	{"html", msg.T("网页", "Web page"), func(w io.Writer, r *gkxl.Result, p gkxl.Publication, _ msg.Lang) ([]msg.Text, error) {
		return nil, gkxl.HTML(w, r.Report, p)
	}},
	{"docx", msg.T("Word 文档", "Word document"), func(w io.Writer, r *gkxl.Result, p gkxl.Publication, _ msg.Lang) ([]msg.Text, error) {
		return nil, gkxl.Docx(w, r.Report, p)
	}},
	{"csv", msg.T("CSV 数据", "CSV data"), func(w io.Writer, r *gkxl.Result, _ gkxl.Publication, _ msg.Lang) ([]msg.Text, error) {
		if _, err := io.WriteString(w, "\ufeff"); err != nil { // by which spreadsheets know its encoding
			return nil, err
		}
		return nil, gkxl.WriteCSV(w, r.Report)
	}},
	{"json", msg.T("JSON 数据", "JSON data"), func(w io.Writer, r *gkxl.Result, _ gkxl.Publication, lang msg.Lang) ([]msg.Text, error) {
		return nil, gkxl.Export(w, r.Report, lang)
	}},
	{"svg", msg.T("图表", "Charts"), func(w io.Writer, r *gkxl.Result, p gkxl.Publication, _ msg.Lang) ([]msg.Text, error) {
		return nil, gkxl.ChartsSVG(w, r.Report, p)
	}},
}

// needFaces is the error of a format that is drawn with faces while they are missing.
func needFaces(format string) error {
	if slices.Contains([]string{"pdf", "ofd", "svg"}, format) && len(pdfout.MissingFaces()) > 0 {
		return coded{&msg.Problem{What: msg.T("字体还没有准备好", "the faces are not there yet"), Hint: msg.T("请稍候再试", "try again in a moment")}, NeedsFaces, ""}
	}
	return nil
}

func (e *Engine) faces(c *call, q Face) (Faces, error) {
	if q.Name != "" {
		data, err := c.blob()
		if err != nil {
			return Faces{}, err
		}
		if err := pdfout.GiveFace(q.Name, data); err != nil {
			return Faces{}, err
		}
	}
	return Faces{append([]string{}, pdfout.MissingFaces()...)}, nil
}

// stem is the name of a file without its ending, that of the archive it lay in being a
// folder.
func stem(f *file) string { return strings.TrimSuffix(f.name, path.Ext(f.name)) }

// product is a file that was made of a report.
type product struct {
	name string
	data []byte
	note msg.Text
}

// marked makes the workbook with the findings marked.
func (e *Engine) marked(f *file, lang msg.Lang) (product, error) {
	var b bytes.Buffer
	why, err := gkxl.Mark(&b, f.data, *e.result(f), lang)
	if err != nil {
		return product{}, msg.At(f.name, err)
	}
	out := product{name: stem(f) + msg.T("（标注）", " (marked)").In(lang) + ".xlsx", data: b.Bytes()}
	if !why.IsZero() {
		out.note = msg.F("没有标注原文件：%s；问题列在另一个工作簿里", "the file itself was not marked: %s; its findings are in a workbook of their own", why)
	}
	return out, nil
}

// mended makes a fresh template of what was read.
func (e *Engine) mended(f *file, lang msg.Lang) (product, *gkxl.Repaired, error) {
	var b bytes.Buffer
	done, err := gkxl.Repair(&b, f.name, f.data, gkxl.ImportOptions{})
	if err != nil {
		return product{}, nil, msg.At(f.name, err)
	}
	return product{name: stem(f) + msg.T("（修复）", " (repaired)").In(lang) + ".xlsx", data: b.Bytes()}, done, nil
}

// published makes a publication.
func (e *Engine) published(f *file, q Export, lang msg.Lang) (product, error) {
	i := slices.IndexFunc(exports, func(x exportFormat) bool { return x.id == q.Format })
	if i < 0 {
		return product{}, badCall("no format " + q.Format)
	}
	if err := needFaces(q.Format); err != nil {
		return product{}, err
	}
	r := e.result(f)
	if r.Err != nil {
		return product{}, r.Err
	}
	p := gkxl.Publication{Draft: q.Draft, AllowMissing: true, Profile: q.Profile, Charts: q.Charts, Last: f.last, Findings: append([]gkxl.Finding{}, r.Findings...), Source: f.data, SourceName: f.name}
	if err := gkxl.Publishable(r.Findings); err != nil && !q.Draft {
		return product{}, msg.At(f.name, err)
	}
	var b bytes.Buffer
	missing, err := exports[i].write(&b, r, p, lang)
	if err != nil {
		return product{}, msg.At(f.name, err)
	}
	name := stem(f)
	if q.Draft {
		name += msg.T("（草稿）", " (draft)").In(lang)
	}
	out := product{name: name + "." + q.Format, data: b.Bytes()}
	if len(missing) > 0 {
		out.note = msg.F("%s，印作“〓”", "%s; printed as 〓", msg.Join(missing, "；", "; "))
	}
	return out, nil
}

// base is the name of a file that is saved by itself.
func (p product) base() string { return path.Base(p.name) }

func (e *Engine) mark(c *call, q OfFile) (Note, error) {
	f, err := e.handle(q.Handle)
	if err != nil {
		return Note{}, err
	}
	p, err := e.marked(f, c.lang)
	if err != nil {
		return Note{}, err
	}
	c.make(p.base(), p.data)
	return Note{p.note.In(c.lang)}, nil
}

func (e *Engine) repair(c *call, q OfFile) (Repaired, error) {
	f, err := e.handle(q.Handle)
	if err != nil {
		return Repaired{}, err
	}
	p, done, err := e.mended(f, c.lang)
	if err != nil {
		return Repaired{}, err
	}
	var b bytes.Buffer
	if err := gkxl.WriteRepaired(&b, done, c.lang); err != nil {
		return Repaired{}, err
	}
	c.make(p.base(), p.data)
	return Repaired{b.String(), len(done.Left)}, nil
}

func (e *Engine) export(c *call, q Export) (Note, error) {
	f, err := e.handle(q.Handle)
	if err != nil {
		return Note{}, err
	}
	p, err := e.published(f, q, c.lang)
	if err != nil {
		return Note{}, err
	}
	c.make(p.base(), p.data)
	return Note{p.note.In(c.lang)}, nil
}

func (e *Engine) save(c *call, q SaveList) (None, error) {
	chosen, err := e.chosen(q.Handles)
	if err != nil {
		return None{}, err
	}
	var b bytes.Buffer
	p, err := findings.NewPrinter(&b, findings.WriteOptions{Format: q.Format, Lang: c.lang, Version: version.Name()})
	if err != nil {
		return None{}, err
	}
	for _, f := range chosen {
		r := *e.result(f)
		if r.File = f.name; q.Format == "html" && r.Err == nil {
			r.Figures = nil // the list of a hundred reports is long enough
		}
		if err := p.Add(r); err != nil {
			return None{}, err
		}
	}
	if err := p.Close(); err != nil {
		return None{}, err
	}
	c.make(c.t("核对结果", "findings")+"."+q.Format, b.Bytes())
	return None{}, nil
}

// packing is a zip archive that is being made.
type packing struct {
	buffer bytes.Buffer
	zip    *zip.Writer
	taken  map[string]bool // names, in small letters
}

// add puts a file into the archive, and gives the name it got there.
func (p *packing) add(name string, data []byte, at time.Time) (string, error) {
	name = safePath(name)
	out, ext := name, path.Ext(name)
	for n := 2; p.taken[strings.ToLower(out)]; n++ {
		out = fmt.Sprintf("%s (%d)%s", strings.TrimSuffix(name, ext), n, ext)
	}
	p.taken[strings.ToLower(out)] = true
	h := &zip.FileHeader{Name: out, Method: zip.Deflate, Modified: at}
	if slices.Contains([]string{".xlsx", ".docx", ".zip", ".pdf", ".ofd"}, strings.ToLower(ext)) {
		h.Method = zip.Store // packed already
	}
	h.SetMode(0o644) // with a mode, the name counts as UTF-8 in every program
	w, err := p.zip.CreateHeader(h)
	if err == nil {
		_, err = w.Write(data)
	}
	return out, err
}

func (e *Engine) pack(c *call, q Pack) (Packed, error) {
	made, err := e.products(c, q)
	if err != nil {
		return Packed{}, err
	}
	if e.archive == nil {
		e.archive = &packing{taken: map[string]bool{}}
		e.archive.zip = zip.NewWriter(&e.archive.buffer)
	}
	at := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	if q.Now != 0 {
		at = time.UnixMilli(q.Now)
	}
	out := Packed{Names: []string{}}
	for _, p := range made {
		name, err := e.archive.add(path.Join(q.Folder, p.name), p.data, at)
		if err != nil {
			return Packed{}, err
		}
		out.Names = append(out.Names, name)
		out.Note = p.note.In(c.lang)
	}
	out.Files = len(e.archive.taken)
	return out, nil
}

// products makes what a request to pack asks for.
func (e *Engine) products(c *call, q Pack) ([]product, error) {
	one := func(p product, err error) ([]product, error) { return []product{p}, err }
	switch q.Kind {
	case "template":
		return one(e.unitTemplate(q.Unit, q.Year))
	case "letter", "status":
		if q.Letters == nil {
			return nil, badCall("no letters")
		}
		if q.Kind == "status" {
			return one(e.statusFile(c, *q.Letters))
		}
		return e.letterFiles(c, LetterAsked{*q.Letters, q.Letter})
	}
	f, err := e.handle(q.Handle)
	if err != nil {
		return nil, err
	}
	switch q.Kind {
	case "original":
		return one(product{name: f.name, data: f.data}, nil)
	case "marked":
		return one(e.marked(f, c.lang))
	case "repaired":
		p, _, err := e.mended(f, c.lang)
		return one(p, err)
	}
	return one(e.published(f, Export{Handle: q.Handle, Format: q.Kind, Draft: q.Draft}, c.lang))
}

func (e *Engine) packEnd(c *call, q PackEnd) (Packed, error) {
	if e.archive == nil {
		return Packed{}, &msg.Problem{What: msg.T("没有可以打包的文件", "there is nothing to pack"), Hint: msg.T("请先打开文件", "open files first")}
	}
	a := e.archive
	e.archive = nil
	if err := a.zip.Close(); err != nil {
		return Packed{}, err
	}
	c.make(cmp.Or(q.Name, c.t("结果", "results"))+".zip", a.buffer.Bytes())
	return Packed{Names: []string{}, Files: len(a.taken)}, nil
}
