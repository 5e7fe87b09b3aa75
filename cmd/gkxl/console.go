package main

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
)

// window is the program started by a double click, or by files dropped on it: there is
// nobody to type options, and what it says would vanish with the window.
type window struct {
	session
	in   io.Reader // where the user drops files on the window, or presses a key
	show func(path string) error
	page string // gkxl.html beside the program; empty where there is none
	// folders are where results may go, if they cannot lie beside the files.
	folders []string
}

// pageName is the name of the page for clerks, which is handed out with the program.
const pageName = "gkxl.html"

// newWindow is the window of a program that has one of its own.
func newWindow(s session) window {
	w := window{session: s, in: os.Stdin, show: show}
	if program, err := os.Executable(); err == nil {
		if page := filepath.Join(filepath.Dir(program), pageName); exists(page) {
			w.page = page
		}
	}
	if home, err := os.UserHomeDir(); err == nil {
		w.folders = append(w.folders, filepath.Join(home, "Desktop"), home)
	}
	w.folders = append(w.folders, os.TempDir())
	return w
}

// run checks the files that were dropped on the program, and then those that are dropped
// on its window, until Enter is pressed alone. Without files it opens gkxl.html if that
// lies beside it.
func (w window) run(files []string) (exit int) {
	if len(files) == 0 {
		w.greet()
	}
	in := bufio.NewReader(w.in)
	for {
		if len(files) > 0 {
			exit = w.check(files)
		}
		w.line(msg.T("要核对报告，请把文件或文件夹拖到这个窗口里，再按回车；直接按回车关闭这个窗口。",
			"To check reports, drop files or folders on this window and press Enter. Press Enter alone to close it."))
		typed, err := in.ReadString('\n')
		if files = pathsIn(typed); err != nil || len(files) == 0 {
			return exit
		}
		for _, f := range files {
			if !exists(f) {
				w.report(&msg.Problem{Where: f, What: msg.T("没有这个文件或文件夹", "there is no such file or folder"), Hint: msg.T("请把它从文件夹里直接拖过来", "drop it here from its folder")})
				files, exit = nil, exitTrouble
				break
			}
		}
	}
}

// greet opens the page beside the program, or says where all is done that a window cannot.
func (w window) greet() {
	switch {
	case w.page == "":
		w.line(msg.T("这是命令行程序。要在浏览器里做全部工作，请打开 gkxl.html；在命令行中用“gkxl help”查看全部用法。",
			"This is a command-line program. To do everything in a browser, open gkxl.html. On a command line, \"gkxl help\" tells what it can do."))
	case w.show(w.page) == nil:
		w.line(msg.F("网页已在浏览器中打开，全部工作都可以在网页里做：%s", "The page is open in the browser; everything can be done there: %s", w.page))
	default:
		w.line(msg.F("没有打开浏览器，请自己打开：%s", "No browser was opened; open it yourself: %s", w.page))
	}
}

// check checks files, opens the page of findings, and says where results are.
func (w window) check(files []string) (exit int) {
	w.line(msg.F("正在核对 %d 个文件或文件夹……", "Checking %d files or folders…", len(files)))
	dir, err := w.folder(files)
	if err != nil {
		w.report(err)
		return exitTrouble
	}
	page := filepath.Join(dir, units.ResultPage)
	marked := filepath.Join(dir, msg.T("标注", "marked").In(w.lang)) + string(filepath.Separator)
	args := append([]string{"gkxl", "check", "--lang", string(w.lang), "--format", "html", "-o", page, "--mark", marked, "--"}, files...)
	exit = run(args, w.out, w.err)
	if !exists(page) { // it said why
		os.Remove(dir) // unless something is in it
		return exit
	}
	w.line(msg.F("核对结果和标注了问题的工作簿在：%s", "The findings and the marked workbooks are in: %s", dir))
	if err := w.show(page); err != nil {
		w.line(msg.F("没有打开浏览器，请自己打开：%s", "No browser was opened; open it yourself: %s", page))
	}
	return exit
}

// onePath is a path as a window writes it where files are dropped on it: between
// quotation marks if it has spaces.
var onePath = regexp.MustCompile(`"([^"]+)"|[^\s"]+`)

// pathsIn are the paths in a line: one, or several with spaces between.
func pathsIn(line string) (out []string) {
	if line = strings.TrimSpace(line); line != "" && exists(line) {
		return []string{line}
	}
	for _, m := range onePath.FindAllStringSubmatch(line, -1) {
		out = append(out, cmp.Or(m[1], m[0]))
	}
	return out
}

// folder makes a new folder for results: beside the files, or where that cannot be
// written, such as on a locked disk, or lies in what is to be read, such as a whole disk,
// where the user finds it.
func (w window) folder(files []string) (string, error) {
	var first error
	beside := []string{filepath.Dir(files[0])}
	if placesOf(files).hold(beside[0]) {
		beside = nil
	}
	for _, in := range append(beside, w.folders...) {
		for n := 1; n < 1000; n++ {
			name := units.ResultFolder
			if n > 1 {
				name = fmt.Sprintf("%s (%d)", units.ResultFolder, n)
			}
			dir := filepath.Join(in, name)
			err := os.Mkdir(dir, 0o755)
			if err == nil {
				return dir, nil
			}
			if !os.IsExist(err) {
				if first == nil {
					first = &msg.Problem{Where: dir, What: msg.T("不能建立放结果的文件夹", "the folder for results cannot be made"), Hint: msg.T("请把文件复制到硬盘上再试", "copy the files to a disk, and try again")}
				}
				break
			}
		}
	}
	return "", first
}

// line says something on a line of its own.
func (w window) line(t msg.Text) { fmt.Fprintln(w.out, t.In(w.lang)) }
