package templates

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/gkxl/gkxl/model"
)

// vocabularyFile is the file that commonFile is based on; it is no edition itself.
const vocabularyFile = "vocabulary"

func (d *decoder) vocabulary(n *yaml.Node) *model.Vocabulary {
	v := &model.Vocabulary{Words: map[string][]string{}}
	strs := list(d, d.str)
	known := map[string]func(*yaml.Node){
		"units": into(&v.Units, strs), "counts": into(&v.Counts, strs), "about": into(&v.About, strs), "over": into(&v.Over, strs),
		"no_count_after": into(&v.NoCountAfter, strs), "no_count_before": into(&v.NoCountBefore, strs), "no_count_phrases": into(&v.NoCountPhrases, strs),
		"no_count_units": into(&v.NoCountUnits, strs), "references": into(&v.References, strs),
		"subjects": into(&v.Subjects, list(d, d.subject)),
		"bases": into(&v.Bases, list(d, func(n *yaml.Node) model.Basis {
			b := model.Basis{Line: n.Line}
			d.keys(n, map[string]func(*yaml.Node){"of": into(&b.Of, d.str), "words": into(&b.Words, strs)})
			return b
		})),
		"claims": into(&v.Claims, list(d, func(n *yaml.Node) model.Claim {
			c := model.Claim{Line: n.Line}
			d.keys(n, map[string]func(*yaml.Node){"second": into(&c.Second, d.str), "is": into(&c.Is, d.integer), "words": into(&c.Words, strs)})
			return c
		})),
	}
	for _, part := range model.WordParts {
		known[part] = func(n *yaml.Node) { v.Words[part] = strs(n) }
	}
	d.keys(n, known)
	return v
}

func (d *decoder) subject(n *yaml.Node) model.Subject {
	s := model.Subject{Line: n.Line}
	d.keys(n, map[string]func(*yaml.Node){
		"table": into(&s.Table, d.str), "first": into(&s.First, d.str), "second": into(&s.Second, d.str), "kind": into(&s.Kind, d.str),
		"weak": into(&s.Weak, d.boolean), "loose": into(&s.Loose, d.boolean), "words": into(&s.Words, list(d, d.str)),
	})
	if !slices.Contains(model.SubjectKinds, s.Kind) {
		d.fail(n, "不认识的类别“%s”", "unknown kind %q", s.Kind)
	}
	if s.Table == "" || s.First == "" && s.Second == "" || len(s.Words) == 0 {
		d.fail(n, "table、words 和 first、second 之一都要有", "table, words, and first or second are needed")
	}
	return s
}

// checkVocabulary checks that the tables that words stand for exist. An id that only another edition has drops
// its words, which is no fault.
func (d *decoder) checkVocabulary(f *model.Form) {
	if f.Vocabulary == nil {
		return
	}
	for _, s := range f.Vocabulary.Subjects {
		if _, ok := f.Table(s.Table); !ok {
			d.fail(d.nodeOnLine(s.Line), "词汇中的表 %s 不存在", "the vocabulary names table %q, which is not there", s.Table)
		}
		for _, half := range []string{s.First, s.Second} {
			if strings.Trim(half, "abcdefghijklmnopqrstuvwxyz0123456789_+-|.") != "" {
				d.fail(d.nodeOnLine(s.Line), "词汇中的“%s”不是由编号和 + - | 组成", "%q in the vocabulary is not made of ids and + - |", half)
			}
		}
	}
}

func (d *decoder) term(n *yaml.Node) (t model.MisprintedTerm) {
	d.keys(n, map[string]func(*yaml.Node){"wrong": into(&t.Wrong, d.str), "right": into(&t.Right, d.str), "near": into(&t.Near, list(d, d.str))})
	if t.Wrong == "" || t.Right == "" {
		d.fail(n, "wrong 和 right 都要有", "wrong and right are both needed")
	}
	return t
}

func (d *decoder) publishWords(n *yaml.Node) (w model.PublishWords) {
	strs := list(d, d.str)
	d.keys(n, map[string]func(*yaml.Node){
		"persons": into(&w.Persons, strs), "surnames": into(&w.Surnames, strs), "not_names": into(&w.NotNames, strs), "behind": into(&w.Behind, strs), "contacts": into(&w.Contacts, strs), "domains": into(&w.Domains, strs),
		"regions": into(&w.Regions, strs), "codes": into(&w.Codes, strs),
	})
	return w
}
