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
	Rule  string // rule that must find it; empty if only the roster shows it
	// inject plants the error; false if the report has no place for it.
	inject func(*fault) bool
}

// The ids of the kinds that only the roster shows.
const (
	KindMissing        = "missing"
	KindSameTwice      = "same-twice"
	KindDifferentTwice = "different-twice"
	KindLate           = "late"
	KindFormerName     = "former-name"
	KindMisnamed       = "misnamed"
	KindNotOnRoster    = "not-on-roster"
)

// unreadable is the rule on files that cannot be read.
const unreadable = "FILE-UNREADABLE"

// Kinds lists the kinds of errors in the order in which they are planted. The
// rules they name are the form's; those that hold last year's report against this
// year's need both years.
func Kinds() []Kind {
	typo := func(s locate.Slip, change func(*fault, *model.Field) bool) Kind {
		return Kind{string(s), s.Name(), "T3-BALANCE", func(p *fault) bool { return p.injectTypo(change) }}
	}
	return []Kind{
		{KindMissing, msg.T("没有报送", "did not report"), "", (*fault).missing},
		typo(locate.Swapped, swapDigits),
		{KindSameTwice, msg.T("同一份报送两次", "the same report handed in twice"), "", (*fault).sameTwice},
		{"figure-in-text", msg.T("叙述与表格不符", "the narrative contradicts the tables"), "TEXT-FIGURE", (*fault).figureInText},
		{"blank-cells", msg.T("没有发生的留了空", "blanks instead of 0"), "BLANK-CELL", (*fault).blankCells},
		{string(locate.LeftOut), msg.T("手工填的总计漏加一项", "a total typed by hand lacks a part"), "T3-ROW-TOTAL", (*fault).partLeftOut},
		{KindDifferentTwice, msg.T("报送两份，内容不同", "two different reports"), "", (*fault).differentTwice},
		{"wrong-edition", msg.T("用错了版本的表格，须换表重填", "the tables of another edition, to be filled in again in the right ones"), "EDITION-YEAR", (*fault).wrongEdition},
		{"words", msg.T("数字格里写了文字", "words in a cell for a figure"), "VALUE-UNREADABLE", (*fault).wordsInCell},
		{"damaged", msg.T("文件损坏", "a damaged file"), unreadable, (*fault).damaged},
		{KindNotOnRoster, msg.T("不在名单上的单位报送", "a unit that is not on the roster"), "", (*fault).stranger},
		{"placeholder", msg.T("占位符没有填上", "a placeholder was not filled"), "TEXT-PLACEHOLDER", (*fault).placeholder},
		typo(locate.Exchanged, exchangeNeighbours),
		{"row-deleted", msg.T("删去了一行", "a row was deleted"), "FORM-CELL", (*fault).rowDeleted},
		{KindLate, msg.T("过了期限才报送", "handed in after the deadline"), "", (*fault).late},
		{"wrong-year", msg.T("封面的年度写错", "the wrong year on the cover"), "TEXT-YEAR", (*fault).wrongYear},
		typo(locate.Zero, setZero),
		{KindFormerName, msg.T("用了旧名称", "under its former name"), "", (*fault).former},
		{"sheet-deleted", msg.T("删去了一张表", "a sheet was deleted"), "FORM-TABLE", (*fault).sheetDeleted},
		typo(locate.Dropped, dropDigit),
		{KindMisnamed, msg.T("名称写得不全", "an incomplete name"), "", (*fault).misnamed},
		{string(locate.NoTotal), locate.NoTotal.Name(), "BLANK-TOTAL", (*fault).totalBlank},
		{"no-workbook", msg.T("不是工作簿，只是改了扩展名", "no workbook but for its ending"), unreadable, (*fault).noWorkbook},
		typo(locate.Doubled, doubleDigit),
		{"none", msg.T("写“无”代替 0", "无 instead of 0"), "VALUE-READING", (*fault).wordForZero},
		{"with-unit", msg.T("数字带了单位", "a figure with its unit"), "VALUE-READING", (*fault).withUnit},
		{"column-deleted", msg.T("删去了一列", "a column was deleted"), "FORM-CELL", (*fault).columnDeleted},
		typo(locate.Tenfold, addZero),
		{"negative", msg.T("数量小于 0", "a count below 0"), "VALUE-COUNT", (*fault).negative},
		{"year-in-text", msg.T("叙述是上年的年份", "last year in the narrative"), "TEXT-YEAR", (*fault).yearInText},
		{"text-missing", msg.T("缺少一个部分的叙述", "a narrative is missing"), "TEXT-MISSING", (*fault).textMissing},
		{"carried-wrong", msg.T("上年结转与上年报告不符", "carried in is not what last year carried out"), "YEAR-CARRY", (*fault).carriedWrong},
		{"text-copied", msg.T("叙述照抄上年", "last year's narrative"), "YEAR-COPY", (*fault).textCopied},
		{"total-of-outcomes", msg.T("手工填的总计与各项不符", "a total typed by hand contradicts its parts"), "T4-TOTAL", (*fault).totalOfOutcomes},
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
