package preflight

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/msg"
)

// A panic of our own while the library opens a workbook is a crash with its stack; one of the
// library is a workbook that cannot be read.
func TestOpenCrash(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	var b bytes.Buffer
	if _, err := f.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	defer func(real func(io.Reader, ...excelize.Options) (*excelize.File, error)) { openReader = real }(openReader)
	var crash *msg.Crash
	openReader = func(io.Reader, ...excelize.Options) (*excelize.File, error) { panic("planted") }
	if f, err := library(b.Bytes()); f != nil || !errors.As(err, &crash) || crash.Value != "planted" || !strings.Contains(string(crash.Stack), "TestOpenCrash") {
		t.Errorf("a panic of our own: %v, %v", f, err)
	}
	openReader = func(io.Reader, ...excelize.Options) (*excelize.File, error) {
		(*excelize.File)(nil).GetSheetList()
		return nil, nil
	}
	if f, err := library(b.Bytes()); f != nil || errors.As(err, &crash) || !strings.Contains(msg.Of(err).ZH, "文件结构不完整") {
		t.Errorf("a panic of the library: %v, %v", f, err)
	}
}

// library opens a workbook with the library.
func library(data []byte) (*excelize.File, error) {
	w, err := Open(data)
	if err != nil {
		return nil, err
	}
	return w.Library()
}
