package ofd

import "github.com/gkxl/gkxl/internal/read/pdf"

// Limits bound what is read of a file. A file beyond one of them is refused; no report is near any of them.
type Limits struct {
	File      int // bytes of the file
	Entries   int // parts in the archive
	Part      int // bytes of one part, unpacked
	Total     int // bytes of all parts that are read, unpacked
	Elements  int // of all parts that are read
	Depth     int // nesting of elements, and of drawings in drawings
	Objects   int // that are drawn; what stands on several pages counts on each
	Documents int
}

// Default are the limits for files that people send.
var Default = Limits{
	File:      64 << 20,
	Entries:   20_000,
	Part:      32 << 20,
	Total:     64 << 20,
	Elements:  500_000,
	Depth:     50,
	Objects:   300_000,
	Documents: 50,
}

// pages are the limits on what pages draw, which are those of PDF.
var pages = pdf.Default
