package check_test

import (
	"slices"
	"strings"
	"testing"
	"time"

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
	{"缴入6222020000123456782。", "PUB-CARD"},
	{"缴入6222 0200 0012 3456 782。", "PUB-CARD"},
	{"流水号6222020000123456783。", ""},
	{"由wang.wu@example.com提交。", "PUB-EMAIL"},
	{"由xxgk@city.gov.cn提交。", ""},
	{"地址：某路1号，邮箱：office@example.com。", ""},
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

// personal are forms in which personal data must be found, by rule. The numbers are made up; the check digits fit.
var personal = map[string][]string{
	"PUB-MOBILE": {
		"联系人手机+8613800138000。",
		"手机+86 13800138000。",
		"手机+86-138-0013-8000。",
		"手机：（+86）13800138000。",
		"手机(86)138 0013 8000。",
		"手机0086-13800138000。",
		"手机008613800138000。",
		"请拨8613800138000。",
		"经办人小李+86-138-0013-8000。",
		"手机138.0013.8000。",
		"手机138·0013·8000。",
		"手机(138)0013-8000。",
		"手机138（0013）8000。",
		"手机（138）00138000。",
		"手机138—0013—8000。",
		"手机138‑0013‑8000。",
		"手机138\u00a00013\u00a08000。",
		"手机138 00138000。",
		"手机1380013 8000。",
		"手机138 001 38000。",
		"手机1380 0138 000。",
		"手机13 800 138 000。",
		"手机13800\n138000。",
		"手机１３８００１３８０００。",
		"手机号码：一三八〇〇一三八〇〇〇。",
		"Tel13800138000。",
		"TEL:13800138000。",
		"Mobile 19912345678",
		"经办人电话13800138000/13900139000。",
		"经办人小李13800138000、小王13900139000。",
		"联系方式：16612345678（同微信）。",
		"13800138000-小王。",
	},
	"PUB-IDENTITY": {
		"证件号110105 19491231 002X。",
		"证件号110105-19491231-002X。",
		"证件号110105 1949 1231 002 X。",
		"证件号1101 0519 4912 3100 2X。",
		"证件号110105\n19491231002X。",
		"证件号11010519491231\n002X。",
		"证件号１１０１０５ １９４９１２３１ ００２Ｘ。",
		"ID11010519491231002X。",
		"身份证No.11010519491231002X。",
		"SFZ11010519491231002x。",
		"证件号11010519491231002×。",
		"证件号11010519491231002Ⅹ。",
		"身份证号码：110105194912310021。", // a slip in the last character makes it no less a person's
		"公民身份号码为：110105.19491231.002X。",
		"（11010519491231002X）",
		"身份证110105491231002。",
		"身份证110105 491231 002。",
		"证件号11010519491231002\u00adX。",
		"残疾人证号11010519491231002X42。",
		"残疾人证号11010519491231002542，",
		"残疾证：11010519491231002X11B1。",
		"港澳台居民居住证830000199001010012。",
	},
	"PUB-CARD": {
		"缴入6222-0200-0012-3456-782。",
		"缴入6222\u00a00200\u00a00012\u00a03456\u00a0782。",
		"缴入6222.0200.0012.3456.782。",
		"银行卡622202 0000 1234 5678 2。",
		"尾号为6222020000123456782的卡。",
	},
	"PUB-EMAIL": {
		"由zhangsan#163.com提交。",
		"由zhangsan（at）163.com提交。",
		"由zhangsan[at]163.com提交。",
		"由zhangsan at qq.com提交。",
		"由zhangsan @ qq.com提交。",
		"由zhangsan＠163.com提交。",
		"由zhangsan@163。com提交。",
		"由zhangsan@163点com提交。",
		"由zhang.san_1990@mail.example.com提交。",
		"由12345678@qq.com提交。",
	},
	"PUB-NAME": {
		"公民王小明提出申请。",
		"市民李伟反映的问题已答复。",
		"村民张建国申请公开宅基地信息。",
		"居民欧阳小华不服答复。",
		"网民陈静咨询政策。",
		"群众刘强来信反映。",
		"第三人赵小明向法院提起。",
		"当事人周小明、吴小红。",
		"申请人：王小明（女），不服答复。",
		"姓名：李小红，申请公开。",
		"答复王小明女士提出的申请。",
		"接待李伟先生来访。",
		"原告孙小明诉某局。",
		"上诉人钱伟要求。",
		"申请人“王小明”提出。",
		"申请人为周小杰，系本市居民。",
		"申请人姓名：钱学敏。",
		"申请人是李卫国。",
		"申请人名叫陈建军，已答复。",
		"原告系许小兰、许大军。",
		"第三人郑小爽参加诉讼。",
		"对申请人徐志明作出决定。",
		"李建国（申请人）不服。",
		"张建国诉市人民政府案件已结。",
		"王秀英申请公开本人档案。",
		"今年以来，王秀英起诉我局2次。",
	},
	"PUB-HOME": {
		"申请人家庭住址：某市某区某路12号。",
		"申请人住址为某某新村3幢501室。",
		"其家住某村三组12号。",
		"现住翠苑小区5栋2单元301室。",
		"户籍地：某县某镇某村二组8号。",
		"申请人居住在人民路88号3幢。",
		"某某花园12号楼3单元402室的住户提出。",
		"住某某家园3幢2单元501。",
		"收件地址：某县某镇某村5组12号。",
		"送达地址：某某家园3号楼2单元402室。",
		"寄至枚皋路7号院5号楼1门402。",
	},
	"PUB-ACCOUNT": {
		"微信号：wangxm_1990。",
		"微信wangxm1990。",
		"QQ：123456789。",
		"QQ号123456789。",
		"加QQ 12345678联系。",
		"支付宝账号：wangxm88。",
		"微信（wxid: li-si2020）",
		"微信（wxid_li2020）",
		"在公众号留言的申请人微信号zhang_san99。",
	},
	"PUB-PASSPORT": {
		"持护照E12345678提出。",
		"护照号码：EA1234567。",
		"港澳居民来往内地通行证H12345678。",
		"台胞通行证号：12345678。",
		"军官证：军字第1234567号。",
		"台胞证01234567",
		"台胞证号码01234567",
		"台湾居民来往大陆通行证（01234567）",
		"外国人永久居留证编号CHN110090041012",
	},
	"PUB-PLATE": {
		"车辆苏A12345被处罚。",
		"车牌号苏A·12345。",
		"苏AD12345号牌", // of an electric car
		"车牌京 A12345",
		"粤B1234学的处罚",
	},
}

// impersonal are forms in which nobody's data stand.
var impersonal = []string{
	"咨询电话：0517-83605678。",
	"咨询电话：（0517）83605678。",
	"电话010-62345678转8001。",
	"服务热线12345。",
	"服务热线400-138-0013。",
	"客服4001380013。",
	"投诉电话12315、12369、95598。",
	"电话0512 13912345。",
	"微信12000%的增长。",
	"微信12000.5万次。",
	"传真：0517-83605678-801，邮编223001。",
	"统一社会信用代码113208000142057180。",
	"统一社会信用代码：12320000466007204X。",
	"信用代码91320100MA1MK5QX2K。",
	"统一社会信用代码（纳税人识别号）为110105194912310021。",
	"组织机构代码01420571-8。",
	"淮政办发〔2023〕13号，国办公开办函〔2021〕30号。",
	"文号13912345678号。",
	"编号15020240101。",
	"编号150-2024-0101。",
	"流水号13800138000。",
	"索引号014000319/2024-00012。",
	"索引号：113208000142057180/202401-00001。",
	"案号（2023）苏0812行初123号。",
	"订单号202401010000138001380001。",
	"条码6901234567892。",
	"收入13912345678元。",
	"收入13912345678.00元。",
	"总投资15812345678.5万元。",
	"资金总额13,912,345,678元。",
	"财政支出18812345678余元。",
	"网站访问量13812345678次。",
	"累计浏览量13812345678。",
	"全年浏览13800138000.5次。",
	"点击量达到15012345678人次。",
	"阅读量13912345678。",
	"发电15912345678千瓦时。",
	"占地13912345678平方米。",
	"手机138****8000。",
	"手机138XXXX8000。",
	"证件号110105********002X。",
	"证件号1101051949****002X。",
	"证件号11010519491331002X。",
	"编号1101051949123100211。",
	"王某某等12人提出申请。",
	"申请人张某某提出的申请已答复。",
	"申请人王某提出申请。",
	"申请人李××提出申请。",
	"申请人王**不服。",
	"公民王某某提出申请。",
	"市民李女士反映的问题。",
	"原告张某甲诉某局。",
	"公民、法人和其他组织提出申请。",
	"公民申请公开政府信息。",
	"公民向我局提出申请，公民可以向上一级行政机关举报。",
	"市民高度关注，群众任意申请。",
	"群众全程通过网上申请。",
	"市民于当日提出申请。",
	"村民代表反映的问题均已答复。",
	"业主全体申请。",
	"自然人申请12件，法人申请3件。",
	"市民通过12345反映。",
	"职工代表大会、教师职称申请。",
	"申请人于当日提出，申请人应当提供证明。",
	"当事人申请行政复议。",
	"姓名、身份证明和联系方式。",
	"习近平同志提出的要求。",
	"有关同志、各位女士、先生们。",
	"办公地址：某市翔宇大道1号。",
	"地址：某市某路1号5号楼305室，邮编223001。",
	"居住在我区的居民12345人。",
	"住所地人民法院。",
	"户籍人口12345人，户籍业务办理3号窗口。",
	"微信公众号“某某发布”推送信息12345条。",
	"官方微信：sample_office。",
	"政务微信号sample_office，粉丝123456人。",
	"微信推送12345条。",
	"QQ群12345个，QQ粉丝123456人。",
	"办理护照12345678本。",
	"办理港澳通行证12345件。",
	"网站备案号苏B2-20110236。",
	"苏ICP备05083640号，京公网安备11010502030001号。",
	"辖区4A级景区3家，京A级纳税人。",
	"建设5G基站12345个。",
	"人民网@2023.12.1。",
	"1#楼、C#语言、A#2.5。",
	"邮箱：office@example.gov.cn。",
	"联系邮箱：office@163.com。",
	"2023年1月1日至2023年12月31日。",
	"比例为13.8001%、38.0001%。",
	"规范性文件1998-2003-123号。",
	"网址https://www.sample.gov.cn/col/13912345678/index.html公开指南。",
	"公众号名称“某某发布”，已认证，微信号sample_office。",
	"沪宁G42123标段、京沪G21234路段。",
	"申请人为党员、干部，为房东、租户。",
	"申请人为江西、安徽等地居民。",
	"申请人是习惯，当事人是关键。",
	"申请人为高校、科研机构。",
	"申请人系同一人。",
	"第三人认为不宜公开，第三人意见已征求。",
	"高校申请公开3件。",
	"江宁区申请公开数量居前。",
	"文昌阁申请公开。",
	"左边",
	"何种情形申请公开需要收费。",
	"因方案不服起诉2件。",
	"各方诉求、诉讼案件3件。",
	"全省申请公开总量下降。",
	"通讯地址：某市某路1号。",
	"邮寄地址：某路1号行政中心3号楼305室。",
	"通信地址：某县某镇人民政府（某村5组）。",
	"联系地址：某花园旁市规划局2楼。",
	"办理台胞证1234567件。",
	"办理护照（12345678件）。",
	"发放残疾人证12345678本。",
}

func TestPersonalData(t *testing.T) {
	f := formtest.Form(t, "2021")
	found := func(text string) string {
		r := baseline(f)
		r.Texts["preamble"] = text
		var rules []string
		for _, x := range check.Run(r, check.Options{Publish: true}) {
			if strings.HasPrefix(x.Rule.ID, "PUB-") && !slices.Contains(rules, x.Rule.ID) {
				rules = append(rules, x.Rule.ID)
			}
		}
		return strings.Join(rules, " ")
	}
	n := 0
	for rule, texts := range personal {
		for _, text := range texts {
			n++
			if got := found(text); got != rule {
				t.Errorf("%s: found %q, want %s", text, got, rule)
			}
		}
	}
	for _, text := range impersonal {
		if got := found(text); got != "" {
			t.Errorf("%s: found %s, want nothing", text, got)
		}
	}
	if n < 80 || len(impersonal) < 60 {
		t.Errorf("%d forms to find and %d to leave", n, len(impersonal))
	}
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

// What stands in cells that have no part in the report is published with its file all the same.
func TestPublishBeside(t *testing.T) {
	f := formtest.Form(t, "2021")
	r := baseline(f)
	r.Texts["overview"] += "申请人王小明提出。"
	v := r.Values["proactive.fees.amount"]
	v.Cell = "二、主动公开!E20"
	r.Values["proactive.fees.amount"] = v
	beside := map[string]string{
		"名单!A1": "申请人姓名", "名单!B2": "13800138000", "名单!C2": "11010519491231002X", "名单!D2": "12",
		"二、主动公开!E20": "13912345678", "一、总体情况!A3": "申请人王小明提出。",
	}
	var got []string
	for _, x := range check.Run(r, check.Options{Publish: true, Beside: beside}) {
		if strings.HasPrefix(x.Rule.ID, "PUB-") {
			got = append(got, x.Rule.ID+" "+strings.Join(append(x.Cells, x.Sections...), ","))
		}
	}
	slices.Sort(got)
	if want := []string{"PUB-IDENTITY 名单!C2", "PUB-MOBILE 名单!B2", "PUB-NAME overview"}; !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
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

// Ten times the text takes about ten times as long to check, whatever the text repeats. On a busy machine one of a few
// attempts is enough.
func TestRunIsLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("times say little beside other tests that are slowed down")
	}
	f := formtest.Form(t, "2021")
	for _, piece := range []string{"均", "其中", "12%", "予以公开3件，"} {
		took := func(n int) time.Duration {
			r := baseline(f)
			r.Texts["overview"] = strings.Repeat(piece, n/len(piece))
			start := time.Now()
			check.Run(r, check.Options{Publish: true})
			return time.Since(start)
		}
		small, large := time.Hour, time.Hour
		for range 6 {
			small, large = min(small, took(20_000)), min(large, took(200_000))
			if large < 24*small {
				break
			}
		}
		if large > 24*small+400*time.Millisecond { // what grows with the square takes seconds
			t.Errorf("%q: %v for 20 kB, %v for 200 kB", piece, small, large)
		}
	}
}
