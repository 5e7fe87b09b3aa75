package xmlss

import (
	"fmt"
	"testing"

	"github.com/gkxl/gkxl/internal/read/spreadsheet"
)

func TestConditions(t *testing.T) {
	const excel = ` xmlns="urn:schemas-microsoft-com:office:excel"`
	book, ok, err := Read(document("", `<Worksheet ss:Name="表"><Table><Column ss:Width="1.5"/><Column ss:Width="0" ss:Span="1"/><Row ss:Height="0.75"><Cell><Data ss:Type="Number">66</Data></Cell></Row></Table>
		<WorksheetOptions`+excel+`><DoNotDisplayZeros/></WorksheetOptions>
		<ConditionalFormatting`+excel+`><Range>R2C1:R3C2,R5C4</Range><Condition><Qualifier>Greater</Qualifier><Value1>50</Value1><Format Style='color:white;text-line-through:single'/></Condition>
		<Condition><Value1>RC[1]=5</Value1><Format Style='color:#F00;background:#FFFFFF'/></Condition><Condition><Qualifier>Between</Qualifier><Value1>1</Value1><Value2>5</Value2><Format Style='color:red'/></Condition></ConditionalFormatting></Worksheet>`), spreadsheet.Default)
	if !ok || err != nil {
		t.Fatal(ok, err)
	}
	s := book.Sheets[0]
	got := fmt.Sprint(s.Heights, s.Columns[0].Width < 0.5, s.Columns[1], s.NoZeros)
	for _, c := range s.Conditions {
		got += fmt.Sprint("\n", c.Ranges, c.Kind, c.Operator, c.Formulas, c.Look)
	}
	if want := `map[0:0.75] true {1 2 true 0} true
[{1 0 2 1} {4 3 4 3}]cellIsgreaterThan[50] {true FFFFFF  }
[{1 0 2 1} {4 3 4 3}]expression[B2=5] {false FF0000 FFFFFF }
[{1 0 2 1} {4 3 4 3}]cellIsbetween[1 5] {false   }`; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}
