package main

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/internal/archive"
	"github.com/gkxl/gkxl/internal/osfile"
	"github.com/gkxl/gkxl/internal/review"
	"github.com/gkxl/gkxl/msg"
)

// inputFlags are the options that name files or folders to be read.
var inputFlags = []string{"last", "roster", "form", "fill", "from", "units", "font"}

// sources are the files and folders that a call reads. Nothing it writes may go over
// them, by whatever name: what was handed in is evidence.
type sources struct {
	files   map[sameFile][]os.FileInfo
	folders places
}

// sameFile is what all names of a file have in common; where two files share it,
// os.SameFile tells them apart.
type sameFile struct {
	size int64
	time time.Time
}

// sourcesOf are those that a call names, and the files that were found in them.
func sourcesOf(c *cli.Context, found ...string) *sources {
	in := &sources{files: map[sameFile][]os.FileInfo{}}
	addFile := func(st os.FileInfo) {
		k := sameFile{st.Size(), st.ModTime()}
		in.files[k] = append(in.files[k], st)
	}
	add := func(path string) {
		path = archive.Outer(path) // of a file in an archive, that is the archive
		st, err := os.Stat(path)
		switch {
		case path == "" || path == "-" || err != nil: // a label, a form's id
		case st.IsDir():
			in.folders = append(in.folders, placesOf([]string{path})...)
		default:
			addFile(st)
			if record, err := os.Stat(review.BesideName(path)); err == nil && record.Mode().IsRegular() {
				addFile(record)
			}
		}
	}
	for _, a := range c.Args().Slice() {
		add(a)
	}
	for _, name := range inputFlags {
		given := c.StringSlice(name)
		if given == nil {
			given = []string{c.String(name)}
		}
		for _, g := range given {
			if role, file, ok := strings.Cut(g, "="); ok && name == "font" && role != "" {
				g, _, _ = strings.Cut(file, "#")
			}
			add(g)
		}
	}
	for _, f := range found {
		add(f)
	}
	return in
}

// hold reports whether a file is one of those that are read.
func (in *sources) hold(st os.FileInfo) bool {
	for _, own := range in.files[sameFile{st.Size(), st.ModTime()}] {
		if os.SameFile(st, own) {
			return true
		}
	}
	return false
}

// free refuses a file that is read, even by force, and without force any that is
// there. A device and a pipe are written to, never replaced.
func (in *sources) free(path string, force bool) error {
	st, err := os.Stat(path)
	switch {
	case isRecord(path):
		return &msg.Problem{Where: path, What: msg.T("这是审核记录的文件名，结果不能写到它上面", "this is the name of a record of reviews, and results cannot replace one"),
			Hint: msg.T("请换一个文件名", "choose another name")}
	case err != nil && exists(path) && !force: // a link that leads nowhere
		return osfile.Exists(path)
	case err != nil || st.IsDir() || !st.Mode().IsRegular():
		return nil
	case in.hold(st):
		return &msg.Problem{Where: path, What: msg.T("结果不能写到要读取的文件上", "results cannot replace a file that is read"),
			Hint: msg.T("请换一个文件名或文件夹", "choose another name or folder")}
	case !force:
		return osfile.Exists(path)
	case in.folders.hold(path) && isReport(path):
		return &msg.Problem{Where: path, What: msg.T("这是要读取的文件夹里的一份报告，结果不能写到它上面", "this is a report in a folder that is read, and results cannot replace it"),
			Hint: msg.T("请换一个文件名或文件夹", "choose another name or folder")}
	}
	return nil
}

// isRecord reports whether a name, or where a link of this name leads, is that of a record of reviews, which goes with the
// report beside it.
func isRecord(path string) bool {
	leads, err := filepath.EvalSymlinks(path)
	return review.IsBeside(path) || err == nil && review.IsBeside(leads)
}

// isReport reports whether a file holds a report that is no total: those that this
// program has written are replaced by newer ones.
func isReport(path string) bool {
	r, err := gkxl.ImportFile(path, gkxl.ImportOptions{})
	return err == nil && len(r.Sources) == 0
}

// outside refuses a folder for results in a folder that is read: there the next run
// would take them for reports.
func (in *sources) outside(folder string) error {
	if in.folders.hold(folder) {
		return &msg.Problem{Where: folder, What: msg.T("结果的文件夹在要读取的文件夹里，下次会被当作报告读取", "the folder for results lies in a folder that is read, and the next run would take them for reports"),
			Hint: msg.T("请换一个别处的文件夹", "choose a folder elsewhere")}
	}
	return nil
}

// isResult reports whether a file is the one that results go to.
func isResult(out, path string) bool { return toFile(out) && placesOf([]string{out}).hold(path) }

// free says what a run that was cut has left where a result goes, and refuses a place that
// cannot be written to, a file that is read, and one that is there already.
func (s session) free(c *cli.Context, out string, found ...string) error {
	if !toFile(out) {
		return nil
	}
	return s.freeOf(sourcesOf(c, found...), out, c.Bool("force"))
}

// freeOf is [session.free] with what is read.
func (s session) freeOf(in *sources, out string, force bool) error {
	s.sweep(filepath.Dir(out))
	if err := in.free(out, force); err != nil {
		return err
	}
	return osfile.Writable(out)
}

// sweep removes what cut runs have left in a folder, and says so.
func (s session) sweep(folder string) {
	if n := osfile.Sweep(folder); n > 0 {
		s.warn(msg.F("上一次运行在写“%s”里的文件时被中断，没写完的 %d 个临时文件已删去；有名字的文件都是完整的", "an earlier run was cut while it wrote into %q; the %d unfinished temporary files are removed, and every file with a name is whole", folder, n))
	}
}
