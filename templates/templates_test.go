package templates

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

func TestEditions(t *testing.T) {
	// As printed: table 2, then rows times columns of table 3, then table 4.
	want := map[string]int{"2019": 22 + 23*7 + 15, "2021": 10 + 25*7 + 15}
	computed := map[string]int{"2019": 23 + 6 + 3, "2021": 25 + 6 + 3}
	for _, id := range Editions() {
		f, err := Edition(id)
		if err != nil {
			t.Fatal(err)
		}
		totals := 0
		for _, fd := range f.Fields {
			if fd.Total != nil {
				totals++
			}
		}
		if len(f.Fields) != want[id] || totals != computed[id] {
			t.Errorf("%s: %d fields, %d computed", id, len(f.Fields), totals)
		}
	}
}

func TestForYear(t *testing.T) {
	for year, want := range map[int]string{2019: "2019", 2020: "2019", 2021: "2021", 2025: "2021", 2018: ""} {
		f, err := ForYear(year)
		if (err == nil) != (want != "") || err == nil && f.ID != want {
			t.Errorf("%d: %v %v", year, f, err)
		}
	}
}

var update = flag.Bool("update", false, "rewrite stored.bin")

// What is stored of the files built in is what their YAML says.
func TestStored(t *testing.T) {
	var want []byte
	ids := append(Editions(), baseFiles...)
	for _, id := range ids {
		data, err := Source(id)
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, store(id+".yaml", data)...)
	}
	if *update {
		if err := os.WriteFile("stored.bin", want, 0o644); err != nil {
			t.Fatal(err)
		}
		storedTrees = string(want)
	}
	if storedTrees != string(want) {
		t.Fatal("stored.bin is stale; run: go test ./templates -update")
	}
	for _, id := range ids {
		data, _ := Source(id)
		parsed, stored := files{}, files{}
		a := parsed.parseYAML(id+".yaml", data, &yaml.Node{Line: 1})
		b, ok := stored.stored(id+".yaml", data)
		var same func(a, b *yaml.Node) bool
		same = func(a, b *yaml.Node) bool {
			return a.Kind == b.Kind && a.Line == b.Line && a.Value == b.Value && parsed[a] == stored[b] && slices.EqualFunc(a.Content, b.Content, same)
		}
		if !ok || !same(a, b) {
			t.Errorf("%s is another tree", id)
		}
	}
	if _, ok := (files{}).stored("2021.yaml", []byte("id: x")); ok {
		t.Error("a file that was changed is not parsed")
	}
}

// Load finds nothing wrong with the editions: Edition itself does not look whether
// their crosswalks name fields of the other.
func TestEditionsLoad(t *testing.T) {
	for _, id := range Editions() {
		data, err := Source(id)
		if err != nil {
			t.Fatal(err)
		}
		loaded, err := Load(id+".yaml", data)
		if err != nil {
			t.Fatal(err)
		}
		if f, _ := Edition(id); loaded.Source != f.Source || len(loaded.Fields) != len(f.Fields) {
			t.Errorf("%s is not what is loaded", id)
		}
	}
}

// The crosswalk speaks of every field of both editions, once.
func TestCrosswalk(t *testing.T) {
	from, _ := Edition("2019")
	to, _ := Edition("2021")
	lost, unknown := to.Crosswalk.Uncovered(from, to)
	if len(lost)+len(unknown) > 0 {
		t.Error(lost, unknown)
	}
	kinds := map[string]string{}
	for _, p := range to.Crosswalk.Pairs(from, to) {
		for _, fd := range append(p.From, p.To...) {
			kinds[fd.ID] = p.Entry.As
		}
		for _, fd := range p.From {
			if got := to.Crosswalk.Counterparts(fd.ID, to); !slices.Equal(got, p.To) {
				t.Errorf("%s has the counterparts %v, its pair %v", fd.ID, got, p.To)
			}
		}
		if len(p.From) == 1 && p.From[0].ID == "requests.otherwise.total" && len(p.To) != 3 {
			t.Error("（六） is not the sum of its three rows")
		}
	}
	for id, want := range map[string]string{"proactive.fees.amount": "incomparable", "proactive.normative.made": "counterpart", "requests.new.total": "same",
		"proactive.licensing.decisions": "same", "proactive.other_services.decisions": "dropped", "proactive.rules.in_force": "new"} {
		if kinds[id] != want {
			t.Errorf("%s is %s, want %s", id, kinds[id], want)
		}
	}
}

var faults = []struct{ name, yaml, want string }{
	{"not yaml", "id: [", "不是有效的 YAML"},
	{"a list", "- a", "“键: 值”的集合"},
	{"unknown key", "id: x\nbase: \"2021\"\nfoo: 1", "x.yaml:3：不认识的键“foo”"},
	{"key twice", "id: x\nid: y", "重复"},
	{"unknown base", "id: x\nbase: nope", "没有名为“nope”的基础格式"},
	{"no id", "base: common", "缺少“id”"},
	{"bad id", "id: x\nbase: \"2021\"\ntables:\n  - id: proactive\n    bands:\n      - id: fees\n        rows:\n          - {id: A b, label: x}", "x.yaml:8"},
	{"no label", "id: x\nbase: \"2021\"\ntables:\n  - id: proactive\n    bands:\n      - id: fees\n        rows:\n          - {id: a}", "缺少标签"},
	{"bad kind", "id: x\nbase: \"2021\"\ntables:\n  - id: proactive\n    bands:\n      - id: fees\n        rows:\n          - {id: a, label: b, kind: c}", "不认识的类型"},
	{"same field", "id: x\nbase: \"2021\"\ntables:\n  - id: proactive\n    bands:\n      - id: fees\n        columns:\n          - {id: decisions, label: 件数}\n        rows:\n          - {id: penalty, label: b}", "重名"},
	{"unknown anchor", "id: x\nbase: \"2021\"\ntables:\n  - id: proactive\n    bands:\n      - id: fees\n        rows:\n          - {id: a, label: b, before: zz}", "找不到条目"},
	{"remove nothing", "id: x\nbase: \"2021\"\nrules:\n  - {id: NO-SUCH, remove: true}", "不存在"},
	{"unknown relation", "id: x\nbase: \"2021\"\nrules:\n  - {id: X-1, relation: magic, grade: error, title: a, ground: b, do: c}", "不认识的关系"},
	{"unknown grade", "id: x\nbase: \"2021\"\nrules:\n  - {id: X-1, relation: sum, grade: fatal, title: a, ground: b, do: c}", "不认识的等级"},
	{"unknown term", "id: x\nbase: \"2021\"\nrules:\n  - {id: T3-BALANCE, left: [new, nope]}", "表中没有“nope”"},
	{"unknown table", "id: x\nbase: \"2021\"\nrules:\n  - {id: T3-BALANCE, table: nope}", "不存在"},
	{"example of nothing", "id: x\nbase: \"2021\"\nrules:\n  - {id: T3-BALANCE, bad: {values: {a.b: \"1\"}}}", "不存在的格"},
	{"sheet name", "id: x\nbase: \"2021\"\nsheets:\n  - {name: \"a/b\", sections: []}", "不能作工作表名"},
	{"section nowhere", "id: x\nbase: \"2021\"\nsections:\n  - {id: extra, heading: 七、其他}", "不在任何工作表上"},
	{"years", "id: x\nbase: \"2021\"\nyears: {from: 2030, to: 2021}", "年度范围"},
	{"term across years", "id: x\nbase: \"2021\"\nrules:\n  - {id: YEAR-CARRY, left: [carried_in], right: [last.nope]}", "表中没有“nope”"},
	{"line across years", "id: x\nbase: \"2021\"\nrules:\n  - {id: YEAR-CARRY, lines: [nope]}", "表中没有“nope”"},
	{"last year's example", "id: x\nbase: \"2021\"\nrules:\n  - {id: YEAR-CARRY, bad: {last: {values: {a.b: \"1\"}}}}", "不存在的格"},
	{"carry of nothing", "id: x\nbase: \"2021\"\ncarries:\n  - {id: requests, from: [\"requests.nope.*\"]}", "结转的规定提到不存在的格"},
	{"key figure of nothing", "id: x\nbase: \"2021\"\ncomparison:\n  keys:\n    - {id: received, terms: [requests.nope.total]}", "比较的规定提到不存在的格"},
	{"weight of nothing", "id: x\nbase: \"2021\"\ncomparison:\n  weights:\n    - {fields: a.b, weight: 3}", "比较的规定提到不存在的格"},
	{"sentence of nothing", "id: x\nbase: \"2021\"\nnarration:\n  sentences:\n    - {id: received, ways: [{zero: [a.b], text: x}]}", "句式 received 提到不存在的格"},
	{"placeholder of nothing", "id: x\nbase: \"2021\"\nnarration:\n  sentences:\n    - {id: received, ways: [{text: \"{{a.b}}\"}]}", "句式 received 提到不存在的格"},
	{"alias cycle", "id: &a [*a]", ""},
}

func TestFaults(t *testing.T) {
	for _, tc := range faults {
		_, err := Load("x.yaml", []byte(tc.yaml))
		var p *msg.Problem
		if !errors.As(err, &p) || !strings.Contains(p.Error(), tc.want) || !strings.Contains(p.Where, ".yaml:") || p.What.EN == "" {
			t.Errorf("%s: %v", tc.name, err)
		}
	}
}

// A variant states only what differs.
func TestVariant(t *testing.T) {
	f, err := Load("x.yaml", []byte("id: x\nbase: \"2021\"\ntables:\n  - id: requests\n    bands:\n      - rows:\n          - group: results\n            rows:\n              - group: rejected\n                rows:\n                  - {id: rejected_new, label: 6.新情形}\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range f.Identities {
		if id.Rule.ID == "T3-RESULT-TOTAL" && len(id.Right) != 22 {
			t.Errorf("the new row is not part of the result total: %d parts", len(id.Right))
		}
	}
	base, _ := Edition("2021")
	if len(f.Fields) != len(base.Fields)+7 || f.Edition != "2021" {
		t.Errorf("%d fields", len(f.Fields))
	}
	if _, ok := base.Field("requests.rejected_new.total"); ok {
		t.Error("the variant changed its base")
	}
	removed, err := Load("x.yaml", []byte("id: x\nbase: \"2021\"\nrules:\n  - {id: T2-RULES-ORGAN, remove: true}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := removed.Rule("T2-RULES-ORGAN"); ok {
		t.Error("a removed rule is still there")
	}
}

func FuzzLoad(f *testing.F) {
	for _, tc := range faults {
		f.Add([]byte(tc.yaml))
	}
	for _, id := range Editions() {
		data, _ := Source(id)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		form, err := Load("x.yaml", data)
		var p *msg.Problem
		if err != nil && !errors.As(err, &p) {
			t.Fatalf("%T %v", err, err)
		}
		if err == nil {
			for _, fd := range form.Fields {
				if fd.Total != nil && len(fd.Total.Right) == 0 || fd.Kind != model.Count && fd.Kind != model.Signed && fd.Kind != model.Amount {
					t.Fatalf("%+v", fd)
				}
			}
		}
	})
}

// store is what stored reads.
func store(name string, data []byte) []byte {
	root := files{}.parseYAML(name, data, &yaml.Node{Line: 1})
	digest := sha256.Sum256(data)
	count := 0
	var nodes []byte
	var add func(n *yaml.Node)
	add = func(n *yaml.Node) {
		count++
		for _, x := range []int{int(n.Kind), n.Line, len(n.Value)} {
			nodes = binary.AppendUvarint(nodes, uint64(x))
		}
		nodes = append(nodes, n.Value...)
		nodes = binary.AppendUvarint(nodes, uint64(len(n.Content)))
		for _, m := range n.Content {
			add(m)
		}
	}
	add(root)
	out := append([]byte(name), digest[:]...)
	return append(binary.AppendUvarint(out, uint64(count)), nodes...)
}
