package demo

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
)

// The largest number of units of a district, and of districts of a city.
const (
	unitsOfDistrict = 100
	districtsOfCity = 12
)

// rosterCSV makes the roster as CSV. More units than a district has make a city,
// more than a city has a province.
func (d *District) rosterCSV() []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	var heads []string
	for _, key := range []string{"roster_code", "roster_name", "roster_type", "roster_parent", "roster_contact", "roster_deadline", "roster_former"} {
		head, _, _ := strings.Cut(d.Form.Messages[key], " ")
		heads = append(heads, head)
	}
	l := &rosterWriter{w: w, form: d.Form, due: fmt.Sprintf("%d-%s", d.Year+1, district().Deadline)}
	w.Write(heads) // to a buffer, which takes all
	l.area(d.Units)
	w.Flush()
	return append([]byte("\ufeff"), b.Bytes()...) // spreadsheet programs take it for GB18030 otherwise
}

type rosterWriter struct {
	w    *csv.Writer
	form *model.Form
	due  string
	n    int // units that report, so far
}

func (l *rosterWriter) row(code, name, kind, parent, former string, reports bool) {
	deadline, contact := "", ""
	if reports {
		l.n++
		deadline, contact = l.due, strings.ReplaceAll(district().Contact, "{n}", fmt.Sprint(1000+l.n))
	}
	if t, ok := l.form.OrganType(kind); ok {
		kind = t.Label
	}
	l.w.Write([]string{code, name, kind, parent, contact, deadline, former})
}

// area lists a district, a city or a province of so many units.
func (l *rosterWriter) area(units int) {
	const government = "人民政府"
	districts := (units + unitsOfDistrict - 1) / unitsOfDistrict
	switch cities := (districts + districtsOfCity - 1) / districtsOfCity; {
	case districts == 1:
		l.row("01", district().District+government, district().Types.District, "", "", false)
		l.district("01", district().District, units)
	case cities == 1:
		l.row("01", district().City+government, district().Types.City, "", "", false)
		l.city("01", district().City, districts, units)
	default:
		l.row("00", district().Province+government, district().Types.Province, "", "", false)
		for c := range cities {
			code, name := fmt.Sprintf("%02d", c+1), "第"+text.Numeral(c+1)+district().City
			l.row(code, name+government, district().Types.City, "00", "", false)
			n := part(districts, cities, c)
			l.city(code, name, n, part(units, cities, c))
		}
	}
}

func (l *rosterWriter) city(code, name string, districts, units int) {
	for k := range districts {
		of, called := fmt.Sprintf("%s%02d", code, k+1), name+"第"+text.Numeral(k+1)+"区"
		l.row(of, called+"人民政府", district().Types.District, code, "", false)
		l.district(of, called, part(units, districts, k))
	}
}

// part is the share of the k-th when n is divided into of parts.
func part(n, of, k int) int { return n*(k+1)/of - n*k/of }

// district lists a district's units.
func (l *rosterWriter) district(code, name string, units int) {
	departments := min(len(district().Departments), max(1, units*district().Share.Departments/100))
	townships := min(units-departments, units*district().Share.Townships/100)
	below := units - departments - townships
	for k, dep := range district().Departments[:departments] {
		of, called := fmt.Sprintf("%s1%02d", code, k+1), name+dep.Name
		former := ""
		if len(dep.Former) > 0 {
			former = name + strings.Join(dep.Former, "；"+name)
		}
		n := min(below, len(dep.Below))
		if n == 0 {
			l.row(of, called, district().Types.Department, code, former, true)
			continue
		}
		below -= n
		l.row(of, called, district().Types.Department, code, former, false)
		l.row(of+"00", called+district().Itself, district().Types.Department, of, "", true)
		for i, s := range dep.Below[:n] {
			l.row(fmt.Sprintf("%s%02d", of, i+1), name+s, district().Types.Other, of, "", true)
		}
	}
	for k := range townships + below {
		t, n := district().Townships[k%len(district().Townships)], k/len(district().Townships)+1
		former := ""
		if n%t.Of == 0 {
			former = name + strings.ReplaceAll(t.Former, "{n}", text.Numeral(n))
		}
		l.row(fmt.Sprintf("%s2%02d", code, k+1), name+strings.ReplaceAll(t.Name, "{n}", text.Numeral(n)), district().Types.Township, code, former, true)
	}
}
