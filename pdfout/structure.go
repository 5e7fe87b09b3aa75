package pdfout

import (
	"fmt"
	"slices"
	"strings"
)

// writeTree writes the structure tree, which screen readers and search engines
// follow instead of the drawing, and returns the number of its root object.
func writeTree(f *file, s *drawing, pages []int) int {
	w := &treeWriter{file: f, pages: pages, ids: map[string]int{}}
	root := f.alloc()
	w.prune(s.root)
	w.number(s.root)
	w.elem(s.root, root)
	var parents strings.Builder
	for i, p := range s.pages {
		fmt.Fprintf(&parents, "%d[", i)
		for _, e := range p.owners {
			fmt.Fprintf(&parents, "%d 0 R ", e.num)
		}
		parents.WriteString("]")
	}
	tree := f.add("<</Nums[%s]>>", parents.String())
	ids := ""
	if len(w.order) > 0 {
		slices.Sort(w.order)
		var b strings.Builder
		for _, id := range w.order {
			fmt.Fprintf(&b, "(%s)%d 0 R", id, w.ids[id])
		}
		ids = "/IDTree<</Names[" + b.String() + "]>>"
	}
	f.put(root, "<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %d%s>>", s.root.num, tree, len(s.pages), ids)
	return root
}

type treeWriter struct {
	file  *file
	pages []int
	ids   map[string]int
	order []string
}

// prune drops elements that hold nothing, except the empty cells of tables.
func (w *treeWriter) prune(e *element) {
	e.kids = slices.DeleteFunc(e.kids, func(k *element) bool {
		w.prune(k)
		return len(k.kids) == 0 && len(k.marks) == 0 && k.rows == 0
	})
}

func (w *treeWriter) number(e *element) {
	e.num = w.file.alloc()
	for _, k := range e.kids {
		w.number(k)
	}
}

func (w *treeWriter) elem(e *element, parent int) {
	var b strings.Builder
	fmt.Fprintf(&b, "<</Type/StructElem/S/%s/P %d 0 R", e.tag, parent)
	home := -1
	if len(e.marks) > 0 {
		home = e.marks[0].page
		fmt.Fprintf(&b, "/Pg %d 0 R", w.pages[home])
	}
	if e.id != "" {
		fmt.Fprintf(&b, "/ID(%s)", e.id)
		w.ids[e.id] = e.num
		w.order = append(w.order, e.id)
	}
	if e.alt != "" {
		fmt.Fprintf(&b, "/Alt%s/A<</O/Layout/Placement/Block/BBox[%.2f %.2f %.2f %.2f]>>", textString(e.alt), e.box[0], e.box[1], e.box[2], e.box[3])
	}
	if e.rows > 0 {
		b.WriteString("/A<</O/Table")
		if e.rows > 1 {
			fmt.Fprintf(&b, "/RowSpan %d", e.rows)
		}
		if e.cols > 1 {
			fmt.Fprintf(&b, "/ColSpan %d", e.cols)
		}
		if e.scope != "" {
			fmt.Fprintf(&b, "/Scope/%s", e.scope)
		}
		if len(e.headers) > 0 {
			b.WriteString("/Headers[")
			for _, h := range e.headers {
				fmt.Fprintf(&b, "(%s)", h)
			}
			b.WriteString("]")
		}
		b.WriteString(">>")
	}
	if len(e.marks)+len(e.kids) > 0 {
		b.WriteString("/K[")
		for _, m := range e.marks {
			if m.page == home {
				fmt.Fprintf(&b, "%d ", m.id)
			} else {
				fmt.Fprintf(&b, "<</Type/MCR/Pg %d 0 R/MCID %d>>", w.pages[m.page], m.id)
			}
		}
		for _, k := range e.kids {
			fmt.Fprintf(&b, "%d 0 R ", k.num)
		}
		b.WriteString("]")
	}
	b.WriteString(">>")
	w.file.put(e.num, "%s", b.String())
	for _, k := range e.kids {
		w.elem(k, e.num)
	}
}
