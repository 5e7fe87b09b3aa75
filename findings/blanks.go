package findings

import (
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/table"
	"github.com/gkxl/gkxl/msg"
)

// ViewBlanks is neighbouring blank cells as pages show them.
type ViewBlanks struct {
	Place string `json:"place"` // the address of the cell, or of the first and last; empty in a file without addresses
	Item  string `json:"item"`  // the row, and the columns if they are not all of it
	Cells int    `json:"cells"` // how many they are
	Fit   string `json:"fit"`   // what the identities say of them as 0, in words
	Tone  string `json:"tone"`  // the same: fits, doubted or free
}

var blanksTitle = msg.T("空着的格", "Blank cells")

// fitNames are what the identities say of a blank cell, in words.
var fitNames = map[check.ZeroFit]msg.Text{
	check.ZeroFits:    msg.T("填 0 成立", "0 fits"),
	check.ZeroDoubted: msg.T("未必是 0", "may not be 0"),
	check.ZeroFree:    msg.T("无式可核", "nothing to tell"),
}

func viewBlanks(r Result, lang msg.Lang) []ViewBlanks {
	return lists.Map(r.Blanks, func(b check.BlankCells) ViewBlanks {
		return ViewBlanks{Place: b.Place, Item: b.Label().In(lang), Cells: len(b.Fields), Fit: fitNames[b.Fit].In(lang), Tone: string(b.Fit)}
	})
}

// blanksCount says how many cells are blank, and what to do about them.
func blanksCount(blanks []check.BlankCells) msg.Text {
	n := map[check.ZeroFit]int{}
	all := 0
	for _, b := range blanks {
		n[b.Fit] += len(b.Fields)
		all += len(b.Fields)
	}
	if all == 0 {
		return msg.T("没有空着的格", "no cell is blank")
	}
	s := msg.F("空着 %s 格：填 0 后各条勾稽都成立的 %d，勾稽不成立或与叙述不符、未必是 0 的 %d，没有勾稽可以核对的 %d", "%s blank: with 0 all identities hold for %d, an identity fails or the narrative says otherwise for %d, which may be another figure, and no identity tells for %d",
		msg.Count(all, "cell is", "cells are"), n[check.ZeroFits], n[check.ZeroDoubted], n[check.ZeroFree])
	return msg.F("%s。没有发生的填 0；文件没有改动", "%s. Enter 0 where there was nothing; the file was not changed", s)
}

// blanks writes the list of blank cells.
func (t *textPrinter) blanks(r Result) {
	if r.Blanks == nil {
		return
	}
	t.line("")
	t.line("%s", blanksTitle.In(t.Lang))
	for _, b := range viewBlanks(r, t.Lang) {
		place := b.Place
		if place != "" {
			place += "  "
		}
		t.line("  %s  %s%s%s", b.Fit, place, b.Item, cellsText(b.Cells).In(t.Lang))
	}
	t.line("  %s", blanksCount(r.Blanks).In(t.Lang))
}

// cellsText says how many cells a line is about, if they are several.
func cellsText(n int) msg.Text {
	if n < 2 {
		return msg.Text{}
	}
	return msg.F("（%d 格）", " (%d cells)", n)
}

// jsonBlank is neighbouring blank cells of a row.
type jsonBlank struct {
	Fields []string      `json:"fields"`
	Cells  string        `json:"cells"`
	Zero   check.ZeroFit `json:"zero"`
}

func blanksAsJSON(blanks []check.BlankCells) []jsonBlank {
	return lists.Map(blanks, func(b check.BlankCells) jsonBlank { return jsonBlank{idsOf(b.Fields), b.Place, b.Fit} })
}

// blankColumns are the columns of the list of blank cells in a workbook.
var blankColumns = []table.Column{table.Col(msg.T("文件", "file"), 24), table.Col(msg.T("机关", "organ"), 24), table.Col(msg.T("位置", "place"), 26),
	table.Col(msg.T("项目", "item"), 52), table.Col(msg.T("格数", "cells"), 8), table.Col(msg.T("填 0", "as 0"), 14)}
