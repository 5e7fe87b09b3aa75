package check_test

import (
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/templates"
)

// What a text is found to hold, by rule; "" for nothing.
var published = []struct{ text, rule string }{
	{"证件号11010519491231002X。", "PUB-IDENTITY"},
	{"证件号１１０１０５１９４９１２３１００２ｘ。", "PUB-IDENTITY"},
	{"编号110105194912310021。", ""},                                // its last character does not check
	{"索引号111105194912310021A。", ""},                              // part of a longer code
	{"编号11010519491331002X。", ""},                                // no such month
	{"证件号110105491231002。", "PUB-IDENTITY"},                      // fifteen digits
	{"申请人证件号 320822860229001，", ""},                              // 1986 had no 29 February
	{"申请人证件号 320822840229001，", "PUB-IDENTITY"},                  // 1984 had
	{"证件号990105491231002。", ""},                                  // no such region
	{"证件号110105491331002。", ""},                                  // no such month
	{"纳税人识别号110105491231002。", ""},                               // a firm's
	{"统一社会信用代码（注册号）为：110105491231002。", ""},                      // a firm's
	{"文号110105491231002，申请人证件号110105491231002。", "PUB-IDENTITY"}, // the second is none of a file
	{"编号2024110105491231002。", ""},                               // part of a longer number
	{"电话110105491231002-1。", ""},
	{"手机13800138000。", "PUB-MOBILE"},
	{"手机138 0013 8000。", "PUB-MOBILE"},
	{"电话0517-83605678，邮编223001。", ""},
	{"流水号20240113800138000。", ""},
	{"全年浏览13800138000.5次。", "PUB-MOBILE"}, // digits alone do not tell
	{"缴入6222020000123456782。", "PUB-CARD"},
	{"缴入6222 0200 0012 3456 782。", "PUB-CARD"},
	{"流水号6222020000123456783。", ""},
	{"由wang.wu@example.com提交。", "PUB-EMAIL"},
	{"由xxgk@city.gov.cn提交。", ""},
	{"地址：某路1号，邮箱：office@example.com。", ""},
	{"申请人张某某提出的申请已答复。", "PUB-NAME"},
	{"申请人：王小明，不服答复。", "PUB-NAME"},
	{"原告欧阳明诉某局。", "PUB-NAME"},
	{"申请人提出的申请均已答复，申请人对答复满意。", ""},
	{"申请人应当提供身份证明，申请人有权查询，申请人不服的可以复议。", ""},
	{"申请人高度关注，申请人向我局反映，申请人于2023年提出，申请人全部通过。", ""},
	{"申请人是自然人的12件，申请人为企业的3件，申请人申请公开的内容。", ""},
	{"共{{requests.new.total}}件。", ""}, // TEXT-PLACEHOLDER's to say
	{"共{{requests.new.total}}件，{{件。", "PUB-PLACEHOLDER"},
	{"共{{件。", "PUB-PLACEHOLDER"},
	{"集合{1}。", ""},
	{"危急“三安全一稳定”的。", "TEXT-TERM"},
	{"危及“三安全一稳定”的。", ""},
	{"其他法律 行政止公开。", "TEXT-TERM"},
	{"按照年度报告格式（国办函【2021】30号）。", "TEXT-DOCUMENT"},
	{"按照年度报告格式（国办公开办函〔2021〕30号）。", ""},
	{"按照年度报告格式（国办公开办函〔2019〕61号）。", "TEXT-DOCUMENT"},
	{"依据《政府信息公开条例》（国务院令第492号）。", "TEXT-DOCUMENT"},
	{"规范已申请公开办理流程。", "TEXT-TERM"},
	{"申请人已申请公开的信息。", ""},
	{"属于三类内容事务信息1件。", "TEXT-TERM"},
	{"公民可以申请公开政府信息，见政府信息公开公开栏。", ""},
	{"按照国办发〔2021〕30号做好另一项工作。", ""}, // another document may bear the number
}

func TestPublish(t *testing.T) {
	f := formtest.Form(t, "2021")
	for _, tc := range published {
		r := baseline(f)
		r.Texts["preamble"] = tc.text
		found := ""
		for _, x := range check.Run(r, check.Options{Publish: true}) {
			if strings.HasPrefix(x.Rule.ID, "PUB-") || x.Rule.ID == "TEXT-TERM" || x.Rule.ID == "TEXT-DOCUMENT" {
				found += x.Rule.ID
				if len(x.Sections) != 1 {
					t.Errorf("%s: no place", tc.text)
				}
			}
		}
		if found != tc.rule {
			t.Errorf("%s: found %q, want %q", tc.text, found, tc.rule)
		}
	}
	// No character that shows nothing hides a number.
	for _, unseen := range "\u00ad\u200b\u200d\u200e\u2060\ufeff\x07" {
		r := baseline(f)
		r.Texts["preamble"] = "联系手机138" + string(unseen) + "00138000。"
		if !has(check.Run(r, check.Options{Publish: true}), "PUB-MOBILE") {
			t.Errorf("a number with %U in it was not found", unseen)
		}
	}
	// A remark in a cell is published with its table.
	r := baseline(f)
	put(r, "requests.new.business", "3（申请人李四提出，手机13800138000）")
	put(r, "requests.new.other", "3（{{remark}}）") // no narrative
	for _, rule := range []string{"PUB-NAME", "PUB-MOBILE", "PUB-PLACEHOLDER"} {
		if !has(check.Run(r, check.Options{Publish: true}), rule) {
			t.Errorf("%s: a remark was not looked at", rule)
		}
	}
}

// What is found is passed on: numbers are not told in full.
func TestPublishMasks(t *testing.T) {
	f := formtest.Form(t, "2021")
	r := baseline(f)
	r.Texts["overview"] = "申请人证件号11010519491231002X，手机138-0013-8000，卡号6222 0200 0012 3456 782。"
	var all strings.Builder
	for _, x := range check.Run(r, check.Options{Publish: true}) {
		if strings.HasPrefix(x.Rule.ID, "PUB-") {
			all.WriteString(x.Message.ZH + x.Key + x.Figures)
		}
	}
	for _, part := range []string{"19491231", "0013", "0012 3456"} {
		if strings.Contains(all.String(), part) {
			t.Errorf("%q is told: %s", part, all.String())
		}
	}
	for _, part := range []string{"“110**********1002X”", "“138-****-8000”", "“622* **** **** ***6 782”"} {
		if !strings.Contains(all.String(), part) {
			t.Errorf("%q is not told: %s", part, all.String())
		}
	}
}

// One placeholder left in a narrative is one finding, whatever is asked for.
func TestPlaceholderOnce(t *testing.T) {
	f := formtest.Form(t, "2021")
	for _, text := range []string{"共{{x}}件。", "共｛｛x｝｝件。", "共{{requests.new.total}}件，{{x}}件，{{x}}件。", "共{{x}}件，{{件。"} {
		r := baseline(f)
		r.Texts["overview"] += text
		n, keys := 0, map[string]bool{}
		for _, x := range check.Run(r, check.Options{Publish: true}) {
			if strings.HasSuffix(x.Rule.ID, "-PLACEHOLDER") {
				n++
				keys[x.Key] = true
			}
		}
		if want := strings.Count(text, "{{") + strings.Count(text, "｛｛"); n != want || len(keys) != n {
			t.Errorf("%s: %d findings under %d keys, want %d", text, n, len(keys), want)
		}
	}
}

func FuzzPublish(f *testing.F) {
	for _, tc := range published {
		f.Add(tc.text)
	}
	form, err := templates.Edition("2021")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := baseline(form)
		r.Texts["overview"] = text
		for _, x := range check.Run(r, check.Options{Publish: true}) {
			if x.Message.ZH == "" {
				t.Fatalf("%s says nothing", x.Rule.ID)
			}
		}
	})
}
