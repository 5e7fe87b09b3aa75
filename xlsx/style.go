package xlsx

import (
	"github.com/gkxl/gkxl/internal/workbook"
	"github.com/xuri/excelize/v2"
)

// styles are the ids of the cell styles of one workbook.
type styles struct {
	title, subtitle, heading, prompt                     int
	head, label, corner, band, input, signed, amount     int
	carried                                              int // if figures were carried over
	total, note, noteLabel, text, plain, coverKey, cover int
	check, checkHead, verdict, locked                    int
	red, amber                                           int
}

const (
	bodyFont  = "宋体"
	titleFont = "黑体"
)

// addStyles adds the styles to the workbook.
func (b *builder) addStyles() error {
	l, f, fill, border := &b.styles, b.file, workbook.Fill, workbook.Border("808080")
	var err error
	font := func(size float64, color string, bold bool, family string) *excelize.Font {
		return &excelize.Font{Size: size, Color: color, Bold: bold, Family: family}
	}
	align := func(h, v string) *excelize.Alignment {
		return &excelize.Alignment{Horizontal: h, Vertical: v, WrapText: true}
	}
	add := func(p *int, s excelize.Style, open bool) {
		s.Protection = &excelize.Protection{Locked: !open}
		if s.Font == nil {
			s.Font = font(10.5, "000000", false, bodyFont)
		}
		if err == nil {
			*p, err = f.NewStyle(&s)
		}
	}
	plus := `+0;-0;0`
	add(&l.locked, excelize.Style{}, false)
	add(&l.title, excelize.Style{Font: font(20, "000000", true, titleFont), Alignment: align("center", "center")}, false)
	add(&l.subtitle, excelize.Style{Font: font(11, "404040", false, bodyFont), Alignment: align("center", "center")}, false)
	add(&l.heading, excelize.Style{Font: font(14, "000000", false, titleFont), Alignment: align("left", "center")}, false)
	add(&l.prompt, excelize.Style{Font: font(9.5, "7F7F7F", false, bodyFont), Alignment: align("left", "center")}, false)
	add(&l.band, excelize.Style{Border: border, Fill: fill("DDE6F0"), Font: font(10.5, "000000", true, bodyFont), Alignment: align("center", "center")}, false)
	add(&l.head, excelize.Style{Border: border, Fill: fill("EEF2F7"), Alignment: align("center", "center")}, false)
	add(&l.corner, excelize.Style{Border: border, Fill: fill("EEF2F7"), Alignment: align("center", "center")}, false)
	add(&l.label, excelize.Style{Border: border, Fill: fill("F7F9FB"), Alignment: &excelize.Alignment{Horizontal: "left", Vertical: "center", WrapText: true, Indent: 1}}, false)
	// The number format is General, so that a date or a percentage that is typed by
	// mistake changes it, which reading notices.
	add(&l.input, excelize.Style{Border: border, Fill: fill("FFFBE6"), Alignment: align("center", "center")}, true)
	add(&l.signed, excelize.Style{Border: border, Fill: fill("FFFBE6"), Alignment: align("center", "center"), CustomNumFmt: &plus}, true)
	add(&l.amount, excelize.Style{Border: border, Fill: fill("FFFBE6"), Alignment: align("center", "center")}, true)
	add(&l.total, excelize.Style{Border: border, Fill: fill("EDEDED"), Alignment: align("center", "center")}, false)
	add(&l.noteLabel, excelize.Style{Border: border, Fill: fill("F7F9FB"), Alignment: align("center", "center")}, false)
	add(&l.note, excelize.Style{Border: border, Fill: fill("FFFBE6"), Alignment: align("left", "top")}, true)
	add(&l.text, excelize.Style{Border: border, Fill: fill("FFFBE6"), Font: font(11, "000000", false, bodyFont), Alignment: align("left", "top")}, true)
	add(&l.plain, excelize.Style{Alignment: align("left", "center"), Font: font(11, "000000", false, bodyFont)}, false)
	add(&l.coverKey, excelize.Style{Border: border, Fill: fill("F7F9FB"), Font: font(12, "000000", false, bodyFont), Alignment: align("center", "center")}, false)
	add(&l.cover, excelize.Style{Border: border, Fill: fill("FFFBE6"), Font: font(12, "000000", false, bodyFont), Alignment: align("left", "center")}, true)
	add(&l.check, excelize.Style{Font: font(9, "595959", false, bodyFont), Alignment: align("left", "center")}, false)
	add(&l.checkHead, excelize.Style{Border: border, Font: font(9, "595959", false, bodyFont), Alignment: align("center", "center")}, false)
	add(&l.verdict, excelize.Style{Border: border, Fill: fill("EDEDED"), Font: font(12, "000000", true, bodyFont), Alignment: align("left", "center")}, false)
	if len(b.carried) > 0 {
		add(&l.carried, excelize.Style{Border: border, Fill: fill("DCEBF7"), Alignment: align("center", "center")}, true)
	}
	marked := func(p *int, font, ground string) {
		if err == nil {
			*p, err = f.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Color: font}, Fill: fill(ground)})
		}
	}
	marked(&l.red, "9C0006", "FFC7CE")
	marked(&l.amber, "7F6000", "FFEB9C")
	return err
}
