package demo

import (
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/locate"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Kind is a kind of error that can be planted.
type Kind struct {
	ID    string
	Title msg.Text
	Rule  string // that must speak when the file is checked; empty where the list of units shows it
	plant func(*planting) bool
}

// The kinds that only the list of units shows.
const (
	Missing   = "missing"
	SameTwice = "same-twice"
	Different = "different-twice"
	Late      = "late"
	Former    = "former-name"
	Misnamed  = "misnamed"
	Stranger  = "not-on-roster"
)

// unreadable is the rule that speaks of a file nobody can read.
const unreadable = "FILE-UNREADABLE"

// Kinds lists the kinds of errors in the order in which they are planted. The
// rules they name are the form's; those that hold last year's report against this
// year's need both years.
func Kinds() []Kind {
	slip := func(s locate.Slip, change func(*planting, *model.Field) bool) Kind {
		return Kind{string(s), s.Name(), "T3-BALANCE", func(p *planting) bool { return p.slip(change) }}
	}
	return []Kind{
		{Missing, msg.T("没有报送", "did not report"), "", (*planting).missing},
		slip(locate.Swapped, swapped),
		{SameTwice, msg.T("同一份报送两次", "the same report handed in twice"), "", (*planting).sameTwice},
		{"figure-in-text", msg.T("叙述与表格不符", "the narrative contradicts the tables"), "TEXT-FIGURE", (*planting).figureInText},
		{"blank-cells", msg.T("没有发生的留了空", "blanks instead of 0"), "BLANK-CELL", (*planting).blankCells},
		{string(locate.LeftOut), msg.T("手工填的总计漏加一项", "a total typed by hand lacks a part"), "T3-ROW-TOTAL", (*planting).partLeftOut},
		{Different, msg.T("报送两份，内容不同", "two different reports"), "", (*planting).different},
		{"wrong-edition", msg.T("用错了版本的表格，须换表重填", "the tables of another edition, to be filled in again in the right ones"), "EDITION-YEAR", (*planting).wrongEdition},
		{"words", msg.T("数字格里写了文字", "words in a cell for a figure"), "VALUE-UNREADABLE", (*planting).words},
		{"damaged", msg.T("文件损坏", "a damaged file"), unreadable, (*planting).damaged},
		{Stranger, msg.T("不在名单上的单位报送", "a unit that is not on the roster"), "", (*planting).stranger},
		{"placeholder", msg.T("占位符没有填上", "a placeholder was not filled"), "TEXT-PLACEHOLDER", (*planting).placeholder},
		slip(locate.Exchanged, exchanged),
		{"row-deleted", msg.T("删去了一行", "a row was deleted"), "FORM-CELL", (*planting).rowDeleted},
		{Late, msg.T("过了期限才报送", "handed in after the deadline"), "", (*planting).late},
		{"wrong-year", msg.T("封面的年度写错", "the wrong year on the cover"), "TEXT-YEAR", (*planting).wrongYear},
		slip(locate.Zero, zero),
		{Former, msg.T("用了旧名称", "under its former name"), "", (*planting).former},
		{"sheet-deleted", msg.T("删去了一张表", "a sheet was deleted"), "FORM-TABLE", (*planting).sheetDeleted},
		slip(locate.Dropped, dropped),
		{Misnamed, msg.T("名称写得不全", "an incomplete name"), "", (*planting).misnamed},
		{string(locate.NoTotal), locate.NoTotal.Name(), "BLANK-TOTAL", (*planting).totalBlank},
		{"no-workbook", msg.T("不是工作簿，只是改了扩展名", "no workbook but for its ending"), unreadable, (*planting).noWorkbook},
		slip(locate.Doubled, doubled),
		{"none", msg.T("写“无”代替 0", "无 instead of 0"), "VALUE-READING", (*planting).none},
		{"with-unit", msg.T("数字带了单位", "a figure with its unit"), "VALUE-READING", (*planting).withUnit},
		{"column-deleted", msg.T("删去了一列", "a column was deleted"), "FORM-CELL", (*planting).columnDeleted},
		slip(locate.Tenfold, tenfold),
		{"negative", msg.T("数量小于 0", "a count below 0"), "VALUE-COUNT", (*planting).negative},
		{"year-in-text", msg.T("叙述是上年的年份", "last year in the narrative"), "TEXT-YEAR", (*planting).yearInText},
		{"text-missing", msg.T("缺少一个部分的叙述", "a narrative is missing"), "TEXT-MISSING", (*planting).textMissing},
		{"carried-wrong", msg.T("上年结转与上年报告不符", "carried in is not what last year carried out"), "YEAR-CARRY", (*planting).carriedWrong},
		{"text-copied", msg.T("叙述照抄上年", "last year's narrative"), "YEAR-COPY", (*planting).textCopied},
		{"total-of-outcomes", msg.T("手工填的总计与各项不符", "a total typed by hand contradicts its parts"), "T4-TOTAL", (*planting).totalOfOutcomes},
	}
}

func chosenKinds(ids []string) ([]Kind, error) {
	all := Kinds()
	if len(ids) == 0 {
		return all, nil
	}
	var out []Kind
	for _, id := range ids {
		i := slices.IndexFunc(all, func(k Kind) bool { return k.ID == id })
		if i < 0 {
			var known []string
			for _, k := range all {
				known = append(known, k.ID)
			}
			return nil, &msg.Problem{What: msg.F("没有“%s”这种差错", "there is no kind of error %q", id), Hint: msg.F("可用的有：%s", "there are: %s", strings.Join(known, " "))}
		}
		out = append(out, all[i])
	}
	return out, nil
}
