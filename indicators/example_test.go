package indicators_test

import (
	"fmt"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/indicators"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
)

// The share disclosed of two organs, with their ranks.
func ExampleOf() {
	var all []units.Submission
	for _, file := range []string{"../examples/bureau-2022.json", "../examples/bureau-2021.json"} {
		r, err := gkxl.ImportFile(file, gkxl.ImportOptions{})
		if err != nil {
			fmt.Println(err)
			return
		}
		r.Organ, r.Year = fmt.Sprint(r.Organ, r.Year), 2022 // as if of two organs
		f, err := indicators.Submission(file, r)
		if err != nil {
			fmt.Println(err)
			return
		}
		all = append(all, f)
	}
	results, err := indicators.Of(nil, all, indicators.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	i := results.Indicators[0]
	fmt.Println(i.ID, i.Title.In(msg.ZH), i.Definition.In(msg.ZH))
	for _, u := range results.Units {
		v := u.Values[0]
		fmt.Println(u.Name, v.Part, v.Whole, indicators.Percent(v.Ratio()), v.Rank)
	}
	// Output:
	// disclosed 公开率 （予以公开＋部分公开）÷办理结果总计
	// 某市住房和城乡建设局2021 82 134 61.2% 1
	// 某市住房和城乡建设局2022 107 178 60.1% 2
}
