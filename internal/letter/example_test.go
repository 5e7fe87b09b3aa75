package letter_test

import (
	"os"
	"time"

	"github.com/gkxl/gkxl/internal/letter"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/templates"
)

func ExampleReminder() {
	form, err := templates.ForYear(2025)
	if err != nil {
		panic(err)
	}
	l := letter.Reminder(letter.Case{
		Form: form, Year: 2025, Unit: "示范区民政局", From: "示范区人民政府办公室",
		Deadline: time.Date(2026, 1, 20, 0, 0, 0, 0, time.UTC), Date: time.Date(2026, 1, 23, 0, 0, 0, 0, time.UTC),
	}, msg.ZH)
	if err := letter.WriteText(os.Stdout, l); err != nil {
		panic(err)
	}
	// Output:
	// 关于催报2025年政府信息公开工作年度报告的函
	//
	// 示范区民政局：
	// 　　按照《中华人民共和国政府信息公开条例》和2025年度报告编报工作的安排，各单位应当于2026年1月20日前报送2025年政府信息公开工作年度报告。截至2026年1月23日，报送期限已过，我单位尚未收到你单位的报告。
	// 　　请你单位尽快报送。填报请使用统一下发的工作簿，所填数字与台账核对一致，“校验”表显示“全部相符”后再报送。
	// 　　已经报送的，请告知报送的时间和方式，以便查找；确有困难不能按时报送的，请及时说明原因。
	// 　　特此函达。
	//
	// 　　示范区人民政府办公室
	// 　　2026年1月23日
}
