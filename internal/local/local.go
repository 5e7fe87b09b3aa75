// Package local reads local rules: what a city's or a ministry's notice demands of annual reports besides the national
// rules. They are a small YAML file; Parse reads it strictly, and internal/check applies the rules.
package local

import (
	"cmp"
	"regexp"
	"slices"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Kind is what a local rule demands.
type Kind string

// The kinds.
const (
	Length     Kind = "length"     // a narrative has so many characters
	Count      Kind = "count"      // a narrative names a count
	Mention    Kind = "mention"    // a narrative names platforms or other things
	Phrase     Kind = "phrase"     // a phrase must or must not occur
	Repetition Kind = "repetition" // not too much is last year's or another unit's
)

// KindInfo describes a kind for readers, and which keys a rule of it has besides those that all rules have.
type KindInfo struct {
	Kind     Kind
	About    msg.Text
	Keys     []string
	Required []string // of each, one of the keys is needed
}

// Kinds are all kinds.
var Kinds = []KindInfo{
	{Length, msg.T("文字的篇幅：min、max 是字数，空白不计；没有文字的由 TEXT-MISSING 管", "the length of a narrative: min and max are characters without blanks; an empty one is for TEXT-MISSING"), []string{"sections", "min", "max"}, []string{"min", "max"}},
	{Count, msg.T("必须写明的数：fields 是表中的格，为 0 的不要求；表中没有的数写 words（说法）和 units（单位），在一句话里先有说法、后有数和单位", "counts that must be named: fields are cells of the tables, those of 0 need not be named; for other counts give words and units, of which a sentence has a word first and behind it a figure with a unit"), []string{"sections", "fields", "words", "units"}, []string{"fields", "words"}},
	{Mention, msg.T("必须提到的平台等：names 中每项是一个名称，或几个说法的列表；least 是至少要提到几项，不写则全部", "platforms and the like that must be named: each of names is a name, or a list of ways to say it; least is how many are needed, all if not given"), []string{"sections", "names", "least"}, []string{"names"}},
	{Phrase, msg.T("必须有或不得有的语句：must、must_not 是原文，must_match、must_not_match 是正则表达式（RE2）", "phrases that must or must not occur: must and must_not are texts, must_match and must_not_match regular expressions (RE2)"), []string{"sections", "must", "must_not", "must_match", "must_not_match"}, []string{"must", "must_not", "must_match", "must_not_match"}},
	{Repetition, msg.T("内容雷同的门槛：with 是 last（与上年）或 units（与别的单位），相同的超过 limit（%）即不合；短于 least 字的不判断，不写则 100 字", "the threshold of repetition: with is last (year's report) or units (other units'); more than limit percent in common is too much; texts shorter than least characters, 100 if not given, are not judged"), []string{"sections", "with", "limit", "least"}, []string{"limit"}},
}

// CommonKeys are the keys that every rule has.
var CommonKeys = []string{"id", "kind", "grade", "title", "ground", "do"}

// Info returns what a kind is; ok is false for one that there is not.
func Info(k Kind) (KindInfo, bool) {
	i := slices.IndexFunc(Kinds, func(x KindInfo) bool { return x.Kind == k })
	if i < 0 {
		return KindInfo{}, false
	}
	return Kinds[i], true
}

// Prefix begins the ids of all local rules, and of no rule of a form.
const Prefix = "LOCAL-"

// Rules are the local rules of one file.
type Rules struct {
	ID     string   // of the notice
	Title  msg.Text // of the notice
	Rules  []*Rule
	Source string // digest of the file
}

// Rule is one local rule.
type Rule struct {
	model.Rule // its id, title, grade, ground, what to do, and the sections it is about
	Kind       Kind

	Min, Max     int              // length, 0 for none
	Fields       []string         // count: ids of cells
	Words        []string         // count: ways to say what is counted
	Units        []string         // count: units behind the figure
	Names        [][]string       // mention: each as ways to say it
	Needed       int              // mention: how many of them
	Must         []string         // phrase
	MustNot      []string         // phrase
	MustMatch    []*regexp.Regexp // phrase
	MustNotMatch []*regexp.Regexp // phrase
	WithUnits    bool             // repetition: with other units' reports, rather than last year's
}

// Find returns a rule by its id.
func (rs *Rules) Find(id string) (*Rule, bool) {
	if rs == nil {
		return nil, false
	}
	i := slices.IndexFunc(rs.Rules, func(r *Rule) bool { return r.ID == id })
	if i < 0 {
		return nil, false
	}
	return rs.Rules[i], true
}

// Digest returns the digest of the file; empty for nil.
func (rs *Rules) Digest() string {
	if rs == nil {
		return ""
	}
	return rs.Source
}

// All returns the rules; none of nil.
func (rs *Rules) All() []*Rule {
	if rs == nil {
		return nil
	}
	return rs.Rules
}

// Limits bound a file of local rules. What has as many is read.
type Limits struct {
	Bytes      int // of the file
	Rules      int // in a file
	Words      int // in a list
	Characters int // of a text in a list, of an id, or of a regular expression
}

// DefaultLimits are far beyond what a notice needs.
var DefaultLimits = Limits{Bytes: 256 << 10, Rules: 200, Words: 200, Characters: 300}

// Parse reads a file of local rules. Name is that of the file. The sections and fields that it names must be in one of
// the forms. The error is a *msg.Problem with the line.
func Parse(name string, data []byte, forms []*model.Form, l Limits) (*Rules, error) {
	return parse(&parser{name: name, forms: forms, limits: cmp.Or(l, DefaultLimits)}, data)
}
