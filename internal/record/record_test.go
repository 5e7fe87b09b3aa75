package record_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/record"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/templates"
)

var forms = record.Forms{ByID: templates.Edition, ByYear: templates.ForYear}

func TestRoundTrip(t *testing.T) {
	for _, name := range []string{"huaian-2024", "huangpu-2020", "shanghai-office-2019"} {
		r := formtest.Example(t, name+".json")
		r.Listed = []model.Listed{{Key: "T2-ITEMS|x", Figures: "x=1", Text: "有原因"}}
		r.Notes = []model.Note{{Rule: "VALUE-READING", Field: r.Form.Fields[0].ID, Found: "<1>", Read: "1", Message: msg.T("x", "x")}}
		r.Taken = map[string]model.Taken{r.Form.Fields[0].ID: {Number: model.Int(3), Source: "s", Reason: "r"}, r.Form.Fields[1].ID: {}}
		r.Drafts = map[string]string{"overview": "{{year}}"}
		r.Places = map[string]string{"text.overview": "一、总体情况!A2"}
		total := r.Values["requests.new.total"]
		total.Computed = true
		r.Values["requests.new.total"] = total
		var b bytes.Buffer
		if err := record.Encode(&b, r, msg.ZH); err != nil {
			t.Fatal(err)
		}
		again, err := record.Decode(b.Bytes(), forms)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(r, again, cmpopts.EquateEmpty(), formtest.SameForm); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

// The schema knows every member that is written.
func TestSchemaIsComplete(t *testing.T) {
	data, err := os.ReadFile("../../docs/schema/report.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Properties map[string]any `json:"properties"`
		Required   []string       `json:"required"`
		Defs       map[string]struct {
			Properties map[string]any `json:"properties"`
		} `json:"$defs"`
	}
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	example, _ := os.ReadFile("../../examples/huangpu-2020.json")
	r, err := record.Decode(example, forms)
	if err != nil {
		t.Fatal(err)
	}
	r.Cover["filler"] = "x"
	r.Taken, r.Drafts = map[string]model.Taken{r.Form.Fields[0].ID: {}}, map[string]string{"overview": "{{year}}"}
	r.Values["requests.new.total"] = model.Value{State: model.Blank, Text: "t", Remark: "r", Unit: "u", Cell: "c", Computed: true}
	r.Listed = []model.Listed{{Key: "k", Figures: "f", Text: "t"}}
	r.Notes = []model.Note{{Rule: "R", Field: "f", Section: "s", Cell: "c", Found: "x", Read: "y", Message: msg.T("m", "m")}}
	var b bytes.Buffer
	record.Encode(&b, r, msg.ZH)
	var written map[string]json.RawMessage
	json.Unmarshal(b.Bytes(), &written)
	for key := range written {
		if schema.Properties[key] == nil {
			t.Errorf("the schema lacks %q", key)
		}
	}
	for _, key := range schema.Required {
		if written[key] == nil {
			t.Errorf("%q is required and not written", key)
		}
	}
	var values map[string]map[string]any
	json.Unmarshal(written["values"], &values)
	for _, v := range values {
		for key := range v {
			if schema.Defs["value"].Properties[key] == nil {
				t.Errorf("the schema lacks %q of a value", key)
			}
		}
	}
}

var faults = map[string]string{
	`{"year":2024,"values":{"requests.new.total":true}}`:                                       "第 1 行第 45 列",
	`{"year":2024,` + "\n" + `"nonsense":1}`:                                                   "第 2 行第 12 列",
	`{"year":2024,"values":{"no.such":1}}`:                                                     "没有编号",
	`{"year":2024,"texts":{"nope":"x"}}`:                                                       "没有编号",
	`{"year":2024,"values":{"requests.new.total":1e3}}`:                                        "普通数字",
	`{"year":2024,"values":{"requests.new.total":{"state":"number"}}}`:                         "没有 number",
	`{"year":2024,"values":{"requests.new.total":{"state":"blank","number":1}}}`:               "有 number",
	`{"year":2024,"values":{"requests.new.total":{"state":"odd"}}}`:                            "不认识的 state",
	`{"year":2024,"values":{"requests.new.total":{"number":66,"text":"68（含转办）"}}}`:             "数字是 66，原文“68（含转办）”却是 68",
	`{"year":2024,"values":{"requests.new.total":{"number":66,"state":"number","text":"68"}}}`: "无法确定以哪个为准",
	`{"year":2024,"values":{"requests.new.total":{"number":66,"unit":"万件"}}}`:                  "单位“万件”不认识",
	`{"year":2024,"values":{"requests.new.total":[1]}}`:                                        "应是数字",
	`{"year":2024,"values":{"requests.new.total":{"state":"blank","computed":1}}}`:             "true 或 false",
	`{"year":2024,"taken":[]}`:                                                                 "taken 应是对象",
	`{"year":2024,"taken":{"a.b":{"number":1}}}`:                                               "没有编号",
	`{"year":2024,"taken":{"requests.new.total":{}}}`:                                          "缺少 number",
	`{"year":2024,"taken":{"requests.new.total":3}}`:                                           "应是对象",
	`{"year":2024,"drafts":{"nope":"x"}}`:                                                      "没有编号",
	`{"schema":"gkxl-report/9","year":2024}`:                                                   "只认识",
	`{"year":"x"}`:                                                                             "四位年份",
	`{"organ":"x"}`:                                                                            "form 或 year",
	`{"year":2024} {}`:                                                                         "结尾后",
	`{"year":2024`:                                                                             "不是有效的 JSON",
	`[1]`:                                                                                      "对象",
	`{"year":2024,"year":2023}`:                                                                "两次",
	`{"form":"1999"}`:                                                                          "1999",
	`{"year":2024}}`:                                                                           "第 1 行第 14 列：JSON 结尾后",
	"{\"year\":2024}\n\nxyz":                                                                   "第 3 行第 1 列：JSON 结尾后",
	"{\"year\":2024,\"organ\":\"某\xff\"}":                                                      "第 1 行第 24 列：字节 FF 不是 UTF-8",
	"{\"year\":2024,\xff}":                                                                     "字节 FF 不是 UTF-8",
	`{"year":2024,"organ":"\ud83d 局"}`:                                                         "第 1 行第 23 列：\\ud83d 只是半个字符",
	`{"year":2024,"organ":"\ude00"}`:                                                           "只是半个字符",
	`{"year":2024,"organ":"\x41"}`:                                                             "不认识的转义",
	`{"year":2024,"organ":"某\u001b[31m局"}`:                                                     "“organ”含有控制字符 U+001B",
	`{"year":2024,"cover":{"date":"1\u0001","contact":"2\u0002"}}`:                             "“date”含有控制字符 U+0001",
	`{"year":2024,"code":"1\u0000"}`:                                                           "“code”含有控制字符 U+0000",
	"{\"year\":2024,\"organ\":\"a\tb\"}":                                                       "未转义的控制字符 U+0009",
	"{\"year\":2024,\"organ\":\"a":                                                             "没有结束的引号",
	"{\"year\":2024,\ufeff\"organ\":\"a\"}":                                                    "字节顺序标记",
	"\xff\xfe{\x00}\x00":                                                                       "UTF-16",
	`{"year":2024,"values":{"requests.new.total":1e400}}`:                                      "第 1 行第 45 列：数字 1e400 太长",
	`{"year":2024,"values":{"requests.new.total":01}}`:                                         "多了 0",
	`{"year":2024,"values":{"requests.new.total":1.}}`:                                         "应是 0-9",
	`{"year":2024,"values":{"requests.new.total":NaN}}`:                                        "这里是 'N'",
	`{"year":2024,"values":{"requests.new.total":12345678901234567890123456789012345678901234567890}}`: "1234567890123456789012345678901234567890… 太长",
	`{"year":2024,}`:            "这里是 '}'",
	`{"year":2024 "a"}`:         "应是 , / }",
	"":                          "在这里中断",
	strings.Repeat(`{"a":`, 50): "嵌套",
}

func TestFaults(t *testing.T) {
	for in, want := range faults {
		_, err := record.Decode([]byte(in), forms)
		var p *msg.Problem
		if !errors.As(err, &p) || !strings.Contains(p.Error(), want) {
			t.Errorf("%s: %v, want %q", in, err, want)
		}
	}
}

// What is too much is refused, with small limits shown on small inputs.
func TestJSONLimits(t *testing.T) {
	limits := record.JSONLimits{File: 200, Values: 4, Depth: 2, Text: 8, Name: 3}
	for in, want := range map[string]string{
		`{"year":2024}` + strings.Repeat(" ", 200): "JSON 超过 200 字节",
		`{"year":2024,"a":1,"b":2,"c":3}`:          "值超过 4 个",
		`{"a":{"b":{"c":1}}}`:                      "嵌套过深",
		`{"year":2024,"organ":"123456789"}`:        "超过 8 字节",
		`{"year":2024,"organ":"1234"}`:             "“organ”超过 3 个字符",
		`{"year":2024,"organ":"123"}`:              "",
	} {
		_, err := record.DecodeWithin([]byte(in), forms, limits)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, want %q", in, err, want)
		}
	}
}

func TestShorthand(t *testing.T) {
	r, err := record.Decode([]byte(`{"year":2024,"cells":{"requests.new.total":12,"requests.new.business":"746（x）","requests.new.other":null,"proactive.fees.amount":96171.60,"requests.new.research":{"text":"无"},"requests.new.welfare":""}}`), forms)
	if err != nil || r.Form.ID != "2021" {
		t.Fatal(err)
	}
	want := map[string]model.State{"requests.new.total": model.IsNumber, "requests.new.business": model.IsNumber, "requests.new.other": model.Absent,
		"proactive.fees.amount": model.IsNumber, "requests.new.research": model.Blank, "requests.new.welfare": model.Blank}
	for id, s := range want {
		if r.Values[id].State != s {
			t.Errorf("%s: %+v", id, r.Values[id])
		}
	}
	if v := r.Values["proactive.fees.amount"]; v.Number.String() != "96171.6" {
		t.Error(v.Number)
	}
	if v := r.Values["requests.new.business"]; v.Remark != "x" || v.Text != "746（x）" {
		t.Error(v)
	}
}

func FuzzDecode(f *testing.F) {
	for in := range faults {
		f.Add([]byte(in))
	}
	if data, err := os.ReadFile("../../examples/huaian-2024.json"); err == nil {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := record.Decode(data, forms)
		if err != nil {
			var p *msg.Problem
			if !errors.As(err, &p) {
				t.Fatalf("%T: %v", err, err)
			}
			return
		}
		var b bytes.Buffer
		if err := record.Encode(&b, r, msg.ZH); err != nil {
			t.Fatal(err)
		}
		if _, err := record.Decode(b.Bytes(), forms); err != nil {
			t.Fatalf("what was written is not read: %v\n%s", err, b.String()[:200])
		}
	})
}
