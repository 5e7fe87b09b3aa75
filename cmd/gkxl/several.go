package main

import (
	"cmp"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
)

// severalReports are the files of one run by whose reports they are, to say of which unit there are several.
type severalReports struct {
	order []unitYear
	files map[unitYear][]string
	names map[unitYear]string
}

// unitYear is a unit, by its code or else its name, and a report year.
type unitYear struct {
	unit string
	year int
}

// add takes a report in. A total is no report of a unit's own, and one that does not say whose it is is nobody's.
func (u *severalReports) add(file string, r *model.Report) {
	if r == nil || len(r.Sources) > 0 || cmp.Or(r.Code, r.Organ) == "" {
		return
	}
	if u.files == nil {
		u.files, u.names = map[unitYear][]string{}, map[unitYear]string{}
	}
	key := unitYear{cmp.Or(r.Code, units.NameKey(r.Organ)), r.Year}
	if u.files[key] == nil {
		u.order, u.names[key] = append(u.order, key), cmp.Or(r.Organ, r.Code)
	}
	u.files[key] = append(u.files[key], file)
}

// note says of which units there are several reports on one year; empty if there are none.
func (u *severalReports) note() msg.Text {
	var all []msg.Text
	for _, key := range u.order {
		if files := u.files[key]; len(files) > 1 {
			all = append(all, msg.F("“%s”有 %d 份（%s）", "%q has %d (%s)", u.names[key], len(files), msg.Few(files)))
		}
	}
	if len(all) == 0 {
		return msg.Text{}
	}
	return msg.F("同一单位同一年度有几份报告：%s；请确认以哪一份为准，只留这一份", "several reports of one unit on one year: %s; settle which one holds, and keep that alone", msg.Join(all, "；", "; "))
}
