package diff

import (
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Words says how much a figure changed: in percent where that is meaningful, and otherwise why not.
func Words(old, delta model.Number, percent *model.Number, base Base) msg.Text {
	switch {
	case delta.Sign() == 0:
		return msg.T("持平", "no change")
	case base == Zero:
		return msg.T("原为 0", "from 0")
	case base == Small:
		return msg.T("基数小，不计幅度", "base too small")
	case percent == nil:
		return msg.Text{}
	}
	if percent.Sign() == 0 {
		return msg.T("不到 0.1 %", "under 0.1 %")
	}
	s := signed(*percent) + " %"
	if percent.Cmp(model.Int(1000)) >= 0 {
		times := old.Add(delta).Percent(old)
		return msg.F("约为原来的 %s 倍", "about %s times as much", times.Hundredth())
	}
	return msg.T(s, s)
}

// Where returns the label of the row or column that a balance is about.
func (b *Balance) Where() string {
	return b.Identity.Line.Label
}

// Spell writes terms with their values; those of last year are marked.
func (b *Balance) Spell(ts []Term) msg.Text {
	var parts []msg.Text
	for i, t := range ts {
		node := t.Field.Row
		if b.Identity.Rule.Along == "columns" {
			node = t.Field.Column
		}
		sign := ""
		switch {
		case t.Minus:
			sign = "－"
		case i > 0:
			sign = "＋"
		}
		label := msg.F("“%s”", "%q", node.Label)
		if t.Last {
			label = msg.F("上年“%s”", "last year's %q", node.Label)
		}
		parts = append(parts, msg.F("%s%s %s", "%s%s %s", sign, label, t.Value.Describe()))
	}
	return msg.Join(parts, "", "")
}

// trendText says how figures went over the years; empty for fewer than two.
func trendText(ns []*model.Number) msg.Text {
	var last *model.Number
	ups, downs, steps, gap, gaps := 0, 0, 0, 0, 0
	for _, n := range ns {
		if n == nil {
			gap++
			continue
		}
		if last != nil {
			steps++
			gaps += gap // no more than the figures that are there can be told
			switch n.Cmp(*last) {
			case 1:
				ups++
			case -1:
				downs++
			}
		}
		last, gap = n, 0
	}
	switch {
	case steps == 0:
		return msg.Text{}
	case ups == steps && steps > 1 && gaps == 0:
		return msg.T("逐年上升", "up every year")
	case downs == steps && steps > 1 && gaps == 0:
		return msg.T("逐年下降", "down every year")
	case ups > 0 && downs > 0:
		return msg.T("有升有降", "up and down")
	case ups > 0:
		return msg.T("上升", "up")
	case downs > 0:
		return msg.T("下降", "down")
	}
	return msg.T("持平", "no change")
}
