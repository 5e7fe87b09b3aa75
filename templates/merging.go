package templates

import (
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/gkxl/gkxl/model"
)

func (d *decoder) merging(n *yaml.Node) (m model.Merging) {
	m.Money = map[string]model.Number{}
	d.keys(n, map[string]func(*yaml.Node){
		"apart": into(&m.Apart, list(d, d.str)), "remarks": into(&m.Remarks, list(d, d.str)),
		"money": func(n *yaml.Node) {
			for unit, factor := range strMap(d)(n) {
				num, err := model.ParseNumber(factor)
				if err != nil || num.Sign() <= 0 {
					d.fail(n, "“%s”应是大于 0 的数", "%q is a number above 0", factor)
				}
				m.Money[unit] = num
			}
		},
	})
	return m
}

// checkMerging fails on what is no field or unit of the form.
func (d *decoder) checkMerging(f *model.Form) {
	for _, p := range f.Merging.Apart {
		if !slices.ContainsFunc(f.Fields, func(fd *model.Field) bool { return model.MatchField(p, fd.ID) }) {
			d.fail(d.nodeOnLine(1), "merging 提到不存在的格 %s", "merging names %s, which is no field", p)
		}
	}
	for unit := range f.Merging.Money {
		if !slices.Contains(f.Reading.Money, unit) {
			d.fail(d.nodeOnLine(1), "merging 提到的单位“%s”不在 reading 的 money 中", "merging names the unit %q, which is not among reading's money", unit)
		}
	}
}
