package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl/internal/archive"
	"github.com/gkxl/gkxl/internal/cache"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
)

// findSubmissions finds them in folders, each once. The roster is none of them, though
// it may lie there, nor are the files and folders that results go to; those must
// not be what is to be read.
func (s session) findSubmissions(args []string, roster string, list *units.Roster, results ...string) (files []units.File, skipped []string, err error) {
	for _, r := range results {
		for _, a := range args {
			if placesOf([]string{r}).hold(a) {
				return nil, nil, usage("“%s”中有要读取的报告，结果请放到别处", "%q holds what is to be read; put results elsewhere", r)
			}
		}
	}
	found, err := units.Search(args, true)
	if err != nil {
		return nil, nil, err
	}
	skipped = found.Skipped
	own := placesOf(append(results[:len(results):len(results)], roster))
	seen := map[string]bool{}
	var out []string
	for _, f := range found.Files {
		if clean := filepath.Clean(f); !seen[clean] && !own.hold(f) {
			seen[clean] = true
			out = append(out, f)
		}
	}
	skipped = slices.DeleteFunc(skipped, own.hold)
	asides := pathsOf(units.AsidesAt(list, args, skipped))
	if skipped := s.passPictures(slices.DeleteFunc(slices.Clone(skipped), func(f string) bool { return slices.Contains(asides, f) }), msg.T("读取", "read")); len(skipped) > 0 {
		s.warn(msg.F("文件夹中有 %d 个文件没有读取（不是年度报告，或已读取同名的工作簿）：%s", "%d files in the folders were not read (no reports, or a workbook of the same name was): %s", len(skipped), listed(skipped)))
	}
	if len(asides) > 0 { // which are listed as unreadable where they are all that came
		s.warn(msg.F("文件夹中有 %d 个文件按文件名是名单上的单位的，按结尾不是年度报告（如图片），只在该单位没有别的报告时读取：%s", "%d files in the folders bear the names of units of the roster and by their endings are no reports, such as pictures; they are read only where nothing else came of the unit: %s", len(asides), listed(asides)))
	}
	s.notHeldAgainst(found)
	return units.HeldAgainst(units.FilesAt(args, out), found.Beside), skipped, nil
}

// notHeldAgainst says which files beside reports were not compared with them, because they cannot be read.
func (s session) notHeldAgainst(found units.Found) {
	if n := len(found.Unread); n > 0 {
		s.warn(msg.F("%d 个文件与同名的工作簿放在一起，无法读取（如扫描件），没有比较数字：%s", "%d files beside workbooks of the same name cannot be read, such as scans, and their figures were not compared: %s", n, listed(found.Unread)))
	}
}

// readAsides reads the files that by their kind are no reports, and came from units of
// a roster.
func readAsides(ctx context.Context, g units.Gathering, list *units.Roster, args, skipped []string) ([]units.Submission, error) {
	return g.All(ctx, units.AsidesAt(list, args, skipped), nil)
}

// pathsOf are the paths of files.
func pathsOf(files []units.File) []string {
	return lists.Map(files, func(f units.File) string { return f.Path })
}

// readSubmissions reads them all, with a bar on a terminal or lines of JSON. Keep, which
// may be nil, takes from each what is not needed.
func (s session) readSubmissions(ctx context.Context, c *cli.Context, g units.Gathering, in []units.File, lines *jsonLines, keep func(*units.Submission)) ([]units.Submission, error) {
	g.Cache = s.cache(c)
	total := len(in)
	bar := s.newProgress(s.t("读取", "reading"), total)
	if lines != nil {
		bar.w = nil
	}
	out := make([]units.Submission, 0, total)
	others := otherFiles{given: c.Args().Slice()}
	err := g.Run(ctx, in, func(f units.Submission) error {
		if others.take(f.File, f.Shown, f.Other) {
			bar.step()
			return nil
		}
		if keep != nil {
			keep(&f)
		}
		s.crashed(f.Err)
		for _, t := range f.Beside {
			others.notes = append(others.notes, msg.F("“%s”：%s", "%q: %s", f.Shown, t))
		}
		out = append(out, f)
		lines.file(f, len(out), total)
		bar.step()
		return lines.failed()
	})
	bar.clear()
	if err == nil {
		s.warnAll(others.notes)
	}
	return out, err
}

// otherFiles are the files found in folders that are no reports, and of which it is known what else they are. One that was
// given by its own name is not left out without asking.
type otherFiles struct {
	given []string
	notes []msg.Text // about each of them
}

// take takes in a file by its path, its name for people, and what it is instead of a report. It reports whether that is known.
func (o *otherFiles) take(path, shown string, what msg.Text) bool {
	if what.IsZero() || slices.Contains(o.given, path) {
		return false
	}
	o.notes = append(o.notes, msg.F("“%s”是%s，不是年度报告，已跳过", "%q is %s and no report; it was skipped", shown, what))
	return true
}

// otherOnDisk says what a file is in which reading found no report; empty where that is not known. List may be nil, and
// shown is the file's name for people.
func otherOnDisk(list *units.Roster, path, shown string, reading error) msg.Text {
	if !errors.Is(reading, msg.ErrNoReport) {
		return msg.Text{}
	}
	data, err := archive.OnDisk().ReadFile(path)
	if err != nil {
		return msg.Text{}
	}
	return units.OtherThanReport(list, shown, data, reading)
}

// places are files and folders.
type places []place

type place struct {
	path string
	info os.FileInfo // nil when there is none yet
}

func placesOf(paths []string) (out places) {
	for _, p := range paths {
		if p == "" || p == "-" {
			continue
		}
		if abs, err := filepath.Abs(p); err == nil {
			info, _ := os.Stat(p)
			out = append(out, place{abs, info})
		}
	}
	return out
}

// hold reports whether a path is one of them, or lies in one, by whatever links: a file that is not there yet is told by
// its name and its folder.
func (ps places) hold(path string) bool {
	abs, err := filepath.Abs(path)
	if err != nil {
		return false
	}
	info, _ := os.Stat(path)
	return slices.ContainsFunc(ps, func(p place) bool {
		rel, err := filepath.Rel(p.path, abs)
		switch {
		case err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)):
			return true
		case p.info == nil:
			return info == nil && filepath.Base(p.path) == filepath.Base(abs) && sameFolder(filepath.Dir(p.path), filepath.Dir(abs))
		case info != nil && os.SameFile(p.info, info):
			return true
		}
		return p.info.IsDir() && liesIn(p.info, abs)
	})
}

// sameFolder reports whether two names are of one folder.
func sameFolder(a, b string) bool {
	x, err := os.Stat(a)
	y, other := os.Stat(b)
	return err == nil && other == nil && os.SameFile(x, y)
}

// liesIn reports whether one of the folders above an absolute path is this one.
func liesIn(folder os.FileInfo, path string) bool {
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		if st, err := os.Stat(dir); err == nil && os.SameFile(st, folder) {
			return true
		}
		if dir == filepath.Dir(dir) {
			return false
		}
	}
}

func noCacheFlag(s session) cli.Flag {
	return &cli.BoolFlag{Name: "no-cache", Usage: s.t("不用缓存，每个文件都重新读取、核对", "use no cache: read and check every file anew")}
}

// cache is where the results of earlier runs are kept; nil with --no-cache, and
// where there is no place for them: a cache only saves time.
func (s session) cache(c *cli.Context) *cache.Cache {
	if c.Bool("no-cache") {
		return nil
	}
	root, err := cache.Root()
	if err != nil {
		return nil
	}
	kept, _ := cache.Open(root)
	return kept
}
