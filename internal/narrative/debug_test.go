package narrative_test

import (
	"fmt"
	"os"
	"testing"
)

func TestDebug(t *testing.T) {
	name, text := os.Getenv("N"), os.Getenv("T")
	for _, f := range []string{"corpus", "narratives"} {
		for _, p := range corpus(t, "testdata/"+f+".txt") {
			if p.name == name {
				for _, x := range p.read(text, p.report, p.last) {
					fmt.Println(x.Text, x.Kind, x.Verdict, x.Reading().ZH, x.Message.ZH)
				}
				return
			}
		}
	}
}
