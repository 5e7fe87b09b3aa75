package units

import (
	"archive/zip"
	"bytes"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/preflight"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/internal/workbook"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// OtherThanReport says of a file that lies among reports, and in which reading found none, what else it is: a roster of
// units, or a list that this program wrote and nobody has saved since, such as the status of units or the answers of a
// practice. It is empty for any other file, and where reading ended with another error. Name is that of the file for people;
// one that points to a unit of the list that reports itself is what that unit handed in, and no roster. List may be nil.
func OtherThanReport(list *Roster, name string, data []byte, reading error) msg.Text {
	if !errors.Is(reading, msg.ErrNoReport) {
		return msg.Text{}
	}
	if title, ok := ownList(name, data); ok { // which may have columns of codes and names, as a roster has
		return msg.F("由 gkxl 写出的清单“%s”", "a list that gkxl wrote (%q)", title)
	}
	if list != nil {
		if u := list.OfFile(name); u != nil && len(list.Children(u)) == 0 { // a roster may be named after the unit above all
			return msg.Text{}
		}
	}
	if found, ok := rosterIn(name, data); ok {
		return msg.F("单位名单（%d 个单位）", "a roster of %d units", len(found.Due()))
	}
	return msg.Text{}
}

// rosterIn is the roster that a file holds which nobody has said to be one: a workbook with pictures may be a report whose
// tables are pictures, unless it lists more units and fewer pictures than such a report has, as a roster with an emblem; one
// that is named after the only unit in it is that unit's, and numbered units with figures beside them are a table of figures.
func rosterIn(name string, data []byte) (list *Roster, ok bool) {
	pictures := picturesIn(data)
	if pictures > mostEmblems {
		return nil, false
	}
	list, err := ReadRoster(name, data)
	return list, err == nil && !list.figures && (len(list.Units) > 1 || list.OfFile(name) == nil) && (pictures == 0 || len(list.Units) >= leastWithEmblem)
}

// A list with pictures is a roster if it has so many units at least and so many pictures at most: a report has three tables,
// and names one organ, perhaps with the one above.
const (
	leastWithEmblem = 3
	mostEmblems     = 2
)

// picturesIn is how many pictures a workbook in the current format holds.
func picturesIn(data []byte) (n int) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return 0
	}
	for _, f := range z.File {
		if strings.HasPrefix(f.Name, "xl/media/") {
			n++
		}
	}
	return n
}

// IsRoster reports whether a file can be read as a roster, and is not a list of this program's that has columns of codes and
// names too. Name is that of the file.
func IsRoster(name string, data []byte) bool {
	if _, ok := ownList(name, data); ok {
		return false
	}
	_, ok := rosterIn(name, data)
	return ok
}

// ownHeads are how the heads of the lists begin that this program writes as CSV, in both languages: indicators, status,
// reviews, and where a figure comes from.
var ownHeads = []string{
	"指标,名次,单位,代码,", "indicator,rank,unit,code,",
	"单位,类别,代码,应报,已报,", "unit,kind,code,due,in,",
	"序号,阶段,审核人,时间,", "No.,stage,reviewer,time,",
	"序号,代码,单位,数,货币单位,", "rank,code,unit,figure,money,",
}

// ownCSV reports whether a file is a list of this program's as CSV, as it was written.
func ownCSV(data []byte) bool {
	rest, ok := bytes.CutPrefix(data, []byte("\ufeff"))
	return ok && slices.ContainsFunc(ownHeads, func(head string) bool { return bytes.HasPrefix(rest, []byte(head)) })
}

// ownList gives the title of a workbook that this program wrote and nothing else has saved since, unless it has a cell
// of the template: that would be a report which lost its tables. A list as CSV has the name of its file.
func ownList(name string, data []byte) (title string, ok bool) {
	if ownCSV(data) {
		return strings.TrimSuffix(filepath.Base(name), filepath.Ext(name)), true
	}
	if !bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return "", false
	}
	book, err := preflight.Open(data)
	if err != nil {
		return "", false
	}
	defer book.Close()
	f, err := book.Library()
	if err != nil {
		return "", false
	}
	app, err := f.GetAppProps()
	if err != nil || app.Application != workbook.Program || slices.ContainsFunc(book.Names(), func(n preflight.Name) bool { return strings.HasPrefix(n.Name, model.NamePrefix) }) {
		return "", false
	}
	if core, err := f.GetDocProps(); err == nil {
		title = core.Title
	}
	if sheets := book.GetSheetList(); title == "" && len(sheets) > 0 {
		title, _ = book.Value(sheets[0], "A1") // it only names the list
	}
	return text.OneLine(text.Shown(title)), true
}
