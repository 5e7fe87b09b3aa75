package narrative

import "github.com/gkxl/gkxl/model"

// Work returns how many tokens a report's texts have, and how many are looked at in reading them, each as often as it
// is.
func (rd *Reader) Work(r *model.Report) (tokens, visited int) {
	tr := newTextReader(rd, r, nil)
	defer tr.release()
	for _, s := range rd.form.Sections {
		if text := r.Texts[s.ID]; text != "" {
			tr.readText(s.ID, text)
			tokens += len(tr.tokens)
		}
	}
	tr.judgeFees()
	tr.withdrawUncertain()
	return tokens, tr.visited + len(tr.figures)
}
