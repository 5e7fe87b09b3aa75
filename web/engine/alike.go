package engine

import (
	"path"
	"strings"

	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
)

// passed is a file that is not opened: none, or one beside a report of the same name.
type passed struct {
	name   string
	of     string // the report's file
	unread bool   // it lies beside a report and cannot be read
}

// besides are the open files in a folder with a name that differs from another in its ending only.
func (e *Engine) besides(dir, base string) (out []*file) {
	stem := strings.TrimSuffix(base, path.Ext(base))
	for _, h := range e.order {
		if at, b := path.Split(e.files[h].name); at == dir && b != base && strings.TrimSuffix(b, path.Ext(b)) == stem {
			out = append(out, e.files[h])
		}
	}
	return out
}

// skipped says why a file was passed over. One beside an open report is held against it.
func (e *Engine) skipped(c *call, p passed, data []byte) Skipped {
	dir, base := path.Split(p.name)
	for _, f := range e.besides(dir, base) {
		if path.Base(f.name) == p.of {
			f.alike = append(f.alike, pipeline.Beside{Name: p.name, Data: data})
			e.check(f)
			e.letGo()
		}
	}
	switch {
	case p.of != "":
		return Skipped{p.name, c.t("与同名的报告比较了数字，不另外打开", "its figures were held against the report of the same name, and it is not opened itself")}
	case p.unread:
		return Skipped{p.name, c.t("同名的报告已经打开；这个文件无法读取（如扫描件），没有比较数字", "the report of the same name is open; this file cannot be read, such as a scan, and its figures were not compared")}
	}
	if units.IsPicture(p.name) {
		return Skipped{p.name, e.pictureOf(p.name).In(c.lang)}
	}
	return Skipped{p.name, c.t("不是年度报告", "no annual report")}
}

// pictureOf says of a picture that nothing can be read in it, and of which unit of the roster it may be by its name.
func (e *Engine) pictureOf(name string) msg.Text {
	if e.roster != nil {
		if u := e.roster.OfFile(name); u != nil {
			return msg.F("图片，无法读取其中的数字；按文件名可能是“%s”的，没有它别的报告的，请它改报工作簿或文档", "a picture, whose figures cannot be read; by its name it may be of %q, which should send a workbook or a document if nothing else came of it", u.Name)
		}
	}
	return msg.T("图片，无法读取其中的数字；是单位报送的，请它改报工作簿或文档", "a picture, whose figures cannot be read; a unit that filed it should send a workbook or a document")
}
