// Package engine does the work of the page gkxl.html: the functions of the toolkit on
// bytes, as methods of one session that holds files by handle and keeps what was read of
// them. A page calls them by name with JSON, as the contract says (contract.go,
// contract_report.go, contract_units.go), and shows what comes back; every word of it is
// in the language that was asked for.
//
// The package knows no browser. Package web/engine/wasm hands calls of one over.
package engine

import (
	"bytes"
	"encoding/json"
	"errors"
	"path"
	"reflect"
	"strings"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/demo"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
)

// Engine is a session. Its calls come one at a time.
type Engine struct {
	files      map[string]*file
	order      []string // handles, as opened
	last       *units.LastReports
	lastNotes  []msg.Text // why some of them are not used
	lastRead   int        // counts changes of the reports on the year before
	roster     *units.Roster
	local      *gkxl.LocalRules
	localAs    string // name of their file
	rosterData []byte // its file
	rosterAs   string // name of the roster's file
	district   *demo.District
	archive    *packing
	warming    *Engine             // a session that warms up
	warmed     int                 // counts calls of warm
	uses       int                 // counts uses of files: the one used last has the highest number
	reviews    map[string][][]byte // records of reviews that lie beside reports, by their names, the newest first
}

// New begins a session.
func New() *Engine { return &Engine{files: map[string]*file{}, reviews: map[string][][]byte{}} }

// call is one call: what it brings besides its request, and what it makes.
type call struct {
	lang     msg.Lang
	blobs    [][]byte
	made     []Made
	contents [][]byte
}

// t is a text in the language of the call.
func (c *call) t(zh, en string) string { return msg.T(zh, en).In(c.lang) }

// in gives texts in the language of the call.
func (c *call) in(ts []msg.Text) []string {
	out := make([]string, len(ts))
	for i, t := range ts {
		out[i] = t.In(c.lang)
	}
	return out
}

// make hands a file over.
func (c *call) make(name string, data []byte) {
	c.made = append(c.made, Made{Name: safePath(name), Type: mediaType(name), Size: len(data)})
	c.contents = append(c.contents, data)
}

// blob is the content that comes with a request.
func (c *call) blob() ([]byte, error) {
	if len(c.blobs) == 0 {
		return nil, badCall("no content comes with the request")
	}
	return c.blobs[0], nil
}

// Method is a function that the page calls.
type Method struct {
	Name            string
	About           string // what it does
	Request, Result reflect.Type
	run             func(e *Engine, c *call, request []byte) (any, error)
}

// method makes a method of a function.
func method[Q, R any](name, about string, f func(*Engine, *call, Q) (R, error)) Method {
	return Method{name, about, reflect.TypeFor[Q](), reflect.TypeFor[R](), func(e *Engine, c *call, request []byte) (any, error) {
		var q Q
		if len(bytes.TrimSpace(request)) > 0 {
			if err := json.Unmarshal(request, &q); err != nil {
				return nil, badCall(err.Error())
			}
		}
		return f(e, c, q)
	}}
}

// Methods are all functions of the contract, in the order of a session.
var Methods = []Method{
	method("texts", "all that the page says of itself", (*Engine).texts),
	method("faces", "hands in a face for PDF as content, and says which are still missing", (*Engine).faces),
	method("warm", "does a step of the work on a report whose content comes with the request, and keeps nothing: reading and checking, drawing, and marking in turn, so that the browser has translated the engine when the first file comes", (*Engine).warm),
	method("plan", "says in which order to open files", (*Engine).plan),
	method("open", "reads and checks a file, whose content comes with the request; behind it may come what the method digest made of it in another session", (*Engine).open),
	method("digest", "reads and checks a file, whose content comes with the request, and hands over what a session keeps of it, without opening it", (*Engine).digest),
	method("settle", "tells reports on the year before others of the same units from those, where both were opened alike", (*Engine).settle),
	method("role", "takes a report for one of this year, or for one on the year before, as the user says; settle leaves it so", (*Engine).takeFor),
	method("list", "lists the open files", (*Engine).list),
	method("refresh", "checks a file anew where the report on the year before changed", (*Engine).refresh),
	method("close", "closes files", (*Engine).close),
	method("report", "draws a report with its findings", (*Engine).report),
	method("whatIf", "draws a report as if cells said something else", (*Engine).whatIf),
	method("prepublish", "says what must not be published with a report", (*Engine).prepublish),
	method("localRules", "reads the file of local rules, whose content comes with the request, and checks by them from now on; without content, forgets them", (*Engine).localRules),
	method("rules", "explains rules", (*Engine).rules),
	method("mark", "makes the workbook with its findings marked", (*Engine).mark),
	method("repair", "makes a fresh template with what was read", (*Engine).repair),
	method("export", "makes a publication of a report", (*Engine).export),
	method("save", "makes a list of the findings of several files", (*Engine).save),
	method("pack", "puts a result into the zip archive that is being made, a new one if there is none", (*Engine).pack),
	method("packEnd", "hands the zip archive over", (*Engine).packEnd),
	method("beside", "checks a report against the one on the year before", (*Engine).beside),
	method("diff", "compares two reports", (*Engine).diff),
	method("narrate", "writes sentences from the tables", (*Engine).narrate),
	method("carry", "makes the next year's workbook", (*Engine).carry),
	method("template", "makes the workbook to fill in", (*Engine).template),
	method("roster", "reads the list of units, whose content comes with the request; without content, forgets it", (*Engine).readRoster),
	method("status", "says who has filed", (*Engine).status),
	method("saveStatus", "makes a file of who has filed", (*Engine).saveStatus),
	method("letter", "writes a letter to a unit", (*Engine).letter),
	method("total", "makes the total, or says why there is none", (*Engine).total),
	method("trace", "says which units a figure of a total comes from", (*Engine).trace),
	method("prove", "holds a total against its units", (*Engine).prove),
	method("indicators", "computes the indicators of the units whose reports are open", (*Engine).indicators),
	method("brief", "makes one page for a leader, of one report or of all that are open", (*Engine).brief),
	method("practice", "begins a made-up district", (*Engine).practice),
	method("practiceFile", "makes a file of the made-up district", (*Engine).practiceFile),
}

// Call calls a method. Request is its request as JSON, and blobs are the contents that
// come with it; reply is a [Reply] as JSON, and contents are those of its files. It never
// panics.
func (e *Engine) Call(name string, request []byte, blobs ...[]byte) (reply []byte, contents [][]byte) {
	c := &call{lang: msg.ZH, blobs: blobs}
	result, err := e.run(c, name, request)
	r := Reply{Schema: Schema}
	if err == nil {
		r.Result, err = json.Marshal(result)
	}
	if err != nil {
		r.Result, r.Error = nil, faultOf(err, c.lang)
	} else {
		r.Files, contents = c.made, c.contents
	}
	reply, err = json.Marshal(r)
	if err != nil { // a Reply has nothing that fails
		panic(err)
	}
	return text.JSON([]byte(onPage(string(reply)))), contents
}

// run finds a method and calls it.
func (e *Engine) run(c *call, name string, request []byte) (result any, err error) {
	defer func() {
		if p := recover(); p != nil {
			result, err = nil, msg.NewCrash("", p)
		}
	}()
	var asked Asked
	if json.Unmarshal(request, &asked); asked.Lang == string(msg.EN) { // a request that is none is said by the method
		c.lang = msg.EN
	}
	for _, m := range Methods {
		if m.Name == name {
			return m.run(e, c, request)
		}
	}
	return nil, badCall("no method " + name)
}

// coded is an error that programs tell apart. Detail is what is wrong with a request.
type coded struct {
	error
	code   FaultCode
	detail string
}

// Unwrap is the error for people.
func (c coded) Unwrap() error { return c.error }

// badCall is the error of a request that is not as the contract says, which is a fault of
// the page.
func badCall(why string) error {
	return coded{&msg.Problem{What: msg.T("页面发出的请求有误", "the page made a wrong request"), Hint: msg.T("请重新打开页面", "open the page again")}, BadCall, why}
}

// faultOf is an error for people.
func faultOf(err error, lang msg.Lang) *Fault {
	f := &Fault{}
	var c coded
	var crash *msg.Crash
	switch {
	case errors.As(err, &c):
		f.Code, f.Detail = c.code, c.detail
	case errors.As(err, &crash):
		f.Code = Crashed
	case errors.Is(err, gkxl.ErrNotPublished):
		f.Code = NeedsDraft
	}
	var p *msg.Problem
	if !errors.As(err, &p) {
		p = &msg.Problem{What: msg.Of(err)}
	}
	f.Where, f.What, f.Hint = p.Where, p.What.In(lang), p.Hint.In(lang)
	if p.Hint.IsZero() {
		f.Hint = ""
	}
	return f
}

// safePath makes each part of a path a name that any system takes.
func safePath(p string) string {
	parts := strings.Split(strings.ReplaceAll(p, `\`, "/"), "/")
	out := parts[:0]
	for _, s := range parts {
		if s != "" && s != "." {
			out = append(out, units.SafeName(s))
		}
	}
	return strings.Join(out, "/")
}

// mediaType is the media type of a file by its ending.
func mediaType(name string) string {
	switch strings.ToLower(path.Ext(name)) {
	case ".xlsx":
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case ".docx":
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	case ".ofd":
		return "application/ofd"
	case ".pdf":
		return "application/pdf"
	case ".html":
		return "text/html;charset=utf-8"
	case ".csv":
		return "text/csv;charset=utf-8"
	case ".json", ".sarif":
		return "application/json"
	case ".svg":
		return "image/svg+xml"
	case ".zip":
		return "application/zip"
	case ".txt", ".md":
		return "text/plain;charset=utf-8"
	}
	return "application/octet-stream"
}
