package gkxl_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/msg"
)

// A report is read, checked and published. README shows the ten lines of
// readCheckPublish.
func Example() {
	fmt.Println(readCheckPublish("examples/huaian-2024.xlsx"))
	fmt.Println(errors.Is(readCheckPublish("examples/no such file.xlsx"), gkxl.ErrFile))
	// Output:
	// <nil>
	// true
}

func readCheckPublish(path string) error {
	report, err := gkxl.ImportFile(path, gkxl.ImportOptions{})
	if err != nil {
		return err
	}
	for _, f := range gkxl.Check(report, gkxl.CheckOptions{}) {
		fmt.Println(f.Grade, f.Rule.ID, f.Cells, f.Message.In(msg.ZH))
	}
	var pdf bytes.Buffer
	_, err = gkxl.PDF(&pdf, report, gkxl.Publication{})
	return err
}

// The lines for Go users in both READMEs are those that ran above.
func TestReadmeForGoUsers(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("example_readme_test.go")
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(string(source), "func readCheckPublish(path string) error {\n")
	body, _, _ = strings.Cut(body, "\n}\n")
	want := regexp.MustCompile(`(?m)^\t`).ReplaceAllString(body, "")
	for _, name := range []string{"README.md", "README.en.md"} {
		doc, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(doc), "```go\n"+want+"\n```\n") {
			t.Errorf("%s does not show\n%s", name, want)
		}
	}
}
