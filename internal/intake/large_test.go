package intake_test

import (
	"fmt"
	"testing"

	"github.com/gkxl/gkxl/internal/intake"
)

// large is a page full of texts that look like labels: the worst that matching
// them may meet.
func large(rows, cols int, header bool) *intake.Sheet {
	near := []string{"自然人们", "商业企业啊", "总计了", "一、本年新收政府信息公开申请量", "（三）不予公开的", "结果维持的", "其他处理", "1.属于国家机密", "规章制度", "行政许可事项"}
	s := &intake.Sheet{Name: "Sheet1", Address: func(row, col int) string { return fmt.Sprintf("R%dC%d", row+1, col+1) }}
	if header {
		for i, l := range []string{"自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"} {
			s.Add(0, cols+i, 1, 1, intake.Cell{Kind: intake.Text, Text: l})
		}
	}
	for r := range rows {
		for c := range cols {
			s.Add(r+1, c, 1, 1, intake.Cell{Kind: intake.Text, Text: near[(r*7+c*3)%len(near)] + string(rune('一'+r%500))})
		}
		if header {
			s.Add(r+1, cols, 1, 1, intake.Cell{Kind: intake.Number, Text: "5"})
		}
	}
	return s
}

func BenchmarkLargeSheet(b *testing.B) {
	forms := editions(b)
	for name, s := range map[string]*intake.Sheet{"long": large(50_000, 2, true), "square": large(1000, 100, true), "wide": large(20, 5000, true), "no table": large(10_000, 10, false)} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := intake.Map([]*intake.Sheet{s}, forms, intake.Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
