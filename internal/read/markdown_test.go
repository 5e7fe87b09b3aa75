package read

import "testing"

var markdowns = []struct{ name, text, want string }{
	{"headings", "# 某局2024年报告\n\n##  一、甲 ##\n正文。\n\n乙\n===\n\n---\n| a | b |\n|---|---|\n| 1 | 2 |\n", "0=某局2024年报告\n0=一、甲\n0=正文。\n0=乙\n0=a | 1=b\n0=1 | 1=2"},
	{"headings without a blank", "#某局2024年报告\n##一、甲\n|a|b|\n|-|-|\n|1|2|", "0=某局2024年报告\n0=一、甲\n0=a | 1=b\n0=1 | 1=2"},
	{"tables of bars", "a | b\n:-: | --\n1 | \n\\| | 2\n\n文", "0=a | 1=b\n0=1 | 1=\n0=| | 1=2\n0=文"},
	{"a table of bars without a rule", "甲\n| a | b |\n| 1 |  |\n", "0=甲\n0=a | 1=b\n0=1 | 1="},
	{"a drawn table", "+---+---+\n| a | b |\n+===+===+\n| 甲 | 1 |\n| 乙 |   |\n+---+---+\n文", "0=a | 1=b\n0=甲乙 | 1=1\n0=文"},
	{"a drawn table with merged cells", "+-----+--------+\n| 甲  | ab     |\n|     +----+---+\n|     | 1  | 2 |\n+=====+====+===+\n| 3   | 4\\ | 6 |\n|     | 5  |   |\n|     +----+---+\n|     | 7      |\n+-----+--------+\n文", "0[2x1]=甲 | 1[1x2]=ab\n1=1 | 2=2\n0[2x1]=3 | 1=45 | 2=6\n1[1x2]=7\n0=文"},
	{"a drawn table that does not close", "+---+---+\n| a | b |\n|   +---|\n| 1 | 2 |\n+---+---+\n", "0=a1 | 1=b---2"},
	{"data before the text", "---\ndate: 1\ntitle: |\n  某局\\\n  2024年报告\n---\n\n# 一、甲\n乙\\\n丙\n", "0=某局\n0=2024年报告\n0=一、甲\n0=乙\n0=丙"},
	{"data before the text that has its title", "---\ntitle: 某局 报告\n...\n# 某局报告\n乙\n", "0=某局报告\n0=乙"},
	{"a rule before the text", "---\n甲：乙\n---\n# 丙\n", "0=甲：乙\n0=丙"},
	{"tags over lines and containers", "# 甲\n<div class=\"a\"\nstyle=\"color:red\"\nid=\"b\">\n乙\n</div>\n::: {.a role=\"region\"}\n|a|b|\n|-|-|\n|1|2|\n:::\n::: note\n丙\n:::\n<br\n\n丁\n", "0=甲\n0=乙\n0=a | 1=b\n0=1 | 1=2\n0=丙\n0=丁"},
	{"captions", "# 一、甲\n|a|b|\n|-|-|\n|1|2|\n\n: 一、甲\n\n|a|b|\n|-|-|\n|1|2|\n\nTable: 乙\n\n: 丙\n", "0=一、甲\n0=a | 1=b\n0=1 | 1=2\n0=a | 1=b\n0=1 | 1=2\n0=乙\n0=: 丙"},
	{"tables in HTML", "# 一、甲\n\n前<table>\n<tr><td rowspan=2>a</td><td>b</td></tr>\n<tr><td># 1</td></tr>\n</table>\n\n## 五、乙\n\n- 一是\n", "0=一、甲\n0=前\n0[2x1]=a | 1=b\n1=# 1\n0=五、乙\n0=一是"},
	{"emphasis and escapes", "# a\n**一、甲**\n***乙***和*丙*、__丁__、`戊`、==己==\n1\\. 3\\*5\\_6\n746* 和 12*\nsnake_case_name\n|**a**|b|\n|-|-|\n|746*|\\-3|", "0=a\n0=一、甲\n0=乙和丙、丁、戊、己\n0=1. 3*5_6\n0=746* 和 12*\n0=snake_case_name\n0=a | 1=b\n0=746* | 1=-3"},
	{"lists, quotes, links", "# a\n- 甲\n* [乙](http://a \"t\")\n+ [丙][1]\n1. 丁\n> 戊\n<http://a.cn>\n[1]: http://a\n|a|b|\n|-|-|\n|[1](x)|&nbsp;2|", "0=a\n0=甲\n0=乙\n0=丙\n0=1. 丁\n0=戊\n0=http://a.cn\n0=a | 1=b\n0=1 | 1=2"},
	{"notes, struck text and pictures", "# a\n|a|b|c|d|e|f|g|\n|-|-|-|-|-|-|-|\n|66[^1]|~~6~~66|66<sup>1</sup>|66$^{1}$|66^1^|$66$|66$\\textcircled{1}$|\n\n[^1]: 说明\n\n![表二](t.png)\n\n<!-- image -->", "0=a\n0=a | 1=b | 2=c | 3=d | 4=e | 5=f | 6=g\n0=66¹ | 1=66~6~ | 2=66¹ | 3=66¹ | 4=66¹ | 5=66 | 6=66①\n0=（1）说明\n第2段之后: #表二#\n第2段之后: ##"},
	{"links to notes", "# a\n|a|b|\n|-|-|\n|66[1](#fn1)|[66](#top)|", "0=a\n0=a | 1=b\n0=66¹ | 1=66"},
	{"rows of fewer cells where merged cells were left out", "# 一、甲\n表头| 一\n---|---\n**a**| b| c\n甲| 1| 2| 3\n", "0=一、甲\n0=表头 | 1=一\n0=a | 1=b | 2=c\n0=甲 | 1=1 | 2=2 | 3=3"},
	{"a title over a table", "|甲|\n|-|\n|a|b|\n|1|2|\n", "0=甲\n0=a | 1=b\n0=1 | 1=2"},
	{"tables set with tabs", "# 一、甲\na\tb\n1\t2\n**乙**\n", "0=一、甲\n0=a | 1=b\n0=1 | 1=2\n0=乙"},
	{"fences", "```markdown\n# 甲\n|a|b|\n|-|-|\n|1|2|\n```\n", "0=甲\n0=a | 1=b\n0=1 | 1=2"},
}

func TestMarkdown(t *testing.T) {
	for _, tc := range markdowns {
		t.Run(tc.name, func(t *testing.T) { same(t, tc.want, show(read(t, "a.md", []byte(tc.text)))) })
	}
	for text, want := range map[string]string{
		"# 甲\n正文\n|a|b|\n|-|-|\n|1|2|\n":                                "0=甲\n0=正文\n0=a | 1=b\n0=1 | 1=2",
		"甲\n<table><tr><td>1<td>2</table>\n**乙**\n":                     "0=甲\n0=1 | 1=2\n0=乙",
		"<table><tr><td>1<td>2</table>\n\n## 五、乙\n丙\n":                  "0=1 | 1=2\n0=五、乙\n0=丙",
		"甲\n+---+---+\n| a | b |\n+---+---+\n| 1     |\n+-------+\n乙\n": "0=甲\n0=a | 1=b\n0[1x2]=1\n0=乙",
		"#1 甲\n**乙**\n": "0=#1 甲\n0=**乙**",
	} {
		same(t, want, show(read(t, "a.txt", []byte(text))))
	}
}
