package units

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gkxl/gkxl/findings"
	"github.com/gkxl/gkxl/internal/archive"
	"github.com/gkxl/gkxl/internal/cache"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/osfile"
	"github.com/gkxl/gkxl/internal/parallel"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/internal/review"
	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/internal/sums"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/templates"
	"github.com/gkxl/gkxl/xlsx"
)

// Submission is what one file says, as a total of many needs it: the figures, the
// verdict and who filed it, but not the findings. It is small, so that those of
// a whole province fit in memory.
type Submission struct {
	File     string    `json:"-"` // where it lies; see File
	Shown    string    `json:"-"` // its path within the folder that was searched
	Received time.Time `json:"-"` // when the file was last written
	Err      error     `json:"-"` // why it could not be read; then there is nothing but the file
	Aside    bool      `json:"-"` // by its ending no report; see AsidesAt
	Other    msg.Text  `json:"-"` // of a file in which no report was found: what else it is; see OtherThanReport

	SHA         string `json:"-"` // of the file
	Content     string // the same for two files that say the same
	Figures     string // the same for two files with the same figures on the same year
	Bare        bool   // it has figures and no text, as a table saved as CSV
	Organ, Code string
	Form        string // id of its form
	Year        int
	Empty       bool // a template that nobody filled in: no text, and no figure but those brought along
	Verdict     model.Verdict
	Errors      int
	Warnings    int           // that nobody explained
	First       msg.Text      // what is wrong first, with its place
	OrganDoubt  msg.Text      // why the organ's name may be wrong, with its place; empty where nothing says so
	Beside      []msg.Text    // what differs in files beside it that should say the same
	Row         sums.Row      // its figures in its own form
	Cells       string        // where they stand, unless where the template has them; see sums.EncodeCells
	Texts       string        // narratives, as JSON by section; empty once they were handed over, or kept by KeepTexts
	Sources     []sums.Source // the units of one that is a total
	Review      review.Brief  // how far it has been reviewed

	texts osfile.Piece // in place of Texts
}

// IsTotal reports whether the file is a total with its sources.
func (f *Submission) IsTotal() bool { return len(f.Sources) > 0 }

// File is a file to be gathered, wherever its bytes are.
type File struct {
	Path  string // where it lies: a path, a name in a file system, or any name at all; its ending tells CSV from text
	Shown string // its name for people
	// Read gives its bytes, and when it was last written.
	Read func() (data []byte, written time.Time, err error)
	// Reviews gives the content of the file beside it that its reviews are recorded in, nil if there is none; it may
	// be nil itself.
	Reviews func() []byte
	// Beside gives the files of other formats beside it that should say the same; it may be nil.
	Beside func() []pipeline.Beside
	// Aside marks a file that by its ending is no report; see AsidesAt.
	Aside bool
}

// FileOf is a file whose bytes are there.
func FileOf(name string, data []byte) File {
	return File{Path: name, Shown: name, Read: func() ([]byte, time.Time, error) { return data, time.Time{}, nil }}
}

// FilesIn are files in a file system, such as FindFS found, in the order of their
// names.
func FilesIn(fsys fs.FS, names []string) []File {
	from := archive.In(fsys)
	return lists.Map(slices.Sorted(slices.Values(names)), func(name string) File { return fileOf(from, name, name) })
}

// FilesAt are files on disk, or members of archives there, that were found in
// arguments, in the order of their names for people.
func FilesAt(args, paths []string) []File {
	from := archive.OnDisk()
	var out []File
	for i, shown := range ShownNames(args, paths) {
		out = append(out, fileOf(from, paths[i], shown))
	}
	sorting.By(out, func(a, b File) int { return cmp.Or(cmp.Compare(a.Shown, b.Shown), cmp.Compare(a.Path, b.Path)) })
	return out
}

// HeldAgainst are files on disk that are held against those beside them which a search found, see [Found].
func HeldAgainst(files []File, beside map[string][]string) []File {
	from := archive.OnDisk()
	for i, f := range files {
		if others := beside[f.Path]; len(others) > 0 {
			files[i].Beside = func() []pipeline.Beside {
				return lists.Map(others, func(path string) pipeline.Beside {
					data, err := from.ReadFile(path)
					return pipeline.Beside{Name: path, Data: data, Err: err}
				})
			}
		}
	}
	return files
}

// AsidesAt are the files, among those that a search of folders skipped, whose names
// point to a unit of a roster: a picture or a letter that came where a report is due, or
// a report whose ending was changed. What they say goes to Assemble with the other
// submissions, which counts them only for units of which nothing else came.
func AsidesAt(list *Roster, args, skipped []string) []File {
	if list == nil {
		return nil
	}
	files := slices.DeleteFunc(FilesAt(args, skipped), func(f File) bool { return list.OfFile(f.Shown) == nil || isResultFolder(f.Path) })
	for i := range files {
		files[i].Aside = true
	}
	return files
}

// fileOf is a file that knows when it was last written.
func fileOf(from *archive.Files, path, shown string) File {
	return File{Path: path, Shown: shown, Read: func() ([]byte, time.Time, error) {
		written, err := from.Written(path)
		if err != nil {
			return nil, time.Time{}, err
		}
		data, err := from.ReadFile(path)
		return data, written, err
	}, Reviews: func() []byte { return pipeline.ReviewsBeside(from, path) }}
}

// Gathering reads the reports of many units.
type Gathering struct {
	Source  pipeline.Options
	Options check.Options
	Cache   *cache.Cache // nil works everything out anew
	Roster  *Roster      // what the names of files point to units of; nil without one
	Workers int          // 0 is one per processor
	Texts   int          // how many bytes of narratives are kept, those of the first files
}

// Run reads files side by side and hands over what they say in the order of the
// files. One bad file never stops the others. It ends early when ctx is done or
// each gives an error.
func (g Gathering) Run(ctx context.Context, files []File, each func(Submission) error) error {
	w, err := g.worker()
	if err != nil {
		return err
	}
	kept := 0
	return parallel.Ordered(ctx, len(files), g.Workers, func(i int) Submission { return w.file(files[i]) }, func(_ int, f Submission) error {
		if kept += len(f.Texts); kept > g.Texts {
			f.Texts = ""
		}
		return each(f)
	})
}

// All reads files, and gives what they say. Each, which may be nil, is told of
// every one as it comes.
func (g Gathering) All(ctx context.Context, files []File, each func(f Submission, n, of int)) (submissions []Submission, err error) {
	err = g.Run(ctx, files, func(f Submission) error {
		submissions = append(submissions, f)
		if each != nil {
			each(f, len(submissions), len(files))
		}
		return nil
	})
	return submissions, err
}

// AllAt finds the reports in files and folders on disk, and reads them all. What
// lies in folders and is no report is skipped.
func (g Gathering) AllAt(ctx context.Context, args []string, each func(f Submission, n, of int)) (submissions []Submission, skipped []string, err error) {
	paths, skipped, err := FindFiles(args)
	if err == nil {
		submissions, err = g.All(ctx, FilesAt(args, paths), each)
	}
	return submissions, skipped, err
}

// ShownNames gives files found in arguments names for people: the path within
// the folder that was searched, or the base name; where several have that, the
// folder comes before it, or else the path is whole.
func ShownNames(args, files []string) []string {
	out := make([]string, len(files))
	under := make([]string, len(files))
	for i, f := range files {
		out[i], under[i] = filepath.Base(f), filepath.Base(filepath.Dir(f))
		for _, a := range args {
			if rel, err := filepath.Rel(a, f); err == nil && rel != "." && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
				out[i], under[i] = filepath.ToSlash(rel), filepath.Base(a)
				if archive.IsName(a) {
					out[i] = under[i] + "/" + out[i] // an archive is part of the place, where a folder is not
				}
				break
			}
		}
	}
	longer := func(name func(i int) string) {
		count := map[string]int{}
		for _, n := range out {
			count[n]++
		}
		for i, n := range out {
			if count[n] > 1 {
				out[i] = name(i)
			}
		}
	}
	longer(func(i int) string { return under[i] + "/" + out[i] })
	longer(func(i int) string { return filepath.ToSlash(files[i]) })
	return out
}

// worker reads files for a gathering.
type worker struct {
	Gathering
	key   []byte // what the results depend on besides the file
	forms map[string]*model.Form
	mu    sync.Mutex
	usual map[*model.Form]*xlsx.Layout
}

// worker settles what all files have in common.
func (g Gathering) worker() (*worker, error) {
	forms, err := templates.Candidates(g.Source.Form)
	if err != nil {
		return nil, err
	}
	w := &worker{Gathering: g, forms: map[string]*model.Form{}, usual: map[*model.Form]*xlsx.Layout{}}
	prints := ""
	for _, f := range forms {
		prints += f.ID + " " + f.Source + " "
		w.forms[f.ID] = f
	}
	if g.Source.LastOf != nil || g.Source.Last != nil {
		w.Cache = nil // the results depend on another file
	}
	rules, err := json.Marshal([]any{g.Options.Disable, g.Options.Regrade, g.Options.Local.Digest(), g.Source.Organ, g.Source.Year, g.Source.Form != nil})
	if err != nil {
		return nil, err
	}
	w.key = cache.Key([]byte(prints), rules)
	return w, nil
}

// file reads, checks and condenses one file.
func (w *worker) file(file File) Submission {
	if file.Read == nil {
		return Submission{File: file.Path, Shown: file.Shown, Err: &msg.Problem{Where: file.Path, What: msg.T("没有给出读取的办法", "there is no way to read it"),
			Hint: msg.T("用 FileOf、FilesIn 或 FilesAt 建立", "make it with FileOf, FilesIn or FilesAt")}}
	}
	data, written, err := file.Read()
	if err != nil {
		return Submission{File: file.Path, Shown: file.Shown, Received: written, Err: err, Aside: file.Aside}
	}
	sum := sha256.Sum256(data)
	parts := [][]byte{w.key, sum[:], []byte(strings.ToLower(filepath.Ext(file.Path)))}
	var beside []pipeline.Beside
	if file.Beside != nil {
		beside = file.Beside()
	}
	for _, b := range beside {
		other := sha256.Sum256(b.Data)
		parts = append(parts, []byte(filepath.Base(b.Name)), other[:])
	}
	key := cache.Key(parts...)
	f, ok := w.kept(key)
	if !ok {
		f = w.digest(pipeline.Job{Import: w.Source, Check: w.Options}.DataBeside(file.Path, data, beside))
		if kept, err := json.Marshal(f); err == nil && f.Err == nil {
			w.Cache.Put(key, kept)
		}
	}
	f.File, f.Shown, f.SHA, f.Received, f.Aside = file.Path, file.Shown, hex.EncodeToString(sum[:]), written, file.Aside
	if f.Err == nil {
		f.Review = w.reviewed(f.Review, file, data)
	} else {
		f.Other = OtherThanReport(w.Roster, file.Shown, data, f.Err)
	}
	return f
}

// reviewed is how far the report of a file has been reviewed, where of is what the file itself says of that.
func (w *worker) reviewed(of review.Brief, file File, data []byte) review.Brief {
	var beside []byte
	if file.Reviews != nil {
		beside = file.Reviews()
	}
	if of.Fits(file.Path, beside) {
		return of
	}
	_, state, err := pipeline.ImportReviewed(file.Path, data, beside, w.Source)
	if err != nil {
		return of
	}
	return state.Brief()
}

// Digest condenses what checking the content of a file gave, where that is at hand. Path
// is its name, unique among those of a gathering, and written when it was last written;
// the options of the check are those of the gathering.
func (g Gathering) Digest(path string, data []byte, written time.Time, r findings.Result) (Submission, error) {
	w, err := g.worker()
	if err != nil {
		return Submission{}, err
	}
	sum := sha256.Sum256(data)
	f := w.digest(r)
	f.File, f.Shown, f.SHA, f.Received = path, path, hex.EncodeToString(sum[:]), written
	if f.Err == nil {
		f.Review = w.reviewed(f.Review, File{Path: path}, data)
	}
	return f, nil
}

// kept takes what a file says from the cache; ok is false when it is not there,
// or not whole.
func (w *worker) kept(key []byte) (f Submission, ok bool) {
	kept, ok := w.Cache.Get(key)
	ok = ok && json.Unmarshal(kept, &f) == nil && w.forms[f.Form] != nil && f.Row.Fits(w.forms[f.Form])
	return f, ok
}

// organRule is the rule on the name of the organ.
const organRule = "COVER-ORGAN"

// digest takes from a result what a total needs.
func (w *worker) digest(r findings.Result) Submission {
	if r.Err != nil {
		return Submission{Err: r.Err}
	}
	f := Submission{Organ: strings.TrimSpace(r.Report.Organ), Code: strings.TrimSpace(r.Report.Code), Form: r.Report.Form.ID, Year: r.Report.Year, Verdict: r.Verdict(), First: r.First()}
	for _, x := range r.Findings {
		switch {
		case x.Grade == model.Error:
			f.Errors++
		case x.Grade == model.Warning && !x.Explained():
			f.Warnings++
		}
		if x.Rule.ID == organRule && f.Organ != "" && f.OrganDoubt.IsZero() && !x.Explained() {
			f.OrganDoubt = r.Short(x)
		}
		if x.Rule.ID == pipeline.BesideRule {
			f.Beside = append(f.Beside, x.Message)
		}
	}
	sources, err := sums.ReadSources(r.Report)
	if err != nil {
		return Submission{Err: msg.At(r.File, err)}
	}
	entries := sums.Of(r.Report)
	if sources != nil {
		entries = sums.SumOf(r.Report.Form, sources).Again(r.Report)
	}
	for _, s := range sources {
		s.Row, s.Cells = sums.Row{}, ""
		f.Sources = append(f.Sources, s)
	}
	f.Empty = check.Unfilled(r.Report)
	switch {
	case r.Review != nil && r.Review.Enclosed:
		f.Review = r.Review.Brief()
	case len(r.Report.Reviews) > 0:
		f.Review = review.Of(r.Report, "", nil).Brief()
	}
	f.Row = entries.Row()
	f.Cells = w.places(r)
	texts := map[string]string{}
	for id, t := range r.Report.Texts {
		if t = strings.TrimSpace(t); t != "" {
			texts[id] = t
		}
	}
	b, err := json.Marshal(texts)
	if err != nil {
		return Submission{Err: msg.At(r.File, err)}
	}
	f.Texts = string(b)
	same := sha256.Sum256([]byte(strings.Join([]string{f.Form, fmt.Sprint(f.Year), NameKey(f.Organ), f.Row.String(), f.Texts}, "\x00")))
	f.Content = hex.EncodeToString(same[:16])
	figures := sha256.Sum256([]byte(strings.Join([]string{f.Form, fmt.Sprint(f.Year), f.Row.String()}, "\x00")))
	f.Figures, f.Bare = hex.EncodeToString(figures[:16]), len(texts) == 0
	return f
}

// places are the addresses of a report's figures; "" when they stand where the
// template of its form has them.
func (w *worker) places(r findings.Result) string {
	w.mu.Lock()
	layout, ok := w.usual[r.Report.Form]
	if !ok {
		layout = xlsx.NewLayout(r.Report.Form)
		w.usual[r.Report.Form] = layout
	}
	w.mu.Unlock()
	fields := r.Report.Form.Fields
	cells := lists.Map(fields, func(fd *model.Field) string { return r.Report.Value(fd.ID).Cell })
	if slices.Equal(cells, lists.Map(fields, layout.Cell)) {
		return ""
	}
	return sums.EncodeCells(cells)
}

// KeepTexts takes the narratives out of memory.
func (f *Submission) KeepTexts(in *osfile.Spool) { f.texts, f.Texts = in.Put(f.Texts), "" }

// LetTextsGo lets the narratives go.
func (f *Submission) LetTextsGo() { f.texts, f.Texts = osfile.Piece{}, "" }

// HasTexts reports whether the narratives are there, of which there may be none, and whether there are some.
func (f *Submission) HasTexts() (there, some bool) {
	n := len(f.Texts) + f.texts.Len()
	return n > 0, n > len("{}")
}

// TextsOf gives narratives back by section.
func (f *Submission) TextsOf() map[string]string {
	out := map[string]string{}
	if err := json.Unmarshal([]byte(f.Texts+f.texts.Text()), &out); err != nil {
		return map[string]string{}
	}
	return out
}
