package xlsx

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sync"

	"github.com/gkxl/gkxl/model"
)

// fingerprint identifies the layout of a form's workbook: which field stands
// where under which labels. A returned workbook carries it, so that one made
// for another variant, or by another version, is told apart.
func fingerprint(f *model.Form) string {
	if fp, ok := fingerprints.Load(f); ok {
		return fp.(string)
	}
	h := sha256.New()
	l := NewLayout(f)
	fmt.Fprintln(h, schema, f.ID, f.Edition)
	for _, fd := range f.Fields {
		fmt.Fprintf(h, "%s\t%s\t%s\t%s\t%s\t%s\n", fd.ID, fd.Kind, fd.Unit, fd.RowLabel(), fd.ColumnLabel(), l.Cell(fd))
	}
	for _, s := range f.Sections {
		fmt.Fprintf(h, "%s\t%s\t%s\n", s.ID, s.Heading, l.texts[s.ID].first.full())
	}
	fp := hex.EncodeToString(h.Sum(nil))[:32]
	fingerprints.Store(f, fp)
	return fp
}

// fingerprints keeps those of each form: forms never change, and a thousand workbooks are read by one.
var fingerprints sync.Map
