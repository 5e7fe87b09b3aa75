package xlsx

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/patch"
	"github.com/gkxl/gkxl/internal/preflight"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Office programs refuse two sheets of one name, other programs write them, and the spreadsheet library then knows
// only one of the two. They are told apart before a workbook is read.

// renamedSheet is a sheet that has the name of an earlier one, and the name it is read under.
type renamedSheet struct {
	index    int // among the sheets of the workbook
	old, new string
}

// sheetsOfOneName are the sheets of a workbook whose name an earlier one has as well, in whatever case.
func sheetsOfOneName(f *excelize.File) []renamedSheet {
	names := f.GetSheetList()
	taken := make(map[string]bool, len(names))
	var out []renamedSheet
	for i, name := range names {
		if !taken[strings.ToLower(name)] {
			taken[strings.ToLower(name)] = true
			continue
		}
		r := renamedSheet{index: i, old: name}
		for n := 2; r.new == "" || taken[strings.ToLower(r.new)]; n++ {
			r.new = fmt.Sprintf("%s (%d)", name, n)
		}
		taken[strings.ToLower(r.new)] = true
		out = append(out, r)
	}
	return out
}

// openRenamed opens a workbook in which sheets have new names. The error is a *msg.Problem.
func openRenamed(data []byte, renamed []renamedSheet) (*excelize.File, error) {
	b, err := patch.Open(data)
	if err != nil {
		return nil, damaged(err)
	}
	b.Edit("xl/workbook.xml", func(d *patch.Doc) {
		sheets := d.Root.Descendants("sheet")
		for _, r := range renamed {
			if r.index < len(sheets) {
				d.SetAttr(sheets[r.index], map[string]string{"name": r.new})
			}
		}
	})
	var out bytes.Buffer
	if _, err := b.WriteTo(&out); err != nil {
		return nil, damaged(err)
	}
	return preflight.OpenCells(out.Bytes())
}

// notesOfRenamed say under which name each sheet was read.
func notesOfRenamed(renamed []renamedSheet) []model.Note {
	var out []model.Note
	for _, r := range renamed {
		out = append(out, model.Note{Rule: ruleFormNames, Cell: address(r.new, "A1"), Found: r.old, Read: r.new, Message: msg.F(
			"工作簿里不止一张工作表叫“%s”，第 %d 张工作表这里称为“%s”；请改名或删去多余的一张", "more than one sheet is named %q; sheet %d of the workbook is called %q here; rename it or remove what is too many", r.old, r.index+1, r.new)})
	}
	return out
}
