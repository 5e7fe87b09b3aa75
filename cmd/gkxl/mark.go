package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/findings"
	"github.com/gkxl/gkxl/internal/archive"
	"github.com/gkxl/gkxl/internal/osfile"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// marking writes every checked file back with its findings marked.
type marking struct {
	lang  msg.Lang
	files []string
	paths []string // where each file's goes
	write func(path string, data []byte) error
	to    *batch     // where it is a folder
	note  msg.Text   // of the place that nobody named
	whys  []msg.Text // why a file got a list of its own instead
	errs  []error
	// Missing files, which could not even be opened.
	missing []bool
	// Nothing was found in files that would only get a list.
	nothing []bool
	found   []bool // findings of any grade but hints, or an unreadable file
	wrong   []bool // an error is among them
}

// newMarking says where each marked file goes, and refuses what would overwrite
// something. It is nil when nothing is to be marked.
func (s session) newMarking(c *cli.Context, files []string) (*marking, error) {
	target, args, force := c.String("mark"), c.Args().Slice(), c.Bool("force")
	switch target {
	case "":
		return nil, nil
	case "-":
		return nil, usage("--mark 要写成文件或文件夹", "--mark is a file or a folder")
	}
	byDefault := target == optionalValue["mark"]
	if byDefault {
		target = ""
	}
	folder := len(files) != 1 || isFolder(args[0]) || meansFolder(target) || archive.IsName(args[0]) && !strings.EqualFold(filepath.Ext(target), ".xlsx")
	var note msg.Text
	if byDefault {
		usual := s.t("标注", "marked")
		if !folder {
			usual = s.nameFrom(files[0], s.t("（标注）", " (marked)"), ".xlsx")
		}
		out := inCurrentFolder(usual, force)
		target, note = out.path, out.note
	}
	m := &marking{lang: s.lang, note: note, files: files, whys: make([]msg.Text, len(files)), errs: make([]error, len(files)), missing: make([]bool, len(files)), nothing: make([]bool, len(files)), found: make([]bool, len(files)), wrong: make([]bool, len(files))}
	in := sourcesOf(c, files...)
	if folder {
		if err := in.outside(target); err != nil {
			return nil, err
		}
	} else if _, err := formatFor(target, "", []string{"xlsx"}); err != nil {
		return nil, err
	}
	names := s.markedNames(files)
	for i := range files {
		path := target
		if folder {
			path = filepath.Join(target, names[i])
		}
		m.paths = append(m.paths, path)
		if toFile(c.String("output")) && placesOf([]string{c.String("output")}).hold(path) {
			return nil, usage("-o 和 --mark 不能是同一个文件“%s”", "-o and --mark cannot be one file, %q", path)
		}
	}
	if folder {
		var err error
		if m.to, err = s.beginBatch(in, target, m.paths, force); err != nil {
			return nil, err
		}
		m.write = m.to.write
		return m, nil
	}
	m.write = func(path string, data []byte) error { return osfile.WriteFile(path, data, osfile.Overwrite(force)) }
	return m, s.freeOf(in, target, force)
}

// markedNames are the names of the marked files in one folder. What is no .xlsx gets a list of its findings, which has
// the whole name before its ending; of several files of one name each has its folder's behind it.
func (s session) markedNames(files []string) (out []string) {
	count := map[string]int{}
	for _, f := range files {
		name := filepath.Base(f)
		if f == "-" {
			name = s.t("标准输入", "stdin")
		} else if ext := filepath.Ext(name); strings.EqualFold(ext, ".xlsx") {
			name = strings.TrimSuffix(name, ext)
		}
		out = append(out, name)
		count[strings.ToLower(name)]++
	}
	taken := map[string]bool{}
	for i, name := range out {
		if folder := filepath.Base(filepath.Dir(files[i])); count[strings.ToLower(name)] > 1 && folder != "." && folder != string(filepath.Separator) {
			name = fmt.Sprintf("%s (%s)", name, folder)
		}
		unique := name
		for n := 2; taken[strings.ToLower(unique)]; n++ {
			unique = fmt.Sprintf("%s (%d)", name, n)
		}
		taken[strings.ToLower(unique)] = true
		out[i] = unique + ".xlsx"
	}
	return out
}

func isFolder(path string) bool {
	st, err := os.Stat(path)
	return err == nil && st.IsDir()
}

// meansFolder reports whether a result goes to a folder: it is there, or the path
// can only mean one.
func meansFolder(path string) bool {
	return isFolder(path) || strings.HasSuffix(path, "/") || strings.HasSuffix(path, string(filepath.Separator))
}

func (m *marking) mark(i int, data []byte, r *findings.Result) {
	if data == nil {
		m.missing[i] = true // nothing is there to hand back
		return
	}
	m.found[i] = r.Err != nil || slices.ContainsFunc(r.Findings, func(f gkxl.Finding) bool { return f.Grade != model.Hint && !f.Explained() })
	m.wrong[i] = r.Err != nil || slices.ContainsFunc(r.Findings, func(f gkxl.Finding) bool { return f.Grade == model.Error })
	var b bytes.Buffer
	var err error
	m.whys[i], err = gkxl.Mark(&b, data, *r, m.lang)
	if m.nothing[i] = err == nil && !m.whys[i].IsZero() && r.Err == nil && len(r.Findings) == 0; m.nothing[i] {
		return
	}
	if err == nil {
		err = m.write(m.paths[i], b.Bytes())
	}
	m.errs[i] = err
}

// report says where the marked files are.
func (m *marking) report(s session) error {
	whole, alone := 0, 0
	for i, why := range m.whys {
		switch {
		case m.errs[i] != nil, m.missing[i]:
		case m.nothing[i]:
			s.tell(msg.F("%s：没有发现问题，没有写问题清单", "%s: nothing was found, and no list was written", m.files[i]))
		case why.IsZero():
			whole++
		default:
			alone++
			s.tell(msg.F("%s：没有标注原文件：%s；问题清单写在 %s", "%s: the file itself was not marked: %s; its findings are in %s", m.files[i], why, m.paths[i]))
		}
	}
	switch {
	case len(m.paths) == 1 && whole == 1:
		s.tell(msg.F("已标注：%s%s", "marked: %s%s", m.paths[0], m.note))
	case whole > 0:
		s.tell(msg.F("已标注 %d 个文件：%s%s", "%d files marked: %s%s", whole, filepath.Dir(m.paths[0]), m.note))
	}
	if whole > 0 && len(m.paths) > 1 {
		s.tell(m.withFindings())
	}
	m.to.end()
	return errors.Join(m.errs...)
}

// withFindings says which of the marked files have something to correct or to explain.
func (m *marking) withFindings() msg.Text {
	var names []string
	clean, warned := 0, 0
	for i, found := range m.found {
		switch {
		case m.errs[i] != nil, m.missing[i], !m.whys[i].IsZero():
		case found:
			names = append(names, filepath.Base(m.paths[i]))
			if !m.wrong[i] {
				warned++
			}
		default:
			clean++
		}
	}
	if len(names) == 0 {
		return msg.T("都没有要改正或说明的问题", "none has anything to correct or to explain")
	}
	t := msg.F("其中 %d 个要退回：%s", "%d of them are to go back: %s", len(names), msg.Few(names))
	if warned > 0 {
		t = msg.F("%s；其中 %d 个只有警告，改正或说明都可以", "%s; %d of these have warnings only, to be corrected or explained", t, warned)
	}
	if clean > 0 {
		t = msg.F("%s；另 %d 个没有要改正或说明的问题，不必退回", "%s; %d have nothing to correct or to explain and need not go back", t, clean)
	}
	return t
}
