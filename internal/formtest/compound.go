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

// Compound is a container of old Office formats that holds streams.
func Compound(streams ...Stream) []byte {
	const sector, small, least, free, end, fat = 512, 64, 4096, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
	entries := []*entry{{name: "Root Entry", kind: 5, start: end, child: free, right: free}}
	last := map[int]int{} // the last child of each storage so far
	add := func(parent int, e *entry) int {
		e.child, e.right = free, free
		entries = append(entries, e)
		at := len(entries) - 1
		if before := last[parent]; before > 0 {
			entries[before].right = uint32(at)
		} else {
			entries[parent].child = uint32(at)
		}
		last[parent] = at
		return at
	}
	storages := map[string]int{"": 0}
	var storage func(path string) int
	storage = func(path string) int {
		if at, ok := storages[path]; ok {
			return at
		}
		cut := strings.LastIndex(path, "/")
		storages[path] = add(storage(path[:max(0, cut)]), &entry{name: path[cut+1:], kind: 1})
		return storages[path]
	}
	var data, minis, miniTable bytes.Buffer // streams, short ones together, and the table of these
	var chains []int                        // the sectors of each stream
	var long []*entry
	put := func(b *bytes.Buffer, fields ...any) {
		for _, f := range fields {
			binary.Write(b, binary.LittleEndian, f)
		}
	}
	// link writes a chain of so many sectors from a place on.
	link := func(b *bytes.Buffer, at, sectors int) {
		for i := range sectors {
			if at++; i == sectors-1 {
				put(b, uint32(end))
			} else {
				put(b, uint32(at))
			}
		}
	}
	fill := func(b *bytes.Buffer, unit int) { b.Write(make([]byte, (unit-b.Len()%unit)%unit)) }
	store := func(e *entry, content []byte) {
		e.start = uint32(data.Len() / sector)
		long = append(long, e)
		data.Write(content)
		fill(&data, sector)
		chains = append(chains, data.Len()/sector-int(e.start))
	}
	for _, s := range streams {
		cut := strings.LastIndex(s.Path, "/")
		e := &entry{name: s.Path[cut+1:], kind: 2, size: len(s.Data), start: end}
		add(storage(s.Path[:max(0, cut)]), e)
		switch {
		case len(s.Data) >= least:
			store(e, s.Data)
		case len(s.Data) > 0:
			e.start = uint32(minis.Len() / small)
			minis.Write(s.Data)
			fill(&minis, small)
			link(&miniTable, int(e.start), minis.Len()/small-int(e.start))
		}
	}
	table := &entry{}
	if minis.Len() > 0 {
		for miniTable.Len()%sector > 0 {
			put(&miniTable, uint32(free))
		}
		entries[0].size = minis.Len()
		store(entries[0], minis.Bytes())
		store(table, miniTable.Bytes())
	}
	directory := (len(entries)*128 + sector - 1) / sector
	content := data.Len()/sector + directory
	fats := 1
	for fats*sector/4 < fats+content {
		fats++
	}
	if fats > 109 {
		panic("formtest: the streams are too long")
	}
	for _, e := range long {
		e.start += uint32(fats + directory)
	}
	miniAt := table.start
	if minis.Len() == 0 {
		miniAt = end
	}
	var b bytes.Buffer
	put(&b, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), [16]byte{}, uint16(0x3E), uint16(3), uint16(0xFFFE), uint16(9), uint16(6), [6]byte{},
		uint32(0), uint32(fats), uint32(fats), uint32(0), uint32(least), miniAt, uint32(miniTable.Len()/sector), uint32(end), uint32(0))
	for i := range 109 {
		if i < fats {
			put(&b, uint32(i))
		} else {
			put(&b, uint32(free))
		}
	}
	for range fats {
		put(&b, uint32(fat))
	}
	at := fats
	for _, sectors := range append([]int{directory}, chains...) {
		link(&b, at, sectors)
		at += sectors
	}
	for ; at < fats*sector/4; at++ {
		put(&b, uint32(free))
	}
	for _, e := range entries {
		var name [32]uint16
		units := utf16.Encode([]rune(e.name))
		copy(name[:], units)
		put(&b, name, uint16(2*len(units)+2), e.kind, byte(1), uint32(free), e.right, e.child, [16]byte{}, uint32(0), [16]byte{}, e.start, uint32(e.size), uint32(0))
	}
	for range directory*sector/128 - len(entries) {
		put(&b, [64]byte{}, uint16(0), byte(0), byte(1), uint32(free), uint32(free), uint32(free), [48]byte{})
	}
	b.Write(data.Bytes())
	return b.Bytes()
}

// entry is an entry of the directory of a container: a storage of kind 1 or a stream of kind 2. Child and right are the
// numbers of the first entry in it and of the next one beside it.
type entry struct {
	name         string
	kind         byte
	start        uint32
	size         int
	child, right uint32
}
