package numberformat_test

import (
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/numberformat"
)

func TestShow(t *testing.T) {
	for _, tc := range []struct {
		code, stored string
		kind         numberformat.Kind
		text, digits string
	}{
		{"General", "1234.5", 0, "1234.5", "1234.5"},
		{"", "5", 0, "", ""},
		{"G/通用格式", "66", 0, "66", "66"},
		{"@", "66", 0, "66", "66"},
		{"0", "3001.4", 0, "3001", "3001"},
		{"0", "-0.4", 0, "0", "0"},
		{"0.00", "1.005", 0, "1.01", "1.01"},
		{"0.0", "96171.55", 0, "96171.6", "96171.6"},
		{"#,##0", "1234567", 0, "1,234,567", "1234567"},
		{"#,##0.00", "-1234.5", 0, "-1,234.50", "-1234.50"},
		{"000,000", "1234", 0, "001,234", "001234"},
		{"00000", "66", 0, "00066", "00066"},
		{"#", "0", 0, "", ""},
		{"0.##", "66", 0, "66.", "66"},
		{"0.0#", "66.25", 0, "66.25", "66.25"},
		{"??0", "6", 0, "6", "6"},
		{`0"件"`, "66", 0, "66件", "66"},
		{`0\件`, "66", 0, "66件", "66"},
		{"0件", "66", 0, "66件", "66"},
		{`General"元"`, "12.5", 0, "12.5元", "12.5"},
		{`#,##0.00"万元"`, "125000", 0, "125,000.00万元", "125000.00"},
		{"0.0,", "961716000", 0, "961716.0", "961716.0"},
		{`#,##0.00,,"百万"`, "123456789", 0, "123.46百万", "123.46"},
		{`0!.0,"万"`, "961716000", 0, "96171.6万", "961716"},
		{`0\.0,"万"`, "12345", 0, "1.2万", "12"},
		{`0!.0000"万元"`, "961716000", 0, "96171.6000万元", "961716000"},
		{`"约"0`, "66", 0, "约66", "66"},
		{`0"0"`, "66", 0, "660", "66"},
		{"000-0000", "5551234", 0, "555-1234", "5551234"},
		{";;;", "66", 0, "", ""},
		{`"无"`, "66", 0, "无", ""},
		{`0;-0;"无"`, "0", 0, "无", ""},
		{"0;-0;;@", "0", 0, "", ""},
		{"0;-0;;@", "-3", 0, "-3", "3"},
		{"0_);(0)", "-3", 0, "(3)", "3"},
		{"0;[Red]0", "-3", 0, "3", "3"},
		{`_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ `, "0", 0, "-", ""},
		{`_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ `, "1234.5", 0, "1,234.50", "1234.50"},
		{`[$¥-804]#,##0.00`, "12", 0, "¥12.00", "12.00"},
		{`"¥"#,##0;"¥"-#,##0`, "-12", 0, "¥-12", "12"},
		{`[>100]"多";[<0]"负";0`, "101", 0, "多", ""},
		{`[>100]"多";[<0]"负";0`, "-1", 0, "负", ""},
		{`[>100]"多";[<0]"负";0`, "100", 0, "100", "100"},
		{`[>=10000]0!.0,"万";0`, "12345", 0, "1.2万", "12"},
		{`[>=10000]0!.0,"万";0`, "9999", 0, "9999", "9999"},
		{`[=1]"是";[=0]"否"`, "2", 0, "", ""},
		{"0%", "6", numberformat.Percent, "600%", "600"},
		{`0.0"%"`, "6", 0, "6.0%", "6.0"},
		{"0.00E+00", "12345", 0, "1.23E4", "1.23E4"},
		{"# ?/?", "66", 0, "66", "66"},
		{"# ?/?", "6.5", numberformat.Fraction, "", ""},
		{"yyyy/m/d", "45658", numberformat.Date, "", ""},
		{`yyyy"年"m"月"`, "45658", numberformat.Date, "", ""},
		{"[$-804]aaaa", "45658", numberformat.Date, "", ""},
		{"ggge", "45658", numberformat.Date, "", ""},
		{"[h]:mm", "45658", numberformat.Date, "", ""},
		{"[$-F800]dddd", "45658", numberformat.Date, "", ""},
		{`0"days"`, "3", 0, "3days", "3"},
		{"0;yyyy", "3", 0, "3", "3"},
		{"[DBNum1]0", "12345", numberformat.Chinese, "", ""},
		{"[DBNum2][$-804]General", "12345", numberformat.Chinese, "", ""},
		{"[Red]0", "3", 0, "3", "3"},
		{"[红色]0", "3", 0, "3", "3"},
		{`"未结束`, "3", 0, "未结束", ""},
		{"0[", "3", 0, "3[", "3"},
		{`0\`, "3", 0, "3", "3"},
	} {
		got, ok := numberformat.Parse(tc.code).Show(tc.stored)
		if !ok || got.Kind != tc.kind || got.Text != tc.text || got.Digits != tc.digits {
			t.Errorf("%s of %s: %+v, want %v %q %q", tc.code, tc.stored, got, tc.kind, tc.text, tc.digits)
		}
	}
	if _, ok := numberformat.General.Show("x"); ok {
		t.Error("x is no number")
	}
	if got, _ := numberformat.Parse("0;[Red]0").Show("-3"); !got.Negative {
		t.Error(got)
	}
}

func TestShowsPlainly(t *testing.T) {
	for code, want := range map[string]bool{"General": true, "0": true, "#,##0": true, "#,##0.00_ ": true, "0_);(0)": true, "#": false, "0,": false, "#,##0,.0": false,
		"0%": false, `0"件"`: false, "[>1]0": false, "[DBNum1]0": false, "yyyy": false, ";;;": false, "0.0,": false, "@": true, `0!.0,"万"`: false} {
		f := numberformat.Parse(code)
		if got := f.ShowsPlainly("1234"); got != want {
			t.Errorf("%s: %v", code, got)
		}
		if s, _ := f.Show("1234"); want && strings.ReplaceAll(strings.TrimSuffix(s.Text, ".00"), ",", "") != "1234" {
			t.Errorf("%s shows %+v", code, s)
		}
		if s, _ := f.Show("0"); f.ShowsPlainly("0") && strings.TrimSuffix(s.Text, ".00") != "0" {
			t.Errorf("%s shows %+v", code, s)
		}
		if f.ShowsPlainly("1.5") || f.ShowsPlainly("-1") {
			t.Error(code)
		}
	}
}

func TestShowText(t *testing.T) {
	for _, tc := range []struct{ code, text, want string }{
		{"General", "无", "无"},
		{"0", " 无 ", " 无 "},
		{"@", "66", "66"},
		{`@"元"`, "66", "66元"},
		{";;;", "总体情况", ""},
		{";;;@", "总体情况", "总体情况"},
		{"_ 0_ ;_ -0_ ;_ 0_ ;_ @_ ", "无", "无"},
		{`0;0;0;"见附件"`, "无", "见附件"},
		{"0;0;0", "无", "无"},
	} {
		if got := numberformat.Parse(tc.code).ShowText(tc.text); got != tc.want {
			t.Errorf("%s of %s: %q, want %q", tc.code, tc.text, got, tc.want)
		}
	}
}

func FuzzShow(f *testing.F) {
	f.Add(`_ * #,##0.00_ ;[>=1]0!.0,"万";"-"??;_ @_ `, "12345.6")
	f.Add("[$-804][h]0.0E+00%", "-3")
	f.Fuzz(func(t *testing.T, code, stored string) {
		if len(stored) > 20 || strings.ContainsAny(stored, "eE") {
			return
		}
		format := numberformat.Parse(code)
		format.ShowText(stored)
		if got, ok := format.Show(stored); ok && len(got.Digits) > len(stored)+2*len(code)+40 {
			t.Errorf("%q of %q: %q", code, stored, got.Digits)
		}
	})
}
