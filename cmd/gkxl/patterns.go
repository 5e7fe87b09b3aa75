package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/osfile"
	"github.com/gkxl/gkxl/msg"
)

// fileArguments are the commands whose arguments are files and folders; those of trace are a file and a cell.
var fileArguments = []string{"import", "check", "repair", "export", "verify", "diff", "narrate", "status", "merge", "trace", "review", "indicators", "brief"}

// pathOptions are the options that name files and folders, by all their names.
var pathOptions = append([]string{"o", "output", "mark", "letter", "letters", "local", "review-sheet"}, inputFlags...)

// asWindows gives the arguments of a command as it would get them elsewhere: the command line of Windows leaves patterns
// such as *.xlsx to the program, and takes either slash. Patterns that nothing fits are an error.
func asWindows(command string, options, rest []string) ([]string, []string, error) {
	options = slices.Clone(options)
	for i := 1; i < len(options); i++ {
		if slices.Contains(pathOptions, strings.TrimLeft(options[i-1], "-")) && strings.HasPrefix(options[i-1], "-") {
			options[i] = filepath.FromSlash(options[i])
		}
	}
	if !slices.Contains(fileArguments, command) {
		return options, rest, nil
	}
	var out []string
	for _, a := range rest {
		switch found, err := matching(a); {
		case err != nil:
			return nil, nil, err
		case len(found) > 0:
			out = append(out, found...)
		case command == "trace": // a cell
			out = append(out, a)
		case isPattern(a):
			return nil, nil, &msg.Problem{Where: a, What: msg.T("没有文件的名称与它相符", "no file has a name like this"), Hint: msg.T("请核对文件夹和文件名", "check the folder and the name")}
		default:
			out = append(out, filepath.FromSlash(a))
		}
	}
	return options, out, nil
}

// isPattern reports whether a path stands for files whose names are like it. No file of Windows has these signs in its
// name.
func isPattern(path string) bool { return strings.ContainsAny(path, "*?") }

// matching lists the files and folders whose paths are like a pattern, by their names. Capitals do not matter. What
// programs leave beside files that they have open is none of them.
func matching(pattern string) ([]string, error) {
	if !isPattern(pattern) {
		return nil, nil
	}
	pattern = filepath.FromSlash(pattern)
	dir, name := filepath.Split(pattern)
	dirs := []string{dir}
	if isPattern(dir) {
		var err error
		if dirs, err = matching(filepath.Clean(dir)); err != nil {
			return nil, err
		}
		for i := range dirs {
			dirs[i] += string(filepath.Separator)
		}
	}
	var out []string
	for _, dir := range dirs {
		in := dir
		if in == "" {
			in = "."
		}
		entries, err := os.ReadDir(in)
		if err != nil && len(dirs) == 1 {
			return nil, osfile.FileError(strings.TrimRight(in, `/\`), err)
		}
		for _, e := range entries {
			own := e.Name()
			if strings.HasPrefix(own, "~$") || strings.HasPrefix(own, ".") && !strings.HasPrefix(name, ".") {
				continue
			}
			if like([]rune(strings.ToLower(own)), []rune(strings.ToLower(name))) {
				out = append(out, dir+own)
			}
		}
	}
	return out, nil
}

// like reports whether a name fits a pattern: * stands for any characters, ? for one. For Windows, *.* is any name.
func like(name, pattern []rune) bool {
	if string(pattern) == "*.*" {
		return true
	}
	star, from := -1, 0 // the last * and what of the name it takes up to
	n, p := 0, 0
	for n < len(name) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, from = p, n
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == name[n]):
			n, p = n+1, p+1
		case star >= 0:
			from++
			n, p = from, star+1
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == '*' {
		p++
	}
	return p == len(pattern)
}
