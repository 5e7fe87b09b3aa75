package units

import (
	"bytes"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/archive"
	"github.com/gkxl/gkxl/internal/osfile"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/internal/read"
	"github.com/gkxl/gkxl/internal/read/plaintext"
	"github.com/gkxl/gkxl/internal/record"
	"github.com/gkxl/gkxl/internal/review"
	"github.com/gkxl/gkxl/msg"
)

// What a folder is searched for, by the ending of the name. A workbook is a
// report until it proves to be none, and so is a PDF or OFD file that cannot be
// read, or a document of a format that is not read: a unit's file is reported rather than skipped. Documents that can be read
// lie in folders for many reasons; those that hold no table of the report are
// skipped.
//
// An archive that is read is searched as a folder is. One that is not, such as .rar,
// is reported: nobody can see what lies in it.
var (
	archives     = []string{".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".zipx", ".z01", ".001"}
	spreadsheets = []string{".xlsx", ".xlsm", ".xltx", ".xltm", ".xlam", ".xlsb", ".xls", ".xlt", ".et", ".ett", ".ods", ".ots", ".fods", ".csv"}
	printed      = []string{".pdf", ".ofd"}
	foreign      = []string{".uot", ".uos", ".numbers", ".pages", ".caj", ".ceb", ".xps", ".epub"}
	documents    = []string{".doc", ".wps", ".wpt", ".rtf", ".odt", ".fodt", ".xml", ".docx", ".docm", ".dotx", ".dotm", ".dot", ".ott", ".html", ".htm", ".mht", ".mhtml", ".eml", ".msg", ".txt", ".md"}
	unreadable   = slices.Concat(printed, foreign)
)

// ReadEndings are the endings of files that are read, with their dots: workbooks, documents, prints, exported data and
// archives.
func ReadEndings() []string {
	all := slices.Concat(spreadsheets, documents, printed, []string{".json", archive.Ending})
	return slices.DeleteFunc(all, func(ending string) bool { return ending == ".xlsb" }) // which a folder is searched for, to say that it is not read
}

// ResultFolder and ResultPage are the names of the folder that results go to where files
// are dropped on the program, beside those files, and of the page of findings in it. A
// second such folder has a number behind its name.
const (
	ResultFolder = "核对结果"
	ResultPage   = "核对结果.html"
)

// isResultFolder reports whether a folder has such a name.
func isResultFolder(path string) bool {
	return resultFolder.MatchString(filepath.Base(path))
}

var resultFolder = regexp.MustCompile("^" + ResultFolder + `( \(\d+\))?$`)

// ResultFolders are the folders of results in which some of the files of these names lie.
// Names have slashes or the separators of the system.
func ResultFolders(names []string) (out []string) {
	for _, n := range names {
		if dir := strings.TrimSuffix(n, ResultPage); dir != n && isResultFolder(dir) {
			out = append(out, dir[:len(dir)-1])
		}
	}
	return out
}

// LiesIn gives the first of some folders that a file of this name lies in; empty for none.
func LiesIn(name string, folders []string) string {
	for _, f := range folders {
		if rest, ok := strings.CutPrefix(name, f); ok && rest != "" && os.IsPathSeparator(rest[0]) {
			return f
		}
	}
	return ""
}

// FindFS finds the reports in a file system, sorted. Files that are none are
// returned as skipped, and so is what cannot be read, or is JSON, beside a file
// of the same name: it is the same report printed or exported. Results of an earlier
// check are skipped whole, see ResultFolder: what was marked is what was checked. Lock
// files of open workbooks and records of reviews are left out.
func FindFS(fsys fs.FS) (files, skipped []string, err error) {
	found, err := SearchFS(fsys)
	return found.Files, found.Skipped, err
}

// SearchFS is FindFS, and says which of the files that it skips lie beside a report under its name.
func SearchFS(fsys fs.FS) (Found, error) {
	s := search{root: ".", named: map[string]string{}, from: archive.In(fsys), stat: func(path string) (fs.FileInfo, error) { return fs.Stat(fsys, path) }}
	err := fs.WalkDir(fsys, s.root, s.visit)
	return s.found(), err
}

// FindFiles replaces folders by the reports in them; see FindFS. A folder without
// any is a *msg.Problem.
func FindFiles(args []string) (files, skipped []string, err error) {
	found, err := Search(args, false)
	return found.Files, found.Skipped, err
}

// Found is what a search of folders gives.
type Found struct {
	Files   []string            // the reports
	Skipped []string            // what is none, or lies beside a report under the same name
	Beside  map[string][]string // those of Skipped that lie beside a report and can be read, by its path
	Unread  []string            // those that lie beside one and cannot
}

// Search replaces folders by the reports in them; see FindFS. Unless a folder may be empty, one without any is a *msg.Problem,
// with what was skipped.
func Search(args []string, mayBeEmpty bool) (all Found, err error) {
	all.Beside = map[string][]string{}
	for _, a := range withoutRecords(args) {
		found, err := searchIn(a)
		if err != nil {
			return Found{}, err
		}
		all.Files, all.Skipped, all.Unread = append(all.Files, found.Files...), append(all.Skipped, found.Skipped...), append(all.Unread, found.Unread...)
		maps.Copy(all.Beside, found.Beside)
		if len(found.Files) == 0 && !mayBeEmpty {
			return Found{Skipped: all.Skipped}, NoReportsIn(a)
		}
	}
	return all, nil
}

// NoReportsIn is the error of a folder that holds no report.
func NoReportsIn(folder string) error {
	return &msg.Problem{Where: folder, What: msg.T("文件夹里没有年度报告", "there are no reports in this folder"),
		Hint: msg.T("请确认选对了文件夹；工作簿、Word 文档、网页和文本中要有官方格式的表", "check that this is the right folder; workbooks, documents, pages and texts must hold the tables of the form")}
}

// FindSubmissions is FindFiles where a folder may be empty: nobody has filed yet.
func FindSubmissions(args []string) (files, skipped []string, err error) {
	found, err := Search(args, true)
	return found.Files, found.Skipped, err
}

// searchIn searches one argument.
func searchIn(a string) (Found, error) {
	st, err := os.Stat(a)
	if a == "-" || err != nil || !st.IsDir() && !archive.IsName(a) { // an error is reported when the file is read
		return Found{Files: []string{a}}, nil
	}
	s := search{root: a + string(filepath.Separator), named: map[string]string{}, from: archive.OnDisk(), stat: os.Stat} // so that a link to a folder is the folder
	if !st.IsDir() {
		s.archive(a, true)
	} else if err := filepath.WalkDir(s.root, s.visit); err != nil {
		return Found{}, osfile.FileError(a, err)
	}
	return s.found(), nil
}

// withoutRecords leaves out of arguments the records of reviews, which go with the reports they lie beside, unless there
// is nothing else.
func withoutRecords(args []string) []string {
	if out := slices.DeleteFunc(slices.Clone(args), review.IsBeside); len(out) > 0 {
		return out
	}
	return args
}

// search is what is known of a folder while it is searched.
type search struct {
	root           string
	from           *archive.Files
	stat           func(path string) (fs.FileInfo, error)
	files, skipped []string
	doubtful       []string          // reports unless the same is there as a file that can be read
	unread         []string          // those of them that cannot be read themselves
	named          map[string]string // what is read, by its path without the ending: a workbook, or else the first that was found
}

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
		s.file(path)
	}
	return nil
}

// holds reports whether a file lies in a folder.
func (s *search) holds(folder, name string) bool {
	_, err := s.stat(folder + "/" + name)
	return err == nil
}

// file looks at one file, or a member of an archive.
func (s *search) file(path string) {
	ext := strings.ToLower(filepath.Ext(path))
	switch {
	case review.IsBeside(path): // goes with the report it lies beside
	case slices.Contains(unreadable, ext) && !s.hasNoTable(path), ext == ".json" && s.isReport(path):
		s.doubtful = append(s.doubtful, path)
	case slices.Contains(spreadsheets, ext), slices.Contains(archives, ext), archive.IsName(path), slices.Contains(documents, ext) && s.mayReport(path):
		s.files = append(s.files, path)
		if stem := strings.TrimSuffix(path, filepath.Ext(path)); s.named[stem] == "" || slices.Contains(spreadsheets, ext) {
			s.named[stem] = path
		}
	default:
		s.skipped = append(s.skipped, path)
	}
}

// archive looks at the members of an archive. One that cannot be opened is reported
// itself, and so is one that was asked for and holds no report.
func (s *search) archive(path string, asked bool) {
	members, err := s.from.Members(path)
	if err != nil {
		s.files = append(s.files, path) // which may be a workbook after all
		return
	}
	before, skipped := len(s.files)+len(s.doubtful), len(s.skipped)
	results := ResultFolders(members)
	s.skipped = append(s.skipped, results...)
	for _, m := range members {
		if LiesIn(m, results) == "" {
			s.file(m)
		}
	}
	switch {
	case len(s.files)+len(s.doubtful) > before:
	case asked:
		s.files = append(s.files, path)
	default:
		s.skipped = append(s.skipped[:skipped], path)
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

// found settles what is doubtful.
func (s *search) found() Found {
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

// hasNoTable reports whether a file can be read and holds no table of the report.
func (s *search) hasNoTable(path string) bool {
	data, err := s.from.ReadFile(path)
	if err != nil {
		s.unread = append(s.unread, path)
		return false
	}
	none, unread := pipeline.HasNoTable(path, data)
	if unread {
		s.unread = append(s.unread, path)
	}
	return none
}

// mayReport looks whether a document holds a table of any edition. A Word document or
// a mail that cannot be read may be a report, and is reported.
func (s *search) mayReport(path string) bool {
	data, err := s.from.ReadFile(path)
	if err != nil {
		return true
	}
	for _, p := range read.Attached(data) {
		if ext := strings.ToLower(filepath.Ext(p.Name)); slices.Contains(spreadsheets, ext) || slices.Contains(unreadable, ext) || slices.Contains(documents, ext) || archive.Is(p.Data) {
			return true // a mail that hands a file in
		}
	}
	if bytes.Contains(data[:min(len(data), 1000)], []byte(`<meta name="generator" content="gkxl`)) {
		return false // a page of findings or of a list, or gkxl.html: not a publication, which has no such line
	}
	if pipeline.IsSpreadsheet(data) {
		return true // an XML spreadsheet
	}
	sheets, kind, err := read.Read(path, data)
	ext := strings.ToLower(filepath.Ext(path))
	if err != nil || kind.IsZero() {
		return strings.HasPrefix(ext, ".do") || ext == ".wps" || ext == ".wpt" || err != nil && ext != ".txt" && ext != ".md"
	}
	if (ext == ".doc" || ext == ".dot" || ext == ".wps" || ext == ".wpt") && plaintext.IsText(data) && !bytes.HasPrefix(data, []byte("{\\rtf")) {
		return true // no document of the kind that its name says
	}
	return pipeline.MayReport(path, data, sheets, kind)
}
