package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/model/say"
)

// Filings are the files that many units handed in.
type filings struct {
	files, shown []string
}

// FindFilings finds them in folders, each once. Own are files and folders of this
// call, its roster and its results, which are none though they may lie there.
func (s session) findFilings(args []string, own ...string) (filings, error) {
	found, skipped, err := gkxl.FindFilings(args)
	if err != nil {
		return filings{}, err
	}
	isOwn := func(path string) bool {
		for _, o := range own {
			if o == "" || o == "-" {
				continue
			}
			if rel, err := filepath.Rel(o, path); err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
				return true
			}
			a, err := os.Stat(o)
			if err != nil {
				continue
			}
			if b, err := os.Stat(path); err == nil && os.SameFile(a, b) {
				return true
			}
		}
		return false
	}
	seen := map[string]bool{}
	var out filings
	for _, f := range found {
		if clean := filepath.Clean(f); !seen[clean] && !isOwn(f) {
			seen[clean] = true
			out.files = append(out.files, f)
		}
	}
	var others []string
	for _, f := range skipped {
		if !isOwn(f) {
			others = append(others, f)
		}
	}
	if len(others) > 0 {
		s.warn(say.F("文件夹中有 %d 个文件不是年度报告，没有读取：%s", "%d files in the folders are no reports and were not read: %s", len(others), listed(others)))
	}
	out.shown = gkxl.ShownNames(args, out.files)
	return out, nil
}

// Gather reads them all, with a bar on a terminal or lines of JSON.
func (s session) gather(ctx context.Context, c *cli.Context, g gkxl.Gathering, in filings, lines *jsonLines) ([]gkxl.Filing, error) {
	g.Cache = s.cache(c)
	total := len(in.files)
	bar := s.newProgress(s.t("读取", "reading"), total)
	if lines != nil {
		bar.w = nil
	}
	out := make([]gkxl.Filing, 0, total)
	err := g.Run(ctx, in.files, in.shown, func(f gkxl.Filing) error {
		f.Texts = "" // a province's narratives would fill the memory
		out = append(out, f)
		lines.file(f, len(out), total)
		bar.step()
		return lines.failed()
	})
	bar.clear()
	return out, err
}
