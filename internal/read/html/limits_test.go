package html

import (
	"errors"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/msg"
)

// TestLimits shows each limit on a small page with small limits.
func TestLimits(t *testing.T) {
	limits := Limits{Nodes: 30, StyleRules: 3, StyleSteps: 20}
	for name, tc := range map[string]struct {
		page    string
		refused bool
	}{
		"small":                         {"<style>p{color:red}</style><p class=a>x", false},
		"elements":                      {strings.Repeat("<i>", 31), true},
		"attributes":                    {"<p a b c d e f g h i j k l m n o p q r s t u v w x y z aa ab ac ad ae>", true},
		"formatting that is not closed": {"<b>" + strings.Repeat("<p>x", 11), true},
		"formatting that is closed":     {"<b></b>" + strings.Repeat("<p>x", 11), false},
		"rules":                         {"<style>" + strings.Repeat("p{color:red}", 4) + "</style><p>x", true},
		"rules that are not looked at":  {"<style>" + strings.Repeat("p{margin:0}", 40) + "</style><p>x", false},
		"comparisons":                   {"<style>p,p{color:red}</style>" + strings.Repeat("<p>", 11), true},
	} {
		_, err := readText("<html>"+tc.page, noSheets, limits)
		if tc.refused != (err != nil) || err != nil && !errors.Is(err, msg.ErrTooLarge) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
