package record_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/record"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

func encodeCSV(t testing.TB, r *model.Report) string {
	t.Helper()
	var b strings.Builder
	if err := record.EncodeCSV(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// CSV carries organ, year, form, and of every value all but its address.
func TestCSVRoundTrip(t *testing.T) {
	for _, name := range []string{"huaian-2024", "huangpu-2020", "shanghai-office-2019"} {
		r := formtest.Example(t, name+".json")
		r.Values[r.Form.Fields[1].ID] = model.Value{State: model.Unreadable, Text: "见\n附件,\"3\""}
		r.Values[r.Form.Fields[2].ID] = model.Value{State: model.Blank, Text: "无"}
		r.Values[r.Form.Fields[3].ID] = model.Value{State: model.Absent}
		again, err := record.DecodeCSV([]byte(encodeCSV(t, r)), forms)
		if err != nil || again.Form != r.Form || again.Organ != r.Organ || again.Year != r.Year {
			t.Fatal(err, again)
		}
		for _, fd := range r.Form.Fields {
			want := r.Value(fd.ID)
			want.Cell = ""
			if d := cmp.Diff(want, again.Values[fd.ID]); d != "" {
				t.Errorf("%s %s: %s", name, fd.ID, d)
			}
		}
	}
}

// A unit is the cell's only where the cell has it.
func TestCSVUnits(t *testing.T) {
	fee := "proactive.fees.amount"
	for _, text := range []string{"43.788万元", "43.788（万元）", "43.788"} {
		r, err := record.Decode([]byte(`{"form":"2021","values":{"`+fee+`":"`+text+`"}}`), forms)
		if err != nil {
			t.Fatal(err)
		}
		out := encodeCSV(t, r)
		again, err := record.DecodeCSV([]byte(out), forms)
		if err != nil || !strings.Contains(out, ",43.788,万元,") {
			t.Fatal(err, out)
		}
		if d := cmp.Diff(r.Values[fee], again.Values[fee]); d != "" {
			t.Errorf("%s: %s", text, d)
		}
	}
}

// No text of a CSV begins as a formula, and every text comes back as it was.
func TestCSVIsSafe(t *testing.T) {
	f, _ := forms.ByID("2021")
	fd := f.Fields[0]
	for _, text := range []string{"=1+1", "+86", "-2+3+cmd|' /C calc'!A0", "@SUM(1)", "\t=1", " =1", "\n=1", "＝1", "'=1", "''", "'", "=HYPERLINK(\"http://x\",\"y\")", "-", "减3"} {
		r := model.NewReport(f)
		r.Organ, r.Year = text, 2024
		r.Values[fd.ID] = model.Value{State: model.Unreadable, Text: text, Remark: text}
		out := encodeCSV(t, r)
		records, err := csv.NewReader(strings.NewReader(out)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, rec := range records {
			for i, s := range rec {
				_, err := model.ParseNumber(s)
				if s = strings.TrimSpace(s); err != nil && s != "" && strings.ContainsAny(s[:1], "=+-@") || strings.HasPrefix(s, "＝") {
					t.Errorf("%q is written as %q in column %d", text, s, i)
				}
			}
		}
		again, err := record.DecodeCSV([]byte(out), forms)
		if err != nil {
			t.Fatal(err)
		}
		if v := again.Values[fd.ID]; v.Text != text || v.Remark != text || again.Organ != text {
			t.Errorf("%q came back as %q", text, v.Text)
		}
	}
	// A figure is no formula: its sign stays.
	r := model.NewReport(f)
	r.Values[fd.ID] = model.Value{State: model.IsNumber, Number: model.Int(-417), Text: "-417"}
	if out := encodeCSV(t, r); !strings.Contains(out, ",-417,,,number,-417\n") {
		t.Error(out[:300])
	}
}

const head = "organ,year,form,field,value,unit,remark,state,text\n"

var csvFaults = map[string]string{
	head: "没有数据",
	"":   "没有数据",
	head + "x,2024,2021,no.such,1,,,number,\n":                                                              "第 2 行：2021 版没有编号为“no.such”的格",
	head + "x,2024,2021,requests.new.total,1,,,number,\nx,2024,2021,requests.new.total,1,,,number,\n":       "第 3 行：“requests.new.total”出现了两次",
	head + "x,2024,2021,requests.new.total,1,,,number,\ny,2024,2021,requests.new.business,1,,,number,\n":    "不止一份报告",
	head + "x,2024,2021,requests.new.total,\"1,113\",,,number,\n":                                           "不是普通数字",
	head + "x,2024,2021,requests.new.total,1,,,blank,\n":                                                    "state 是 blank 而有 value",
	head + "x,2024,2021,requests.new.total,1,,,odd,\n":                                                      "不认识的 state",
	head + "x,2024,2021,requests.new.total,66,,,number,68件\n":                                               "数字是 66，原文“68件”却是 68",
	head + "x,2024,2021,proactive.fees.amount,43.788,,,number,43.79万元\n":                                    "",
	head + "x,2024,2021,requests.new.total,66,万件,,number,\n":                                                "单位“万件”不认识",
	head + "x,2024,2021,requests.new.total,66,,,number,\nx,2024,2019,requests.new.business,1,,,number,\n":   "这一行的格式版本是“2019”，前面的是“2021”",
	"field,form,row,column,value,state\nproactive.rules.issued,2021,行政规范性文件,,1,number\n":                    "编号“proactive.rules.issued”是“规章”，而 row 一列写的是“行政规范性文件”",
	"field,form,row,column,value,state\nproactive.rules.issued,2021,,本年废止件数,1,number\n":                     "而 column 一列写的是“本年废止件数”",
	"field,form,row,column,value,state\nproactive.rules.issued,2021,规章（部门）,,1,number\n":                     "",
	head + "x,二四,2021,requests.new.total,1,,,number,\n":                                                     "四位年份",
	head + "x,,,requests.new.total,1,,,number,\n":                                                           "form 或 year",
	head + "x,,1999,requests.new.total,1,,,number,\n":                                                       "1999",
	head + "x,2024,2021,requests.new.total,1,,,number,\"\n":                                                 "第 2 行第 45 列：引号没有成对",
	strings.Replace(head, "organ", "单位", 1) + "x,2024,2021,requests.new.total,1,,,number,\n" + ",,,,,,,,\n": "",
}

func TestCSVFaults(t *testing.T) {
	for in, want := range csvFaults {
		_, err := record.DecodeCSV([]byte(in), forms)
		var p *msg.Problem
		switch {
		case want == "":
			if err != nil {
				t.Errorf("%s: %v", in, err)
			}
		case !errors.As(err, &p) || !strings.Contains(p.Error(), want):
			t.Errorf("%s: %v, want %q", in, err, want)
		}
	}
}

// What people and spreadsheets make of the file is read: other separators,
// other orders of columns and lines, a byte order mark, values typed without a
// state.
func TestCSVLenient(t *testing.T) {
	for _, in := range []string{
		"\ufefffield;state;text;value;form\r\nrequests.new.total;;746（x）;;2021\r\nrequests.new.other;number;;3;2021\r\n;;;;\r\n",
		"mine\tfield\tvalue\tstate\tyear\n?\trequests.new.other\t3\t\t2024\n?\trequests.new.total\t746（x）\t\t2024\n",
		"field,value,state,year,text\nrequests.new.total,,,2024,746\xa3\xa8x\xa3\xa9\nrequests.new.other,3,number,2024,\n",
	} {
		if !record.IsCSV([]byte(in)) {
			t.Fatal(in)
		}
		r, err := record.DecodeCSV([]byte(in), forms)
		if err != nil || r.Form.ID != "2021" {
			t.Fatal(err)
		}
		if v := r.Values["requests.new.total"]; v.Number.String() != "746" || v.Remark != "x" {
			t.Errorf("%+v", v)
		}
		if v := r.Values["requests.new.other"]; !v.IsNumber() || v.Number.String() != "3" {
			t.Errorf("%+v", v)
		}
	}
	for _, in := range []string{"", "a,b\n", "一、本年新收,自然人\n", "field value state"} {
		if record.IsCSV([]byte(in)) {
			t.Error(in)
		}
	}
}

func FuzzDecodeCSV(f *testing.F) {
	for in := range csvFaults {
		f.Add(in)
	}
	f.Add(head + "x,2024,2021,proactive.fees.amount,43.788,万元,'=1,number,43.788万元（=1）\n")
	f.Fuzz(func(t *testing.T, in string) {
		r, err := record.DecodeCSV([]byte(in), forms)
		if err != nil {
			var p *msg.Problem
			if !errors.As(err, &p) {
				t.Fatalf("%T: %v", err, err)
			}
			return
		}
		var first bytes.Buffer
		if err := record.EncodeCSV(&first, r); err != nil {
			t.Fatal(err)
		}
		again, err := record.DecodeCSV(first.Bytes(), forms)
		if err != nil {
			t.Fatalf("what was written is not read: %v", err)
		}
		if second := encodeCSV(t, again); second != first.String() {
			t.Fatal(cmp.Diff(first.String(), second))
		}
	})
}

// What may be another field's is written as JSON and CSV without a number, and read back as doubtful as it was.
func TestDoubtful(t *testing.T) {
	r := formtest.Example(t, "huaian-2024.json")
	figure, blank, certain := r.Form.Fields[4].ID, r.Form.Fields[5].ID, r.Form.Fields[6].ID
	r.Values[figure] = model.Value{State: model.IsNumber, Number: model.Int(23), Text: "23（含转办2件）", Remark: "含转办2件", Doubtful: true}
	r.Values[blank] = model.Value{State: model.Blank, Doubtful: true}
	var asJSON bytes.Buffer
	if err := record.Encode(&asJSON, r, msg.ZH); err != nil {
		t.Fatal(err)
	}
	fromJSON, err := record.Decode(asJSON.Bytes(), forms)
	if err != nil {
		t.Fatal(err)
	}
	asCSV := encodeCSV(t, r)
	fromCSV, err := record.DecodeCSV([]byte(asCSV), forms)
	if err != nil {
		t.Fatal(err)
	}
	for name, again := range map[string]*model.Report{"JSON": fromJSON, "CSV": fromCSV} {
		if d := cmp.Diff(r.Values[figure], again.Values[figure]); d != "" {
			t.Errorf("%s: %s", name, d)
		}
		if v := again.Values[blank]; v.State != model.Blank || !v.Doubtful {
			t.Errorf("%s: %+v of a blank", name, v)
		}
		if v := again.Values[certain]; !v.IsNumber() || v.Doubtful {
			t.Errorf("%s: %+v of a certain figure", name, v)
		}
	}
	if n := len(fromCSV.Notes); n != 2 || fromCSV.Notes[0].Rule != "FORM-DOUBT" {
		t.Errorf("CSV leaves no word of the doubt: %v", fromCSV.Notes)
	}
	for _, written := range []string{asJSON.String(), asCSV} {
		if strings.Contains(written, `"number":23`) || strings.Contains(written, ",23,") {
			t.Errorf("a doubtful figure was written as a number:\n%s", written)
		}
	}
	header, _, _ := strings.Cut(asCSV, "\n")
	line := "某局,2024,2021," + figure + ",,,,23,,,doubtful,23\n"
	if _, err := record.DecodeCSV([]byte(header+"\n"+line), forms); err == nil {
		t.Error("a doubtful cell with a number was read")
	}
}
