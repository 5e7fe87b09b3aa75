package intake

import (
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// A report may have pictures of its tables in place of tables. What a picture shows is not read; that it stands
// there is said.

// picturesOf are the pictures of a sheet, between its cells and in cells without a text, from the top down.
func (s *Sheet) picturesOf() []Found {
	out := slices.Clone(s.Pictures)
	for _, c := range s.Cells {
		if c.Cell.Text == "" && slices.ContainsFunc(c.Cell.Left, func(r Run) bool { return r.Look == Picture }) {
			out = append(out, c)
		}
	}
	sorting.By(out, func(a, b Found) int { return a.Row - b.Row })
	return out
}

// placesOf names the places of pictures, at most three.
func placesOf(pictures []Found) msg.Text {
	var at []string
	for _, p := range pictures {
		if !slices.Contains(at, p.Cell.Address) {
			at = append(at, p.Cell.Address)
		}
	}
	const shown = 3
	if len(at) > shown {
		return msg.F("%s等", "%s and others", strings.Join(at[:shown], "、"))
	}
	return msg.F("%s", "%s", strings.Join(at, "、"))
}

// notePictures notes for each table that is not there which pictures stand where it should be: under its heading,
// or anywhere in a report without headings. Where a part of a table or a narrative is missing, it notes the pictures
// beside it.
func (m *Mapping) notePictures(unread map[string]bool) {
	pictures, headed := map[string][]Found{}, false
	for _, s := range m.sheets {
		section, next := "", 0
		for _, p := range s.picturesOf() {
			for ; next < len(s.Cells) && s.Cells[next].Row < p.Row; next++ {
				if sec, _ := m.vocabulary.heading(firstLine(s.Cells[next].Cell.Text)); sec != nil {
					section, headed = sec.ID, true
				}
			}
			pictures[section] = append(pictures[section], p)
		}
	}
	for _, s := range m.Form.Sections {
		t, found := s.Table, pictures[s.ID]
		if !headed {
			found = pictures[""]
		}
		if len(found) == 0 || s.Optional {
			continue
		}
		lacks := t == nil && m.Report.Texts[s.ID] == "" || t != nil && slices.ContainsFunc(m.Form.FieldsOf(t), func(fd *model.Field) bool { return m.Places[fd.Index].Cell == nil })
		if headed && lacks && (t == nil || !unread[t.ID]) {
			m.Report.Notes = append(m.Report.Notes, model.Note{Rule: "TEXT-PLACE", Section: s.ID, Cell: found[0].Cell.Address, Message: msg.F(
				"“%s”不完整，那里有图片（%s），图片里的内容没有读入", "%q is incomplete, and pictures stand there (%s), whose content was not read", s.Heading, placesOf(found))})
		}
		if t == nil || !unread[t.ID] || slices.ContainsFunc(m.Notes[t.ID], func(n model.Note) bool { return n.Rule == ruleTable }) {
			continue
		}
		m.note(t.ID, model.Note{Rule: ruleTable, Cell: found[0].Cell.Address, Message: msg.F(
			"“%s”没有读出：那里没有表格，只有图片（%s），图片里的数字无法读取", "%q could not be read: there is no table, but pictures (%s), whose figures cannot be read", t.Section.Heading, placesOf(found))})
	}
}

// noTablePictures is [NoTable] for sheets that hold pictures.
func noTablePictures(kind msg.Text, pictures []Found) error {
	return &msg.Problem{
		What:   msg.F("这是%s，其中没有找到年度报告的任何一张表，但有 %d 张图片（%s）：表格可能做成了图片，图片里的数字无法读取", "this is %s in which no table of the report was found, but %d pictures (%s): the tables may be pictures, whose figures cannot be read", kind, len(pictures), placesOf(pictures)),
		Hint:   msg.T("请向填报单位要带文字表格的文件，或把图片里的数填入“gkxl template”生成的模板", "ask the unit for a file whose tables are text, or enter the figures into a template made by \"gkxl template\""),
		Sender: msg.T("请把数据填入统一下发的工作簿，不要报送表格的图片", "put the data into the workbook that was sent to all units; pictures of tables will not do"),
		Kind:   msg.ErrNoReport,
	}
}

// MayBePictured reports whether sheets in which there is no table are a report's whose tables may be pictures, or stand
// in another file: there are pictures or links to files, and the title of a report.
func MayBePictured(sheets []*Sheet, forms []*model.Form) bool {
	for _, f := range forms {
		others := slices.DeleteFunc(slices.Clone(forms), func(o *model.Form) bool { return o.ID == f.ID })
		if slices.ContainsFunc(sheets, func(s *Sheet) bool { return len(s.picturesOf())+len(s.Elsewhere) > 0 }) && newTitleReader(vocabularyOf(f, others)).year(sheets) != 0 {
			return true
		}
	}
	return false
}
