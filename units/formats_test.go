package units

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// TestFormatsListed finds every ending that a folder is searched for in the documents on formats.
func TestFormatsListed(t *testing.T) {
	for _, path := range []string{"../docs/formats.md", "../docs/formats.en.md"} {
		doc, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		words := strings.FieldsFunc(string(doc), func(r rune) bool { return strings.ContainsRune(" |、，,（）()\n", r) })
		for _, ending := range slices.Concat(spreadsheets, documents, unreadable) {
			if !slices.Contains(words, ending) {
				t.Errorf("%s does not name %s", path, ending)
			}
		}
	}
}
