package units

import (
	"bytes"
	"context"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/archive"
	"github.com/gkxl/gkxl/internal/parallel"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/internal/read"
	"github.com/gkxl/gkxl/internal/read/mail"
	"github.com/gkxl/gkxl/internal/read/plaintext"
	"github.com/gkxl/gkxl/internal/record"
	"github.com/gkxl/gkxl/internal/review"
)

// search is what is known of a folder while it is searched. Files are listed first, by visit, and then looked into by
// several goroutines, since telling a report from another document takes reading it.
type search struct {
	root           string
	from           *archive.Files
	stat           func(path string) (fs.FileInfo, error)
	listed         []listedFile
	archives       []*listedArchive
	files, skipped []string
	doubtful       []string          // reports unless the same is there as a file that can be read
	unread         []string          // those of them that cannot be read themselves
	named          map[string]string // what is read, by its path without the ending: a workbook, or else the first that was found
}

// listedFile is a file to look into.
type listedFile struct {
	path string
	in   *listedArchive // the archive that it is a member of; nil for none
}

// listedArchive is an archive of which the members are looked into.
type listedArchive struct {
	path    string
	asked   bool     // whether it was asked for by its name, rather than found
	reports bool     // whether a member may be a report
	skipped []string // the members that are none
}

// verdict is what a file is by its name and content.
type verdict int

const (
	notReport      verdict = iota
	aReport                // or a file of which it is said that it cannot be read
	doubtfulReport         // one unless the same is there as a file that can be read
	unreadReport           // a doubtful one that cannot be read
	besideReport           // a record of reviews, which goes with the report that it lies beside
)

// visit looks at one file or folder.
func (s *search) visit(path string, d fs.DirEntry, err error) error {
	base := filepath.Base(path)
	switch {
	case err != nil:
		return err
	case path != s.root && (strings.HasPrefix(base, ".") || base == "__MACOSX"):
		if d.IsDir() {
			return fs.SkipDir
		}
	case path != s.root && d.IsDir() && isResultFolder(path) && s.holds(path, ResultPage):
		s.skipped = append(s.skipped, path)
		return fs.SkipDir
	case d.IsDir() || strings.HasPrefix(base, "~$") || strings.HasPrefix(base, ".~"):
	case !s.isFile(path, d): // a pipe would be waited for without end
		s.skipped = append(s.skipped, path)
	case archive.IsName(base):
		s.archive(path, false)
	default:
		s.listed = append(s.listed, listedFile{path: path})
	}
	return nil
}

// holds reports whether a file lies in a folder.
func (s *search) holds(folder, name string) bool {
	_, err := s.stat(folder + "/" + name)
	return err == nil
}

// archive lists the members of an archive. One that cannot be opened is reported itself.
func (s *search) archive(path string, asked bool) {
	members, err := s.from.Members(path)
	if err != nil {
		s.files = append(s.files, path) // which may be a workbook after all
		return
	}
	a := &listedArchive{path: path, asked: asked, skipped: ResultFolders(members)}
	s.archives = append(s.archives, a)
	for _, m := range members {
		if LiesIn(m, a.skipped) == "" {
			s.listed = append(s.listed, listedFile{m, a})
		}
	}
}

// look looks into all that is listed, by one goroutine per processor, and sorts it in the order of the list.
func (s *search) look() {
	judge := func(i int) verdict { return s.judge(s.listed[i].path) }
	parallel.Ordered(context.Background(), len(s.listed), 0, judge, func(i int, v verdict) error { // never fails: nothing stops it
		s.sort(s.listed[i], v)
		return nil
	})
	for _, a := range s.archives {
		s.settle(a)
	}
}

// judge tells what a file is. It is called by several goroutines. What our own code fails on is a report: it fails again
// where the report is read, which names the file.
func (s *search) judge(path string) (v verdict) {
	defer func() {
		if recover() != nil {
			v = aReport
		}
	}()
	ext := strings.ToLower(filepath.Ext(path))
	switch {
	case review.IsBeside(path):
		return besideReport
	case slices.Contains(unreadable, ext):
		if v := s.judgePrint(path); v != notReport {
			return v
		}
	case ext == ".json" && s.isReport(path):
		return doubtfulReport
	}
	if slices.Contains(spreadsheets, ext) || slices.Contains(archives, ext) || archive.IsName(path) || slices.Contains(documents, ext) && s.mayReport(path) {
		return aReport
	}
	return notReport
}

// sort puts a file where it belongs by what it is.
func (s *search) sort(f listedFile, v verdict) {
	if f.in != nil && (v == aReport || v == doubtfulReport || v == unreadReport) {
		f.in.reports = true
	}
	switch v {
	case besideReport:
	case unreadReport:
		s.unread = append(s.unread, f.path)
		s.doubtful = append(s.doubtful, f.path)
	case doubtfulReport:
		s.doubtful = append(s.doubtful, f.path)
	case aReport:
		s.files = append(s.files, f.path)
		ext := filepath.Ext(f.path)
		if stem := strings.TrimSuffix(f.path, ext); s.named[stem] == "" || slices.Contains(spreadsheets, strings.ToLower(ext)) {
			s.named[stem] = f.path
		}
	default:
		if f.in != nil {
			f.in.skipped = append(f.in.skipped, f.path)
		} else {
			s.skipped = append(s.skipped, f.path)
		}
	}
}

// settle says what was skipped of an archive: the members that are no reports, or the archive as a whole where it holds
// none. One that was asked for is reported then.
func (s *search) settle(a *listedArchive) {
	switch {
	case a.reports:
		s.skipped = append(s.skipped, a.skipped...)
	case a.asked:
		s.skipped = append(s.skipped, a.skipped...)
		s.files = append(s.files, a.path)
	default:
		s.skipped = append(s.skipped, a.path)
	}
}

// isFile reports whether an entry is a file, or a link to one, rather than a pipe, a
// socket or a device. A link that leads nowhere is reported when it is read.
func (s *search) isFile(path string, d fs.DirEntry) bool {
	if d.Type()&fs.ModeSymlink == 0 {
		return d.Type().IsRegular()
	}
	st, err := s.stat(path)
	return err != nil || st.Mode().IsRegular() || st.IsDir()
}

// found looks into all that is listed, and settles what is doubtful.
func (s *search) found() Found {
	s.look()
	out := Found{Beside: map[string][]string{}}
	for _, path := range s.doubtful {
		report := s.named[strings.TrimSuffix(path, filepath.Ext(path))]
		switch {
		case report == "":
			s.files = append(s.files, path)
			continue
		case slices.Contains(s.unread, path):
			out.Unread = append(out.Unread, path)
		default:
			out.Beside[report] = append(out.Beside[report], path)
		}
		s.skipped = append(s.skipped, path)
	}
	slices.Sort(s.files)
	slices.Sort(s.skipped)
	out.Files, out.Skipped = s.files, s.skipped
	return out
}

// isReport looks whether a JSON file is a report.
func (s *search) isReport(path string) bool {
	data, err := s.from.ReadFile(path)
	return err == nil && record.IsReport(data)
}

// judgePrint tells what a print, or a document of a format that is not read, is: no report if it can be read and holds no table.
func (s *search) judgePrint(path string) verdict {
	data, err := s.from.ReadFile(path)
	if err != nil {
		return unreadReport
	}
	switch none, unread := pipeline.HasNoTable(path, data); {
	case unread:
		return unreadReport
	case none:
		return notReport
	}
	return doubtfulReport
}

// mayReport looks whether a document holds a table of any edition. A Word document or
// a mail that cannot be read may be a report, and is reported.
func (s *search) mayReport(path string) bool {
	data, err := s.from.ReadFile(path)
	if err != nil {
		return true
	}
	message := read.Mail(data)
	if message != nil && slices.ContainsFunc(message.Attached, handsIn) {
		return true
	}
	if bytes.Contains(data[:min(len(data), 1000)], []byte(`<meta name="generator" content="gkxl`)) {
		return false // a page of findings or of a list, or gkxl.html: not a publication, which has no such line
	}
	if pipeline.IsSpreadsheet(data) {
		return true // an XML spreadsheet
	}
	sheets, kind, err := read.ReadOpened(path, data, message)
	ext := strings.ToLower(filepath.Ext(path))
	if err != nil || kind.IsZero() {
		return strings.HasPrefix(ext, ".do") || ext == ".wps" || ext == ".wpt" || err != nil && ext != ".txt" && ext != ".md"
	}
	if (ext == ".doc" || ext == ".dot" || ext == ".wps" || ext == ".wpt") && plaintext.IsText(data) && !bytes.HasPrefix(data, []byte("{\\rtf")) {
		return true // no document of the kind that its name says
	}
	return pipeline.MayReport(path, data, message, sheets, kind)
}

// handsIn reports whether a file that is attached to a mail may be a report that the mail hands in.
func handsIn(p mail.Part) bool {
	ext := strings.ToLower(filepath.Ext(p.Name))
	return slices.Contains(spreadsheets, ext) || slices.Contains(unreadable, ext) || slices.Contains(documents, ext) || archive.Is(p.Data)
}
