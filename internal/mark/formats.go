package mark

import (
	"fmt"

	"github.com/gkxl/gkxl/internal/patch"
)

// CellFormat is a look that cells of an added sheet have: text in 宋体, wrapped.
type CellFormat struct {
	Size   int // of the font, in points
	Bold   bool
	Boxed  bool // in thin lines
	Shaded bool // on the ground of column heads
	Centre bool
}

// AddFormats adds cell formats to the styles of a workbook, where nothing that is there is changed, and returns their
// indexes. Main is the name of the workbook's main part; errors are kept in the book.
func AddFormats(b *patch.Book, main string, formats ...CellFormat) []int {
	s := openStyles(b, main)
	if len(s.lists) < len(styleLists) {
		return make([]int, len(formats)) // the book has an error
	}
	p := s.prefix
	out := make([]int, len(formats))
	for i, f := range formats {
		bold, border, fill, horizontal := "", 0, 0, "left"
		if f.Bold {
			bold = "<" + p + "b/>"
		}
		if f.Boxed {
			border = s.add("borders", s.frame("thin", "BFBFBF"))
		}
		if f.Shaded {
			fill = s.add("fills", s.solid("DDE6F0"))
		}
		if f.Centre {
			horizontal = "center"
		}
		font := s.add("fonts", fmt.Sprintf(`<%[1]sfont>%[2]s<%[1]ssz val="%[3]d"/><%[1]scolor rgb="FF000000"/><%[1]sname val="宋体"/><%[1]sfamily val="3"/></%[1]sfont>`, p, bold, f.Size))
		out[i] = s.add("cellXfs", fmt.Sprintf(`<%[1]sxf numFmtId="49" fontId="%[2]d" fillId="%[3]d" borderId="%[4]d" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">`+
			`<%[1]salignment horizontal="%[5]s" vertical="top" wrapText="1"/></%[1]sxf>`, p, font, fill, border, horizontal))
	}
	s.save()
	return out
}
