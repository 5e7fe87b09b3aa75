package gkxl

import (
	"io"

	"github.com/gkxl/gkxl/internal/rulebook"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

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
