package formtest

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
)

// Stream is a stream of a container that [Compound] makes: its name, with those of the storages it lies in before it,
// divided by slashes.
type Stream struct {
	Path string
	Data []byte
}

// Sizes in a container, in bytes, and the numbers that stand in its tables for no sector, the last one of a chain, and a
// sector of the table itself.
const (
	sector, shortSector, shortStream = 512, 64, 4096
	free, end, table                 = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
)

// Compound is a container of old Office formats that holds streams.
func Compound(streams ...Stream) []byte {
	c := newContainer()
	for _, s := range streams {
		c.add(s)
	}
	shortTable := c.storeShort()
	directory := (len(c.entries)*128 + sector - 1) / sector
	content := c.data.Len()/sector + directory
	tables := 1
	for tables*sector/4 < tables+content {
		tables++
	}
	if tables > 109 {
		panic("formtest: the streams are too long")
	}
	for _, e := range c.long {
		e.start += uint32(tables + directory)
	}
	var b bytes.Buffer
	c.writeHeader(&b, tables, shortTable.start)
	c.writeTable(&b, tables, directory)
	c.writeDirectory(&b, directory)
	b.Write(c.data.Bytes())
	return b.Bytes()
}

// container is what [Compound] collects: the entries of the directory, and the content of their streams. Long streams
// begin at a sector of data, and short ones, all together, at a short sector of shorts.
type container struct {
	entries    []*entry
	last       map[int]int    // the last child of each storage so far
	storages   map[string]int // the entries of storages, by their paths
	data       bytes.Buffer
	shorts     bytes.Buffer
	shortTable bytes.Buffer // where the next short sector of each one is
	long       []*entry     // what lies in data
	sectors    []int        // how many sectors each of these has
}

func newContainer() *container {
	return &container{entries: []*entry{{name: "Root Entry", kind: 5, start: end, child: free, right: free}}, last: map[int]int{}, storages: map[string]int{"": 0}}
}

// add puts a stream into the container, and the storages it lies in.
func (c *container) add(s Stream) {
	folder, name := c.split(s.Path)
	e := &entry{name: name, kind: 2, size: len(s.Data), start: end}
	c.enter(folder, e)
	switch {
	case len(s.Data) >= shortStream:
		c.store(e, s.Data)
	case len(s.Data) > 0:
		e.start = uint32(c.shorts.Len() / shortSector)
		c.shorts.Write(s.Data)
		fill(&c.shorts, shortSector)
		link(&c.shortTable, int(e.start), c.shorts.Len()/shortSector-int(e.start))
	}
}

// split is the entry of the storage in which something lies, and its name there.
func (c *container) split(path string) (storage int, name string) {
	cut := strings.LastIndex(path, "/")
	return c.storage(path[:max(0, cut)]), path[cut+1:]
}

// storage is the entry of a storage, which is made where there is none.
func (c *container) storage(path string) int {
	if at, ok := c.storages[path]; ok {
		return at
	}
	folder, name := c.split(path)
	c.storages[path] = c.enter(folder, &entry{name: name, kind: 1})
	return c.storages[path]
}

// enter writes an entry into the directory, behind the others in its storage, and returns its number.
func (c *container) enter(storage int, e *entry) int {
	e.child, e.right = free, free
	c.entries = append(c.entries, e)
	at := len(c.entries) - 1
	if before := c.last[storage]; before > 0 {
		c.entries[before].right = uint32(at)
	} else {
		c.entries[storage].child = uint32(at)
	}
	c.last[storage] = at
	return at
}

// store puts the content of an entry into sectors of its own.
func (c *container) store(e *entry, content []byte) {
	e.start = uint32(c.data.Len() / sector)
	c.long = append(c.long, e)
	c.data.Write(content)
	fill(&c.data, sector)
	c.sectors = append(c.sectors, c.data.Len()/sector-int(e.start))
}

// storeShort stores the short streams as the content of the root entry, and then their table, whose entry in no directory
// says where it begins.
func (c *container) storeShort() *entry {
	where := &entry{start: end}
	if c.shorts.Len() == 0 {
		return where
	}
	for c.shortTable.Len()%sector > 0 {
		put(&c.shortTable, uint32(free))
	}
	c.entries[0].size = c.shorts.Len()
	c.store(c.entries[0], c.shorts.Bytes())
	c.store(where, c.shortTable.Bytes())
	return where
}

// writeHeader writes the first sector: where the tables and the directory begin.
func (c *container) writeHeader(b *bytes.Buffer, tables int, shortTable uint32) {
	put(b, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), [16]byte{}, uint16(0x3E), uint16(3), uint16(0xFFFE), uint16(9), uint16(6), [6]byte{},
		uint32(0), uint32(tables), uint32(tables), uint32(0), uint32(shortStream), shortTable, uint32(c.shortTable.Len()/sector), uint32(end), uint32(0))
	for i := range 109 {
		if i < tables {
			put(b, uint32(i))
		} else {
			put(b, uint32(free))
		}
	}
}

// writeTable writes which sector follows each one: of the table itself, of the directory behind it, and of the streams.
func (c *container) writeTable(b *bytes.Buffer, tables, directory int) {
	for range tables {
		put(b, uint32(table))
	}
	at := tables
	for _, sectors := range append([]int{directory}, c.sectors...) {
		link(b, at, sectors)
		at += sectors
	}
	for ; at < tables*sector/4; at++ {
		put(b, uint32(free))
	}
}

// writeDirectory writes the entries, and empty ones up to the end of its last sector.
func (c *container) writeDirectory(b *bytes.Buffer, sectors int) {
	for _, e := range c.entries {
		var name [32]uint16
		units := utf16.Encode([]rune(e.name))
		copy(name[:], units)
		put(b, name, uint16(2*len(units)+2), e.kind, byte(1), uint32(free), e.right, e.child, [16]byte{}, uint32(0), [16]byte{}, e.start, uint32(e.size), uint32(0))
	}
	for range sectors*sector/128 - len(c.entries) {
		put(b, [64]byte{}, uint16(0), byte(0), byte(1), uint32(free), uint32(free), uint32(free), [48]byte{})
	}
}

// put writes numbers, the lowest byte first, and bytes.
func put(b *bytes.Buffer, fields ...any) {
	for _, f := range fields {
		binary.Write(b, binary.LittleEndian, f)
	}
}

// link writes a chain of so many sectors from a place on: the number of the next one for each, and the end.
func link(b *bytes.Buffer, at, sectors int) {
	for i := range sectors {
		if at++; i == sectors-1 {
			put(b, uint32(end))
		} else {
			put(b, uint32(at))
		}
	}
}

// fill writes zeros up to a whole number of units.
func fill(b *bytes.Buffer, unit int) { b.Write(make([]byte, (unit-b.Len()%unit)%unit)) }

// entry is an entry of the directory of a container: a storage of kind 1 or a stream of kind 2. Child and right are the
// numbers of the first entry in it and of the next one beside it.
type entry struct {
	name         string
	kind         byte
	start        uint32
	size         int
	child, right uint32
}
