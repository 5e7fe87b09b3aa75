package units

import (
	"bytes"
	"errors"
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
// practice. It is empty for any other file, and where reading ended with another error. Name is that of the file.
func OtherThanReport(name string, data []byte, reading error) msg.Text {
	if !errors.Is(reading, msg.ErrNoReport) {
		return msg.Text{}
	}
	if title, ok := ownList(data); ok { // which may have columns of codes and names, as a roster has
		return msg.F("由 gkxl 写出的清单“%s”", "a list that gkxl wrote (%q)", title)
	}
	if list, err := ReadRoster(name, data); err == nil {
		return msg.F("单位名单（%d 个单位）", "a roster of %d units", len(list.Due()))
	}
	return msg.Text{}
}

// IsRoster reports whether a file can be read as a roster, and is not a list of this program's that has columns of codes and
// names too. Name is that of the file.
func IsRoster(name string, data []byte) bool {
	if _, ok := ownList(data); ok {
		return false
	}
	_, err := ReadRoster(name, data)
	return err == nil
}

// ownList gives the title of a workbook that this program wrote and nothing else has saved since, unless it has a cell
// of the template: that would be a report which lost its tables.
func ownList(data []byte) (title string, ok bool) {
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
