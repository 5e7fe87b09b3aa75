package units

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/archive"
	"github.com/gkxl/gkxl/internal/osfile"
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
	documents    = []string{".doc", ".wps", ".wpt", ".rtf", ".odt", ".fodt", ".xml", ".docx", ".docm", ".dotx", ".dotm", ".dot", ".ott", ".html", ".htm", ".xhtml", ".xht", ".shtml", ".mht", ".mhtml", ".eml", ".msg", ".txt", ".tsv", ".md", ".markdown"}
	unreadable   = slices.Concat(printed, foreign)
)

// pictures are the endings of pictures, in which no figures can be read.
var pictures = []string{".jpg", ".jpeg", ".jfif", ".png", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".heic", ".heif"}

// IsPicture reports whether a file is a picture by the ending of its name. Units send photographs and scans of reports.
func IsPicture(name string) bool {
	return slices.Contains(pictures, strings.ToLower(filepath.Ext(name)))
}

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
