package html

import (
	"strings"
	"testing"
)

// The names of worksheets that LibreOffice writes before their tables are no text, unless they are the only heading.
func TestSheetNames(t *testing.T) {
	for name, tc := range map[string]struct{ page, want string }{
		"a name and its heading": {`<A NAME="table1"><h1>Sheet 2: <em>一、总体情况</em></h1></A><table><tr><td>一、总体情况</td></tr><tr><td>有序开展。</td></tr></table>`, "一、总体情况|有序开展。"},
		"a short name":           {`<A NAME="table4"><h1>工作表 5: <em>五、问题改进</em></h1></A><table><tr><td>返回</td></tr><tr><td>五、存在的主要问题及改进情况</td></tr></table>`, "返回|五、存在的主要问题及改进情况"},
		"a name alone":           {`<A NAME="table1"><h1>Sheet 2: <em>一、总体情况</em></h1></A><table><tr><td>有序开展。</td></tr></table>`, "一、总体情况|有序开展。"},
		"a name without number":  {`<A NAME="table0"><h1>Sheet 1: <em>Sheet1</em></h1></A><table><tr><td>标题</td></tr></table>`, "标题"},
		"rows numbered alike": {`<A NAME="table3"><h1>Sheet 4: <em>三、收到和处理政府信息公开申请情况</em></h1></A><table><tr><td>甲</td><td>乙</td><td>丙</td><td>丁</td></tr>` +
			`<tr><td>1</td><td>2</td><td>3</td><td>4</td></tr><tr><td>三、本年度办理结果</td></tr></table>`, "三、收到和处理政府信息公开申请情况|甲|乙|丙|丁|1|2|3|4|三、本年度办理结果"},
		"a heading of a page":       {`<a name="top"><h1>一、总体情况</h1></a><table><tr><td>有序开展。</td></tr></table>`, "一、总体情况|有序开展。"},
		"an anchor before no table": {`<a name="table1"><h1>Sheet 1: <em>一、总体情况</em></h1></a><p>有序开展。</p>`, "Sheet 1: 一、总体情况|有序开展。"},
	} {
		sheets, err := ReadPage([]byte(tc.page))
		if err != nil {
			t.Fatal(err)
		}
		var texts []string
		for _, c := range sheets[0].Cells {
			texts = append(texts, c.Cell.Text)
		}
		if got := strings.Join(texts, "|"); got != tc.want {
			t.Errorf("%s: %s", name, got)
		}
	}
}
