package templates

import (
	"crypto/sha256"
	_ "embed"
	"encoding/binary"
	"strings"

	"go.yaml.in/yaml/v3"
)

// StoredTrees are the files built in, parsed: to read their YAML took half of the
// time of a short run. Each is its name and a digest of its YAML, the number of
// nodes, and the nodes in reading order: kind, line, value, and how many lie right
// below. A file that was changed since is parsed, as a user's is; a test finds that
// out, and writes this anew with -update.
//
//go:embed stored.bin
var storedTrees string

// Stored is the tree that parse makes of a file built in.
func (fs files) stored(name string, data []byte) (root *yaml.Node, ok bool) {
	digest := sha256.Sum256(data)
	_, at, ok := strings.Cut(storedTrees, name+string(digest[:]))
	if !ok {
		return nil, false
	}
	number := func() (n int) { // as binary.AppendUvarint writes it
		for shift := 0; ; shift += 7 {
			c := at[0]
			at = at[1:]
			if n |= int(c&0x7f) << shift; c < 0x80 {
				return n
			}
		}
	}
	nodes := make([]yaml.Node, number())
	below := make([]*yaml.Node, len(nodes))
	var next func() *yaml.Node
	next = func() *yaml.Node {
		n := &nodes[0]
		nodes = nodes[1:]
		fs[n] = name
		n.Kind, n.Line = yaml.Kind(number()), number()
		size := number()
		n.Value, at = at[:size], at[size:]
		count := number()
		n.Content, below = below[:count:count], below[count:]
		for i := range n.Content {
			n.Content[i] = next()
		}
		return n
	}
	return next(), true
}

// Store is what stored reads.
func store(name string, data []byte) []byte {
	root := files{}.parseYAML(name, data, &yaml.Node{Line: 1})
	digest := sha256.Sum256(data)
	count := 0
	var nodes []byte
	var add func(n *yaml.Node)
	add = func(n *yaml.Node) {
		count++
		for _, x := range []int{int(n.Kind), n.Line, len(n.Value)} {
			nodes = binary.AppendUvarint(nodes, uint64(x))
		}
		nodes = append(nodes, n.Value...)
		nodes = binary.AppendUvarint(nodes, uint64(len(n.Content)))
		for _, m := range n.Content {
			add(m)
		}
	}
	add(root)
	out := append([]byte(name), digest[:]...)
	return append(binary.AppendUvarint(out, uint64(count)), nodes...)
}
