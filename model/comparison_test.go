package model

import "testing"

// A star stands for one element of an id, the last one for all that remain, and what stars stood for fills another pattern.
func TestStars(t *testing.T) {
	for _, tc := range []struct {
		pattern, id string
		stars       string
		ok          bool
		into, want  string
	}{
		{"requests.new.total", "requests.new.total", "", true, "a.b", "a.b"},
		{"requests.*.total", "requests.new.total", "new", true, "last.*.total", "last.new.total"},
		{"requests.*.*", "requests.new.total", "new.total", true, "*.now.*", "new.now.total"},
		{"requests.*", "requests.denied.secret.total", "denied.secret.total", true, "x.*", "x.denied.secret.total"},
		{"requests.*.*", "requests.denied.secret.total", "denied.secret.total", true, "*.x.*", "denied.x.secret.total"},
		{"requests.*.total", "requests.denied.secret.total", "", false, "", ""},
		{"requests.new", "requests.new.total", "", false, "", ""},
		{"requests.new.total", "requests.new", "", false, "", ""},
		{"proactive.*", "requests.new", "", false, "", ""},
	} {
		stars, ok := MatchStars(tc.pattern, tc.id)
		if stars != tc.stars || ok != tc.ok || MatchField(tc.pattern, tc.id) != tc.ok {
			t.Errorf("%s of %s: %q, %v, want %q, %v", tc.pattern, tc.id, stars, ok, tc.stars, tc.ok)
		}
		if got := FillStars(tc.into, stars); ok && got != tc.want {
			t.Errorf("%s with %q is %s, want %s", tc.into, stars, got, tc.want)
		}
	}
}
