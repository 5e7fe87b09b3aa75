package units

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/archive"
	"github.com/gkxl/gkxl/internal/diff"
	"github.com/gkxl/gkxl/internal/lists"
)

// Clues are what a file, or a line of a list, shows about whose it is. What is
// not known is empty.
type Clues struct {
	SHA        string // SHA-256 of the file, in hexadecimal
	Code, Name string
}

// Agreement says what a code and a name that do not agree mean. It is the one
// thing in which the lists that files are matched with differ.
type Agreement int

// CodeDecides, of reports among themselves: a code that is known decides,
// whatever the name; otherwise the name does, whatever the code.
//
// NameMustAgree, of a roster: beside a code that is known, the name must be the
// same unit's, now or formerly. A code that is not known says nothing.
//
// CodeMustAgree, of the units that a total was made of: a code that is known
// decides, since a unit may have been renamed after the merge; the name counts
// only where the file or the list has no code.
const (
	CodeDecides Agreement = iota
	NameMustAgree
	CodeMustAgree
)

// Matcher tells which of the owners on a list a file belongs to. Every answer to
// "whose file is this" comes from here, and the order of precedence is always:
//
//  1. the very file, by its SHA-256, where the list has it;
//  2. the code;
//  3. the present name, as NameKey reduces it;
//  4. a former name, where nobody has that name now;
//  5. for a file that cannot be read, and only when asked with OfFile, the name
//     of the file.
//
// A name that several owners share finds none of them; All gives them all.
type Matcher[T comparable] struct{ in matcher }

// matcher is a Matcher whatever its owners are, so that it is compiled once only.
type matcher struct {
	agreement     Agreement
	bySHA, byCode map[string][]any
	now, formerly map[string][]any // by NameKey
	coded         map[any]bool     // owners whose code is known
	files         []ownFile
	place         func() string // see commonPlace; asked for when all owners are known
}

// ownFile is the path that an owner's file had.
type ownFile struct {
	owner any
	path  string
}

// NewMatcher makes a matcher without owners.
func NewMatcher[T comparable](a Agreement) *Matcher[T] {
	m := &Matcher[T]{matcher{agreement: a, bySHA: map[string][]any{}, byCode: map[string][]any{}, now: map[string][]any{}, formerly: map[string][]any{}, coded: map[any]bool{}}}
	m.in.place = sync.OnceValue(m.in.commonPlace)
	return m
}

// Add says what is known of an owner. It may be called again with more.
func (m *Matcher[T]) Add(owner T, c Clues, former ...string) { m.in.add(owner, c, former) }

// AddFile says how an owner's file was called.
func (m *Matcher[T]) AddFile(owner T, path string) {
	if path != "" {
		m.in.files = append(m.in.files, ownFile{owner, path})
	}
}

// ByCode finds the owner of a code.
func (m *Matcher[T]) ByCode(code string) (owner T, ok bool) { return ownerOf[T](m.in.ofCode(code)) }

// ByName finds the owner of a name, or of a name it had before.
func (m *Matcher[T]) ByName(name string) (owner T, ok bool) { return ownerOf[T](m.in.ofName(name)) }

// All gives the owners that the first clue which leads anywhere leads to.
func (m *Matcher[T]) All(c Clues) []T { return ownersOf[T](m.in.all(c)) }

// Find gives the owner where it is clear who that is.
func (m *Matcher[T]) Find(c Clues) (owner T, ok bool) { return ownerOf[T](m.in.find(c)) }

// OfFile gives the owners that the name of a file points to. Where the list says
// how its files were called, it is those whose file was called so; otherwise the
// one whose code the name of the file begins with, or the one whose name, the
// longest of several, is part of it. A code and a name of two owners point to
// none, nor do two names of the same length. Where a file bears no whole name, the
// one whose name it begins with counts, without the place that most names on the list
// begin with; and a code may stand right before a part of its owner's name. Where the
// file's own name points to none, that of the archive or the folder it lies in does.
func (m *Matcher[T]) OfFile(path string) []T { return ownersOf[T](m.in.ofFile(path)) }

// ownerOf is an owner as what it is.
func ownerOf[T any](owner any, ok bool) (T, bool) {
	out, _ := owner.(T)
	return out, ok
}

// ownersOf are owners as what they are; nil if there are none.
func ownersOf[T any](all []any) (out []T) {
	for _, owner := range all {
		out = append(out, owner.(T))
	}
	return out
}

func (m *matcher) add(owner any, c Clues, former []string) {
	put(m.bySHA, c.SHA, owner)
	put(m.byCode, strings.TrimSpace(c.Code), owner)
	put(m.now, NameKey(c.Name), owner)
	for _, name := range former {
		put(m.formerly, NameKey(name), owner)
	}
	if c.Code != "" {
		m.coded[owner] = true
	}
}

// put adds an owner under a key, once; an empty key finds nobody.
func put(index map[string][]any, key string, owner any) {
	if key == "" {
		return
	}
	if all := index[key]; !slices.Contains(all, owner) {
		index[key] = append(all, owner)
	}
}

func (m *matcher) ofCode(code string) (owner any, ok bool) {
	return first(m.byCode[strings.TrimSpace(code)])
}

func (m *matcher) ofName(name string) (owner any, ok bool) {
	if all := m.named(name); len(all) == 1 {
		return all[0], true
	}
	return nil, false
}

// named are the owners of a name, or else those that had it before.
func (m *matcher) named(name string) []any {
	key := NameKey(name)
	if all := m.now[key]; len(all) > 0 {
		return all
	}
	return m.formerly[key]
}

func (m *matcher) all(c Clues) []any {
	for _, sure := range [][]any{m.bySHA[c.SHA], m.byCode[strings.TrimSpace(c.Code)]} {
		if len(sure) > 0 {
			return sure
		}
	}
	all := m.named(c.Name)
	if m.agreement == CodeMustAgree && c.Code != "" {
		all = slices.DeleteFunc(slices.Clone(all), func(owner any) bool { return m.coded[owner] })
	}
	return all
}

func (m *matcher) find(c Clues) (owner any, ok bool) {
	if owner, ok = first(m.bySHA[c.SHA]); ok {
		return owner, true
	}
	named, clear := m.ofName(c.Name)
	if owner, ok = m.ofCode(c.Code); ok {
		return owner, m.agreement != NameMustAgree || NameKey(c.Name) == "" || clear && named == owner
	}
	return named, clear && (m.agreement != CodeMustAgree || c.Code == "" || !m.coded[named])
}

// first is the first of some owners.
func first[T any](all []T) (owner T, ok bool) {
	if len(all) > 0 {
		return all[0], true
	}
	return owner, false
}

func (m *matcher) ofFile(path string) []any {
	if len(m.files) > 0 {
		called := slices.DeleteFunc(slices.Clone(m.files), func(f ownFile) bool {
			return !strings.HasSuffix("/"+path, "/"+f.path) && !strings.HasSuffix("/"+f.path, "/"+path)
		})
		return lists.Map(called, func(f ownFile) any { return f.owner })
	}
	// What an archive or a folder is called says whose its files are, where their own
	// names do not. A folder may be called after a unit and hold those of others below
	// it, so that it must be called so and nothing else.
	parts := strings.Split(filepath.ToSlash(path), "/")
	for i, part := range slices.Backward(parts) {
		isFile := i == len(parts)-1 || archive.IsName(part)
		if isFile {
			part = strings.TrimSuffix(part, filepath.Ext(part))
		}
		if all, pointed := m.called(part, isFile); pointed {
			return all
		}
	}
	return nil
}

// called gives the owners that a name points to: of a file, or of a folder, where
// nothing may stand beside the unit's name and code. Pointed says that it points
// somewhere, though perhaps to several.
func (m *matcher) called(stem string, isFile bool) (all []any, pointed bool) {
	var named []any
	longest, whole := 0, NameKey(stem)
	code, rest := stem, ""
	if i := strings.IndexAny(stem, " _-—"); i > 0 {
		code, rest = stem[:i], NameKey(stem[i:])
	} else if digits := stem[:len(stem)-len(strings.TrimLeft(stem, "0123456789"))]; m.codeBefore(digits, NameKey(stem[len(digits):])) {
		code, rest = digits, NameKey(stem[len(digits):])
	}
	for _, index := range []map[string][]any{m.now, m.formerly} {
		for key, owners := range index {
			if len(key) < longest || !strings.Contains(whole, key) || !isFile && key != whole && key != rest {
				continue
			}
			if len(key) > longest {
				longest, named = len(key), nil
			}
			for _, owner := range owners {
				if !slices.Contains(named, owner) {
					named = append(named, owner)
				}
			}
		}
	}
	if len(named) == 0 && isFile {
		named = m.inShort(cmp.Or(rest, whole))
	}
	coded, ok := m.ofCode(code)
	switch {
	case ok && !isFile && len(named) == 0 && rest != "": // "2024 年报" is no unit's
		return nil, false
	case ok && (len(named) == 0 || len(named) == 1 && named[0] == coded):
		return []any{coded}, true
	case ok || len(named) != 1:
		return nil, ok || len(named) > 0
	}
	return named, true
}

// codeBefore reports whether what stands right behind a code without a blank begins a part of
// the name of its owner: of the unit 18 that is a bureau of statistics "18统计局" is, and "18号文件" is not.
func (m *matcher) codeBefore(code, rest string) bool {
	owners, begin := m.byCode[code], []rune(rest)
	if code == "" || len(owners) == 0 || len(begin) < leastPart {
		return false
	}
	for _, index := range []map[string][]any{m.now, m.formerly} {
		for key, named := range index {
			if strings.Contains(key, string(begin[:leastPart])) && slices.Contains(named, owners[0]) {
				return true
			}
		}
	}
	return false
}

// How much of a name is enough: of the part behind a code, of the place that most names begin
// with, and of a name without it; and how many names it takes to tell that place.
const (
	leastPart  = 2
	leastShort = 3
	leastNames = 3
)

// inShort gives the owners with whose name, without the place, a name begins; of several the
// longest. The last letter of the place may stand before it, as in "区教育局".
func (m *matcher) inShort(name string) (named []any) {
	place := m.place()
	if place == "" {
		return nil
	}
	_, size := utf8.DecodeLastRuneInString(place)
	name = strings.TrimPrefix(name, place[len(place)-size:])
	longest := 0
	for key, owners := range m.now {
		short, ok := strings.CutPrefix(key, place)
		if !ok || utf8.RuneCountInString(short) < leastShort || len(short) < longest || !strings.HasPrefix(name, short) {
			continue
		}
		if len(short) > longest {
			longest, named = len(short), nil
		}
		named = append(named, owners...)
	}
	return named
}

// commonPlace is the longest text with which two of three names begin, such as that of a
// district; empty if there is none.
func (m *matcher) commonPlace() (place string) {
	if len(m.now) < leastNames {
		return ""
	}
	for size := leastPart; ; size++ {
		beginnings := map[string]int{}
		for key := range m.now {
			if letters := []rune(key); len(letters) > size {
				beginnings[string(letters[:size])]++
			}
		}
		longer := place
		for begin, n := range beginnings {
			if 3*n >= 2*len(m.now) {
				longer = begin
			}
		}
		if longer == place {
			return place
		}
		place = longer
	}
}

// NameKey is a name as names are compared: in one width, without blanks, brackets
// and letters of both cases alike.
func NameKey(name string) string { return strings.ToLower(diff.Name(name)) }
