package demo

import (
	"bytes"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/xlsx"
)

// Data makes the content of a file of the district.
func (d *District) Data(f *File) ([]byte, error) {
	data, err := d.workbook(f)
	if err == nil && f.corrupt != nil {
		data, err = f.corrupt(data)
	}
	return data, err
}

func (d *District) workbook(f *File) ([]byte, error) {
	if r := f.report; r != nil {
		return writeWorkbook(r)
	}
	year := d.Year
	if f.Last {
		year--
	}
	r := d.report(f.Unit, year)
	m, err := d.templates.of(f.form, year)
	if err != nil {
		return nil, err
	}
	if data, ok := m.workbook(r); ok {
		return data, nil
	}
	return writeWorkbook(r)
}

func writeWorkbook(r *model.Report) ([]byte, error) {
	var b bytes.Buffer
	err := xlsx.Write(&b, r)
	return b.Bytes(), err
}
