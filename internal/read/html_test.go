package read

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/read/layout"
)

var pages = []struct{ name, html, want string }{
	{"paragraphs", "<html><body><p>甲&nbsp;乙&ldquo;丙&rdquo;</p><div>丁<br>戊<span>己</span></div>庚", "0=甲 乙“丙”\n0=丁\n0=戊己\n0=庚"},
	{"spans", `<table><tr><th rowspan=2>a<th colspan="2">b<tr><td>c<td>d<tr><td>e<td>f<td>g</table>`,
		"0[2x1]=a | 1[1x2]=b\n1=c | 2=d\n0=e | 1=f | 2=g"},
	{"a span of 0 rows goes to the end of its group", `<table><tbody><tr><td rowspan=0>a<td>b<tr><td>c<tr><td>d<tbody><tr><td>e<td>f</table>`,
		"0[3x1]=a | 1=b\n1=c\n1=d\n0=e | 1=f"},
	{"faulty spans", `<table><tr><td colspan=0>a<td colspan=-1>b<td rowspan=x>c<td colspan=1001>d</table>`, "0=a | 1=b | 2=c | 3=d"},
	{"a span longer than the table", `<table><tr><td rowspan=60000>a<td>b<tr><td>c</table>`, "0[2x1]=a | 1=b\n1=c"},
	{"overlapping spans", `<table><tr><td>a<td rowspan=3>b<tr><td colspan=2>c<tr><td>d<td>e</table>`, "0=a | 1[3x1]=b\n0[1x2]=c\n0=d | 2=e"},
	{"cells with paragraphs and breaks", `<table><tr><td><p>22</p><p>（其中修订16件）</p><td>商业<br>企业<td><div> 5 </div><td><font>1</font><font>482</font></table>`,
		"0=22⏎（其中修订16件） | 1=商业⏎企业 | 2=5 | 3=1482"},
	{"thead, tfoot, caption", `<table><caption>表一</caption><thead><tr><th>a<th>b</thead><tbody><tr><td>1<td>2</tbody><tfoot><tr><td>3<td>4</tfoot></table>`,
		"0=表一\n0=a | 1=b\n0=1 | 1=2\n0=3 | 1=4"},
	{"the foot before the bodies and the head behind them", `<table><tfoot><tr><td>合计<td>3</tfoot><tbody><tr><td>甲<td>1</tbody><thead><tr><th>单位<th>收到</thead><tbody><tr><td>乙<td>2</tbody></table>`,
		"0=单位 | 1=收到\n0=甲 | 1=1\n0=乙 | 1=2\n0=合计 | 1=3"},
	{"a hidden foot and a second one", `<table><tfoot hidden><tr><td>旧<td>9</tfoot><tfoot><tr><td>合计<td>3</tfoot><tr><td>甲<td>1</table>`,
		"0=甲 | 1=1\n0=合计 | 1=3\n表格1!第1行之前: ?旧 9?"},
	{"fractions and roots", row(`<math><mfrac><mn>1</mn><mn>3</mn></mfrac></math>`, `66<math><mfrac><mn>1</mn> <mn>2</mn></mfrac></math>`, `<math><msqrt><mn>9</mn></msqrt></math>`, `<math><mn>66</mn></math>`),
		"0=1/3 | 1=66 1 /2 | 2=√9 | 3=66"},
	{"layout tables", `<table><tr><td>左<table><tr><td>1<td>2<tr><td>3<td>4</table>右</td></tr></table>`, "0=左\n0=1 | 1=2\n0=3 | 1=4\n0=右"},
	{"hidden and scripts", `<p>甲<script>var a="<p>x</p>"</script><style>p{}</style><!-- c --><span style="DISPLAY: none">乙</span><b hidden>丙</b></p><table><tr style='display:none'><td>x</tr><tr><td>1<td style="display:none">2<td>3</table><select><option>丁</select>`,
		"0=甲?乙??丙?\n0=1 | 1=3?2?\n表格1!第1行之前: ?x?"},
	{"struck text", row(`<s>6</s>66`, `<del>6</del>66`, `<strike>6</strike>66`, `<span style="text-decoration:line-through">6</span>66`, `<span style="text-decoration-line:underline line-through">6</span>66`, `<span class=old>6</span>66`, `<del style="text-decoration:none">66</del>`,
		`<div style="text-decoration:line-through">6<span style="text-decoration:none">7</span></div>66`, `<s>66</s>`, `<ins>66</ins>`, `<font style="text-line-through:single">6</font>66`),
		"0=66~6~ | 1=66~6~ | 2=66~6~ | 3=66~6~ | 4=66~6~ | 5=66~6~ | 6=66 | 7=66~67~ | 8=~66~ | 9=66 | 10=66~6~"},
	{"unseen text", row(`<font color="#FFFFFF">6</font>66`, `<span style="color:white">6</span>66`, `<span style="color:rgb(255, 255, 255)">6</span>66`, `<span style="font-size:0">6</span>66`, `<span style="font-size:1px">6</span>66`, `<span style="opacity:0">6</span>66`, `<span style="color:transparent">6</span>66`,
		`<span style="position:absolute;left:-9999px">6</span>66`, `<span style="position:absolute;clip:rect(0,0,0,0)">6</span>66`, `<span style="clip-path:inset(50%)">6</span>66`, `<span style="visibility:hidden">6<b style="visibility:visible">7</b></span>66`, `<span class=gone>6</span>66`, `<i id=g>6</i>66`,
		`<span style="display:inline-block;width:0;overflow:hidden">6</span>66`, `<span style="color:#FFF">66</span>`, `<span style="font:0/0 a">6</span>66`, `<span style="text-indent:-9999px">6</span>66`, `<span style="color:rgba(0,0,0,0)">6</span>66`, `<span aria-hidden=true>66</span>`, `<details>66</details>`),
		"0=66?6? | 1=66?6? | 2=66?6? | 3=66?6? | 4=66?6? | 5=66?6? | 6=66?6? | 7=66?6? | 8=66?6? | 9=66?6? | 10=766?6? | 11=66?6? | 12=66?6? | 13=66?6? | 14=?66? | 15=66?6? | 16=66?6? | 17=66?6? | 18=66 | 19=66"},
	{"white on dark is seen", `<style>.head{background:#1F4E79;color:#fff}</style><table><tr class=head><td>66<td bgcolor=black><font color=white>66</font><td style="background-color:#1f4e79">6<span style="color:#1f4e79">7</span><td><span style="background:url(a.png);color:white">66</span><tr><td style="color:white"><span style="background:#000">66</span></table>`,
		"0=66 | 1=66 | 2=6?7? | 3=66\n0=66"},
	{"white where the background is in a style sheet elsewhere", `<link rel=stylesheet href=a.css><table><tr><td><font color=white>66</font><td><font color=white>6</font>66</table>`, "0=66 | 1=66?6?"},
	{"rules of style sheets", `<style>/* td{display:none} */ @media print{.a{display:none}} @media screen{.b b{display:none}} td > i, #x .c{text-decoration:line-through!important} .d{display:none} p.d{display:none} td.d{display:table-cell} .e:hover{display:none} @font-face{src:x} [title=old]{display:none}</style><table id=x><tr><td class=a>1<td class=b>2<b>3</b><td><i>4</i>5<td class=c style="text-decoration:none">6<td class=d>7<td class=e>8<td><u title=old>9</u>0</table>`,
		"0=1 | 1=2?3? | 2=5~4~ | 3=~6~ | 4=7 | 5=8 | 6=0?9?"},
	{"raised marks", row(`66<sup>1</sup>`, `66<sup>[1]</sup>`, `66<a href=#n><sup>①</sup></a>`, `66<sup><a href=#n>1</a></sup>`, `66<sub>2</sub>`, `66<sub>件</sub>`, `66<span style="vertical-align:super">1</span>`, `66<span style="position:relative;top:-4px">1</span>`, `<span style="vertical-align:super">66</span>`, `<sup>1</sup>66`, `66<span class=note>1</span>`, `66<sup>注1</sup>`, `66<span style='position:relative;top:-3.0pt;mso-text-raise:3.0pt'>1</span>`, `<math><msup><mn>66</mn><mn>1</mn></msup></math>`),
		"0=66¹ | 1=66[¹] | 2=66① | 3=66¹ | 4=66₂ | 5=66件 | 6=66¹ | 7=66¹ | 8=66 | 9=¹66 | 10=66¹ | 11=66（注1） | 12=66¹ | 13=66¹"},
	{"form fields", row(`<input value="66">`, `<input type=number value=66>件`, "<textarea>一行\n二行</textarea>", `<select><option>1<option selected>2</select>`, `<input type=hidden value=66>`, `<input type=submit value=提交>`, `<input placeholder=请填写>`, `<div contenteditable>66</div>`),
		"0=66（“66”填在网页的表单里，按数据读取；请与打印出来的核对） | 1=66件（“66”填在网页的表单里，按数据读取；请与打印出来的核对） | 2=一行⏎二行（“一行 二行”填在网页的表单里，按数据读取；请与打印出来的核对） | 3=2（“2”填在网页的表单里，按数据读取；请与打印出来的核对） | 4= | 5= | 6= | 7=66"},
	{"rules that pick children, and rules of which it is not known whether they hold", `<style>.a i:not(.z){display:none} .b i:first-child{display:none} .c i[class^=hid]{display:none} .d b+i{display:none} @media screen and (min-width:300px){.e i{display:none}} .f i{display:var(--h)} :root{--h:none} .g i:nth-child(2){text-decoration:line-through} .h i:hover{display:none} .i i:is(b){display:none} .j i:is(i){color:red} @media (max-width:600px){.k i{display:none}} @media(min-width:601px){.m i{display:none}} @media(max-width:600px){.n i{display:none}} .l i:nth-child(2n+1){display:none} .l b{display:inline}</style><table><tr><td class=a><i>1</i>66<td class=b><i>1</i><i>66</i><td class=c><i class=hid-1>1</i>66<td class=d><b>66</b><i>1</i><td class=e><i>1</i>66<td class=f><i>1</i>66<td class=g><b>66</b><i>1</i><td class=h><i>66</i><td class=i><i>1</i>66<td class=j><i>66</i><td class=k><i>66</i><td class=l><b>66</b><i>1</i><td class=m><i>1</i>66<td class=n><i>66</i></table>`,
		"0=66?1? | 1=66?1? | 2=66?1? | 3=66?1? | 4=66?1? | 5=66?1? | 6=66~1~ | 7=66 | 8=66!1! | 9=66 | 10=66 | 11=66!1! | 12=66?1? | 13=66"},
	{"texts that rules add", `<style>.a::before{content:"1"} .b:after{content:attr(data-v)} .c::before{content:"\e601"} .d::after{content:"."} p::before{content:"1"} .e::before{content:counter(n)}</style><p>甲</p><table><tr><td class=a>66<td><i class=b data-v=66></i><td class=c>66<td class=d>66<td class=e>66</table>`,
		"0=甲\n0=66!1! | 1=!66! | 2=66 | 3=66 | 4=66!counter(n)!"},
	{"figures that are no text of a cell", row(`<script>document.write("66")</script>`, `<svg width=20><text>66</text></svg>`, `<meter value=66></meter>`, `<button>66</button>`, `<input type=button value=66>`, `<input type=range value=66>`, `<button>修改</button>66`, `<script>var a=1</script>66`), "0=!script! | 1=!66! | 2=!66! | 3=!66! | 4=!66! | 5=!66! | 6=66 | 7=66"},
	{"texts that do not go on from one another", row(`<input value=60><b>66</b>`, `6<b style="position:absolute">8</b>`, `<b style="float:right">66</b>`, `<b style="float:right">1</b><i>2</i>`, `<b style="display:flex"><i>1</i><i>2</i></b>`, `66<b style="transform:translateY(-6px)">1</b>`), "0=60 66（“60”填在网页的表单里，按数据读取；请与打印出来的核对） | 1=6 8 | 2=66 | 3=1 2 | 4=1  2 | 5=66 1"},
	{"the opposite order", row(`<bdo dir=rtl>12</bdo>`, `<b style="direction:rtl;unicode-bidi:bidi-override">12</b>`, `<b dir=rtl>12</b>`, `<bdo dir=ltr>12</bdo>`), "0=\u202e12\u202c | 1=\u202e12\u202c | 2=12 | 3=12"},
	{"links to notes", row(`66<a href="#n1">1</a>`, `<a href="#top">66</a>`, `66<a href="#n1">[1]</a>`, `66<b style="font-variant-position:super">1</b>`), "0=66¹ | 1=66 | 2=66[¹] | 3=66¹"},
	{"texts that nobody can read", row(`<b style="zoom:0.01">1</b>66`, `<b style="content-visibility:hidden">1</b>66`, `<b style="opacity:.05">1</b>66`, `<b style="-webkit-text-security:disc">1</b>66`), "0=66?1? | 1=66?1? | 2=66?1? | 3=66?1?"},
	{"pictures", `<p>甲</p><p><img src=t2.png alt=表二></p><p><img src=blank.gif><img src=a.png width=16>乙</p>` + row(`<img src=66.png alt=66>`, `<img src=s.gif width=1 height=1>`), "0=甲\n0=乙\n0=#66# | 1=\n第1段之后: #表二#"},
	{"columns a hair wide", `<table><col width=100><col width=1><col width=200><tr><td colspan=2>a<td>1<tr><td>b<td colspan=2>2<tr><td colspan=2 rowspan=2>c<td>3<tr><td>4</table>`, "0=a | 1=1\n0=b | 1=2\n0[2x1]=c | 1=3\n1=4"},
	{"columns a hair wide by the widths of cells", `<table><tr><td width=101 colspan=2>a<td width=200>1<td width=50>2<tr><td width=100>b<td width=201 colspan=2>3<td width=50>4</table>`, "0=a | 1=1 | 2=2\n0=b | 1=3 | 2=4"},
	{"Word's row of widths", `<table><tr><td colspan=2 style='width:75.1pt;padding:0cm 5.4pt'>a<td style='width:150pt;padding:0cm 5.4pt'>1<tr><td style='width:75pt'>b<td colspan=2 style='width:150.1pt'>2<tr height=0><td width=100 style='border:none'></td><td width=0 style='border:none'></td><td width=200 style='border:none'></td></tr></table>`, "0=a | 1=1\n0=b | 1=2\n0= | 1="},
	{"widths that do not agree", `<table><tr><td width=101 colspan=2>a<td width=200>1<tr><td width=300>b<td colspan=2 width=1>2</table>`, "0[1x2]=a | 2=1\n0=b | 1[1x2]=2"},
	{"columns that are no hair", `<table><tr><td width=110 colspan=2>a<td width=200>1<tr><td width=100>b<td width=210 colspan=2>2</table>`, "0[1x2]=a | 2=1\n0=b | 1[1x2]=2"},
	{"unseen text that is said elsewhere", `<p>二、主动公开政府信息情况</p><table><caption style="position:absolute;width:1px;height:1px;overflow:hidden">二、主动公开政府信息情况</caption><tr><td>a<td>66<span hidden>66</span></table>`, "0=二、主动公开政府信息情况\n0=\n0=a | 1=66?66?"},
	{"a page that a script shows", `<body style="opacity:0"><p>甲</p>`, "0=甲"},
	{"source lines", "<p>第一项加\n  第二项之和，\n等于 第三项 a\nb</p>", "0=第一项加 第二项之和， 等于 第三项 a b"},
	{"pre", "<pre>一行\n二行</pre>", "0=一行\n0=二行"},
	{"lists", "<ol><li>甲<li>乙</ol><ol start=3 type=A><li>丙</ol><ul><li>丁</ul><ol style='list-style-type:cjk-ideographic'><li>戊<li value=5>己</ol>", "0=1.甲\n0=2.乙\n0=C.丙\n0=丁\n0=一、戊\n0=五、己"},
	{"an essay among rows of figures", "<table><tr><td>一、总体情况<td>" + strings.Repeat("<p>"+strings.Repeat("文", 60)+"</p>", 6) + "<tr><td>a<td>1</table>",
		"0=一、总体情况\n" + strings.Repeat("0="+strings.Repeat("文", 60)+"\n", 6) + "0=a | 1=1"},
	{"a spreadsheet program's page", `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta name=ProgId content=Excel.Sheet></head><body><table x:str><col width=72><tr height=0 style='display:none'><td></td></tr><tr><td class=xl24 colspan=2>a</td></tr><tr><td x:num="12.00000001">12</td><td x:num>3</td></tr></table>`,
		"0[1x2]=a\n0=12 | 1=3"},
	{"empty", "<html></html>", ""},
}

// row is a table of one row, in a page whose style sheet has some rules.
func row(cells ...string) string {
	return "<style>.old{text-decoration:line-through} .gone{display:none} #g{color:white} .note{vertical-align:super}</style><table><tr><td>" + strings.Join(cells, "<td>") + "</table>"
}

func TestPages(t *testing.T) {
	for _, tc := range pages {
		t.Run(tc.name, func(t *testing.T) {
			same(t, tc.want, show(read(t, "a.html", []byte(tc.html))))
		})
	}
}

// report is a report's shape: an introduction, a heading, and tables.
const report = `<p>根据条例编制本报告。</p><p>一、甲</p><p>正文。</p><table><tr><td>a<td>b<td>c<tr><td>1<td>2<td>3</table><p>五、乙</p><p>正文二。</p>`

const reportRead = "0=根据条例编制本报告。\n0=一、甲\n0=正文。\n0=a | 1=b | 2=c\n0=1 | 1=2 | 2=3\n0=五、乙\n0=正文二。"

// What a site puts around a report stays apart from it.
func TestContent(t *testing.T) {
	for _, tc := range []struct{ name, html, want, titles, around string }{
		{"bare", "<body>" + report, reportRead, "", ""},
		{"a site", `<head><title>某局2020年报告_某市门户网站</title><meta name="ArticleTitle" content="某局2020年报告"></head><body><div class=top><a href=/>首页</a> &gt; <a href=/x>公开</a></div><div class=art><h1>某局2020年报告</h1><div>来源：某局 <a href="javascript:print()">打印</a></div><div class=text>` + report + `</div></div><div>版权所有：<a href=/>某市</a></div>`,
			reportRead, "某局2020年报告|某局2020年报告|某局2020年报告_某市门户网站|某局2020年报告", "首页 > 公开|某局2020年报告|来源：某局 打印|版权所有：某市"},
		{"an introduction outside of the innermost element", `<body><div><a href=/>首页</a></div><div id=c><p>引言。</p><div><p>一、甲</p><table><tr><td>a<td>b<td>c<tr><td>1<td>2<td>3</table></div><p>落款</p></div>`,
			"0=引言。\n0=一、甲\n0=a | 1=b | 2=c\n0=1 | 1=2 | 2=3\n0=落款", "", "首页"},
		{"semantic elements", `<body><header>站名</header><nav>首页 公开</nav><main>` + report + `</main><footer>备案号</footer>`, reportRead, "", "站名|首页 公开|备案号"},
		{"a layout of tables", `<body><table><tr><td><a href=1>菜单一</a><br><a href=2>菜单二</a><td>` + report + `<tr><td colspan=2>页脚 <a href=3>关于</a></table>`, reportRead, "", "菜单一⏎菜单二|页脚 关于"},
		{"no table", `<body><p>甲</p><nav>乙</nav>`, "0=甲\n0=乙", "", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := read(t, "", []byte(tc.html))
			same(t, tc.want, show(s))
			join := func(cs []intake.Cell) string {
				var out []string
				for _, c := range cs {
					out = append(out, strings.ReplaceAll(c.Text, "\n", "⏎"))
				}
				return strings.Join(out, "|")
			}
			same(t, tc.titles, join(s[0].Titles))
			same(t, tc.around, join(s[0].Around))
		})
	}
}

// Every encoding a Chinese page or text comes in, with a declaration, with a
// mark, with neither.
func TestEncodings(t *testing.T) {
	const body = "<p>广州市政府信息公开，“三安全一稳定” 1482</p>"
	want := "0=广州市政府信息公开，“三安全一稳定” 1482"
	for _, tc := range []struct {
		name, head string
		e          encoding.Encoding
	}{
		{"utf-8", "<html>", encoding.Nop}, {"utf-8 declared", "<meta charset=utf-8>", encoding.Nop}, {"utf-8 with a mark", "\ufeff<html>", encoding.Nop}, {"utf-8 declared as gb2312", "<meta charset=gb2312>", encoding.Nop},
		{"gbk", "<html>", simplifiedchinese.GBK}, {"gb2312 declared", `<meta http-equiv="Content-Type" content="text/html; charset=gb2312">`, simplifiedchinese.GBK}, {"gb18030", "<html>", simplifiedchinese.GB18030}, {"gbk declared as utf-8", "<meta charset=utf-8>", simplifiedchinese.GBK},
		{"big5 declared", `<meta charset="big5">`, traditionalchinese.Big5},
		{"utf-16 le", "<html>", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)}, {"utf-16 be", "<html>", unicode.UTF16(unicode.BigEndian, unicode.UseBOM)},
		{"utf-16 le without a mark", "<html>", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)}, {"utf-16 be without a mark", "<html>", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
	} {
		text, want := tc.head+body, want
		if strings.HasPrefix(tc.name, "big5") {
			text, want = tc.head+"<p>資訊公開 1482</p>", "0=資訊公開 1482"
		}
		data, err := tc.e.NewEncoder().Bytes([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		t.Run(tc.name, func(t *testing.T) { same(t, want, show(read(t, "a.htm", data))) })
	}
	for _, e := range []encoding.Encoding{encoding.Nop, simplifiedchinese.GB18030, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)} {
		data, err := e.NewEncoder().Bytes([]byte("甲,乙\r\n1,\"2\n3\"\r\n𠮷,4\r\n"))
		if err != nil {
			t.Fatal(err)
		}
		same(t, "0=甲 | 1=乙\n0=1 | 1=2⏎3\n0=𠮷 | 1=4", show(read(t, "a.CSV", data)))
	}
}

func TestArchives(t *testing.T) {
	gbk, err := simplifiedchinese.GBK.NewEncoder().String("<html><body><table><tr><td>甲<td>1</table></body></html>")
	if err != nil {
		t.Fatal(err)
	}
	head := "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"----=_b\"\r\n\r\nThis document is a web archive.\r\n\r\n"
	mht := head + "------=_b\r\nContent-Type: text/html; charset=\"gb2312\"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.StdEncoding.EncodeToString([]byte(gbk)) + "\r\n" +
		"------=_b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n" +
		"------=_b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>=E4=B9=99=\r\n</p>\r\n------=_b--\r\n"
	sheets := read(t, "a.mht", []byte(mht))
	same(t, "0=甲 | 1=1\n--\n0=乙", show(sheets))
	if got := sheets[1].Cells[0].Cell.Address; got != "第2页第1段" {
		t.Error(got)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().String("<html><body><table><tr><td>甲<td>1</table></body></html>")
	if err != nil {
		t.Fatal(err)
	}
	whole, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(mht)
	if err != nil {
		t.Fatal(err)
	}
	marked := "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; charset=%s\r\nContent-Transfer-Encoding: %s\r\n\r\n%s\r\n--b--\r\n"
	for _, text := range []string{fmt.Sprintf(marked, "utf-16", "base64", base64.StdEncoding.EncodeToString([]byte(wide))), fmt.Sprintf(marked, "utf-16le", "8bit", wide), fmt.Sprintf(marked, "unicode", "8bit", wide+"\n")} {
		same(t, "0=甲 | 1=1", show(read(t, "a.mht", []byte(text))))
	}
	same(t, "0=甲 | 1=1\n--\n0=乙", show(read(t, "a.mht", []byte(whole))))
	styled := "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<link rel=stylesheet href=\"a.css\"><link rel=stylesheet href=\"b.css\"><table><tr><td><i class=x>6</i>66</table>\r\n" +
		"--b\r\nContent-Type: text/css\r\nContent-Location: http://a/a.css\r\n\r\n.x{display:none}\r\n--b--\r\n"
	same(t, "0=66?6?", show(read(t, "a.mht", []byte(styled))))
	for _, bad := range []string{head + "------=_b\r\nContent-Type: text/html\r\n", "MIME-Version: 1.0\r\nContent-Type: text/html\r\nfaulty"} {
		if _, _, err := Read("a.mht", []byte(bad)); err != nil {
			problem(t, err)
		}
	}
}

// Pages and tables of more cells than a document may have are refused.
func TestLargePages(t *testing.T) {
	for name, text := range map[string]string{
		"spans":      "<table>" + strings.Repeat("<tr>"+strings.Repeat("<td rowspan=65534 colspan=1000>", 3), 2) + "</table>",
		"cells":      "<table>" + strings.Repeat("<tr><td><td>", layout.MaxCells),
		"paragraphs": "<html>" + strings.Repeat("<p>x", layout.MaxCells+1),
	} {
		_, _, err := Read("", []byte(text))
		if got := problem(t, err); !strings.Contains(got, "超过") {
			t.Errorf("%s: %s", name, got)
		}
	}
}
