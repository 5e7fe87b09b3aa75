package engine

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/aggregate"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
)

func (e *Engine) total(c *call, q Sum) (Summed, error) {
	out := Summed{Objections: []Objection{}, Settled: []Objection{}, Summary: []string{}, Open: []OpenField{}}
	files, err := e.chosen(q.Handles)
	if err != nil {
		return out, err
	}
	o := aggregate.Options{Organ: strings.TrimSpace(q.Organ), Year: q.Year, Lang: c.lang, AcrossEditions: q.Editions, Complete: q.Complete, Decided: map[string]model.Number{}, Open: e.reportIn}
	for _, k := range q.Accept {
		o.Accept = append(o.Accept, aggregate.BlockerKind(k))
	}
	if o.AcceptOf, err = e.acceptOf(q.AcceptOf); err != nil {
		return out, err
	}
	for _, id := range slices.Sorted(maps.Keys(q.Decided)) {
		n := q.Decided[id]
		if n = strings.TrimSpace(n); n == "" {
			continue
		}
		if o.Decided[id], err = model.ParseNumber(n); err != nil {
			return out, &msg.Problem{What: msg.F("“%s”不是数", "%q is no number", n), Hint: msg.T("写成 43.788 这样的数", "write it like 43.788")}
		}
	}
	var counted, without []units.Submission
	for _, f := range files {
		e.current(f)
		if slices.Contains(q.Without, f.handle) {
			without = append(without, f.sub)
		} else {
			counted = append(counted, f.sub)
		}
	}
	counted, empty := units.SplitEmpty(counted)
	var above *units.Unit
	if e.roster != nil && o.Organ != "" {
		above, _ = e.roster.Find(o.Organ)
	}
	assembly := units.Assemble(e.roster, above, counted)
	assembly.LeftOut, assembly.Empty = without, empty
	var accepted []aggregate.Blocker
	o.Accepted = func(b aggregate.Blocker) { accepted = append(accepted, b) }
	merged, blockers, err := aggregate.Merge(assembly, o)
	if err != nil {
		return out, err
	}
	out.Settled = e.settled(c, q, accepted)
	if len(blockers) > 0 {
		out.Objections = e.objections(c, blockers)
		return out, nil
	}
	out.Summary = c.in(merged.Summary())
	for _, fd := range merged.Open {
		out.Open = append(out.Open, OpenField{fd.ID, fd.FullLabel(), merged.Total.Sums[fd.Index].Number.String(), merged.WhyOpen(fd).In(c.lang)})
	}
	name := fmt.Sprintf("%s %d %s.xlsx", merged.Report.Organ, merged.Report.Year, c.t("汇总", "total"))
	e.forget(totalHandle)
	made := e.take(totalHandle, found{name: strings.ReplaceAll(strings.TrimSpace(name), "/", "／"), data: merged.Workbook}, Total, 0)
	l := e.line(made[0], c.lang)
	out.File = &l
	c.make(name, merged.Workbook)
	return out, nil
}

// acceptOf names the files for which alone kinds of objections are accepted.
func (e *Engine) acceptOf(handles map[string][]string) (map[aggregate.BlockerKind][]string, error) {
	out := map[aggregate.BlockerKind][]string{}
	for kind, all := range handles {
		for _, h := range all {
			f, err := e.handle(h)
			if err != nil {
				return nil, err
			}
			out[aggregate.BlockerKind(kind)] = append(out[aggregate.BlockerKind(kind)], f.sub.Shown)
		}
	}
	return out, nil
}

// totalHandle is the handle of the total that was made last.
const totalHandle = "total"

// objections are blockers by their kind, with what can be chosen.
func (e *Engine) objections(c *call, blockers []aggregate.Blocker) []Objection {
	out := objectionList{lang: c.lang, all: []Objection{}}
	for _, b := range blockers {
		o := out.of(b.Kind)
		o.Items = append(o.Items, ObjectionItem{Unit: b.Unit, What: b.What.In(c.lang), Files: append([]string{}, b.Files...), Handles: lists.Map(b.Files, e.handleOf)})
	}
	return out.all
}

// objectionList collects objections by their kind.
type objectionList struct {
	lang msg.Lang
	all  []Objection
}

// of is the objection of a kind, which is added where there is none yet.
func (l *objectionList) of(kind aggregate.BlockerKind) *Objection {
	i := slices.IndexFunc(l.all, func(o Objection) bool { return o.Kind == string(kind) })
	if i < 0 {
		i = len(l.all)
		o := Objection{Kind: string(kind), Title: kind.Title().In(l.lang), Advice: objectionAdvice[kind].In(l.lang), Answers: []Choice{}, Items: []ObjectionItem{}}
		if a, ok := objectionAnswers[kind]; ok {
			o.Answers = []Choice{{a.id, a.name.In(l.lang)}}
			o.Each = a.id == "accept" && kind != aggregate.Unreadable // which accepting leaves out
		}
		l.all = append(l.all, o)
	}
	return &l.all[i]
}

// settled are the objections that were answered, so that each answer can be taken back: those that were accepted, the
// answers that nothing is objected to any more, and the files that are left out.
func (e *Engine) settled(c *call, q Sum, accepted []aggregate.Blocker) []Objection {
	out := objectionList{lang: c.lang, all: e.objections(c, accepted)}
	for _, kind := range q.Accept {
		out.of(aggregate.BlockerKind(kind))
	}
	if q.Editions {
		out.of(aggregate.OtherEditions)
	}
	for _, kind := range slices.Sorted(maps.Keys(q.AcceptOf)) {
		o := out.of(aggregate.BlockerKind(kind))
		for _, h := range q.AcceptOf[kind] {
			if !slices.ContainsFunc(o.Items, func(i ObjectionItem) bool { return slices.Contains(i.Handles, h) }) {
				o.Items = append(o.Items, e.fileItem(h))
			}
		}
	}
	slices.SortStableFunc(out.all, func(a, b Objection) int { return gravity(a) - gravity(b) })
	open := slices.DeleteFunc(slices.Clone(q.Without), func(h string) bool { return e.files[h] == nil })
	if items := lists.Map(open, e.fileItem); len(items) > 0 {
		out.all = append(out.all, Objection{Kind: "without", Title: c.t("不计入的文件", "files that are left out"), Answers: []Choice{}, Items: items})
	}
	return out.all
}

// gravity is the place of an objection among those that can be accepted; the others come behind.
func gravity(o Objection) int {
	if i := slices.Index(aggregate.Acceptable, aggregate.BlockerKind(o.Kind)); i >= 0 {
		return i
	}
	return len(aggregate.Acceptable)
}

// fileItem is an open file that something was decided about.
func (e *Engine) fileItem(handle string) ObjectionItem {
	f := e.files[handle]
	return ObjectionItem{Unit: f.sub.Organ, Handles: []string{handle}, Files: []string{f.name}}
}

// objectionAnswers are what can be chosen for all of a kind; of the others, each file is
// to be decided.
var objectionAnswers = map[aggregate.BlockerKind]struct {
	id   string
	name msg.Text
}{
	aggregate.Unreadable:    {"accept", msg.T("都不计入", "Leave all of them out")},
	aggregate.LikeTotal:     {"accept", msg.T("全部仍然计入", "Count all of them all the same")},
	aggregate.Unknown:       {"accept", msg.T("全部仍然计入", "Count all of them all the same")},
	aggregate.OtherYears:    {"accept", msg.T("全部仍然计入", "Count all of them all the same")},
	aggregate.WithErrors:    {"accept", msg.T("全部仍然计入", "Count all of them all the same")},
	aggregate.OtherEditions: {"editions", msg.T("按版本对照汇总，不可比的格不计入", "Sum over the crosswalk, without what is not comparable")},
	aggregate.Missing:       {"incomplete", msg.T("不等齐就汇总", "Do not wait for them")},
}

// objectionAdvice says what to do about a kind of objection on the page.
var objectionAdvice = map[aggregate.BlockerKind]msg.Text{
	aggregate.Nothing:       msg.T("请先打开各单位的报告", "open the units' reports first"),
	aggregate.Unreadable:    msg.T("请单位重新报送；不是年度报告的，不计入", "ask the units to file again; leave out what is no report"),
	aggregate.Twice:         msg.T("请确认以哪一份为准，其余的不计入", "find out which one counts, and leave the others out"),
	aggregate.Overlap:       msg.T("汇总和各单位单独的报告只能计入一种", "count the total or the units' own reports, not both"),
	aggregate.LikeTotal:     msg.T("请打开核实：是汇总的，不计入，否则各单位的数计入两次", "open it to make sure: leave a total out, or the units' figures count twice"),
	aggregate.Unknown:       msg.T("请改正报告中的名称和代码，或补充名单", "correct name and code in the report, or the roster"),
	aggregate.OtherYears:    msg.T("请确认年度；仍要计入的，写明汇总的年度", "check the year; to count them all the same, give the year of the total"),
	aggregate.OtherEditions: msg.T("格式不同的报告要按版本对照才能相加", "reports in another edition can be summed only over the crosswalk"),
	aggregate.WithErrors:    msg.T("请退回单位改正；急用时可以先计入", "have the units correct them; where time is short, count them all the same"),
	aggregate.Missing:       msg.T("请催报", "remind them"),
}
