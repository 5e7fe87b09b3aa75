package narrative

// wordTree is the prefix tree of all words. Its steps from node to node are in one table, which is found in
// without a chain of maps: a text is looked up at each of its characters.
type wordTree struct {
	keys  []uint64 // node and character of a step, in a table with open places; 0 is none
	next  []int32  // node that the step leads to
	steps int
	words []*word // by node
}

// newWordTree returns a tree without words.
func newWordTree() *wordTree {
	const size = 1 << 13 // more than the steps of the vocabulary, or it grows
	return &wordTree{keys: make([]uint64, size), next: make([]int32, size), words: make([]*word, 1)}
}

// slot returns the place of a step, or the open place where it would go.
func (t *wordTree) slot(key uint64) int {
	mask := uint64(len(t.keys) - 1)
	at := key * 0x9e3779b97f4a7c15 >> 32 & mask
	for t.keys[at] != 0 && t.keys[at] != key {
		at = (at + 1) & mask
	}
	return int(at)
}

// stepKey is the key of the step from a node by a character.
func stepKey(node int32, r rune) uint64 { return uint64(node)<<32 | uint64(uint32(r)) | 1<<31 }

// entry returns the entry of a word, which is made if needed.
func (t *wordTree) entry(s string) *word {
	at := int32(0)
	for _, r := range s {
		key := stepKey(at, r)
		i := t.slot(key)
		if t.keys[i] == 0 {
			if t.steps++; t.steps*2 > len(t.keys) {
				t.grow()
				i = t.slot(key)
			}
			t.keys[i], t.next[i] = key, int32(len(t.words))
			t.words = append(t.words, nil)
		}
		at = t.next[i]
	}
	if t.words[at] == nil {
		t.words[at] = &word{}
	}
	return t.words[at]
}

// grow doubles the table of steps.
func (t *wordTree) grow() {
	keys, next := t.keys, t.next
	t.keys, t.next = make([]uint64, 2*len(keys)), make([]int32, 2*len(keys))
	for i, key := range keys {
		if key != 0 {
			k := t.slot(key)
			t.keys[k], t.next[k] = key, next[i]
		}
	}
}

// longest returns the longest word at the beginning of a text and its length; nil and 0 if there is none.
func (t *wordTree) longest(rs []rune) (best *word, n int) {
	at := int32(0)
	for i, r := range rs {
		k := t.slot(stepKey(at, r))
		if t.keys[k] == 0 {
			break
		}
		at = t.next[k]
		if w := t.words[at]; w != nil {
			best, n = w, i+1
		}
	}
	return best, n
}
