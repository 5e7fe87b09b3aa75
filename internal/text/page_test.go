package text

import (
	"strings"
	"testing"
	"text/template"
)

// TestPage prints what is no text in HTML at every place where an action may stand.
func TestPage(t *testing.T) {
	const source = `{{define "part"}}<i>{{.}}</i>{{end}}{{$x := .Bad}}{{if .Bad}}<p title="{{.Bad}}">{{.Bad}}</p>{{else}}{{.Bad}}{{end}}` +
		`{{range $i, $e := .List}}{{$e}}{{else}}-{{end}}{{range .None}}-{{else}}{{$x}}{{end}}{{with .Bad}}{{.}}{{else}}-{{end}}{{template "part" .Bad}}{{same $x}}{{$x | printf "%s"}}`
	page := Page("page", source, template.FuncMap{"same": func(s string) string { return s }})
	const bad, good = `"><b>&'` + "\x00", `&#34;&gt;&lt;b&gt;&amp;&#39;` + "\uFFFD"
	var b strings.Builder
	if err := page().Execute(&b, map[string]any{"Bad": bad, "List": []string{bad}}); err != nil {
		t.Fatal(err)
	}
	if want := `<p title="` + good + `">` + good + `</p>` + good + good + good + "<i>" + good + "</i>" + good + good; b.String() != want {
		t.Errorf("%q, want %q", b.String(), want)
	}
}
