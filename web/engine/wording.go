package engine

import (
	"strings"

	"github.com/gkxl/gkxl/internal/lists"
)

// Some messages of the toolkit say what to do next in the words of the command, with its
// options. On the page the same is done otherwise.

// commandWords are the words of the command in messages, and what the page says instead, in
// pairs. Messages are in JSON, where a quotation mark has a backslash before it.
var commandWords = []string{
	"“gkxl template”生成的", "本页“空白模板”生成的",
	`a template made by \"gkxl template\"`, "a blank template of this page",
	"改正后再导出，或用 --draft 导出带“草稿”水印和核对结果的稿子", "改正后再保存，或保存带“草稿”水印和核对结果的稿子",
	"correct them, or export a draft with --draft", "correct them, or save a draft, stamped and with its findings",
	"请用 gkxl check 查看", "请打开汇总表查看",
	": see gkxl check", ": open the total to see them",
	"填好后请用 gkxl check 核对", "填好后请打开再核对",
	"fill them in, then see gkxl check", "fill them in, then open the total to check it",
	"填在表中，或加 --figure ", "填在表中，或在本页填写：",
	"enter it in the table, or give --figure ", "enter it in the table, or on this page: ",
	"用“gkxl merge”汇总的工作簿才有来源；没有来源的汇总，可用“gkxl check 文件 --units 文件夹”与单位核对", "本工具汇总的工作簿才有来源；没有来源的汇总，可以打开各单位的报告与它核对",
	`workbooks made by \"gkxl merge\" have one; hold others against their units with \"gkxl check FILE --units FOLDER\"`, "totals made by this tool have one; open the units' reports to hold others against them",
	"请先用 gkxl check 核对那份汇总与它的单位", "请先打开那份汇总，与它的单位核对",
	"请按上级分别汇总（--organ）", "请按上级分别汇总",
	"make a total for every unit above (--organ)", "make a total for every unit above",
	"用 --year 指定年度，如 --year 2024", "请写明年度",
	"name the year, such as --year 2024", "name the year",
	"用“gkxl check ", "打开“",
	`with \"gkxl check `, `by opening \"`,
	"正式的汇总用“gkxl merge”", "正式的汇总在 gkxl.html 的“汇总”中做",
	`\"gkxl merge\" makes one`, `\"Total\" of gkxl.html makes one`,
	"用“gkxl status”查看", "见 gkxl.html 的“报送情况”",
	`see \"gkxl status\"`, `see \"Who has filed\" of gkxl.html`,
	"定义见“gkxl indicators”", "定义见 gkxl.html 的“各单位的指标”",
	"用“gkxl indicators”查看", "见 gkxl.html 的“各单位的指标”",
	`see \"gkxl indicators\"`, `see \"Indicators of the units\" of gkxl.html`,
	"用 --year 或 --edition 指定", "请写明汇总的年度",
	"give it with --year or --edition", "give the year of the total",
	"用 --year 指定", "请写明汇总的年度",
	"give it with --year", "give the year of the total",
	"用 --year 指明年度，别的年度就不计", "写明年度，别的年度就不计",
	"say which with --year, and the others", "say which, and the others",
	"需要上年报告（--last）", "需要上年报告",
	"needs last year's report (--last)", "needs last year's report",
	"用“gkxl rules”列出全部规则", "请在规则的列表中选择",
	`list them with \"gkxl rules\"`, "choose one of the list of rules",
	"用 --year 或 --organ 指明其中一份，或者另存为", "请另存为",
	"name one of them with --year or --organ, or save it", "save it",
	"请用“gkxl export -o 文件.csv”重新导出", "请重新导出",
	`export it again with \"gkxl export -o FILE.csv\"`, "export it again",
	"程序库报告了错误（原文是英文，加 --lang en 可以看到）", "程序库报告了错误（原文是英文，换成英文可以看到）",
	"请把这个文件和所用的命令发给维护者；加 --debug 可以看到出错的位置", "请把这个文件和页脚的版本号发给维护者",
	"please send this file and the command to the maintainers; --debug shows where it failed", "please send this file and the version at the foot of the page to the maintainers",
	"或用“gkxl repair”移入模板", "或存成“修复的工作簿（新模板）”",
	`or use \"gkxl repair\", which`, "or save the repaired workbook, which",
	"，或用 --form 给出格式", "",
	", or give the form with --form", "",
}

// onPage gives a reply in the words of the page.
func onPage(reply string) string { return commandReplacer.Replace(reply) }

// inFile gives a sentence of a file in the words of the page.
func inFile(sentence string) string { return fileReplacer.Replace(sentence) }

var fileReplacer = strings.NewReplacer(lists.Map(commandWords, func(w string) string { return strings.ReplaceAll(w, `\"`, `"`) })...)

var commandReplacer = strings.NewReplacer(commandWords...)
