package repetition

import (
	"cmp"
	"slices"
	"sort"
)

const (
	// BetweenUnits is how many characters in a row, set phrases apart, two units' texts must have in common for them to
	// count: real reports of different offices have shorter phrases in common.
	BetweenUnits = 40
	// BetweenYears is the same for two years' reports of one organ: a sentence that stays is a repetition.
	BetweenYears = 20
	// maxPartners is how many other texts a place is compared with, and maxLooked among how many these are looked for.
	// Texts that go on alike are neighbours in the index, so the longest passage is among these.
	maxPartners = 8
	maxLooked   = 64
)

// fingerprintSize returns how many characters a fingerprint is of, and among how many fingerprints one is kept, so that every
// passage of a length has one that is kept, whatever stands around it.
func fingerprintSize(shortest int) (characters, window int) {
	characters = shortest/2 + 1
	return characters, shortest - characters + 1
}

// fingerprint is a hash of some characters of a text.
type fingerprint struct {
	hash uint64
	at   int32 // the first of them in the compared text
}

// entry is a fingerprint in the index.
type entry struct {
	hash uint64
	next uint32 // of the hash of the fingerprint behind it: texts that go on alike are neighbours
	text int32
	at   int32
}

// compareEntries puts entries in the order of the index.
func compareEntries(a, b entry) int {
	return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.next, b.next), cmp.Compare(a.text, b.text), cmp.Compare(a.at, b.at))
}

// index finds passages that texts have in common. Texts of one owner are not compared with each other.
type index struct {
	shortest int // characters that a passage has at least
	texts    []letters
	owners   []int // of the texts
	years    []int // that the texts are about; those of different years are not compared either
	prints   [][]fingerprint
	entries  []entry
	work     int // characters and entries looked at

	seen map[uint64]bool // the hashes of a text, while it is listed
	pair *index          // that only has made

	found, recent []fingerprint // while a text is added
}

// letters are the characters of a compared text, in two bytes each; those that take more stand in wide by their places,
// and as isWide here.
type letters struct {
	narrow []uint16
	wide   map[int]rune
}

// isWide is no letter.
const isWide = 0xFFFF

// lettersFrom packs characters.
func lettersFrom(runes []rune) letters {
	l := letters{narrow: make([]uint16, len(runes))}
	for i, r := range runes {
		if l.narrow[i] = uint16(r); r >= isWide {
			if l.wide == nil {
				l.wide = map[int]rune{}
			}
			l.narrow[i], l.wide[i] = isWide, r
		}
	}
	return l
}

// equal reports whether a character of a text is one of another.
func (l *letters) equal(i int, other *letters, j int) bool {
	return l.narrow[i] == other.narrow[j] && (l.narrow[i] != isWide || l.wide[i] == other.wide[j])
}

// add adds a text. It is found once texts are listed.
func (x *index) add(runes []rune, owner, year int) {
	x.found = x.fingerprints(runes, x.found[:0])
	x.texts, x.owners, x.years, x.prints = append(x.texts, lettersFrom(runes)), append(x.owners, owner), append(x.years, year), append(x.prints, slices.Clone(x.found))
}

// list puts the fingerprints of the texts from one to before another into the index, in place of those that are there.
func (x *index) list(from, to int) {
	n := 0
	for _, prints := range x.prints[from:to] {
		n += len(prints)
	}
	x.entries = slices.Grow(x.entries[:0], n)
	for text := from; text < to; text++ {
		clear(x.seen)
		for i, p := range x.prints[text] {
			if !x.seen[p.hash] { // once is enough to be found
				x.seen[p.hash] = true
				x.entries = append(x.entries, entry{p.hash, nextHash(x.prints[text], i), int32(text), p.at})
			}
		}
	}
	slices.SortFunc(x.entries, func(a, b entry) int { x.work++; return compareEntries(a, b) })
}

// listAll puts all texts into the index.
func (x *index) listAll() {
	x.seen = map[uint64]bool{}
	x.list(0, len(x.texts))
}

// forget lets go what only the search for passages needs.
func (x *index) forget() { *x = index{shortest: x.shortest} }

// nextHash returns a part of the hash of the fingerprint behind one.
func nextHash(prints []fingerprint, i int) uint32 {
	if i+1 < len(prints) {
		return uint32(prints[i+1].hash)
	}
	return 0
}

// fingerprints appends the least fingerprint of every window, each once.
func (x *index) fingerprints(runes []rune, out []fingerprint) []fingerprint {
	const base = 0x9E3779B97F4A7C15 | 1
	if len(runes) < x.shortest {
		return out
	}
	printed, window := fingerprintSize(x.shortest)
	x.work += len(runes)
	var hash, top uint64 = 0, 1
	for i := range printed {
		hash = hash*base + uint64(runes[i])
		if i > 0 {
			top *= base
		}
	}
	x.recent = slices.Grow(x.recent[:0], window)[:window]
	recent := x.recent // the last ones, by their place
	least := fingerprint{hash: ^uint64(0), at: -1}
	for i := 0; ; i++ {
		recent[i%window] = fingerprint{mixed(hash), int32(i)}
		switch p := recent[i%window]; {
		case p.hash <= least.hash:
			least = p
		case int(least.at) <= i-window: // the least has left the window
			least = p
			for k := i - 1; k > i-window; k-- {
				x.work++
				if recent[k%window].hash < least.hash {
					least = recent[k%window]
				}
			}
		}
		if i >= window-1 && (len(out) == 0 || out[len(out)-1] != least) {
			out = append(out, least)
		}
		if i+printed >= len(runes) {
			return out
		}
		hash = (hash-uint64(runes[i])*top)*base + uint64(runes[i+printed])
	}
}

// mixed spreads a hash, so that the least of several is any of them.
func mixed(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	return h ^ h>>33
}

// only returns an index of the same texts in which only those from one to before another are found. It holds until the next
// is made.
func (x *index) only(from, to int) *index {
	if x.pair == nil {
		x.pair = &index{shortest: x.shortest, seen: map[uint64]bool{}}
	}
	p := x.pair
	p.texts, p.owners, p.years, p.prints, p.work = x.texts, x.owners, x.years, x.prints, 0
	p.list(from, to)
	return p
}

// match is a passage of a text that stands in another too.
type match struct {
	from, to int // characters of the text
	counted  int // of these, how many no match before it has
	other    int // the other text
	at       int // its first character there
}

// matches returns the passages of a text that others have too, in their order. Each is with the text that has the
// longest. Each, which may be nil, is told of every passage that was considered.
func (x *index) matches(text int, each func(match)) []match {
	var out []match
	covered := 0
	prints := x.prints[text]
	printed, _ := fingerprintSize(x.shortest)
	for i, p := range prints {
		if int(p.at)+printed <= covered {
			continue
		}
		var best match
		x.partners(entry{p.hash, nextHash(prints, i), int32(text), p.at}, func(e entry) {
			m := x.extend(text, int(p.at), e, covered)
			if m.to > best.to || m.to == best.to && m.from < best.from {
				best = m
			}
			if each != nil && m.to-m.from >= x.shortest {
				each(m)
			}
		})
		if best.to-best.from < x.shortest {
			continue
		}
		best.counted = best.to - max(best.from, covered)
		covered = best.to
		out = append(out, best)
	}
	return out
}

// partners calls a function for the entries of other owners with the hash of an entry, those that go on as it does
// first.
func (x *index) partners(e entry, f func(entry)) {
	i := sort.Search(len(x.entries), func(i int) bool { x.work++; return compareEntries(x.entries[i], e) >= 0 })
	up, down := i, i-1
	for looked, found := 0, 0; looked < maxLooked && found < maxPartners; looked++ {
		upThere := up < len(x.entries) && x.entries[up].hash == e.hash
		downThere := down >= 0 && x.entries[down].hash == e.hash
		var o entry
		switch {
		case upThere && (!downThere || looked%2 == 0):
			o, up = x.entries[up], up+1
		case downThere:
			o, down = x.entries[down], down-1
		default:
			return
		}
		x.work++
		if x.owners[o.text] != x.owners[e.text] && x.years[o.text] == x.years[e.text] {
			found++
			f(o)
		}
	}
}

// extend returns the passage around a fingerprint that two texts have in common. It goes back no further than it must
// to tell whether the passage is long enough.
func (x *index) extend(text, at int, e entry, covered int) match {
	a, b := &x.texts[text], &x.texts[e.text]
	i, j := at, int(e.at)
	for i > max(0, covered-x.shortest) && j > 0 && a.equal(i-1, b, j-1) {
		i, j = i-1, j-1
	}
	m := match{from: i, to: i, other: int(e.text), at: j}
	for m.to < len(a.narrow) && j < len(b.narrow) && a.equal(m.to, b, j) {
		m.to, j = m.to+1, j+1
	}
	x.work += m.to - m.from + 1
	return m
}
