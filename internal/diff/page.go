package diff

import (
	"strings"

	"github.com/gkxl/gkxl/internal/table"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// PageOptions choose what a page shows.
type PageOptions struct {
	Lang       msg.Lang
	MinChange  *model.Number // changes below it are counted, not shown
	MinPercent *model.Number
	All        bool // show what is equal too
}

// Page lays a comparison out: the key figures first, then the identities between the years, the changes by
// weight, the narratives, and how cells were read.
func (d *Diff) Page(o PageOptions) *table.Page {
	p := &pageBuilder{d: d, o: o}
	organ := d.To.Organ
	if organ == "" {
		organ = d.From.Organ
	}
	page := &table.Page{
		Organ:    organ,
		Title:    strings.TrimSpace(msg.F("%s  两年对照", "%s, two years", organ).In(o.Lang)),
		Subtitle: msg.F("%s（%s 版） → %s（%s 版）", "%s (edition %s) → %s (edition %s)", p.old(), d.From.Form.ID, p.now(), d.To.Form.ID).In(o.Lang),
	}
	for _, t := range d.Pair {
		page.Warnings = append(page.Warnings, p.inLang(t))
	}
	changes := p.changes()
	for i, b := range []table.Block{p.keys(), p.balances(), changes, p.editions(), p.narratives(), p.readings()} {
		if len(b.Rows)+len(b.Lines)+len(b.Notes) > 0 {
			page.Blocks = append(page.Blocks, b.Trimmed())
			if i < 2 {
				page.Summary++
			}
		}
	}
	page.Verdict = p.inLang(p.verdict())
	return page
}
