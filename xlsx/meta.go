package xlsx

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"sync"

	"github.com/gkxl/gkxl/model"
)

// fingerprint is a hash of the layout and labels of a form's workbook. A workbook
// keeps it, so that one of another variant of the form, or of another version of the
// program, is noticed when it comes back.
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
		fmt.Fprintf(h, "%s\t%s\t%s\n", s.ID, s.Heading, l.texts[s.ID].first.qualified())
	}
	fp := hex.EncodeToString(h.Sum(nil))[:32]
	fingerprints.Store(f, fp)
	return fp
}

// fingerprints keeps the fingerprint of each form. Forms never change, and one form
// serves for thousands of workbooks.
var fingerprints sync.Map

// metaCode is the key of the unit's code on the metadata sheet.
const metaCode = "code"

// metaPage is the metadata sheet, by which a returned workbook is recognised. It is
// hidden so that programs do not offer to show it.
func (b *builder) metaPage() *page {
	p := newPage(b.file, metaSheet, b.styles.locked, 20, 80)
	var absent []string
	for _, fd := range b.form.Fields {
		if v, ok := b.report.Values[fd.ID]; ok && v.State == model.Absent {
			absent = append(absent, fd.ID)
		}
	}
	kvs := [][2]string{{"schema", schema}, {"form", b.form.ID}, {"fingerprint", fingerprint(b.form)}, {"absent", strings.Join(absent, " ")}}
	if len(b.carried) > 0 {
		kvs = append(kvs, [2]string{metaCarried, b.carriedJSON()})
	}
	if b.report.Code != "" {
		kvs = append(kvs, [2]string{metaCode, b.report.Code})
	}
	for i, kv := range kvs {
		p.text(1+i, 1, 1, 1, b.styles.locked, kv[0])
		p.text(1+i, 2, 1, 1, b.styles.locked, kv[1])
		b.names[metaPrefix+kv[0]] = place{metaSheet, 1 + i, 2}
	}
	return p
}
