package templates

import (
	"slices"

	"github.com/gkxl/gkxl/model"
)

// Candidates returns the forms that a file may be in: the one asked for, and the official editions, the newest
// first.
func Candidates(first *model.Form) ([]*model.Form, error) {
	var out []*model.Form
	if first != nil {
		out = append(out, first)
	}
	for _, id := range slices.Backward(Editions()) {
		f, err := Edition(id)
		if err != nil {
			return nil, err
		}
		if first == nil || f.ID != first.ID {
			out = append(out, f)
		}
	}
	return out, nil
}

// CandidatesByID returns the forms that files may be in, by id.
func CandidatesByID(first *model.Form) (map[string]*model.Form, error) {
	fs, err := Candidates(first)
	if err != nil {
		return nil, err
	}
	out := map[string]*model.Form{}
	for _, f := range fs {
		out[f.ID] = f
	}
	return out, nil
}
