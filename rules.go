package gkxl

import (
	"io"

	"github.com/gkxl/gkxl/internal/local"
	"github.com/gkxl/gkxl/internal/osfile"
	"github.com/gkxl/gkxl/internal/rulebook"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/templates"
)

// LocalRules are what a city's or a ministry's notice demands besides the national rules;
// [CheckOptions] take them.
type LocalRules = local.Rules

// ReadLocalRules reads the content of a file of local rules, as the handbook describes it.
// Name is that of the file. What it names must be in the form, or where that is nil in one
// of the official ones. The error is a [*Problem] with the line.
func ReadLocalRules(name string, data []byte, form *model.Form) (*LocalRules, error) {
	forms, err := templates.Candidates(form)
	if err != nil {
		return nil, err
	}
	return local.Parse(name, data, forms, local.DefaultLimits)
}

// ReadLocalRulesFile is [ReadLocalRules] of a file.
func ReadLocalRulesFile(path string, form *model.Form) (*LocalRules, error) {
	data, err := osfile.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return ReadLocalRules(path, data, form)
}

// WriteRules lists the rules of forms, one on a line.
func WriteRules(w io.Writer, forms []*model.Form, lang msg.Lang) error {
	return rulebook.List(w, forms, lang)
}

// ExplainRule writes all about one rule: title, grade, ground, editions, what to
// do, and examples that pass and fail. A rule that no form has is an error of kind
// [ErrUnknownRule].
func ExplainRule(w io.Writer, forms []*model.Form, id string, lang msg.Lang) error {
	return rulebook.Explain(w, forms, id, lang)
}

// WriteGuards tells which rules watch a cell, given by field id or by its
// address in the blank template. A cell that no form has is an error of kind
// [ErrUnknownField].
func WriteGuards(w io.Writer, forms []*model.Form, cell string, lang msg.Lang) error {
	return rulebook.WriteGuards(w, forms, cell, lang)
}
