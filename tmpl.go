package gkxl

import (
	"slices"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/templates"
)

// Forms are those a file may be in: the one asked for, and the official
// editions, the newest first.
func forms(first *model.Form) ([]*model.Form, error) {
	var out []*model.Form
	if first != nil {
		out = append(out, first)
	}
	for _, id := range slices.Backward(templates.Editions()) {
		f, err := templates.Edition(id)
		if err != nil {
			return nil, err
		}
		if first == nil || f.ID != first.ID {
			out = append(out, f)
		}
	}
	return out, nil
}

// FormsByID are the forms that files may be in.
func formsByID(first *model.Form) (map[string]*model.Form, error) {
	fs, err := forms(first)
	if err != nil {
		return nil, err
	}
	out := map[string]*model.Form{}
	for _, f := range fs {
		out[f.ID] = f
	}
	return out, nil
}
