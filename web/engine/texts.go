package engine

import (
	"slices"

	"github.com/gkxl/gkxl/internal/archive"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/version"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/status"
	"github.com/gkxl/gkxl/templates"
)

// accept are the endings of files that are offered for choosing. Others are read too
// where they are dropped.
const accept = ".xlsx,.xlsm,.xls,.et,.ods,.csv,.doc,.docx,.wps,.rtf,.odt,.pdf,.ofd,.html,.htm,.mht,.xml,.txt,.md,.eml,.json,.zip"

// formatNames are the names of formats that are not those of one report.
var formatNames = map[string]msg.Text{
	"html": msg.T("网页", "web page"), "pdf": msg.T("PDF", "PDF"), "ofd": msg.T("OFD", "OFD"), "xlsx": msg.T("工作簿", "workbook"), "md": msg.T("Markdown", "Markdown"),
	"json": msg.T("JSON 数据", "JSON data"), "csv": msg.T("CSV 数据", "CSV data"), "text": msg.T("文本", "text"), "docx": msg.T("Word 文档", "Word document"),
}

// formats names formats.
func formats(lang msg.Lang, ids ...string) []Format {
	return lists.Map(ids, func(id string) Format { return Format{id, formatNames[id].In(lang)} })
}

func (e *Engine) texts(c *call, _ None) (Texts, error) {
	out := Texts{Lang: string(c.lang), Version: version.Name(), Words: map[string]string{}, Accept: accept, Most: archive.Default.File, Forms: []FormChoice{}, Exports: []Format{},
		Compare: formats(c.lang, "html", "pdf", "ofd", "xlsx", "md", "json"), Lists: formats(c.lang, "html", "xlsx", "md", "json"),
		Status: formats(c.lang, slices.DeleteFunc(slices.Clone(status.Formats), func(f string) bool { return f == "text" })...)}
	for key, t := range words {
		out.Words[key] = t.In(c.lang)
	}
	for _, x := range exports {
		out.Exports = append(out.Exports, Format{x.id, x.name.In(c.lang)})
	}
	forms, err := templates.Candidates(nil)
	for _, f := range forms {
		out.Forms = append(out.Forms, FormChoice{f.ID, f.Title.In(c.lang), f.Years.From, f.Years.To,
			lists.Map(f.OrganTypes, func(o model.OrganType) Choice { return Choice{o.ID, o.Label} })})
	}
	return out, err
}

// words are what the page says of itself, by key. A key names the place and the thing.
var words = map[string]msg.Text{
	"title":          msg.T("政府信息公开工作年度报告核对", "Checking annual reports on government information disclosure"),
	"lead1":          msg.T("把各单位报来的文件拖到这里，或点“选择文件”：工作簿、Word、PDF、网页、邮件、压缩包都可以。", "Drop the files that the units sent here, or choose them: workbooks, Word, PDF, web pages, mails, archives."),
	"lead2":          msg.T("每份报告都会核对，指出哪一格大概填错、应是多少；可以试改、标注、导出、汇总。", "Every report is checked: which cell is probably wrong and what it should say; try values, mark, export, sum."),
	"lead3":          msg.T("所有工作都在这个浏览器里完成，文件不会发送到任何地方，也不会改动。", "All of it is done in this browser. No file is sent anywhere, and none is changed."),
	"loading":        msg.T("正在准备……", "Getting ready…"),
	"ready":          msg.T("准备好了", "Ready"),
	"choose":         msg.T("选择文件", "Choose files"),
	"chooseDir":      msg.T("选择文件夹", "Choose a folder"),
	"drop":           msg.T("松开就打开这些文件", "Let go to open these files"),
	"practice":       msg.T("用编造的区县练习", "Practise on a made-up district"),
	"lang":           msg.T("English", "中文"),
	"clear":          msg.T("全部关闭", "Close all"),
	"files":          msg.T("文件", "Files"),
	"list":           msg.T("核对结果", "Results"),
	"colVerdict":     msg.T("结论", "Verdict"),
	"colOrgan":       msg.T("机关", "Organ"),
	"colYear":        msg.T("年度", "Year"),
	"colFile":        msg.T("文件", "File"),
	"colFirst":       msg.T("首先要看的", "What to look at first"),
	"back":           msg.T("返回列表", "Back to the list"),
	"skipped":        msg.T("没有打开的文件", "Files that were not opened"),
	"reading":        msg.T("正在核对", "Checking"),
	"of":             msg.T("共", "of"),
	"todo":           msg.T("先做什么", "What to do first"),
	"findings":       msg.T("全部问题", "All findings"),
	"narrative":      msg.T("文字部分", "Narratives"),
	"missing":        msg.T("（没有内容）", "(nothing there)"),
	"ground":         msg.T("依据：", "ground: "),
	"do":             msg.T("处理：", "do: "),
	"cause":          msg.T("原因：", "cause: "),
	"common":         msg.T("以下各处出自这个原因", "the findings below come of it"),
	"answered":       msg.T("已说明：", "explained: "),
	"legend":         msg.T("红底：错误；黄底：警告；红框：大概填错的格。右上角的数字是下面“全部问题”中的序号。", "Red: an error; yellow: a warning; red frame: the cell that is probably wrong. The raised number is that of the finding in the list below."),
	"see":            msg.T("见问题", "see finding"),
	"try":            msg.T("试改", "Try a value"),
	"tryHint":        msg.T("点一格，输入另一个数，看各项关系是否成立；文件不会改动。", "Click a cell and type another figure to see whether the identities hold; the file is not changed."),
	"tryCell":        msg.T("这一格", "This cell"),
	"tryReset":       msg.T("取消试改", "Undo what was tried"),
	"tryPropose":     msg.T("试用建议的数", "Try the proposed figure"),
	"save":           msg.T("保存", "Save"),
	"saveMarked":     msg.T("标注了问题的工作簿", "Workbook with its findings marked"),
	"saveRepair":     msg.T("修复的工作簿（新模板）", "Repaired workbook (a fresh template)"),
	"savePDF":        msg.T("PDF", "PDF"),
	"saveZip":        msg.T("全部标注，打包下载", "All of them marked, as one zip"),
	"saveMore":       msg.T("其他格式", "Other formats"),
	"draft":          msg.T("报告有错误。保存为带“草稿”水印的稿子？", "Errors stand in the report. Save a draft, stamped as one?"),
	"draftYes":       msg.T("保存草稿", "Save a draft"),
	"cancel":         msg.T("取消", "Cancel"),
	"done":           msg.T("已保存：", "Saved: "),
	"working":        msg.T("正在生成……", "Working…"),
	"crashed":        msg.T("处理这个文件时程序出错，已重新启动，其他文件照常处理", "the program failed on this file and was started again; the others go on"),
	"crashedHint":    msg.T("请把文件和版本号告诉开发者", "tell the developers, with the file and the version"),
	"version":        msg.T("版本", "Version"),
	"old":            msg.T("这个浏览器太旧，打不开本页。请用 Chrome 或 Edge 88 以上、Firefox 113 以上，或 360、QQ 浏览器的极速模式（不要用兼容模式或 IE 模式）。", "This browser is too old for this page. Use Chrome or Edge from version 88, Firefox from version 113, or the fast mode of a browser that has several, not its IE mode."),
	"unreadable":     msg.T("文件读不出来，可能已被移动、改名或改动", "the file cannot be read; it may have been moved, renamed or changed"),
	"unreadableHint": msg.T("请重新打开", "open it again"),
	"colon":          msg.T("：", ": "),
	"semicolon":      msg.T("；", "; "),
	"open":           msg.T("（", " ("),
	"close":          msg.T("）", ")"),
	"offline":        msg.T("本页不联网", "This page goes nowhere online"),
}
