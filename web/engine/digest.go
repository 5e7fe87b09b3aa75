package engine

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/gkxl/gkxl/internal/archive"
	"github.com/gkxl/gkxl/internal/read"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
)

// digest is what a session keeps of a file that was checked. A page with two workers has
// one of them check files for the other, which opens them all.
type digest struct {
	Submission units.Submission
	SHA        string // of the content
	Rules      string // digest of the local rules that it was checked by
	Hints      int
	Hint       msg.Text
}

func (e *Engine) digest(c *call, q Open) (Digested, error) {
	data, err := c.blob()
	if err != nil {
		return Digested{}, err
	}
	if archive.Is(data) || archive.IsName(q.Name) || len(read.Attached(data)) > 0 || isRecord(q) {
		return Digested{}, nil
	}
	f := &file{name: q.Name, given: cmp.Or(q.Given, q.Name), data: data, role: cmp.Or(q.Role, ThisYear)}
	if e.check(f); f.sub.Err != nil {
		return Digested{}, nil
	}
	made, err := json.Marshal(digest{f.sub, f.sub.SHA, f.rules, f.hints, f.hint})
	if err != nil {
		return Digested{}, err
	}
	c.make("digest.json", made)
	return Digested{true}, nil
}

// takeDigest spares checking a file, unless the digest is of another content, or was made
// without what the file is to be checked with.
func (e *Engine) takeDigest(f *file, made []byte) bool {
	var d digest
	sum := sha256.Sum256(f.data)
	if json.Unmarshal(made, &d) != nil || d.SHA != hex.EncodeToString(sum[:]) || d.Rules != e.local.Digest() || e.last != nil && f.role == ThisYear {
		return false
	}
	f.sub, f.hints, f.hint = d.Submission, d.Hints, d.Hint
	f.sub.File, f.sub.Shown, f.sub.SHA, f.sub.Received = f.name, f.name, d.SHA, f.written
	f.asOf, f.rules = e.lastRead, d.Rules
	return true
}
