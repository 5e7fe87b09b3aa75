package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/model"
)

// What holds when the machine does not: the program is killed, the disk is full,
// a folder is closed, a file changes while it is read.

// program prepares this program as a process of its own. TestMain makes the test
// binary the program when that is its name.
func program(t *testing.T, cache string, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Args = append([]string{"gkxl"}, args...)
	cmd.Env = append(os.Environ(), "XDG_CACHE_HOME="+cache, "HOME="+cache, "LocalAppData="+cache, "LANG=zh_CN.UTF-8", "LC_ALL=")
	return cmd
}

func do(t *testing.T, cache string, args ...string) (code int, output string) {
	t.Helper()
	cmd := program(t, cache, args...)
	out, _ := cmd.CombinedOutput()
	return cmd.ProcessState.ExitCode(), string(out)
}

// temporary begins the names of temporary files.
const temporary = ".gkxl-"

// unitReports writes the reports of some units, which balance.
func unitReports(t *testing.T, dir string, n int) {
	t.Helper()
	form, err := gkxl.FormFor(gkxl.FormChoice{Year: 2025})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.xlsx", i)), unit(t, form, i), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func unit(t *testing.T, form *model.Form, i int) []byte {
	t.Helper()
	r := model.NewReport(form)
	r.Organ, r.Year, r.OrganType = fmt.Sprintf("某市第%d局", i), 2025, "department"
	for _, fd := range form.Fields {
		if fd.Total == nil {
			r.Values[fd.ID] = model.Value{State: model.IsNumber}
		}
	}
	n := model.Value{State: model.IsNumber, Number: model.Int(int64(100 + i))}
	r.Values["requests.new.business"], r.Values["requests.granted.business"] = n, n
	r.Texts["overview"], r.Texts["problems"], r.Texts["other"] = "全年工作平稳。", "解读形式单一，下一步将予以丰富。", "无。"
	var b bytes.Buffer
	if err := gkxl.Template(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// left lists what lies in a folder besides reports and the total.
func left(t *testing.T, dir string) (temporaries, others []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		switch {
		case strings.HasPrefix(e.Name(), temporary):
			temporaries = append(temporaries, e.Name())
		case filepath.Ext(e.Name()) != ".xlsx":
			others = append(others, e.Name())
		}
	}
	return temporaries, others
}

// However a merge is killed, its output is the old one or the new one, whole; and
// what it leaves disturbs no later run, and is removed by one after an hour.
func TestKilled(t *testing.T) {
	t.Parallel()
	dir, cache := t.TempDir(), t.TempDir()
	unitReports(t, dir, 3)
	out := filepath.Join(dir, "total.xlsx") // among the reports
	args := []string{"merge", dir, "--organ", "某市", "-o", out}
	begun := time.Now()
	if code, said := do(t, cache, args...); code != 0 {
		t.Fatal(code, said)
	}
	whole := time.Since(begun)
	want, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	old := []byte("an older total")

	kills := formtest.Trials(100, 5)
	if testing.Short() {
		kills = 10
	}
	rng := rand.New(rand.NewPCG(1, 2))
	absent, kept, written, cut := 0, 0, 0, 0
	for i := range kills {
		over := i%2 == 1 // there is one already
		os.Remove(out)
		run := args
		if over {
			if err := os.WriteFile(out, old, 0o644); err != nil {
				t.Fatal(err)
			}
			run = append(append([]string{}, args...), "--force")
		}
		if i%4 >= 2 {
			run = append(append([]string{}, run...), "--no-cache")
		}
		before, _ := left(t, dir)
		cmd := program(t, cache, run...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		end := time.Now().Add(time.Duration(rng.Int64N(int64(whole) * 6 / 5)))
		for i%3 == 0 && time.Now().Before(end.Add(2*whole)) { // a third of them while it writes
			if now, _ := left(t, dir); len(now) > len(before) {
				end = time.Now().Add(time.Duration(rng.Int64N(int64(3 * time.Millisecond))))
				break
			}
		}
		time.Sleep(time.Until(end))
		cmd.Process.Kill()
		cmd.Wait()
		if now, others := left(t, dir); len(now) > len(before) {
			cut++
		} else if len(others) > 0 {
			t.Fatalf("kill %d leaves %s", i, others)
		}
		got, err := os.ReadFile(out)
		switch {
		case os.IsNotExist(err) && !over:
			absent++
		case err == nil && over && bytes.Equal(got, old):
			kept++
		case err == nil && bytes.Equal(got, want):
			written++
		default:
			t.Fatalf("kill %d leaves %d bytes that are neither the old nor the new total, or none: %v", i, len(got), err)
		}
	}
	t.Logf("%d kills: no output %d, the old one %d, the new one %d; %d while it was written", kills, absent, kept, written, cut)

	// What was killed leaves at most a hidden file, which is no report.
	if code, said := do(t, cache, append(args, "--force")...); code != 0 {
		t.Fatal(code, said)
	}
	if got, err := os.ReadFile(out); err != nil || !bytes.Equal(got, want) {
		t.Errorf("after all this the total is another: %v", err)
	}
	stale := filepath.Join(dir, temporary+"12345")
	foreign := filepath.Join(dir, temporary+"notes")
	hour := time.Now().Add(-2 * time.Hour)
	for _, f := range []string{stale, foreign} {
		if err := os.WriteFile(f, []byte("PK"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(f, hour, hour); err != nil {
			t.Fatal(err)
		}
	}
	if code, said := do(t, cache, append(args, "--force")...); code != 0 {
		t.Fatal(code, said)
	}
	if _, err := os.Stat(stale); err == nil {
		t.Error("what a killed run left is still there")
	}
	if _, err := os.Stat(foreign); err != nil {
		t.Error("a file of somebody else was removed")
	}
}

// trouble runs a merge that cannot succeed: one message that names the output and
// what is wrong, exit code 2, nothing written.
func trouble(t *testing.T, cmd *exec.Cmd, out, want string) {
	t.Helper()
	said, _ := cmd.CombinedOutput()
	lines := strings.Split(strings.TrimSpace(string(said)), "\n")
	if code := cmd.ProcessState.ExitCode(); code != exitTrouble || !strings.Contains(string(said), want) || len(lines) > 2 {
		t.Errorf("exit %d, want %d and %q:\n%s", code, exitTrouble, want, said)
	}
	if strings.Contains(string(said), temporary) {
		t.Errorf("the message is about a temporary file: %s", said)
	}
	if _, err := os.Lstat(out); err == nil {
		t.Error("something was written")
	}
	if temporaries, _ := left(t, filepath.Dir(out)); len(temporaries) > 0 {
		t.Errorf("left behind: %s", temporaries)
	}
}

func TestNoSuchFolder(t *testing.T) {
	dir, cache := t.TempDir(), t.TempDir()
	unitReports(t, dir, 1)
	code, said := do(t, cache, "merge", dir, "-o", filepath.Join(dir, "none", "total.xlsx"))
	if code != exitTrouble || !strings.Contains(said, "没有文件夹") {
		t.Errorf("%d %s", code, said)
	}
	code, said = do(t, cache, "merge", dir, "--force", "-o", t.TempDir())
	if code != exitTrouble || !strings.Contains(said, "这是文件夹") {
		t.Errorf("%d %s", code, said)
	}
	long := filepath.Join(dir, strings.Repeat("长", 300)+".xlsx")
	code, said = do(t, cache, "merge", dir, "-o", long)
	if code != exitTrouble || runtime.GOOS != "windows" && !strings.Contains(said, "过长") {
		t.Errorf("%d %s", code, said)
	}
}

// The name of a file does not speak to the terminal in an error.
func TestHostileNames(t *testing.T) {
	for _, args := range [][]string{{"check", "a\x1b[2J\n.xlsx"}, {"merge", "a\x1b[2J\n.xlsx"}, {"diff", "a\x07.xlsx", "b\x1b.xlsx"}, {"repair", "a\x1b.xlsx", "-o", "b.xlsx"}, {"x\x1b[2J"}} {
		if code, said := do(t, t.TempDir(), args...); code != exitTrouble || strings.ContainsAny(said, "\x1b\x07") || strings.Contains(said, "\n.xlsx") {
			t.Errorf("%q: %d %q", args, code, said)
		}
	}
}

// A file that somebody writes while it is read is what it was, what it became,
// or an error that says so; never a mixture.
func TestChangesWhileRead(t *testing.T) {
	dir := t.TempDir()
	form, err := gkxl.FormFor(gkxl.FormChoice{Year: 2025})
	if err != nil {
		t.Fatal(err)
	}
	contents := [][]byte{unit(t, form, 1), unit(t, form, 2)}
	path := filepath.Join(dir, "1.xlsx")
	if err := os.WriteFile(path, contents[0], 0o644); err != nil {
		t.Fatal(err)
	}
	stop := make(chan struct{})
	var writer sync.WaitGroup
	writer.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			f, err := os.OpenFile(path, os.O_WRONLY|os.O_TRUNC, 0o644)
			if err != nil {
				continue // open elsewhere, where that matters
			}
			for data := contents[i%2]; len(data) > 0; {
				n := min(len(data), 4096)
				f.Write(data[:n])
				data = data[n:]
				time.Sleep(100 * time.Microsecond)
			}
			f.Close()
			time.Sleep(10 * time.Millisecond)
		}
	})
	read, refused := 0, map[string]int{}
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end) && (read < 10 || len(refused) < 2); {
		r, err := gkxl.ImportFile(path, gkxl.ImportOptions{})
		if err != nil {
			if strings.Contains(err.Error(), "内部错误") {
				t.Error(err)
			}
			refused[strings.TrimPrefix(err.Error(), path)]++
			time.Sleep(time.Millisecond)
			continue
		}
		read++
		for _, id := range []string{"requests.new.business", "requests.granted.business"} {
			if got := r.Value(id).Number.String(); r.Organ != "某市第"+got[2:]+"局" {
				t.Fatalf("%s of %s is %s", id, r.Organ, got)
			}
		}
	}
	close(stop)
	writer.Wait()
	t.Logf("read %d times, refused: %v", read, refused)
}

// Two runs at once share the cache, and each writes the same.
func TestTwoAtOnce(t *testing.T) {
	dir, cache, outs := t.TempDir(), t.TempDir(), t.TempDir()
	unitReports(t, dir, 4)
	const runs = 4
	var at sync.WaitGroup
	for i := range runs {
		cmd := program(t, cache, "merge", dir, "--organ", "某市", "-o", filepath.Join(outs, fmt.Sprint(i, ".xlsx")))
		at.Go(func() {
			if said, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, said)
			}
		})
	}
	at.Wait()
	first, err := os.ReadFile(filepath.Join(outs, "0.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	for i := 1; i < runs; i++ {
		if got, err := os.ReadFile(filepath.Join(outs, fmt.Sprint(i, ".xlsx"))); err != nil || !bytes.Equal(got, first) {
			t.Errorf("run %d wrote something else: %v", i, err)
		}
	}
}
