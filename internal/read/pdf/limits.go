package pdf

import "github.com/gkxl/gkxl/msg"

// Limits bound what is read of a file. A file beyond one of them is refused: no report is near any of them, and
// a small file can be written that unpacks to more than a machine holds.
type Limits struct {
	Bytes         int // size of the file
	Inflated      int // bytes of all streams that are read, unpacked
	Objects       int // objects that are read
	References    int // entries of the tables that say where objects are
	ObjectStreams int // streams that hold objects
	Depth         int // nesting of objects, pages, drawings and structure
	Pages         int
	Words         int // words of objects, drawings and the maps of fonts
	Glyphs        int // characters drawn
	Shapes        int // lines, surfaces and pictures drawn
	Comparisons   int // of characters with surfaces that may lie over or under them
	Codes         int // characters that fonts name
	Elements      int // of the structure
	Cells         int // cells and paragraphs
}

// Default are the limits for files that people send.
var Default = Limits{
	Bytes:         64 << 20,
	Inflated:      32 << 20,
	Objects:       100_000,
	References:    200_000,
	ObjectStreams: 5_000,
	Depth:         100,
	Pages:         1_000,
	Words:         2_000_000,
	Glyphs:        200_000,
	Shapes:        100_000,
	Comparisons:   100_000_000,
	Codes:         500_000,
	Elements:      100_000,
	Cells:         50_000,
}

// tooMuch is the refusal of a file that is beyond a limit.
var tooMuch = TooMuch("PDF")

// TooMuch returns the refusal of a file of a format that is beyond a limit.
func TooMuch(kind string) *msg.Problem {
	return &msg.Problem{What: msg.F("%s 的内容过多", "the %s holds too much", kind),
		Hint: msg.T("年度报告不会这样大；请确认选对了文件", "no report is that large; check that this is the right file")}
}

// damaged returns the refusal of a damaged file.
func damaged(what msg.Text) error {
	return &msg.Problem{What: what, Hint: msg.T("请重新下载、重新导出这份 PDF，或用原来的工作簿、文档", "download or export the PDF again, or use the original workbook or document")}
}
