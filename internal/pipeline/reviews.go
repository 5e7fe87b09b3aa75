package pipeline

import (
	"cmp"

	"github.com/gkxl/gkxl/internal/archive"
	"github.com/gkxl/gkxl/internal/review"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// errRecord is the error of a record of reviews where a report is due.
var errRecord = &msg.Problem{What: msg.T("这是审核记录，不是报告", "this is a record of reviews, and no report"), Hint: msg.T("请给出它旁边的报告", "give the report that it lies beside"), Kind: msg.ErrNoReport}

// source is where a report was found: in a file, or in an archive or a mail that the file is.
type source struct {
	file     string // the name of the whole
	name     string // of the report's file: in an archive or a mail behind the name of that
	content  []byte // that was read: of an archive that of the file in it
	reviews  []byte // the record of its reviews; nil for none
	reviewed string // the name of the file that the record lies beside
}

// enter goes on to a file in an archive or a mail. Its own record counts before that of what it is in.
func (s *source) enter(name string, reviews []byte) {
	if s.name = name; reviews != nil {
		s.reviews, s.reviewed = reviews, name
	}
}

// review is how far a report that was found there has been reviewed; nil without a record.
func (s source) review(r *model.Report) *review.State {
	if s.reviews == nil {
		if len(r.Reviews) == 0 {
			return nil
		}
		s.reviewed = s.name
	}
	state := review.Of(r, s.reviewed, s.reviews)
	state.Enclosed = s.reviewed != s.file
	return state
}

// ReviewsBeside is the content of the file beside a report's file, also of one in an archive, that its reviews are
// recorded in; nil if there is none. One that cannot be read is empty, and no record.
func ReviewsBeside(from *archive.Files, path string) []byte {
	beside := review.BesideName(path)
	if !from.Has(beside) {
		return nil
	}
	data, err := from.ReadFile(beside)
	if err != nil || data == nil {
		return []byte{}
	}
	return data
}

// ImportReviewed is [Import], and says how far the report has been reviewed. Reviews is the record that lies beside the
// file, see [ReviewsBeside].
func ImportReviewed(name string, data, reviews []byte, o Options) (*model.Report, *review.State, error) {
	r, from, err := importContent(name, data, reviews, o)
	if err != nil {
		return nil, nil, err
	}
	return r, cmp.Or(from.review(r), &review.State{}), nil
}
