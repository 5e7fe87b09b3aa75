package templates

import "testing"

func TestEditionsLoad(t *testing.T) {
	for _, id := range Editions() {
		f, err := Edition(id)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string][2]int{"2019": {22 + 23*7 + 15, 4}, "2021": {10 + 25*7 + 15, 3}}[id]
		if len(f.Fields) != want[0] {
			t.Errorf("%s: %d fields, want %d", id, len(f.Fields), want[0])
		}
		t.Log(id, len(f.Identities))
	}
}
