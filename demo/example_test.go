package demo_test

import (
	"fmt"

	"github.com/gkxl/gkxl/demo"
)

func Example() {
	d, err := demo.New(demo.Options{Units: 30, Errors: 3, Year: 2025, Seed: 1})
	if err != nil {
		panic(err)
	}
	for _, p := range d.Planted {
		fmt.Println(p.Unit.Name+":", p.Title.EN)
	}
	i := 0
	for k, fd := range d.Form.Fields {
		if fd.ID == "requests.new.total" {
			i = k
		}
	}
	fmt.Println(len(d.Due), "units,", len(d.Files), "files,", d.Sum(nil)[i], "requests")
	// Output:
	// 示范区自然资源局: the same report handed in twice
	// 示范区市场监督管理局: digits swapped
	// 示范区第三街道办事处: did not report
	// 30 units, 30 files, 210 requests
}
