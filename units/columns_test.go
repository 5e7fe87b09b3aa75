package units

import (
	"slices"
	"testing"

	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/msg"
)

// The kind of organ is read under the usual words for it; under those that may also mean
// another way of sorting units, where kinds of organs stand there.
func TestKindsOfOrgans(t *testing.T) {
	for _, c := range []struct{ given, kind, unread string }{
		{"代码,名称,类型\n01,甲县,县级人民政府\n", "county", ""},
		{"代码,名称,机关类别\n01,甲县,县级人民政府\n", "county", ""},
		{"代码,名称,机构类别（可不填）\n01,甲县,county\n", "county", ""},
		{"代码,名称,类别\n00,甲,\n01,甲县,县级人民政府\n", "county", ""},
		{"代码,名称,类别\n01,甲县,行政机关\n", "", "“类别”"},
		{"代码,名称,类别\n00,乙公司,公司\n01,甲县,county\n", "", "“类别”"},
		{"代码,名称,机关类别\n01,甲县,事业单位\n", "", "“机关类别”"},
		{"代码,名称,类别,类型\n01,甲县,county,township\n", "township", "“类别”"},
		{"代码,名称,性质,分类\n01,甲县,行政机关,county\n", "county", "“性质”"},
	} {
		r := readRoster(t, []byte(c.given))
		kind := r.Units[len(r.Units)-1].Type
		if said := msg.Join(lists.Map(r.Unread, Column.Text), "、", ", ").ZH; kind != c.kind || said != c.unread {
			t.Errorf("%q: kind %q, want %q; not read: %s, want %s", c.given, kind, c.kind, said, c.unread)
		}
	}
	// Under a head that means nothing else, what is no kind is a fault.
	if r, err := ReadRoster("units.csv", []byte("代码,名称,机关类型\n01,甲,公司\n")); err == nil {
		t.Errorf("%+v", r.Units[0])
	}
}

// Which columns are not read is known, other than those that are commonly there for people, and empty ones.
func TestUnreadColumns(t *testing.T) {
	for _, c := range []struct {
		given string
		want  []Column
	}{
		{"序号,代码,名称,联系人,电话,备注（内部）,邮箱\n1,01,甲局,张,8101,催,a\n", nil},
		{"代码,名称,种类啊\n01,甲局,\n02,乙局,\u200b \n", nil},
		{"代码,名称,种类啊\n01,甲局,\n02,乙局,一类\n", []Column{{"种类啊", 3}}},
		{"单位名单\n所属片区,代码,名称,上级,,主管部门\n东,01,甲局,,x,\n西,02,乙局,01,,01\n", []Column{{"所属片区", 1}, {"", 5}, {"主管部门", 6}}},
		{"代码,名称\n01,甲局,多出\n", []Column{{"", 3}}},
	} {
		r := readRoster(t, []byte(c.given))
		if !slices.Equal(r.Unread, c.want) {
			t.Errorf("%q: %v, want %v", c.given, r.Unread, c.want)
		}
		if r.UnreadNote("units.csv").IsZero() != (c.want == nil) {
			t.Errorf("%q: %v", c.given, r.UnreadNote("units.csv"))
		}
	}
	r := &Roster{Unread: []Column{{"a\x1b", 3}, {"", 4}}}
	for range msg.MaxNamed {
		r.Unread = append(r.Unread, Column{"又", 5})
	}
	for lang, want := range map[msg.Lang]string{
		msg.ZH: "名单.csv：名单中的列没有读取：“a[U+001B]”、第 4 列（没有列名）、“又”、“又”、“又”、“又”、“又”、“又”、“又”、“又”、“又”、“又”，另有 2 列；能读的列是代码、名称、类型、上级、联系方式、截止日期、曾用名，需要的请改用这样的列名",
		msg.EN: `名单.csv: columns of the roster that were not read: "a[U+001B]", column 4 (without a head), "又", "又", "又", "又", "又", "又", "又", "又", "又", "又" and 2 more; those that can be are code, name, type, parent, contact, deadline, former; name what is needed so`,
	} {
		if got := r.UnreadNote("名单.csv").In(lang); got != want {
			t.Errorf("%s", got)
		}
	}
}
