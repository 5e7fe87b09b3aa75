package templates

import (
	"crypto/sha256"
	_ "embed"
	"strings"

	"go.yaml.in/yaml/v3"
)

// storedTrees are the files built in, parsed: to read their YAML took half of the time of a short run. Each is
// its name and a digest of its YAML, the number of nodes, and the nodes in reading order: kind, line, value, and
// how many lie right below. A file that was changed since is parsed, as a user's is; a test finds that out, and
// writes this anew with -update.
//
//go:embed stored.bin
var storedTrees string

// stored is the tree that parse makes of a file built in.
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
