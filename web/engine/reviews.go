package engine

import (
	"cmp"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/internal/review"
)

// isRecord reports whether a file is the record of another's reviews.
func isRecord(q Open) bool { return review.IsBeside(cmp.Or(q.Given, q.Name)) }

// takeRecord keeps a record of reviews for the reports that it lies beside by its name.
func (e *Engine) takeRecord(name string, data []byte) {
	e.reviews[name] = append([][]byte{data}, e.reviews[name]...)
	for _, f := range e.files {
		if review.BesideName(f.given) == name {
			e.noteReview(f)
		}
	}
}

// recordsOf are the records that may be those of a file's reviews: the one beside it in its archive or mail, or those that
// were opened by that name, which come from different folders where there are several.
func (e *Engine) recordsOf(f *file) [][]byte {
	if f.reviews != nil {
		return [][]byte{f.reviews}
	}
	return e.reviews[review.BesideName(f.given)]
}

// reviewed is how far the report of a file has been reviewed, by the one of its records that is this report's.
func (e *Engine) reviewed(f *file, r gkxl.Result) (best *review.State) {
	records := e.recordsOf(f)
	switch {
	case r.Err != nil, len(r.Supposed) > 0, r.Review != nil && r.Review.Enclosed:
		return r.Review
	case len(records) == 0 && len(r.Report.Reviews) == 0:
		return nil
	case len(records) == 0:
		return review.Of(r.Report, f.given, nil)
	}
	fits := func(s *review.State) int {
		switch {
		case s == nil:
			return -1
		case len(s.Faults) > 0:
			return 0
		case s.Lapsed:
			return 1
		}
		return 2
	}
	for _, beside := range records {
		if s := review.Of(r.Report, f.given, beside); fits(s) > fits(best) {
			best = s
		}
	}
	return best
}

// noteReview brings what is kept of a file up to the records that have come.
func (e *Engine) noteReview(f *file) {
	records := e.recordsOf(f)
	if f.sub.Err != nil || len(records) == 0 && f.given == f.name || len(records) == 1 && f.sub.Review.Fits(f.given, records[0]) {
		return
	}
	f.sub.Review = e.reviewed(f, *e.result(f)).Brief()
}
