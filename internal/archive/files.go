package archive

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/gkxl/gkxl/internal/osfile"
	"github.com/gkxl/gkxl/msg"
)

// Ending is how the name of an archive ends that is read.
const Ending = ".zip"

// IsName reports whether a file is called as an archive is.
func IsName(name string) bool { return strings.EqualFold(filepath.Ext(name), Ending) }

// Files reads files, and members of archives by the archive's path with the member's
// behind it. It keeps the archives of the last path open, so that many members of one
// are read without opening it for each. It may be used by several goroutines.
type Files struct {
	limits Limits
	read   func(path string, most int64) ([]byte, error)
	stat   func(path string) (written time.Time, isFile bool, err error)
	only   string // the path of the one archive there is; empty for a file system
	mu     sync.Mutex
	last   map[string]*Archive // the archives on the way to the member read last, by their paths
}

// OnDisk reads files on disk; "-" is standard input.
func OnDisk() *Files {
	return &Files{limits: Default, read: osfile.ReadUpTo, stat: func(path string) (time.Time, bool, error) { return kindOf(os.Stat(path)) }}
}

// In reads files of a file system.
func In(fsys fs.FS) *Files {
	return &Files{limits: Default, read: func(path string, most int64) ([]byte, error) { return osfile.ReadFSUpTo(fsys, path, most) },
		stat: func(path string) (time.Time, bool, error) { return kindOf(fs.Stat(fsys, path)) }}
}

// Of reads the members of one archive whose content is at hand, by any name.
func Of(name string, data []byte) *Files {
	return &Files{limits: Default, only: name, read: func(string, int64) ([]byte, error) { return data, nil },
		stat: func(path string) (written time.Time, isFile bool, err error) {
			if path != name {
				err = fs.ErrNotExist
			}
			return written, path == name, err
		}}
}

// kindOf is what is asked of a file's information.
func kindOf(st fs.FileInfo, err error) (written time.Time, isFile bool, _ error) {
	if err != nil {
		return written, false, err
	}
	return st.ModTime(), st.Mode().IsRegular(), nil
}

// ReadFile reads a file on disk, or a member of an archive there.
func ReadFile(path string) ([]byte, error) { return OnDisk().ReadFile(path) }

// ReadFile reads a file or a member. The error is a *msg.Problem that names it.
func (f *Files) ReadFile(path string) ([]byte, error) {
	if outer, member := f.split(path); member != "" {
		a, inner, err := f.open(outer, member)
		if err != nil {
			return nil, msg.At(path, err)
		}
		data, err := a.Read(inner)
		if err == nil && Is(data) {
			_, err = open(data, f.limits, a.depth+1) // too deep, perhaps
		}
		if err != nil {
			return nil, msg.At(path, err)
		}
		return data, nil
	}
	return f.read(path, osfile.MaxFileSize)
}

// Has reports whether there is a file at a path, on disk or in an archive.
func (f *Files) Has(path string) bool {
	outer, member := f.split(path)
	if member == "" {
		_, isFile, err := f.stat(outer)
		return err == nil && isFile
	}
	a, inner, err := f.open(outer, member)
	return err == nil && len(a.members[inner]) > 0
}

// Written is when a file, or a member as its archive says it, was last written.
func (f *Files) Written(path string) (time.Time, error) {
	outer, member := f.split(path)
	written, _, err := f.stat(outer)
	if err != nil {
		return time.Time{}, osfile.FileError(path, err)
	}
	if member != "" {
		if a, inner, err := f.open(outer, member); err == nil {
			if t := a.Modified(inner); !t.IsZero() {
				return t, nil
			}
		}
	}
	return written, nil
}

// Members are the paths of the members of an archive, and of the archives in it, in
// order. A member that is an archive and cannot be opened is there itself. The error
// is a *msg.Problem that names the archive.
func (f *Files) Members(path string) (members []string, err error) {
	outer, member := f.split(path)
	var a *Archive
	if member == "" {
		a, err = f.archive(outer)
	} else {
		a, err = f.nested(outer, member)
	}
	if err != nil {
		return nil, msg.At(path, err)
	}
	for _, name := range a.Names() {
		at := path + "/" + name
		if IsName(name) {
			if inner, err := f.Members(at); err == nil {
				members = append(members, inner...)
				continue
			}
		}
		members = append(members, at)
	}
	return members, nil
}

// Outer is the file on disk that a path leads to: the archive of a member, or the path
// itself.
func Outer(path string) string {
	outer, _ := OnDisk().split(path)
	return outer
}

// split divides a path into a file that is there and the member of it; a path of
// which no part is a file stays whole.
func (f *Files) split(path string) (outer, member string) {
	if _, _, err := f.stat(path); err == nil {
		return path, ""
	}
	for i := len(path) - 1; i > 0; i-- {
		if path[i] != '/' && path[i] != filepath.Separator || !IsName(path[:i]) && path[:i] != f.only {
			continue
		}
		if _, isFile, err := f.stat(path[:i]); err == nil && isFile {
			return path[:i], filepath.ToSlash(path[i+1:])
		}
	}
	return path, ""
}

// archive opens the archive of a path, or gives the one that is open.
func (f *Files) archive(path string) (*Archive, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if a := f.last[path]; a != nil {
		return a, nil
	}
	data, err := f.read(path, f.limits.File)
	if err != nil {
		return nil, err
	}
	a, err := Open(data, f.limits)
	if err == nil {
		f.last = map[string]*Archive{path: a}
	}
	return a, err
}

// nested opens the archive that a member of an archive is.
func (f *Files) nested(outer, member string) (*Archive, error) {
	a, inner, err := f.open(outer, member)
	if err != nil {
		return nil, err
	}
	path := outer + "/" + member
	f.mu.Lock()
	defer f.mu.Unlock()
	if n := f.last[path]; n != nil {
		return n, nil
	}
	n, err := a.Nested(inner)
	if err == nil {
		for p := range f.last { // one archive inside another is kept
			if p != outer {
				delete(f.last, p)
			}
		}
		f.last[path] = n
	}
	return n, err
}

// open opens the innermost archive that a member lies in, and gives its name there.
func (f *Files) open(outer, member string) (a *Archive, name string, err error) {
	if a, err = f.archive(outer); err != nil {
		return nil, "", err
	}
	for i := range len(member) {
		if member[i] != '/' || !IsName(member[:i]) || len(a.members[member[:i]]) == 0 {
			continue
		}
		a, err = f.nested(outer, member[:i])
		return a, member[i+1:], err
	}
	return a, member, nil
}
