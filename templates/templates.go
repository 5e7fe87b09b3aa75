// Package templates holds the official editions of the report as data (forms/*.yaml), and loads them and
// variants of them into forms (model.Form), which all other packages use.
//
// An edition is one file under forms/. It may name another as its base and state only what differs: lists whose
// entries have an id (or group, or name) are merged by it, "before" and "after" place a new entry, "remove:
// true" drops one, and everything else is replaced. A province's own variant is such a file too, given by the
// user. Adding an edition takes a file and no code.
package templates

import (
	"crypto/sha256"
	"embed"
	"fmt"
	"io"
	"os"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/gkxl/gkxl/internal/osfile"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

//go:embed forms/*.yaml
var forms embed.FS

// baseFiles are the files that editions are based on, the nearest to an edition first; they are no editions themselves.
var baseFiles = []string{"common", "vocabulary", "wording", "indicators"}

// editions keeps the editions; each is loaded once, when it is first asked for.
var editions sync.Map // id → func() (*model.Form, error)

// Editions lists the ids of the official editions, oldest first.
func Editions() []string {
	entries, err := forms.ReadDir("forms")
	if err != nil {
		panic(err) // embedded at build time
	}
	var ids []string
	for _, e := range entries {
		if id := strings.TrimSuffix(e.Name(), ".yaml"); !slices.Contains(baseFiles, id) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// Edition returns an official edition by its id.
func Edition(id string) (*model.Form, error) {
	if !slices.Contains(Editions(), id) {
		return nil, &msg.Problem{
			What: msg.F("没有编号为“%s”的格式版本", "there is no edition %q", id),
			Hint: msg.F("可用的版本：%s；自定义格式用 --form 文件", "use one of %s, or --form FILE for a variant", msg.Names(Editions())),
			Kind: msg.ErrUnknownForm,
		}
	}
	get, _ := editions.LoadOrStore(id, sync.OnceValues(func() (*model.Form, error) {
		data, err := forms.ReadFile("forms/" + id + ".yaml")
		if err != nil {
			return nil, err
		}
		// The other edition is not loaded to check a crosswalk that a test checks.
		return load(id+".yaml", data, func(*decoder, *model.Form) {})
	}))
	return get.(func() (*model.Form, error))()
}

// ForYear returns the official edition for reports on a year.
func ForYear(year int) (*model.Form, error) {
	first := 0
	for _, id := range Editions() {
		f, err := Edition(id)
		if err != nil {
			return nil, err
		}
		if f.Years.Contains(year) {
			return f, nil
		}
		if first == 0 || f.Years.From < first {
			first = f.Years.From
		}
	}
	return nil, &msg.Problem{
		What: msg.F("%d 年度没有对应的官方格式", "there is no official format for report year %d", year),
		Hint: msg.F("报告年度应为 %d 年或以后", "the report year is %d or later", first),
		Kind: msg.ErrUnknownForm,
	}
}

// maxFormSize bounds a form file, in bytes.
const maxFormSize = 1 << 20

// LoadFile loads a form from a user's file. The error is a *msg.Problem.
func LoadFile(path string) (*model.Form, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, osfile.FileError(path, err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFormSize+1))
	if err != nil {
		return nil, osfile.FileError(path, err)
	}
	return Load(path, data)
}

// Load makes a form from its data. Name is the name of the file in errors. The error is a *msg.Problem that
// names file, line and mistake.
func Load(name string, data []byte) (form *model.Form, err error) {
	return load(name, data, (*decoder).checkCrosswalk)
}

// load makes a form from its data. Decoding needs no error check on every line, since a mistake in the file is a panic
// with a *msg.Problem, which is returned here.
func load(name string, data []byte, checkCrosswalk func(*decoder, *model.Form)) (form *model.Form, err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case *msg.Problem:
			form, err = nil, p
		default:
			panic(p)
		}
	}()
	files := make(files, 10_000) // an edition has so many nodes
	root := resolve(files.parse(name, data), files, map[string]bool{})
	d := &decoder{files: files, indexes: map[reflect.Type]map[string]int{}}
	form = &model.Form{}
	d.decode(root, reflect.ValueOf(form).Elem())
	d.build(form)
	if form.Crosswalk != nil && form.Crosswalk.From != form.ID {
		checkCrosswalk(d, form)
	}
	form.Source = fmt.Sprintf("%x", sha256.Sum256(data))
	return form, nil
}

// Source returns the form file of an edition, or of the base they share, as it is built in.
func Source(id string) ([]byte, error) {
	if !slices.Contains(baseFiles, id) {
		if _, err := Edition(id); err != nil {
			return nil, err
		}
	}
	return forms.ReadFile("forms/" + id + ".yaml")
}

// Candidates returns the forms that a file may be in: the one asked for, and the official editions, the newest first.
func Candidates(first *model.Form) ([]*model.Form, error) {
	var out []*model.Form
	if first != nil {
		out = append(out, first)
	}
	for _, id := range slices.Backward(Editions()) {
		f, err := Edition(id)
		if err != nil {
			return nil, err
		}
		if first == nil || f.ID != first.ID {
			out = append(out, f)
		}
	}
	return out, nil
}

// CandidatesByID returns the forms that files may be in, by id.
func CandidatesByID(first *model.Form) (map[string]*model.Form, error) {
	fs, err := Candidates(first)
	if err != nil {
		return nil, err
	}
	out := map[string]*model.Form{}
	for _, f := range fs {
		out[f.ID] = f
	}
	return out, nil
}
