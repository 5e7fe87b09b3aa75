package engine

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/schema/page.json anew")

// docs are what the comments say of types ("T") and members ("T.member").
func docs(t *testing.T, dirs ...string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, dir := range dirs {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range f.Decls {
				g, ok := d.(*ast.GenDecl)
				if !ok {
					continue
				}
				for _, s := range g.Specs {
					ts, ok := s.(*ast.TypeSpec)
					if !ok {
						continue
					}
					out[ts.Name.Name] = said(ts.Doc, g.Doc)
					if st, ok := ts.Type.(*ast.StructType); ok {
						for _, m := range st.Fields.List {
							for _, n := range m.Names {
								out[ts.Name.Name+"."+n.Name] = said(m.Comment, m.Doc)
							}
						}
					}
				}
			}
		}
	}
	return out
}

// said is the first comment there is, on one line.
func said(cs ...*ast.CommentGroup) string {
	for _, c := range cs {
		if c != nil {
			return strings.Join(strings.Fields(c.Text()), " ")
		}
	}
	return ""
}

// schema makes JSON schemas of Go types.
type schema struct {
	docs map[string]string
	defs map[string]any
}

// of is the schema of a type; a struct stands among the definitions.
func (s schema) of(t reflect.Type) map[string]any {
	switch t.Kind() {
	case reflect.Pointer:
		return s.of(t.Elem())
	case reflect.Slice:
		if t == reflect.TypeFor[json.RawMessage]() {
			return map[string]any{}
		}
		return map[string]any{"type": "array", "items": s.of(t.Elem())}
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": s.of(t.Elem())}
	case reflect.String:
		return map[string]any{"type": "string"}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Struct:
		if s.defs[t.Name()] == nil {
			s.defs[t.Name()] = true // while it is made
			s.defs[t.Name()] = s.object(t)
		}
		return map[string]any{"$ref": "#/$defs/" + t.Name()}
	}
	return map[string]any{"type": "integer"}
}

func (s schema) object(t reflect.Type) map[string]any {
	properties, required := map[string]any{}, []string{}
	s.members(t, properties, &required)
	slices.Sort(required)
	return map[string]any{"type": "object", "description": s.docs[t.Name()], "additionalProperties": false, "properties": properties, "required": required}
}

// members are those of a struct, and of the structs embedded in it.
func (s schema) members(t reflect.Type, properties map[string]any, required *[]string) {
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			s.members(f.Type, properties, required)
			continue
		}
		name, rest, _ := strings.Cut(f.Tag.Get("json"), ",")
		if !f.IsExported() || name == "-" {
			continue
		}
		p := s.of(f.Type)
		if d := s.docs[t.Name()+"."+f.Name]; d != "" {
			p["description"] = d
		}
		properties[name] = p
		if rest == "" {
			*required = append(*required, name)
		}
	}
}

// oneLine is a value as JSON.
func oneLine(t *testing.T, v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(b.String())
}

// lines are the members of an object as JSON, one on a line.
func lines(t *testing.T, m map[string]any) string {
	var all []string
	for _, k := range slices.Sorted(maps.Keys(m)) {
		all = append(all, fmt.Sprintf("    %q: %s", k, oneLine(t, m[k])))
	}
	return strings.Join(all, ",\n") + "\n"
}

// The schema says what the Go types say.
func TestSchema(t *testing.T) {
	t.Parallel()
	s := schema{docs(t, ".", "../../findings"), map[string]any{}}
	methods := map[string]any{}
	for _, m := range Methods {
		methods[m.Name] = map[string]any{"description": m.About, "properties": map[string]any{"request": s.of(m.Request), "result": s.of(m.Result)}}
	}
	root := s.object(reflect.TypeFor[Reply]())
	root["$schema"], root["$id"], root["title"] = "https://json-schema.org/draft/2020-12/schema", Schema, "What the engine of the page answers. Every method, its request and its result stand under methods."
	var b bytes.Buffer
	b.WriteString("{\n")
	for _, key := range []string{"$schema", "$id", "title", "description", "type", "additionalProperties", "required", "properties"} {
		fmt.Fprintf(&b, "  %q: %s,\n", key, oneLine(t, root[key]))
	}
	fmt.Fprintf(&b, "  \"methods\": {\n%s  },\n  \"$defs\": {\n%s  }\n}\n", lines(t, methods), lines(t, s.defs))
	const name = "../../docs/schema/page.json"
	if *update {
		if err := os.WriteFile(name, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(name)
	if err != nil || !bytes.Equal(have, b.Bytes()) {
		t.Errorf("%s is not what the types say: go test ./web/engine -run TestSchema -update (%v)", name, err)
	}
	for k, d := range s.defs {
		if d.(map[string]any)["description"] == "" {
			t.Errorf("%s is not described", k)
		}
	}
}
