package pdf

import (
	"bytes"

	"github.com/gkxl/gkxl/msg"
)

// file is a PDF's objects by number. They are read when they are asked for. Errors are kept: err is the first,
// and whoever reads on gets nothing more.
type file struct {
	*workspace
	data       []byte
	limits     Limits
	packs      map[ref]map[ref]any
	trailer    dict
	encryption *encryption // nil for none
	inflated   int         // bytes of streams that were unpacked
	words      int         // that may still be read
	codes      int         // that fonts name
	err        error
	// mended says what was wrong with the file and was read all the same.
	mended []msg.Text
}

// entry says where an object is: at an offset, or in a stream of objects.
type entry struct {
	offset int
	pack   ref // 0 for none
	free   bool
}

// refuse keeps the first error.
func (f *file) refuse(err error) {
	if f.err == nil {
		f.err = err
	}
}

// mend remembers once that something was wrong and was read all the same.
func (f *file) mend(what msg.Text) {
	for _, m := range f.mended {
		if m == what {
			return
		}
	}
	if len(f.mended) < 20 {
		f.mended = append(f.mended, what)
	}
}

// encrypted is the refusal of an encrypted file.
var encrypted = &msg.Problem{What: msg.T("PDF 已加密，无法读取", "the PDF is encrypted"), Hint: msg.T("请用没有加密的 PDF", "use a PDF that is not encrypted"), Kind: msg.ErrEncrypted}

// open finds the objects of a file. It follows the tables that say where they are, since a file that was saved
// again holds old objects beside the ones that count. Where the tables are damaged it searches for the objects,
// and the later one counts.
func open(data []byte, limits Limits) (*file, error) {
	f := &file{data: data, limits: limits, words: limits.Words, workspace: workspaces.Get().(*workspace)}
	if len(data) > limits.Bytes {
		return nil, tooMuch
	}
	f.clear()
	if !f.followTables() && f.err == nil {
		f.clear()
		f.search()
		if len(f.entries) > 0 {
			f.mend(msg.T("对象目录（交叉引用表）缺失或损坏，已逐个查找对象", "the table of objects (cross-reference table) is missing or damaged; the objects were searched for"))
		}
	}
	if f.trailer.at("Encrypt") != nil && f.encryption == nil {
		return nil, encrypted
	}
	return f, f.err
}

// clear forgets what is known of the objects.
func (f *file) clear() {
	f.encryption = nil
	clear(f.entries)
	clear(f.objects)
	f.packs, f.trailer = map[ref]map[ref]any{}, &dictionary{}
}

// followTables reads the tables of objects, the newest first. It reports whether they hold together.
func (f *file) followTables() bool {
	i := bytes.LastIndex(f.data, []byte("startxref"))
	if i < 0 {
		return false
	}
	v, _ := f.parser(f.data, i+len("startxref")).object()
	start, ok := v.(float64)
	if !ok {
		return false
	}
	seen := map[int]bool{}
	for next := int(start); ; {
		if next <= 0 || next >= len(f.data) || seen[next] || len(seen) > f.limits.Depth*10 {
			return false
		}
		seen[next] = true
		d, ok := f.table(next)
		if !ok || f.err != nil {
			return false
		}
		if f.trailer.at("Root") == nil {
			f.trailer = d
		}
		if hybrid := f.int(d.at("XRefStm"), 0); hybrid > 0 && hybrid < len(f.data) && !seen[hybrid] {
			seen[hybrid] = true
			if _, ok := f.table(hybrid); !ok {
				return false
			}
		}
		if d.at("Prev") == nil {
			break
		}
		next = f.int(d.at("Prev"), 0)
	}
	for num, e := range f.entries {
		if e.pack == 0 && !e.free {
			if n, _, ok := headerAt(f.data, e.offset); !ok || n != num {
				return false
			}
		}
	}
	if f.trailer.at("Encrypt") != nil && !f.unlock() {
		return true
	}
	root := f.dict(f.trailer.at("Root"))
	return root != nil && f.dict(root.at("Pages")) != nil
}

// headerAt returns the number of the object that begins at a place, and where its content begins; ok is false if none
// does.
func headerAt(data []byte, at int) (num ref, content int, ok bool) {
	if at < 0 || at >= len(data) {
		return 0, 0, false
	}
	for at < len(data)-1 && space(data[at]) {
		at++
	}
	n, i := digitsFrom(data, at, 9)
	generation := i
	for generation < len(data) && space(data[generation]) {
		generation++
	}
	_, k := digitsFrom(data, generation, 5)
	end := k
	for end < len(data) && space(data[end]) {
		end++
	}
	ok = i > at && generation > i && k > generation && end > k && bytes.HasPrefix(data[min(end, len(data)):], []byte("obj"))
	return ref(n), end + len("obj"), ok
}

// generationAt returns the generation of the object that begins at a place.
func generationAt(data []byte, at int) int {
	for at < len(data)-1 && space(data[at]) {
		at++
	}
	_, i := digitsFrom(data, at, 9)
	for i < len(data) && space(data[i]) {
		i++
	}
	n, _ := digitsFrom(data, i, 5)
	return n
}

// digitsFrom reads a number of at most so many digits, and returns where it ends.
func digitsFrom(data []byte, at, most int) (n, end int) {
	for end = at; end < len(data) && end-at < most && data[end] >= '0' && data[end] <= '9'; end++ {
		n = n*10 + int(data[end]-'0')
	}
	return n, end
}

// headerBefore returns where the object begins whose word "obj" stands at a place; -1 if there is none.
func headerBefore(data []byte, at int) int {
	back := func(i, most int, is func(byte) bool) int {
		from := i
		for i > 0 && from-i < most && is(data[i-1]) {
			i--
		}
		return i
	}
	decimal := func(c byte) bool { return c >= '0' && c <= '9' }
	i := back(at, 10, space)
	i = back(back(i, 5, decimal), 10, space)
	return back(i, 9, decimal)
}

// table reads one table of objects, in either of its two forms, and returns its trailer.
func (f *file) table(at int) (dict, bool) {
	p := f.parser(f.data, at)
	p.blanks()
	if !bytes.HasPrefix(f.data[min(p.i, len(f.data)):], []byte("xref")) {
		return f.tableStream(p.i)
	}
	p.i += len("xref")
	for {
		v, ok := p.object()
		if v == operator("trailer") {
			break
		}
		from, isFrom := v.(float64)
		v, _ = p.object()
		count, isCount := v.(float64)
		if !ok || !isFrom || !isCount || from < 0 || count < 0 {
			return nil, false
		}
		for k := range int(min(count, 1e9)) {
			at, isAt := p.numeric()
			_, _ = p.numeric()
			kind, ok := p.object()
			if !ok || !isAt || kind != operator("n") && kind != operator("f") {
				return nil, false
			}
			f.enter(ref(int(from)+k), entry{offset: int(at), free: kind == operator("f")})
			if f.err != nil {
				return nil, false
			}
		}
	}
	v, _ := p.object()
	d, ok := v.(dict)
	return d, ok
}

// tableStream reads a table of objects that is a stream.
func (f *file) tableStream(at int) (dict, bool) {
	_, content, ok := headerAt(f.data, at)
	if !ok {
		return nil, false
	}
	p := f.parser(f.data, content)
	v, _ := p.object()
	s := f.streamAt(p, v)
	if s == nil || f.get(s.dict.at("Type")) != name("XRef") {
		return nil, false
	}
	data, err := f.unpack(s)
	if err != nil {
		return nil, false
	}
	var width [3]int
	sum := 0
	w := f.list(s.dict.at("W"))
	for i := range width {
		if i < len(w) {
			width[i] = f.int(w[i], -1)
		}
		if width[i] < 0 || width[i] > 8 {
			return nil, false
		}
		sum += width[i]
	}
	if sum == 0 {
		return nil, false
	}
	index := f.list(s.dict.at("Index"))
	if s.dict.at("Index") == nil {
		index = []any{0.0, s.dict.at("Size")}
	}
	for ; len(index) >= 2; index = index[2:] {
		from, count := f.int(index[0], -1), f.int(index[1], -1)
		if from < 0 || count < 0 || count*sum > len(data) {
			return nil, false
		}
		for k := range count {
			var field [3]int
			for i, n := range width {
				for _, c := range data[:n] {
					field[i] = field[i]<<8 | int(c)
				}
				data = data[n:]
			}
			if width[0] == 0 {
				field[0] = 1
			}
			switch field[0] {
			case 0:
				f.enter(ref(from+k), entry{free: true})
			case 1:
				f.enter(ref(from+k), entry{offset: field[1]})
			case 2:
				f.enter(ref(from+k), entry{pack: ref(field[1])})
			}
		}
	}
	return s.dict, f.err == nil
}

// enter takes an entry of a table, unless a newer table has one.
func (f *file) enter(num ref, e entry) {
	if len(f.entries) >= f.limits.References {
		f.refuse(tooMuch)
		return
	}
	if _, there := f.entries[num]; !there {
		f.entries[num] = e
	}
}

// search finds the objects by their beginnings. Of two of one number the later counts.
func (f *file) search() {
	found, words := 0, 0
	for at := 0; at < len(f.data) && f.err == nil; {
		i := bytes.Index(f.data[at:], []byte("obj"))
		if i < 0 {
			break
		}
		if words++; words > 5*f.limits.References {
			f.refuse(tooMuch)
			return
		}
		word := at + i
		begin := headerBefore(f.data, word)
		num, content, ok := headerAt(f.data, begin)
		if !ok || begin < at {
			at = word + len("obj")
			continue
		}
		if found++; found > f.limits.References {
			f.refuse(tooMuch)
			return
		}
		p := f.parser(f.data, content)
		v, _ := p.object()
		s := f.streamAt(p, v)
		delete(f.objects, num)
		f.entries[num] = entry{offset: begin}
		switch {
		case s == nil:
			f.objects[num] = v
		case s.dict.at("Type") == name("ObjStm"):
			delete(f.packs, num)
			for inside := range f.pack(num) {
				f.entries[inside] = entry{pack: num}
				delete(f.objects, inside)
			}
		case s.dict.at("Type") == name("XRef") && s.dict.at("Root") != nil:
			f.trailer = s.dict
		}
		at = max(p.i, content)
	}
	if i := bytes.LastIndex(f.data, []byte("trailer")); i >= 0 {
		v, _ := f.parser(f.data, i+len("trailer")).object()
		if d, ok := v.(dict); ok && (d.at("Root") != nil || f.trailer.at("Root") == nil) {
			f.trailer = d
		}
	}
	if f.dict(f.trailer.at("Root")) != nil {
		return
	}
	last := ref(-1)
	for num := range f.entries {
		if d := f.dict(num); d != nil && d.at("Type") == name("Catalog") && num > last {
			last = num
			f.trailer.set("Root", num)
		}
	}
}

// streamAt reads the stream behind a dictionary; nil if there is none.
func (f *file) streamAt(p *parser, v any) *stream {
	d, ok := v.(dict)
	if !ok {
		return nil
	}
	p.blanks()
	rest := p.b[min(p.i, len(p.b)):]
	if !bytes.HasPrefix(rest, []byte("stream")) {
		return nil
	}
	rest = bytes.TrimPrefix(bytes.TrimPrefix(rest[len("stream"):], []byte("\r")), []byte("\n"))
	start := len(p.b) - len(rest)
	s := &stream{dict: d}
	n := f.int(d.at("Length"), -1)
	if n < 0 || n > len(rest) || !bytes.HasPrefix(bytes.TrimLeft(rest[n:min(len(rest), n+16)], " \r\n"), []byte("endstream")) {
		if n = bytes.Index(rest, []byte("endstream")); n < 0 {
			n, s.cut = len(rest), true
		} else {
			s.wrongLength = true
		}
	}
	p.i = start + n
	s.data = rest[:n]
	return s
}

// pack returns the objects in a stream of objects.
func (f *file) pack(num ref) map[ref]any {
	if p, ok := f.packs[num]; ok {
		return p
	}
	f.packs[num] = nil // what is in itself is nothing
	if len(f.packs) > f.limits.ObjectStreams {
		f.refuse(tooMuch)
		return nil
	}
	if e := f.entries[num]; e.pack != 0 {
		return nil // a stream cannot be in another
	}
	s, ok := f.get(num).(*stream)
	if !ok {
		f.refuse(damaged(msg.T("PDF 的一部分内容缺失", "a part of the PDF is missing")))
		return nil
	}
	data := f.contentOf(s, msg.T("PDF 的一部分内容", "a part of the PDF"))
	first, count := f.int(s.dict.at("First"), 0), f.int(s.dict.at("N"), 0)
	if first < 0 || first > len(data) {
		f.refuse(damaged(msg.T("PDF 的一部分内容已损坏", "a part of the PDF is damaged")))
		return nil
	}
	const least = 4 // bytes that the index takes for an object
	out := make(map[ref]any, max(0, min(count, first/least, f.limits.Objects)))
	f.packs[num] = out
	index := f.parser(data[:first], 0)
	for range count {
		n, isNum := index.numeric()
		o, isOffset := index.numeric()
		if !isNum || !isOffset || n < 0 || n > 1e9 || o < 0 || first+int(o) > len(data) {
			f.refuse(damaged(msg.T("PDF 的一部分内容已损坏", "a part of the PDF is damaged")))
			return nil
		}
		if len(f.objects)+len(out) > f.limits.Objects {
			f.refuse(tooMuch)
			return nil
		}
		p := f.parser(data, first+int(o))
		out[ref(n)], _ = p.object()
		f.checkLimits(p)
	}
	return out
}

// checkLimits refuses the file if a parser met more than the limits, and remembers words that mean nothing.
func (f *file) checkLimits(p *parser) {
	if p.over {
		f.refuse(tooMuch)
	}
	if p.odd {
		f.mend(msg.T("PDF 里有写坏的地方，读到的可能与页面上看到的不同", "something in the PDF is spoilt; what was read may differ from what the pages show"))
	}
}

// load reads an object.
func (f *file) load(num ref) any {
	if v, ok := f.objects[num]; ok {
		return v
	}
	e, ok := f.entries[num]
	if !ok || e.free || f.err != nil {
		return nil
	}
	if len(f.objects) > f.limits.Objects {
		f.refuse(tooMuch)
		return nil
	}
	f.objects[num] = nil // what refers to itself is nothing
	var v any
	if e.pack != 0 {
		v = f.pack(e.pack)[num]
	} else {
		_, content, ok := headerAt(f.data, e.offset)
		if !ok {
			return nil
		}
		p := f.parser(f.data, content)
		v, _ = p.object()
		f.checkLimits(p)
		if s := f.streamAt(p, v); s != nil {
			v = s
		}
		if f.encryption != nil {
			v = f.encryption.decrypted(v, num, generationAt(f.data, e.offset))
		}
	}
	f.objects[num] = v
	return v
}

// get resolves references. What a reference leads to that is not there is nil.
func (f *file) get(v any) any {
	for range 20 {
		r, ok := v.(ref)
		if !ok {
			return v
		}
		v = f.load(r)
	}
	return nil
}

// dict returns a dictionary, or that of a stream; nil if it is neither.
func (f *file) dict(v any) dict {
	switch v := f.get(v).(type) {
	case dict:
		return v
	case *stream:
		return v.dict
	}
	return nil
}

// list returns an array, or the one object that stands for an array of it; nil if there is none.
func (f *file) list(v any) []any {
	switch o := f.get(v).(type) {
	case nil:
		return nil
	case []any:
		return o
	}
	return []any{v}
}

// int returns a whole number, or the other value where there is none.
func (f *file) int(v any, otherwise int) int {
	if n, ok := f.get(v).(float64); ok && n >= -1e9 && n <= 1e9 {
		return int(n)
	}
	return otherwise
}

// float returns a number, or the other value where there is none.
func (f *file) float(v any, otherwise float64) float64 {
	if n, ok := f.get(v).(float64); ok && n >= -1e9 && n <= 1e9 {
		return n
	}
	return otherwise
}

// floats returns the numbers of an array of at least n; nil if there are not so many.
func (f *file) floats(v any, n int) []float64 {
	a, _ := f.get(v).([]any)
	if len(a) < n || len(a) > 1000 {
		return nil
	}
	out := make([]float64, len(a))
	for i, x := range a {
		out[i] = f.float(x, 0)
	}
	return out
}
