package pipeline

import (
	"github.com/gkxl/gkxl/internal/read/odf"
	"github.com/gkxl/gkxl/internal/read/plaintext"
	"github.com/gkxl/gkxl/internal/read/spreadsheet"
	"github.com/gkxl/gkxl/internal/read/xls"
	"github.com/gkxl/gkxl/internal/read/xmlss"
)

// AsXLSX reads a workbook of another format than .xlsx (.xls, .et, .ods, .fods, an XML spreadsheet of 2003) and gives it
// as one, which is read like any other. Ok is false without an error if the data are none. The error is a *msg.Problem or
// a *msg.Crash.
func AsXLSX(data []byte) (book []byte, ok bool, err error) {
	read, ok, err := spreadsheetOf(data)
	if !ok || err != nil {
		return nil, ok, err
	}
	book, err = read.XLSX()
	return book, true, err
}

// IsSpreadsheet reports whether data are a workbook of another format than .xlsx.
func IsSpreadsheet(data []byte) bool {
	_, ok, _ := spreadsheetOf(data)
	return ok
}

// spreadsheetOf reads a workbook of another format than .xlsx. Ok and the error are as of [AsXLSX].
func spreadsheetOf(data []byte) (book *spreadsheet.Book, ok bool, err error) {
	limits := spreadsheet.Default
	book, ok, err = xls.Read(data, limits)
	if !ok && err == nil {
		book, ok, err = odf.ReadSpreadsheet(data, limits)
	}
	if !ok && err == nil && plaintext.IsText(data) {
		book, ok, err = xmlss.Read(data, limits)
	}
	return book, ok, err
}
