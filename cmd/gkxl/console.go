package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/gkxl/gkxl/msg"
)

// window is the program started by a double click, or by files dropped on it: there is
// nobody to type options, and what it says would vanish with the window.
type window struct {
	session
	in   io.Reader // where the user presses a key
	show func(path string) error
	// folders are where results may go, if they cannot lie beside the files.
	folders []string
}

// newWindow is the window of a program that has one of its own.
func newWindow(s session) window {
	w := window{session: s, in: os.Stdin, show: show}
	if home, err := os.UserHomeDir(); err == nil {
		w.folders = append(w.folders, filepath.Join(home, "Desktop"), home)
	}
	w.folders = append(w.folders, os.TempDir())
	return w
}

// resultFolder is the name of the folder that results go to, and page that of the page in
// it.
const (
	resultFolder = "核对结果"
	resultPage   = "核对结果.html"
)

// run checks the files that were dropped, opens the page of findings, says where results
// are, and waits. Without files it says how to use the program.
func (w window) run(files []string) (exit int) {
	defer func() {
		w.line(msg.T("按回车键关闭这个窗口。", "Press Enter to close this window."))
		bufio.NewReader(w.in).ReadString('\n')
	}()
	if len(files) == 0 {
		w.line(msg.T("这是命令行程序。要核对报告，请把报告文件或文件夹拖到 gkxl.exe 的图标上；要在浏览器里做全部工作，请打开 gkxl.html。\n在命令行中用“gkxl help”查看全部用法。",
			"This is a command-line program. To check reports, drop files or folders on the icon of gkxl.exe; to do everything in a browser, open gkxl.html.\nOn a command line, \"gkxl help\" tells what it can do."))
		return 0
	}
	w.line(msg.F("正在核对 %d 个文件或文件夹……", "Checking %d files or folders…", len(files)))
	dir, err := w.folder(filepath.Dir(files[0]))
	if err != nil {
		w.report(err)
		return exitTrouble
	}
	page := filepath.Join(dir, resultPage)
	marked := filepath.Join(dir, msg.T("标注", "marked").In(w.lang)) + string(filepath.Separator)
	args := append([]string{"gkxl", "check", "--lang", string(w.lang), "--format", "html", "-o", page, "--mark", marked, "--"}, files...)
	exit = run(args, w.out, w.err)
	if _, err := os.Stat(page); err != nil { // it said why
		os.Remove(dir) // unless something is in it
		return exit
	}
	w.line(msg.F("核对结果和标注了问题的工作簿在：%s", "The findings and the marked workbooks are in: %s", dir))
	if err := w.show(page); err != nil {
		w.line(msg.F("没有打开浏览器，请自己打开：%s", "No browser was opened; open it yourself: %s", page))
	}
	return exit
}

// folder makes a new folder for results: beside the files, or where that cannot be
// written, such as on a locked disk, where the user finds it.
func (w window) folder(beside string) (string, error) {
	var first error
	for _, in := range append([]string{beside}, w.folders...) {
		for n := 1; n < 1000; n++ {
			name := resultFolder
			if n > 1 {
				name = fmt.Sprintf("%s (%d)", resultFolder, n)
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
