package pipeline

import (
	"github.com/gkxl/gkxl/internal/read/odf"
	"github.com/gkxl/gkxl/internal/read/plaintext"
	"github.com/gkxl/gkxl/internal/read/spreadsheet"
	"github.com/gkxl/gkxl/internal/read/xls"
	"github.com/gkxl/gkxl/internal/read/xmlss"
)

// asXLSX reads a workbook of another format than .xlsx and gives it as one, which package xlsx reads like any other. Ok
// is false without an error if the data are none. The error is a *msg.Problem.
func asXLSX(data []byte) (xlsx []byte, ok bool, err error) {
	limits := spreadsheet.Default
	book, ok, err := xls.Read(data, limits)
	if !ok && err == nil {
		book, ok, err = odf.ReadSpreadsheet(data, limits)
	}
	if !ok && err == nil && plaintext.IsText(data) {
		book, ok, err = xmlss.Read(plaintext.Decode(data, ""), limits)
	}
	if !ok || err != nil {
		return nil, ok, err
	}
	xlsx, err = book.XLSX()
	return xlsx, true, err
}
