package record

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Forms finds the form of a report. Fixed, if given, is used whatever the report says.
type Forms struct {
	ByID   func(string) (*model.Form, error)
	ByYear func(int) (*model.Form, error)
	Fixed  *model.Form
}

// Decode reads a report from JSON. Besides the full form a value may be a number, a text as typed into a cell,
// or null for a missing cell; and the whole may be an object of field ids alone. The error is a *msg.Problem
// that names line and column.
func Decode(data []byte, forms Forms) (r *model.Report, err error) {
	return decodeWithin(data, forms, DefaultJSONLimits)
}

// decodeWithin is Decode within other limits.
func decodeWithin(data []byte, forms Forms, limits JSONLimits) (r *model.Report, err error) {
	d := &decoder{jsonReader{data: bytes.TrimPrefix(data, []byte("\ufeff")), limits: limits}}
	defer func() {
		switch p := recover().(type) {
		case nil:
		case *msg.Problem:
			r, err = nil, p
		default:
			panic(p)
		}
	}()
	top := d.read()
	d.failIf(top.kind != '{', top.at, "此处应是对象 {…}", "an object is expected here")
	return d.report(top, forms)
}

// decoder reads a report. Its methods panic with a *msg.Problem, which Decode returns.
type decoder struct{ jsonReader }

// failIf fails at a place if something is wrong there.
func (d *decoder) failIf(wrong bool, at int, zh, en string, args ...any) {
	if wrong {
		d.failAt(at, zh, en, args...)
	}
}

// stringOf returns a member that is a string; "" if it is missing or null.
func (d *decoder) stringOf(n node, key string) string {
	m, ok := n.obj[key]
	if !ok || m.kind == 'v' && m.leaf == nil {
		return ""
	}
	s, ok := m.leaf.(string)
	d.failIf(!ok, m.at, "“%s”应是文字", "%q is a string", key)
	return s
}

// name returns a member that names something and stands in a cell. One that a cell
// cannot hold as it is would be cut or altered there, and is an error.
func (d *decoder) name(n node, key string) string {
	s := d.stringOf(n, key)
	at := n.obj[key].at
	d.failIf(utf8.RuneCountInString(s) > d.limits.Name, at, "“%s”超过 %d 个字符", "%q has more than %d characters", key, d.limits.Name)
	for _, c := range s {
		d.failIf(unicode.IsControl(c) && !unicode.IsSpace(c), at, "“%s”含有控制字符 %U", "%q has the control character %U", key, c)
	}
	return s
}

func (d *decoder) report(top node, forms Forms) (*model.Report, error) {
	if !isReport(top) {
		top = node{kind: '{', keys: []string{"values"}, obj: map[string]node{"values": top}}
	}
	if s := d.stringOf(top, "schema"); s != "" && s != Schema {
		d.failAt(top.obj["schema"].at, "schema 是“%s”，本程序只认识“%s”", "the schema is %q, this program knows %q", s, Schema)
	}
	year := 0
	if n, ok := top.obj["year"]; ok && n.leaf != nil {
		num, ok := n.leaf.(number)
		i, err := strconv.Atoi(string(num))
		d.failIf(!ok || err != nil || i < 0 || i > 9999, n.at, "year 应是四位年份", "year is a year")
		year = i
	}
	form, err := d.form(top, year, forms)
	if err != nil {
		return nil, err
	}
	r := model.NewReport(form)
	r.Organ, r.OrganType, r.Code, r.Year = d.name(top, "organ"), d.name(top, "organ_type"), d.name(top, "code"), year
	isSection := func(id string) bool {
		_, ok := form.Section(id)
		return ok
	}
	for _, key := range top.keys {
		n := top.obj[key]
		switch key {
		case "schema", "organ", "organ_type", "code", "year", "form", "edition", "id":
		case "cover":
			d.strings(n, r.Cover, func(id string) bool {
				return slices.ContainsFunc(form.Cover, func(c *model.CoverItem) bool { return c.ID == id })
			})
			for _, id := range n.keys {
				d.name(n, id)
			}
		case "texts":
			d.strings(n, r.Texts, isSection)
		case "places":
			d.strings(n, r.Places, func(string) bool { return true })
		case "values", "cells":
			d.values(n, r)
		case "drafts":
			r.Drafts = map[string]string{}
			d.strings(n, r.Drafts, isSection)
		case "taken":
			d.taken(n, r)
		case "extra":
			for _, m := range d.objects(n, key) {
				r.Extra = append(r.Extra, model.Extra{Table: d.stringOf(m, "table"), Row: d.stringOf(m, "row"), Column: d.stringOf(m, "column"),
					Cell: d.stringOf(m, "cell"), Text: d.stringOf(m, "text"), Field: d.stringOf(m, "field")})
			}
		case "explanations":
			for _, m := range d.objects(n, key) {
				r.Listed = append(r.Listed, model.Listed{Key: d.stringOf(m, "key"), Figures: d.stringOf(m, "figures"), Text: d.stringOf(m, "text")})
			}
		case "import":
			for _, m := range d.objects(n, key) {
				message := d.stringOf(m, "message")
				r.Notes = append(r.Notes, model.Note{Rule: d.stringOf(m, "rule"), Field: d.stringOf(m, "field"), Section: d.stringOf(m, "section"),
					Cell: d.stringOf(m, "cell"), Found: d.stringOf(m, "found"), Read: d.stringOf(m, "read"), Message: msg.T(message, message)})
			}
		default:
			d.failAt(n.at, "不认识的键“%s”", "unknown key %q", key)
		}
	}
	return r, nil
}

// isReport reports whether an object is a full report rather than a bare object of field ids.
func isReport(top node) bool {
	return !slices.ContainsFunc(top.keys, func(k string) bool { return strings.Contains(k, ".") })
}

func (d *decoder) form(top node, year int, forms Forms) (*model.Form, error) {
	id := d.stringOf(top, "form")
	if id == "" {
		id = d.stringOf(top, "edition")
	}
	switch {
	case forms.Fixed != nil:
		return forms.Fixed, nil
	case id != "":
		return forms.ByID(id)
	case year != 0:
		return forms.ByYear(year)
	}
	d.failAt(top.at, "没有写明 form 或 year，无法确定格式版本", "neither form nor year is given, and the edition is unclear")
	return nil, nil
}

// strings reads an object of texts. An id that is not known is an error.
func (d *decoder) strings(n node, into map[string]string, known func(string) bool) {
	d.failIf(n.kind != '{', n.at, "此处应是对象 {…}", "an object is expected here")
	for _, id := range n.keys {
		d.failIf(!known(id), n.obj[id].at, "没有编号为“%s”的部分", "there is no section %q", id)
		if s := d.stringOf(n, id); s != "" {
			into[id] = s
		}
	}
}

func (d *decoder) values(n node, r *model.Report) {
	form := r.Form
	d.failIf(n.kind != '{', n.at, "values 应是对象 {…}", "values is an object")
	for _, id := range n.keys {
		fd, ok := form.Field(id)
		d.failIf(!ok, n.obj[id].at, "%s 版没有编号为“%s”的格", "edition %s has no field %q", form.ID, id)
		r.Values[id] = d.value(n.obj[id], fd, form)
	}
}

// value reads the value of a field in any of its forms.
func (d *decoder) value(n node, fd *model.Field, form *model.Form) model.Value {
	if n.kind == '{' {
		return d.valueObject(n, fd, form)
	}
	switch t := n.leaf.(type) {
	case nil:
		if n.kind == 'v' {
			return model.Value{State: model.Absent}
		}
	case number:
		return model.Value{State: model.IsNumber, Number: d.number(n)}
	case string:
		v, _ := intake.Read(intake.Cell{Kind: intake.Text, Text: t}, fd, &form.Reading)
		return v
	}
	d.failAt(n.at, "“%s”的值应是数字、文字、null 或对象", "the value of %s is a number, a string, null or an object", fd.ID)
	return model.Value{}
}

// valueObject reads a value that is an object.
func (d *decoder) valueObject(n node, fd *model.Field, form *model.Form) model.Value {
	for _, k := range n.keys {
		switch k {
		case "number", "state", "text", "remark", "unit", "cell", "computed", "doubtful":
		default:
			d.failAt(n.obj[k].at, "不认识的键“%s”", "unknown key %q", k)
		}
	}
	v := model.Value{State: model.State(d.stringOf(n, "state")), Text: d.stringOf(n, "text"), Remark: d.stringOf(n, "remark"), Unit: d.stringOf(n, "unit"), Cell: d.stringOf(n, "cell")}
	v.Computed, v.Doubtful = d.truth(n, "computed"), d.truth(n, "doubtful")
	num, has := n.obj["number"]
	has = has && num.leaf != nil
	if has {
		v.Number = d.number(num)
	}
	switch v.State {
	case "":
		switch {
		case has:
			v.State = model.IsNumber
			if why := contradiction(v, fd, form); !why.IsZero() {
				d.failAt(n.at, "“%s”%s", "%s %s", fd.ID, why)
			}
		case v.Text != "":
			v, _ = intake.Read(intake.Cell{Kind: intake.Text, Text: v.Text, Address: v.Cell}, fd, &form.Reading)
		default:
			v.State = model.Blank
		}
	case model.IsNumber:
		if why := contradiction(v, fd, form); has && !why.IsZero() {
			d.failAt(n.at, "“%s”%s", "%s %s", fd.ID, why)
		}
		d.failIf(!has, n.at, "“%s”的 state 是 number 而没有 number", "%s has state number and no number", fd.ID)
	case model.Blank, model.Absent, model.Unreadable:
		d.failIf(has, n.at, "“%s”的 state 是 %s 而有 number", "%s has state %s and a number", fd.ID, string(v.State))
		if v.State == model.Unreadable && v.Doubtful {
			v = doubtfulValue(v, fd, form)
		}
	default:
		d.failAt(n.at, "不认识的 state“%s”", "unknown state %q", string(v.State))
	}
	return v
}

// doubtfulValue reads what stood in a cell that may be another field's, which is written without its number.
func doubtfulValue(v model.Value, fd *model.Field, form *model.Form) model.Value {
	out, _ := intake.Read(intake.Cell{Kind: intake.Text, Text: v.Text, Address: v.Cell}, fd, &form.Reading)
	out.Computed, out.Doubtful = v.Computed, true
	return out
}

// truth returns a member that is true or false; false if it is missing or null.
func (d *decoder) truth(n node, key string) bool {
	m, ok := n.obj[key]
	if !ok || m.kind == 'v' && m.leaf == nil {
		return false
	}
	b, ok := m.leaf.(bool)
	d.failIf(!ok, m.at, "“%s”应是 true 或 false", "%q is true or false", key)
	return b
}

// contradiction says what of a number does not go with the rest of the value: the text it was read from holds another
// one, beyond rounding, or the unit is none that a cell can have. It is empty if all goes together.
func contradiction(v model.Value, fd *model.Field, form *model.Form) msg.Text {
	if v.Unit != "" && v.Unit != fd.Unit && !slices.Contains(form.Reading.Units, v.Unit) && !slices.Contains(form.Reading.Money, v.Unit) {
		return msg.F("的单位“%s”不认识", "has the unit %q, which is not known", v.Unit)
	}
	read, _ := intake.Read(intake.Cell{Kind: intake.Text, Text: v.Text}, fd, &form.Reading)
	if v.Text == "" || !read.IsNumber() {
		return msg.Text{}
	}
	_, decimals, _ := strings.Cut(read.Number.String(), ".")
	last, err := model.ParseCellNumber("1E-" + strconv.Itoa(len(decimals)))
	if err != nil || read.Number.Sub(v.Number).Abs().Mul(model.Int(2)).Cmp(last) <= 0 {
		return msg.Text{}
	}
	return msg.F("的数字是 %s，原文“%s”却是 %s，无法确定以哪个为准", "has the number %s, and its text %q says %s: which one counts is unclear", v.Number, text.Brief(v.Text), read.Number)
}

func (d *decoder) taken(n node, r *model.Report) {
	d.failIf(n.kind != '{', n.at, "taken 应是对象 {…}", "taken is an object")
	r.Taken = map[string]model.Taken{}
	for _, id := range n.keys {
		m := n.obj[id]
		if _, ok := r.Form.Field(id); !ok {
			d.failAt(m.at, "%s 版没有编号为“%s”的格", "edition %s has no field %q", r.Form.ID, id)
		}
		d.failIf(m.kind != '{', m.at, "此处应是对象 {…}", "an object is expected here")
		num, ok := m.obj["number"]
		d.failIf(!ok, m.at, "“%s”缺少 number", "%s has no number", id)
		r.Taken[id] = model.Taken{Number: d.number(num), Source: d.stringOf(m, "source"), Reason: d.stringOf(m, "reason")}
	}
}

// objects returns the members of a list of objects.
func (d *decoder) objects(n node, key string) []node {
	d.failIf(n.kind != '[', n.at, "%s 应是列表 […]", "%s is a list", key)
	for _, m := range n.list {
		d.failIf(m.kind != '{', m.at, "此处应是对象 {…}", "an object is expected here")
	}
	return n.list
}
