package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/gkxl/gkxl/internal/osfile"
	"github.com/gkxl/gkxl/msg"
)

// batch is a folder that a call writes many files into. A hidden file there lists what
// it writes, until all is written: when the call is cut, the next one knows by it which
// files are its own, and goes on without --force.
type batch struct {
	dir     string
	force   bool
	ours    map[string]bool // files that an earlier run wrote which was cut, as it wrote them
	mu      sync.Mutex
	journal *os.File // nil where none can be written
}

// journalName is the name of the list of what is being written.
const journalName = ".gkxl-run"

// beginBatch makes the folder that files are to go to, says what an earlier run has
// left there that was cut, and refuses to write over what is read or, without force,
// over any other file that is there.
func (s session) beginBatch(in *sources, dir string, paths []string, force bool) (*batch, error) {
	if st, err := os.Stat(dir); err == nil && !st.IsDir() {
		return nil, &msg.Problem{Where: dir, What: msg.T("这是文件，不是文件夹", "this is a file, not a folder"), Hint: msg.T("结果要写到文件夹里", "results go to a folder here")}
	}
	b := &batch{dir: dir, force: force, ours: map[string]bool{}}
	lines, cut := b.readJournal()
	var there []string
	for _, p := range paths {
		switch err := in.free(p, force || b.ours[filepath.Clean(p)]); {
		case err == nil:
		case exists(p) && in.free(p, true) == nil:
			there = append(there, p)
		default:
			return nil, err
		}
	}
	if len(there) > 0 {
		return nil, &msg.Problem{Where: there[0], What: msg.F("文件已存在（共 %d 个），没有生成任何文件", "the file exists (%d of them do), and nothing was written", len(there)),
			Hint: msg.T("换一个文件夹，或加 --force 覆盖", "choose another folder, or overwrite with --force")}
	}
	if err := osfile.MakeFolder(dir); err != nil {
		return nil, err
	}
	s.sweep(dir)
	if cut {
		s.warn(msg.F("上一次运行在写“%s”里的文件时被中断：有 %d 个已写成，都是完整的；这一次从头写全", "an earlier run was cut while it wrote into %q: %d files were written, all of them whole; this run writes all of them", dir, len(b.ours)))
	}
	b.journal, _ = os.OpenFile(filepath.Join(dir, journalName), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o644) // without it a cut run is not known later
	for _, line := range lines {
		b.note(line)
	}
	return b, nil
}

// readJournal reads the list of an earlier run; cut says that there is one. Ours are
// then the files that are still as that run wrote them.
func (b *batch) readJournal() (lines []string, cut bool) {
	data, err := os.ReadFile(filepath.Join(b.dir, journalName))
	if err != nil {
		return nil, false
	}
	for sc := bufio.NewScanner(bytes.NewReader(data)); sc.Scan(); {
		sum, quoted, _ := strings.Cut(sc.Text(), " ")
		name, err := strconv.Unquote(quoted)
		if err != nil || !filepath.IsLocal(name) {
			continue // the line it was cut at
		}
		path := filepath.Join(b.dir, name)
		if got, err := osfile.ReadFile(path); err == nil && sumOf(got) == sum {
			b.ours[path] = true
			lines = append(lines, sc.Text())
		}
	}
	slices.Sort(lines)
	return slices.Compact(lines), true
}

// sumOf is the checksum of a file's content.
func sumOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// note adds a line to the journal, which may be nil.
func (b *batch) note(line string) {
	if b.journal != nil {
		fmt.Fprintln(b.journal, line)
	}
}

// write writes one file, whole or not at all. It is listed before it is there: a run
// may be cut between the two.
func (b *batch) write(path string, data []byte) error {
	if name, err := filepath.Rel(b.dir, path); err == nil {
		b.mu.Lock()
		b.note(sumOf(data) + " " + strconv.Quote(name))
		b.mu.Unlock()
	}
	return osfile.WriteFile(path, data, osfile.Overwrite(b.force || b.ours[filepath.Clean(path)]))
}

// end says that all is written, so that the list may go. A batch that is nil has none.
func (b *batch) end() {
	if b == nil || b.journal == nil {
		return
	}
	b.journal.Close()
	os.Remove(b.journal.Name())
}
