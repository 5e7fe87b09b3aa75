package gkxl_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/model"
)

// unzip gives the parts of a workbook by name.
func unzip(t *testing.T, path string) map[string]string {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return formtest.Parts(t, data)
}

// withoutNames strips a workbook of every name and mark of its template.
func withoutNames(t testing.TB, data []byte) []byte {
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, n := range f.GetDefinedName() {
		if strings.HasPrefix(n.Name, model.NamePrefix) {
			if err := f.DeleteDefinedName(&n); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.DeleteSheet("_gkxl"); err != nil {
		t.Fatal(err)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
