package intake_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/grid"
	"github.com/gkxl/gkxl/model"
)

// damages are what is done to workbooks on their way back. Names are gone in all
// of them: nothing but labels is left.
var damages = []struct {
	name string
	do   func(*rand.Rand, *book)
}{
	{"工作表改名、换次序", func(rng *rand.Rand, b *book) {
		for i, p := range b.pages {
			p.name = pick(rng, []string{"Sheet", "表", "新建", "工作表"}) + fmt.Sprint(i)
		}
		rng.Shuffle(len(b.pages), func(i, j int) { b.pages[i], b.pages[j] = b.pages[j], b.pages[i] })
	}},
	{"各表放在一张工作表", func(rng *rand.Rand, b *book) {
		all := &page{name: "Sheet1"}
		for _, p := range b.pages {
			p.shift(0, 0, all.bottom()+rng.IntN(3), 0)
			all.cells = append(all.cells, p.cells...)
			all.turned, all.filled = all.turned || p.turned, all.filled || p.filled
			all.moved, all.parted, all.beside = all.moved || p.moved, all.parted || p.parted, all.beside || p.beside
		}
		b.pages = []*page{all}
	}},
	{"插入行", func(rng *rand.Rand, b *book) {
		p := pick(rng, b.pages)
		p.shift(rng.IntN(p.bottom()+1), 1<<20, 1+rng.IntN(2), 0)
	}},
	{"插入列", func(rng *rand.Rand, b *book) {
		p := pick(rng, b.pages)
		p.shift(1<<20, rng.IntN(12), 0, 1)
	}},
	{"取消合并", func(rng *rand.Rand, b *book) {
		for _, p := range b.tables() {
			for _, c := range p.cells {
				c.rows, c.cols = 1, 1
			}
		}
	}},
	{"取消合并并填满", func(rng *rand.Rand, b *book) {
		for _, p := range b.tables() {
			if p.moved {
				continue
			}
			p.filled = true
			var more []*pcell
			for _, c := range p.cells {
				if c.field == nil && !c.head {
					for r := range c.rows {
						for k := range c.cols {
							if r+k > 0 {
								more = append(more, &pcell{c.row + r, c.col + k, 1, 1, c.text, nil, c.part, false})
							}
						}
					}
				}
				c.rows, c.cols = 1, 1
			}
			p.cells = append(p.cells, more...)
		}
	}},
	{"改变合并", func(rng *rand.Rand, b *book) {
		p := pick(rng, b.tables())
		for range 3 {
			if c := p.some(rng, func(c *pcell) bool { return c.field == nil && (c.cols > 1 || c.rows > 1) }); c != nil {
				if c.cols > 1 {
					c.cols--
				} else {
					c.rows--
				}
			}
		}
	}},
	{"整块移动", func(rng *rand.Rand, b *book) { pick(rng, b.pages).shift(0, 0, rng.IntN(6), rng.IntN(5)) }},
	{"一个数拆成两格", func(rng *rand.Rand, b *book) {
		p := pick(rng, b.tables())
		c := p.some(rng, func(c *pcell) bool { return c.field != nil && len(c.text) > 1 && !b.lost[c.field.Row] })
		if c == nil || p.beside {
			return
		}
		b.split[c.field.Row] = true
		for _, o := range p.cells {
			if o.row == c.row && o.col > c.col {
				o.col++
			}
		}
		p.cells = append(p.cells, &pcell{c.row, c.col + 1, 1, 1, c.text[1:], nil, grid.Value, false})
		c.text, c.cols = c.text[:1], 1
	}},
	{"标签写法不同", func(rng *rand.Rand, b *book) {
		for range 1 + rng.IntN(5) {
			p := pick(rng, b.tables())
			if c := p.some(rng, func(c *pcell) bool { return c.field == nil && c.text != "" }); c != nil {
				c.text = spelt(rng, c.text)
			}
		}
	}},
	{"标签错漏字", func(rng *rand.Rand, b *book) {
		p := pick(rng, b.tables())
		c := p.some(rng, func(c *pcell) bool {
			return (c.part == grid.Label || c.part == grid.Head) && !c.head && c.field == nil && len([]rune(c.text)) > 2
		})
		if c == nil {
			return
		}
		rs := []rune(c.text)
		for range 1 + rng.IntN(max(1, len(rs)/4)) {
			if i := rng.IntN(len(rs)); rng.IntN(2) == 0 && len(rs) > 2 {
				rs = slices.Delete(rs, i, i+1)
			} else {
				rs[i] = pick(rng, []rune("的了政件公开其他"))
			}
		}
		c.text = string(rs)
	}},
	{"删除一行", func(rng *rand.Rand, b *book) {
		p := pick(rng, b.tables())
		c := p.some(rng, func(c *pcell) bool { return c.field != nil })
		if c == nil || p.moved {
			return
		}
		row := c.row
		p.cells = slices.DeleteFunc(p.cells, func(o *pcell) bool { return o.row == row && o.rows == 1 })
		for _, o := range p.cells {
			if o.row > row {
				o.row--
			} else if o.row+o.rows > row {
				o.rows--
			}
		}
	}},
	{"两行互换", func(rng *rand.Rand, b *book) {
		p := pick(rng, b.tables())
		x, y := p.some(rng, func(c *pcell) bool { return c.field != nil }), p.some(rng, func(c *pcell) bool { return c.field != nil })
		if x == nil || y == nil || x.field.Band != y.field.Band || x.field.Row.Parent != y.field.Row.Parent || !b.intact(x.field.Table) {
			return
		}
		rx, ry := x.row, y.row
		for _, c := range p.cells {
			if c.part != grid.Value && c.part != grid.Label || c.rows > 1 {
				continue
			}
			switch c.row {
			case rx:
				c.row = ry
			case ry:
				c.row = rx
			}
		}
	}},
	{"数字改全角", func(rng *rand.Rand, b *book) {
		for range 4 {
			p := pick(rng, b.tables())
			if c := p.some(rng, func(c *pcell) bool { return c.field != nil }); c != nil {
				c.text = strings.Map(func(r rune) rune {
					if r >= '0' && r <= '9' {
						return r - '0' + '０'
					}
					return r
				}, c.text)
			}
		}
	}},
	{"加备注和单位", func(rng *rand.Rand, b *book) {
		for range 3 {
			p := pick(rng, b.tables())
			if c := p.some(rng, func(c *pcell) bool { return c.field != nil && c.text != "" && c.field.Kind != model.Amount }); c != nil {
				c.text += pick(rng, []string{"件", "项", "（其中转办2件）", "\n（含上年结转）", " 件", "*"})
			}
		}
	}},
	{"零留空", func(rng *rand.Rand, b *book) {
		p := pick(rng, b.tables())
		for _, c := range p.cells {
			if c.field != nil && c.text == "0" && !b.split[c.field.Row] {
				b.lost[c.field.Row] = true
				c.text = pick(rng, []string{"", "", "/", "-", "无"})
			}
		}
	}},
	{"删除最后一格", func(rng *rand.Rand, b *book) {
		p := pick(rng, b.tables())
		var last *pcell
		for _, c := range p.cells {
			if c.field != nil && (last == nil || c.row > last.row || c.row == last.row && c.col > last.col) {
				last = c
			}
		}
		if last != nil && !b.split[last.field.Row] {
			b.lost[last.field.Row] = true
			p.cells = slices.DeleteFunc(p.cells, func(c *pcell) bool { return c == last })
		}
	}},
	{"加一行自有项目", func(rng *rand.Rand, b *book) {
		p := pick(rng, b.tables())
		c := p.some(rng, func(c *pcell) bool { return c.field != nil && c.field.Row.Label != "" })
		if c == nil {
			return
		}
		row := c.row
		p.shift(row, 1<<20, 1, 0)
		p.cells = append(p.cells, &pcell{row, 0, 1, 1, "其他主动公开文件", nil, grid.Label, false})
		for i := range 3 {
			p.cells = append(p.cells, &pcell{row, c.col + i, 1, 1, fmt.Sprint(3 + i), nil, grid.Value, false})
		}
	}},
	{"表上表下加文字", func(rng *rand.Rand, b *book) {
		p := pick(rng, b.tables())
		p.cells = append(p.cells, &pcell{p.bottom() + rng.IntN(2), 0, 1, 1, "注：本表数据含上年度结转数量。", nil, grid.Band, false})
	}},
	{"表格分成两段", func(rng *rand.Rand, b *book) {
		p := pick(rng, b.tables())
		c := p.some(rng, func(c *pcell) bool { return c.field != nil && c.field.Row.Label != "" })
		if c == nil {
			return
		}
		top := 1 << 20
		var head []*pcell
		for _, o := range p.cells {
			if o.field != nil && o.field.Band == c.field.Band {
				top = min(top, o.row)
			}
		}
		depth := model.Depth(c.field.Band.Columns)
		for _, o := range p.cells {
			if (o.part == grid.Head || o.part == grid.Corner) && !o.head && o.field == nil && o.row < top && o.row >= top-depth {
				head = append(head, o)
			}
		}
		p.parted = true
		row := c.row
		p.shift(row, 1<<20, depth+1, 0)
		for _, o := range head {
			n := *o
			n.row = row + 1 + o.row - (top - depth)
			p.cells = append(p.cells, &n)
		}
	}},
	{"数字整块错开一列", func(rng *rand.Rand, b *book) {
		p := pick(rng, b.tables())
		if !b.sound(p) {
			return
		}
		for _, c := range p.cells {
			if c.field != nil {
				b.split[c.field.Row], b.lost[c.field.Row] = true, true
				c.col += c.cols
				c.cols = 1
			}
		}
	}},
	{"数字整块错开一行", func(rng *rand.Rand, b *book) {
		p := pick(rng, b.tables())
		if b.as == "text" || p.filled || !b.sound(p) {
			return
		}
		p.moved = true
		for _, c := range p.cells {
			if c.field != nil {
				b.split[c.field.Row], b.lost[c.field.Row] = true, true
				c.row++
			} else if c.part == grid.Band && !c.head {
				c.cols = 1 // what a merge would hide is not there at all
			}
		}
	}},
	{"一行数字错开一列", func(rng *rand.Rand, b *book) {
		p := pick(rng, b.tables())
		c := p.some(rng, func(c *pcell) bool { return c.field != nil && !b.split[c.field.Row] && !b.lost[c.field.Row] })
		if c != nil && b.sound(p) {
			b.split[c.field.Row], b.lost[c.field.Row] = true, true
			for _, o := range p.rowOf(c.field) {
				o.col, o.cols = o.col+o.cols, 1
			}
		}
	}},
	{"两列互换", func(rng *rand.Rand, b *book) {
		p := pick(rng, b.tables())
		x, y := p.some(rng, func(c *pcell) bool { return c.field != nil }), p.some(rng, func(c *pcell) bool { return c.field != nil })
		if x == nil || y == nil || x.field.Band != y.field.Band || x.field.Column.Parent != y.field.Column.Parent || x.cols != y.cols || p.parted || !b.intact(x.field.Table) {
			return
		}
		cx, cy := x.col, y.col
		swap := func(c *pcell) {
			switch {
			case c == nil || c.cols != x.cols:
			case c.col == cx:
				c.col = cy
			case c.col == cy:
				c.col = cx
			}
		}
		var hx, hy *pcell // the nearest labels above
		for _, c := range p.cells {
			switch {
			case c.field != nil && c.field.Band == x.field.Band:
				swap(c)
			case c.part == grid.Head && c.col == cx && c.row < x.row && (hx == nil || c.row > hx.row):
				hx = c
			case c.part == grid.Head && c.col == cy && c.row < x.row && (hy == nil || c.row > hy.row):
				hy = c
			}
		}
		if hx != hy {
			swap(hx)
			swap(hy)
		}
	}},
	{"删除一列", func(rng *rand.Rand, b *book) {
		p := pick(rng, b.tables())
		c := p.some(rng, func(c *pcell) bool { return c.field != nil })
		if c == nil || !b.sound(p) {
			return
		}
		p.dropColumn(c.col)
	}},
	{"加一列自有项目", func(rng *rand.Rand, b *book) {
		p := pick(rng, b.tables())
		for _, c := range p.cells {
			if c.field != nil {
				if b.lost[c.field.Row] {
					return
				}
				b.split[c.field.Row] = true // one figure more
			}
		}
		right, rows := 0, map[int]bool{}
		for _, c := range p.cells {
			right = max(right, c.col+c.cols)
			if c.field != nil {
				rows[c.row] = true
			}
		}
		for r := range p.bottom() {
			if rows[r] {
				p.cells = append(p.cells, &pcell{r, right, 1, 1, fmt.Sprint(r + 1), nil, grid.Value, false})
			}
		}
	}},
	{"加一行栏次", func(rng *rand.Rand, b *book) {
		p := pick(rng, b.tables())
		top, right := 1<<20, 0
		for _, c := range p.cells {
			if c.field != nil {
				top = min(top, c.row)
			}
			right = max(right, c.col+c.cols)
		}
		p.shift(top, 1<<20, 1, 0)
		for i := range right {
			p.cells = append(p.cells, &pcell{top, i, 1, 1, fmt.Sprint(i + 1), nil, grid.Value, false})
		}
	}},
	{"一张表行列互换", func(rng *rand.Rand, b *book) {
		p := pick(rng, b.tables())
		if b.as == "text" || !b.sound(p) || len(b.tables()) < 2 {
			return
		}
		p.turned = true
		first := 1 << 20
		for _, c := range p.cells {
			if !c.head {
				first = min(first, c.row)
			}
		}
		for _, c := range p.cells {
			if !c.head {
				c.row, c.col, c.rows, c.cols = first+c.col, c.row-first, c.cols, c.rows
			}
		}
	}},
	{"两张表并排", func(rng *rand.Rand, b *book) {
		ts := b.tables()
		if len(ts) < 2 || b.as == "text" {
			return // pasted as text, their rows are one
		}
		x, y := ts[0], ts[1]
		right := 0
		for _, c := range x.cells {
			right = max(right, c.col+c.cols)
		}
		y.shift(-1, -1, 0, right+rng.IntN(3))
		x.cells = append(x.cells, y.cells...)
		x.beside = true // a cell pushed to the right would land in the other
		x.turned, x.filled = x.turned || y.turned, x.filled || y.filled
		x.moved, x.parted = x.moved || y.moved, x.parted || y.parted
		b.pages = slices.DeleteFunc(b.pages, func(p *page) bool { return p == y })
	}},
	{"附上年的表", func(rng *rand.Rand, b *book) {
		p := pick(rng, b.tables())
		old := &page{name: "上年"}
		for _, c := range p.cells {
			n := *c
			if n.field != nil {
				n.text = fmt.Sprint(rng.IntN(500))
			}
			n.field = nil
			old.cells = append(old.cells, &n)
		}
		b.pages = append(b.pages, old)
	}},
	{"另附汇总", func(rng *rand.Rand, b *book) {
		sum := &page{name: "汇总", cells: []*pcell{{text: "项目", rows: 1, cols: 1}, {col: 1, text: "合计", rows: 1, cols: 1}}}
		for i, fd := range b.form.Fields {
			if fd.Total != nil && fd.Row.Label != "" && i%3 == 0 {
				r := len(sum.cells)
				sum.cells = append(sum.cells, &pcell{row: r, text: fd.Row.Label, rows: 1, cols: 1}, &pcell{row: r, col: 1, text: fmt.Sprint(rng.IntN(90)), rows: 1, cols: 1})
			}
		}
		b.pages = append(b.pages, sum)
	}},
}

// spelt writes a label another way that means the same.
func spelt(rng *rand.Rand, s string) string {
	traditional := strings.NewReplacer("总", "總", "业", "業", "务", "務", "请", "請", "处", "處", "规", "規", "许", "許", "数", "數", "护", "護", "决", "決", "计", "計", "号", "號", "会", "會", "开", "開", "继", "繼", "续", "續", "办", "辦", "国", "國")
	switch rng.IntN(13) {
	case 0:
		rs := []rune(s)
		i := rng.IntN(len(rs) + 1)
		return string(rs[:i]) + pick(rng, []string{" ", "\n", "\u3000", "\u00a0"}) + string(rs[i:])
	case 1:
		return strings.Join(strings.Split(s, ""), " ")
	case 2:
		return strings.NewReplacer("（", "(", "）", ")", "：", ":", "，", ",").Replace(s)
	case 3:
		return strings.NewReplacer("“", "\"", "”", "\"").Replace(s)
	case 4:
		return traditional.Replace(s)
	case 5:
		return strings.Replace(s, "要", "", 1)
	case 6:
		for i, c := range []string{"1", "2", "3", "4", "5", "6", "7", "8"} {
			if rest, ok := strings.CutPrefix(s, c+"."); ok {
				return pick(rng, []string{c + "、", "（" + c + "）", c + "．", c + ")", string([]rune("①②③④⑤⑥⑦⑧")[i])}) + rest
			}
		}
		return s
	case 7:
		for i, c := range []string{"一", "二", "三", "四", "五", "六", "七"} {
			if rest, ok := strings.CutPrefix(s, "（"+c+"）"); ok {
				return pick(rng, []string{"（" + fmt.Sprint(i+1) + "）", "(" + c + ")", c + "、"}) + rest
			}
		}
		return s
	case 8: // another edition's word
		if rest, ok := strings.CutPrefix(s, "行政规范"); ok {
			return "规范" + rest
		}
		return strings.Replace(s, "本年处理决定", "处理决定", 1)
	case 9: // misprints that were met
		return strings.NewReplacer("法律行政法规禁止公开", "法律行政止公开", "处理决定数量", "处理绝对数量").Replace(s)
	case 10:
		return s + pick(rng, []string{"(指2020年办件量)", "（件）", "（填报说明：没有的填0）"})
	case 11:
		return numbered.ReplaceAllString(s, "")
	}
	return "  " + s + " "
}

var numbered = regexp.MustCompile(`^(（[一二三四五六七]）|\d\.|[一二三四]、)`)
