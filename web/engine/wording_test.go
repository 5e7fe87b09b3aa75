package engine

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// unreached are words of the command in messages that no call of the page gives.
var unreached = []string{
	"“gkxl trace 本文件 格”", `\"gkxl trace THIS FIELD\"`, // in the total's workbook
	"--figure 编号=数", "--figure FIELD=NUMBER",
	"gkxl trace %s %s",                                         // a tracing as text
	"--set",                                                    // read from a command line
	"--without", "--accept", "--across-editions", "--complete", // aggregate's advice, see objectionAdvice
	"--form", "--font", "--force", // forms, faces and files of the disk
	"--local",                                           // the handbook, on files of local rules
	"--new", "--stage", "--by", "--same-person", "--at", // recording a review, which only the command does
	"--title: %gpt", // of a style sheet
}

// No message of the toolkit speaks of the command on the page.
func TestWordsOfTheCommand(t *testing.T) {
	t.Parallel()
	command := regexp.MustCompile(`gkxl (?:check|merge|rules|template|repair|import|status|trace|diff|export|indicators|brief)|(?:^|[^-\w])--[a-z]`)
	used := map[string]bool{}
	err := filepath.WalkDir("../..", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "cmd" || d.Name() == "web" || d.Name() == "testdata" || len(d.Name()) > 2 && strings.HasPrefix(d.Name(), ".")) {
			return fs.SkipDir
		}
		if !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), p, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			s, err := strconv.Unquote(lit.Value)
			if err != nil || !command.MatchString(s) {
				return true
			}
			s = strings.ReplaceAll(s, `"`, `\"`) // as in JSON
			for i := 0; i < len(commandWords); i += 2 {
				used[commandWords[i]] = used[commandWords[i]] || strings.Contains(s, commandWords[i])
			}
			if s = onPage(s); command.MatchString(s) {
				for _, u := range unreached {
					if strings.Contains(s, u) {
						return true
					}
				}
				t.Errorf("%s: on the page this reads %q", p, s)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(commandWords); i += 2 {
		if !used[commandWords[i]] {
			t.Errorf("no message has %q", commandWords[i])
		}
	}
}
