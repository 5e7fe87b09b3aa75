package workbook

import (
	"bytes"
	"sync"

	"github.com/gkxl/gkxl/internal/zipfile"
)

// keptPart is the size in bytes of the largest part that is compared with the last one of its name.
const keptPart = 256 << 10

// lastParts are the last parts that were compressed, by their names: of the workbooks for a hundred units, which are
// written one after the other, most parts are the same.
var lastParts sync.Map

// lastPart is a part with what it is compressed to.
type lastPart struct {
	data  []byte
	entry *zipfile.Entry
}

// packer compresses one part after the other.
type packer struct {
	name  string
	data  bytes.Buffer   // the part, until it is too large to be compared
	entry *zipfile.Entry // of a part that is
}

// begin begins a part.
func (p *packer) begin(name string) {
	p.name, p.entry = name, nil
	p.data.Reset()
}

func (p *packer) Write(b []byte) (int, error) {
	if p.entry == nil && p.data.Len()+len(b) <= keptPart {
		return p.data.Write(b)
	}
	if p.entry == nil {
		p.entry = zipfile.NewEntry(p.name)
		if _, err := p.entry.Write(p.data.Bytes()); err != nil {
			return 0, err
		}
	}
	return p.entry.Write(b)
}

// close ends the part.
func (p *packer) close() (*zipfile.Entry, error) {
	if p.entry != nil {
		return p.entry, p.entry.Close()
	}
	data := p.data.Bytes()
	if last, ok := lastParts.Load(p.name); ok && bytes.Equal(last.(lastPart).data, data) {
		return last.(lastPart).entry, nil
	}
	e := zipfile.NewEntry(p.name)
	if _, err := e.Write(data); err != nil {
		return nil, err
	}
	err := e.Close()
	if err == nil {
		lastParts.Store(p.name, lastPart{bytes.Clone(data), e})
	}
	return e, err
}
