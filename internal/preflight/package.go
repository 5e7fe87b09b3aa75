package preflight

import (
	"archive/zip"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/zipfile"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// rulePart is the rule on what of a workbook is not read.
const rulePart = "FILE-PART"

// content is a workbook that has passed the checks, with its parts under the names
// that the library knows them by.
type content struct {
	lim     Limits
	scanner *scanner
	entries map[string]*zip.File // by key
	total   int64                // bytes inflated
	whole   int                  // up to how many bytes a sheet is scanned whole

	parts  map[string][]byte // by the library's name: what is read of the file
	sheets []Sheet
	notes  []model.Note
	names  []Name
	// named says that some name is written in an unusual way.
	named  bool
	shared sharedTexts
	rich   bool // some text of a cell has stretches with fonts of their own
}

// load checks a file and reads its parts. Sheets to which a defined name leads for
// which unread is true are not read. The error is a *msg.Problem.
func load(data []byte, lim Limits, unread func(name string) bool) (*content, error) {
	return loadBy(data, lim, unread, maxWhole)
}

// loadBy is load where sheets are scanned whole up to so many bytes.
func loadBy(data []byte, lim Limits, unread func(name string) bool, whole int) (*content, error) {
	if int64(len(data)) > lim.File {
		return nil, msg.OfKind(msg.ErrTooLarge, problem("文件有 %d MB，超过上限 %d MB", "the file has %d MB, the limit is %d MB", useXlsx, len(data)>>20, lim.File>>20))
	}
	if !bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return nil, sniff(data)
	}
	// The directory is parsed whole, so its length is known before. Files embedded in the
	// workbook may be archives themselves.
	if n := zipfile.Entries(data); n > 16*lim.Entries {
		return nil, tooManyParts(n, lim)
	}
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, problem("文件不完整：结尾的部分缺失或损坏", "the file is incomplete: its end is missing or damaged", sendAgain)
	}
	if len(zr.File) > lim.Entries {
		return nil, tooManyParts(len(zr.File), lim)
	}
	c := newContent(lim, len(zr.File), whole)
	defer c.scanner.release()
	for _, e := range zr.File {
		if zipfile.IsFolder(e) {
			continue
		}
		key := zipfile.Key(e.Name)
		if c.entries[key] != nil {
			return nil, problem("文件中的部件“%s”重复，无法确定以哪一个为准", "the part %q is there twice, and which one counts is unclear", saveAgain, clip(e.Name))
		}
		c.entries[key] = e
	}
	kind := mimetype(zr)
	if strings.HasPrefix(kind, "application/vnd.oasis.opendocument.text") {
		return nil, problem("这是 OpenDocument 文字文档（.odt），不是工作簿", "this is an OpenDocument text (.odt), no workbook", useXlsx)
	}
	if err := foreignPackage(c.entries, kind); err != nil {
		return nil, err
	}
	return c, c.read(zr.File, unread)
}

// newContent is the content of a file with so many parts of which nothing is read yet.
func newContent(lim Limits, parts, whole int) *content {
	c := &content{lim: lim, scanner: scanners.Get().(*scanner), entries: make(map[string]*zip.File, parts),
		parts: map[string][]byte{}, whole: whole}
	c.scanner.lim = lim
	c.scanner.sum.highest = -1
	return c
}

func tooManyParts(n int, lim Limits) error {
	return msg.OfKind(msg.ErrTooLarge, problem("文件包含 %d 个部件，超过上限 %d", "the file has %d parts, the limit is %d", saveAgain, n, lim.Entries))
}

// read reads every part to its end, so that its checksum is verified, and keeps those
// that the library parses.
func (c *content) read(files []*zip.File, unread func(name string) bool) error {
	g, err := c.graph(unread)
	if err != nil {
		return err
	}
	for _, e := range files {
		key := zipfile.Key(e.Name)
		if zipfile.IsFolder(e) || g.done[key] {
			continue
		}
		if err := c.add(g, key, e); err != nil {
			return err
		}
	}
	sum := &c.scanner.sum
	if sum.highest >= len(sum.lengths) {
		return problem("工作簿损坏：单元格指向不存在的文字（第 %d 条）", "the workbook is damaged: a cell refers to text %d, which is not there", saveAgain, sum.highest)
	}
	for i, n := range sum.uses {
		// Either factor may be millions, their product is far from the largest int64.
		if err := count(&sum.text, min(n*sum.lengths[i], c.lim.Text+1), c.lim.Text, ofText); err != nil {
			return c.refusal(msg.Text{}, "", err)
		}
	}
	g.finish()
	return nil
}

// add reads one part, and keeps it for the library unless nothing in it is read.
func (c *content) add(g *graph, key string, e *zip.File) error {
	sheet, isSheet := g.sheets[key]
	name := cmp.Or(g.names[key], zipfile.Name(e.Name))
	before := len(c.scanner.sum.lengths)
	var p part
	var data []byte
	scanned := false
	if isSheet && !strings.HasPrefix(key, "customxml/") {
		p, scanned = c.inWindows(e, sheet.unread)
	}
	if !scanned {
		var err error
		if data, err = c.inflate(e, &c.scanner.inflated); err != nil {
			return err
		}
		isXML := strings.HasSuffix(key, ".xml") || strings.HasSuffix(key, ".rels")
		_, known := g.names[key]
		// Parts the library never parses may hold what the scanner does not know.
		if !isXML && !known && !isSheet || strings.HasPrefix(key, "customxml/") {
			return nil
		}
		data = zipfile.UTF8(data)
		if p, err = c.scanner.scan(data, !isSheet || sheet.unread); err != nil {
			if isSheet {
				return c.refusal(msg.F("工作表“%s”", "sheet %q", clip(sheet.name)), e.Name, err)
			}
			return c.refusal(partText(e.Name), e.Name, err)
		}
	}
	if name != namedParts["sharedStrings"] {
		c.scanner.sum.lengths = c.scanner.sum.lengths[:before] // no cell refers to these
	}
	switch {
	case isSheet:
		sheet.root, sheet.there = p.root, true
		if p.root == "worksheet" && !sheet.unread {
			c.parts[sheet.part], sheet.merges, sheet.conditions, sheet.noZeros = p.sheet, p.merges, p.conditions, p.noZeros
			sheet.cells, sheet.records, sheet.odd, sheet.tables, sheet.columns = p.cells, p.records, p.odd, p.tables, p.columns
			c.rich = c.rich || p.rich
		}
		g.sheets[key] = sheet
	case p.root == "worksheet", path.Base(key) == "calcchain.xml":
	default:
		data = bytes.Clone(data)
		c.parts[name] = data
		if name == namedParts["sharedStrings"] {
			c.shared = sharedTexts{part: bytes.TrimPrefix(data, []byte(byteOrder)), ranges: p.texts}
			c.rich = c.rich || p.rich
		}
	}
	return nil
}

// inflate inflates one part into a buffer.
func (c *content) inflate(e *zip.File, buf *bytes.Buffer) ([]byte, error) {
	room := min(c.lim.Part, c.lim.Total-c.total)
	rc, err := e.Open()
	if err != nil {
		return nil, damagedPart(e.Name)
	}
	defer rc.Close()
	buf.Reset()
	buf.Grow(int(min(e.UncompressedSize64, uint64(room))) + bytes.MinRead) // at once: to grow step by step takes twice as much
	n, err := io.Copy(buf, io.LimitReader(rc, room+1))
	switch {
	case n > room:
		return nil, msg.OfKind(msg.ErrTooLarge, problem("文件解压后超过 %d MB，可能是恶意构造的文件", "the file inflates to more than %d MB and may be crafted", saveAgain, c.lim.Total>>20))
	case errors.Is(err, zip.ErrChecksum):
		return nil, problem("文件损坏：部件“%s”的校验码不符", "the file is damaged: the checksum of %q is wrong", sendAgain, clip(e.Name))
	case err != nil:
		return nil, damagedPart(e.Name)
	}
	c.total += n
	return buf.Bytes(), nil
}

func partText(name string) msg.Text { return msg.F("部件“%s”", "the part %q", clip(name)) }

// refusal is the error that a part of a name is refused with; what it is, is what the
// message calls it.
func (c *content) refusal(what msg.Text, name string, err error) error {
	var f *finding
	var e *excess
	switch {
	case errors.As(err, &e):
		return msg.OfKind(msg.ErrTooLarge, problem("工作簿里的%s超过上限 %d", "the workbook exceeds the limit on %s, %d", slim, e.what, e.limit))
	case errors.As(err, &f):
		return msg.OfKind(msg.ErrTooLarge, problem("%s"+f.zh, "%s "+f.en, saveAgain, what))
	}
	return damagedPart(name)
}

// scanned reads and scans a part that tells of others, if it is there. Data is valid until the next part is read.
func (c *content) scanned(key string) (data []byte, p part, err error) {
	e := c.entries[key]
	if e == nil {
		return nil, p, nil
	}
	if data, err = c.inflate(e, &c.scanner.inflated); err != nil {
		return nil, p, err
	}
	data = bytes.TrimPrefix(zipfile.UTF8(data), []byte(byteOrder))
	if p, err = c.scanner.scan(data, true); err != nil {
		err = c.refusal(partText(e.Name), e.Name, err)
	}
	return data, p, err
}

// graph is how the parts of a workbook are related, and what they are called in it and
// by the library. The library looks for some parts by name, whatever the file calls
// them, and distinguishes case.
type graph struct {
	c      *content
	done   map[string]bool       // keys of parts that were read
	names  map[string]string     // the library's names of parts, by key
	sheets map[string]listedPart // by key
	order  []listedPart
	main   []byte // the main part
	part   part   // what the scanner learned of it
}

// listedPart is a sheet, and its part.
type listedPart struct {
	name       string
	key        string // empty if there is no part
	part       string // the library's name
	root       string // local name of the root element
	there      bool
	unread     bool
	merges     []Range
	conditions []byte
	noZeros    bool
	cells      int

	records []record
	odd     bool
	tables  bool
	columns []columnStyle
}

const (
	mainPart  = "xl/workbook.xml"
	relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
)

// relsKey is the key of the part with the relationships of a part; "" is the package.
func relsKey(key string) string { return path.Join(path.Dir(key), "_rels", path.Base("/"+key)+".rels") }

// targetOf is the key of the part that a relationship of a part leads to.
func targetOf(key string, r relation) string { return zipfile.Key(zipfile.Target(key, r.target)) }

// graph reads the main part and the relationships that lead to it and from it.
func (c *content) graph(unread func(name string) bool) (*graph, error) {
	g := &graph{c: c, done: map[string]bool{}, names: map[string]string{}, sheets: map[string]listedPart{}}
	const rels = "_rels/.rels"
	_, top, err := c.scanned(rels)
	if err != nil {
		return nil, err
	}
	g.done[rels] = true
	main := mainPart
	if c.entries[main] == nil && c.entries["xl/workbook.bin"] != nil {
		main = "xl/workbook.bin"
	}
	for _, r := range top.relations {
		key := targetOf("", r)
		switch {
		case c.entries[key] == nil:
		case r.kind == "officeDocument":
			main = key
		case r.kind == "core-properties":
			g.names[key] = "docProps/core.xml"
		case r.kind == "extended-properties":
			g.names[key] = "docProps/app.xml"
		}
	}
	if err := kindOf(c.entries, main); err != nil {
		return nil, err
	}
	if g.main, g.part, err = c.scanned(main); err != nil {
		return nil, err
	}
	g.main = bytes.Clone(g.main)
	_, own, err := c.scanned(relsKey(main))
	if err != nil {
		return nil, err
	}
	g.done[main], g.done[relsKey(main)] = true, true
	if len(g.part.sheets) > c.lim.Sheets {
		return nil, msg.OfKind(msg.ErrTooLarge, problem("工作簿有 %d 张工作表，超过上限 %d", "the workbook has %d sheets, the limit is %d", slim, len(g.part.sheets), c.lim.Sheets))
	}
	g.relate(main, own.relations)
	g.listSheets(main, own.relations, unread)
	return g, g.readSheetRelations()
}

// relate gives the parts that the library looks for by name their names.
func (g *graph) relate(main string, rels []relation) {
	for _, r := range rels {
		key := targetOf(main, r)
		if g.c.entries[key] == nil {
			continue
		}
		if name, ok := namedParts[r.kind]; ok {
			g.names[key] = name
		}
	}
}

// namedParts are the names by which the library looks for parts, by the kind of their
// relationship to the main part.
var namedParts = map[string]string{"sharedStrings": "xl/sharedStrings.xml", "styles": "xl/styles.xml", "theme": "xl/theme/theme1.xml"}

// listSheets finds the parts of the sheets.
func (g *graph) listSheets(main string, rels []relation, unread func(name string) bool) {
	ignored := map[string]bool{}
	seen := map[string]bool{} // of copies of a name, which are valid on one sheet only, the first counts
	for _, n := range g.part.defined {
		if unread == nil || !unread(n.Name) || seen[n.Name] || n.RefersTo == "" {
			continue
		}
		seen[n.Name] = true
		if i := strings.LastIndexByte(n.RefersTo, '!'); i > 0 {
			ignored[strings.ReplaceAll(strings.Trim(n.RefersTo[:i], "'"), "''", "'")] = true
		}
	}
	for i, s := range g.part.sheets {
		l := listedPart{name: s.name, part: fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1), unread: ignored[s.name]}
		k := slices.IndexFunc(rels, func(r relation) bool { return s.id != "" && r.id == s.id && !strings.EqualFold(r.mode, "External") })
		if k >= 0 && g.c.entries[targetOf(main, rels[k])] != nil {
			l.key = targetOf(main, rels[k])
			if first, shared := g.sheets[l.key]; shared {
				l.part = first.part
			} else {
				g.sheets[l.key] = l
			}
		}
		g.order = append(g.order, l)
	}
}

// readSheetRelations finds the comments and drawings of the sheets.
func (g *graph) readSheetRelations() error {
	for _, l := range g.order {
		rels := relsKey(l.key)
		if l.key == "" || g.done[rels] {
			continue
		}
		_, p, err := g.c.scanned(rels)
		if err != nil {
			return err
		}
		g.done[rels] = true
		number := strings.TrimSuffix(strings.TrimPrefix(l.part, "xl/worksheets/sheet"), ".xml")
		var out []relation
		for _, r := range p.relations {
			key := targetOf(l.key, r)
			e := g.c.entries[key]
			if e == nil || strings.EqualFold(r.mode, "External") {
				continue
			}
			switch r.kind {
			case "comments":
				g.names[key] = cmp.Or(g.names[key], "xl/comments"+number+".xml")
			case "drawing":
				g.names[key] = cmp.Or(g.names[key], "xl/drawings/drawing"+number+".xml")
			}
			r.target = "/" + cmp.Or(g.names[key], zipfile.Name(e.Name))
			out = append(out, r)
		}
		g.c.parts[path.Join("xl/worksheets/_rels", path.Base(l.part)+".rels")] = relationships(out)
	}
	return nil
}

// relationships is a part with relationships.
func relationships(rels []relation) []byte {
	var b bytes.Buffer
	b.WriteString(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for _, r := range rels {
		fmt.Fprintf(&b, `<Relationship Id="%s" Type="%s/%s" Target="%s"/>`, escape(r.id), relations, escape(r.kind), escape(r.target))
	}
	b.WriteString(`</Relationships>`)
	return b.Bytes()
}

// finish writes the main part as the library needs it, with an empty sheet for each
// that has no cells to read, so that sheets keep their numbers; and says what is not
// read.
func (g *graph) finish() {
	c := g.c
	var rels []relation
	for _, kind := range slices.Sorted(maps.Keys(namedParts)) {
		if name := namedParts[kind]; c.parts[name] != nil {
			rels = append(rels, relation{"rId" + kind, kind, "/" + name, ""})
		}
	}
	var sheets bytes.Buffer
	sheets.WriteString(`<sheets xmlns:r="` + relations + `">`)
	used := map[string]bool{}
	var passed skipped
	names := nameSheets(g.order)
	for i, l := range g.order {
		s := g.part.sheets[i]
		if l.key != "" {
			first := g.sheets[l.key]
			l.root, l.there, l.merges, l.conditions, l.noZeros, l.cells = first.root, first.there, first.merges, first.conditions, first.noZeros, first.cells
			l.records, l.odd, l.tables, l.columns = first.records, first.odd, first.tables, first.columns
		}
		shown, own := names.add(l.name)
		passed.add(l)
		if c.parts[l.part] == nil {
			c.parts[l.part] = []byte(sheetBegins + rowsBegin + sheetEnds)
		}
		c.sheets = append(c.sheets, Sheet{Name: shown, Part: l.part, Merges: l.merges, Cells: l.cells, Conditions: l.conditions, NoZeros: l.noZeros, HasTables: l.tables, own: own, hidden: s.state != "" && s.state != "visible",
			table: &table{part: c.parts[l.part], records: l.records, columns: l.columns, odd: l.odd}})
		number := s.number
		if n, err := strconv.Atoi(number); err != nil || n < 1 || used[number] {
			number = strconv.Itoa(100_000 + i)
		}
		used[number] = true
		id := "rId" + strconv.Itoa(i+1)
		fmt.Fprintf(&sheets, `<sheet name="%s" sheetId="%s" r:id="%s"`, escape(own), number, id)
		if s.state != "" {
			fmt.Fprintf(&sheets, ` state="%s"`, escape(s.state))
		}
		sheets.WriteString("/>")
		rels = append(rels, relation{id, "worksheet", "/" + l.part, ""})
	}
	sheets.WriteString(`</sheets>`)
	at := g.part.sheetsAt
	c.parts[mainPart] = slices.Concat(g.main[:at[0]], sheets.Bytes(), g.main[at[1]:])
	c.parts["xl/_rels/workbook.xml.rels"] = relationships(rels)
	c.parts["_rels/.rels"] = relationships([]relation{{"rId1", "officeDocument", mainPart, ""}})
	c.names, c.named = g.part.defined, g.part.oddNames
	c.notes = slices.Concat(names.notes, passed.notes(), g.macros())
}

// macros is the note on the macros of a workbook.
func (g *graph) macros() []model.Note {
	for key := range g.c.entries {
		if path.Base(key) == "vbaproject.bin" {
			return []model.Note{{Rule: rulePart, Message: msg.T("文件带有宏；只读取了单元格，宏没有读取，也没有运行", "the file has macros; its cells were read, and the macros were neither read nor run")}}
		}
	}
	return nil
}

// sheetNames gives sheets names that tell them apart, and the library names that it
// allows.
type sheetNames struct {
	total, seen map[string]int  // sheets of a name, in all and so far
	taken       map[string]bool // lower-case names of sheets in the file, and of those given here
	number      int             // of sheets so far
	notes       []model.Note
}

// nameSheets begins to name the sheets of a workbook.
func nameSheets(sheets []listedPart) *sheetNames {
	s := &sheetNames{total: map[string]int{}, seen: map[string]int{}, taken: map[string]bool{}}
	for _, l := range sheets {
		s.total[l.name]++
		s.taken[strings.ToLower(l.name)] = true
	}
	return s
}

// add names the next sheet: shown is what it is called, and own what the library calls
// it. Of two sheets with one name none keeps it, since what refers to it may mean either.
func (s *sheetNames) add(name string) (shown, own string) {
	s.number++
	s.seen[name]++
	shown = name
	if s.total[name] > 1 || strings.TrimSpace(name) == "" {
		base := cmp.Or(strings.TrimSpace(name), "Sheet")
		for n := s.seen[name]; shown == name || s.taken[strings.ToLower(shown)]; n++ {
			shown = fmt.Sprintf("%s (%d)", base, n)
		}
		s.taken[strings.ToLower(shown)] = true
		s.notes = append(s.notes, model.Note{Rule: "VALUE-READING", Found: name, Read: shown, Message: msg.F(
			"第 %d 张工作表没有名称，或与另一张同名（“%s”），这里称作“%s”", "sheet number %d has no name, or that of another sheet (%q); here it is called %q", s.number, clip(name), shown)})
	}
	own = shown
	if strings.Trim(own, "'") != own || len(utf16.Encode([]rune(own))) > maxSheetName || strings.ContainsAny(own, `:\/?*[]`) || s.seen["library "+strings.ToLower(own)] > 0 {
		for n := s.number; own == shown || s.taken[own]; n++ {
			own = fmt.Sprintf("sheet%d", n)
		}
		s.taken[own] = true
	}
	s.seen["library "+strings.ToLower(own)]++
	return shown, own
}

// maxSheetName is the longest name of a sheet in UTF-16 units; other programs than
// Excel write longer ones.
const maxSheetName = 31

// skipped are sheets that are passed over, by what they are.
type skipped struct{ charts, others, lost []string }

func (s *skipped) add(l listedPart) {
	switch {
	case !l.there:
		s.lost = append(s.lost, l.name)
	case l.root == "chartsheet":
		s.charts = append(s.charts, l.name)
	case l.root != "worksheet":
		s.others = append(s.others, l.name)
	}
}

// notes says once of each kind which sheets are passed over.
func (s *skipped) notes() []model.Note {
	var out []model.Note
	for _, k := range []struct {
		names  []string
		zh, en string
	}{
		{s.charts, "工作表%s是图表，没有单元格，跳过", "the sheets %s are charts without cells and were passed over"},
		{s.others, "工作表%s是对话框或宏表，没有读取", "the sheets %s are dialogs or macro sheets and were not read"},
		{s.lost, "工作表%s在文件里没有内容，跳过", "the file has no content for the sheets %s, which were passed over"},
	} {
		if len(k.names) == 0 {
			continue
		}
		quoted := lists.Map(k.names[:min(len(k.names), 8)], func(n string) string { return clip(n) })
		more, etc := "", ""
		if len(k.names) > 8 {
			more, etc = fmt.Sprintf("等 %d 张", len(k.names)), fmt.Sprintf(" and others, %d in all", len(k.names))
		}
		out = append(out, model.Note{Rule: rulePart, Found: k.names[0], Message: msg.T(
			fmt.Sprintf(k.zh, "“"+strings.Join(quoted, "”、“")+"”"+more), fmt.Sprintf(k.en, `"`+strings.Join(quoted, `", "`)+`"`+etc))})
	}
	return out
}

func escape(s string) string { return attributeMarks.Replace(s) }

var attributeMarks = strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;", "\n", "&#10;", "\r", "&#13;", "\t", "&#9;")
