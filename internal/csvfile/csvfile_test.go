package csvfile

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/msg"
)

func TestRead(t *testing.T) {
	small := Limits{Lines: 2, Cells: 3, Cell: 5}
	for _, tc := range []struct{ text, want string }{
		{"a,b\n\n\"c\nd\",e\n", ""},
		{"1\n2\n3\n", "超过 2 行"},
		{"1\n1,2,3,4\n", "第 2 行超过 3 格"},
		{"1\n\"123456\"\n", "从第 2 行开始的一格超过 5 字节"},
		{"1\n2\"3\n", "第 2 行第 2 列：没有引号的格里有引号"},
		{"1\n\"2\n3", "引号没有成对（从第 2 行起）"},
	} {
		r := New(tc.text, Options{Strict: true}, small)
		var err error
		for err == nil {
			_, _, err = r.Read()
		}
		if tc.want == "" {
			if !errors.Is(err, io.EOF) {
				t.Errorf("%q: %v", tc.text, err)
			}
			continue
		}
		if p := (*msg.Problem)(nil); !errors.As(err, &p) || !strings.Contains(p.What.ZH, tc.want) || p.What.EN == p.What.ZH {
			t.Errorf("%q: %v, not %q", tc.text, err, tc.want)
		}
	}
}
