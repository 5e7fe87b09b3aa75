package engine

import (
	"encoding/json"
	"os"
	"testing"
)

// ask calls a method and gives its result.
func ask[R any](t *testing.T, e *Engine, method string, request any, blobs ...[]byte) (out R, files map[string][]byte) {
	t.Helper()
	q, err := json.Marshal(request)
	if err != nil {
		t.Fatal(err)
	}
	reply, contents := e.Call(method, q, blobs...)
	var r Reply
	if err := json.Unmarshal(reply, &r); err != nil {
		t.Fatal(err)
	}
	if r.Error != nil {
		t.Fatalf("%s: %+v", method, *r.Error)
	}
	if err := json.Unmarshal(r.Result, &out); err != nil {
		t.Fatal(err)
	}
	files = map[string][]byte{}
	for i, f := range r.Files {
		files[f.Name] = contents[i]
	}
	return out, files
}

func TestSmoke(t *testing.T) {
	e := New()
	for i, n := range []string{"huaian-2024.xlsx", "huangpu-2020.xlsx", "huangpu-2020.txt"} {
		data, err := os.ReadFile("../../examples/" + n)
		if err != nil {
			t.Fatal(err)
		}
		o, _ := ask[Opened](t, e, "open", Open{Handle: string(rune('a' + i)), Name: n}, data)
		t.Logf("%+v", o)
	}
	l, _ := ask[List](t, e, "list", None{})
	t.Log(l.Sentence)
	r, _ := ask[Report](t, e, "report", OfFile{"a"})
	b, _ := json.MarshalIndent(r, "", " ")
	t.Log(len(b), string(b[:1500]))
	_, f := ask[Note](t, e, "mark", OfFile{"a"})
	for n, d := range f {
		t.Log(n, len(d))
	}
}
