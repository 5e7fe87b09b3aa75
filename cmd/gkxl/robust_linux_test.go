package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// mounted makes cmd run with a file system of its own on a folder: one that is
// mounted by a shell command, in which $0 is the folder. What lies there at the
// end is printed behind the command's own output.
func mounted(t *testing.T, cmd *exec.Cmd, dir, mount string) {
	t.Helper()
	unshare, err := exec.LookPath("unshare")
	if err != nil {
		t.Skip("unshare is not installed")
	}
	if out, err := exec.Command(unshare, "-rm", "sh", "-c", mount, dir).CombinedOutput(); err != nil {
		t.Skipf("no file system may be mounted here: %v %s", err, out)
	}
	cmd.Args = append([]string{unshare, "-rm", "sh", "-c", mount + ` && { (exec -a gkxl "$@"); code=$?; ls -A "$0" | sed 's/^/left: /'; exit $code; }`, dir, cmd.Path}, cmd.Args[1:]...)
	if bash, err := exec.LookPath("bash"); err == nil { // exec -a
		cmd.Args[2] = bash
	} else {
		t.Skip("bash is not installed")
	}
	cmd.Path = unshare
}

const (
	full     = `mount -t tmpfs -o size=16k tmpfs "$0"`
	readonly = `mount --bind "$0" "$0" && mount -o remount,ro,bind "$0"`
)

func TestFullDisk(t *testing.T) {
	dir, cache, to := t.TempDir(), t.TempDir(), t.TempDir()
	unitReports(t, dir, 2)
	out := filepath.Join(to, "total.xlsx")
	cmd := program(t, cache, "merge", dir, "--organ", "某市", "-o", out)
	mounted(t, cmd, to, full)
	trouble(t, cmd, out, out+"：磁盘已满")

	cmd = program(t, cache, "merge", dir, "--organ", "某市", "-o", out)
	mounted(t, cmd, to, readonly)
	trouble(t, cmd, out, out+"：磁盘是只读的")
}

func TestFullDevice(t *testing.T) {
	dir, cache := t.TempDir(), t.TempDir()
	unitReports(t, dir, 1)
	dev, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("there is no /dev/full")
	}
	defer dev.Close()
	cmd := program(t, cache, "merge", dir, "--organ", "某市", "-o", "-")
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = dev, &said
	cmd.Run()
	if code := cmd.ProcessState.ExitCode(); code != exitTrouble || !strings.Contains(said.String(), "磁盘已满") {
		t.Errorf("exit %d: %s", code, said.String())
	}
}

// asNobody makes cmd run as a user for whom permissions count.
func asNobody(t *testing.T, cmd *exec.Cmd, dirs ...string) {
	t.Helper()
	if os.Getuid() != 0 {
		return
	}
	bin := filepath.Join(t.TempDir(), "gkxl")
	for _, dir := range append(dirs, filepath.Dir(bin)) {
		for _, d := range []string{dir, filepath.Dir(dir)} {
			st, err := os.Stat(d)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(d, st.Mode().Perm()|0o055); err != nil {
				t.Fatal(err)
			}
		}
	}
	from, err := os.Open(cmd.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	to, err := os.OpenFile(bin, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(to, from); err != nil {
		t.Fatal(err)
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	const nobody = 65534
	cmd.Path, cmd.Dir = bin, filepath.Dir(bin)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
}

func TestNoPermission(t *testing.T) {
	dir, cache, to := t.TempDir(), t.TempDir(), t.TempDir()
	unitReports(t, dir, 2)
	out := filepath.Join(to, "total.xlsx")
	if err := os.Chmod(to, 0o555); err != nil {
		t.Fatal(err)
	}
	cmd := program(t, cache, "merge", dir, "--organ", "某市", "-o", out)
	asNobody(t, cmd, dir, cache, to)
	trouble(t, cmd, out, out+"：没有读写权限")

	// A folder that may not be searched is no empty folder.
	closed := filepath.Join(dir, "closed")
	if err := os.Mkdir(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(closed, 0); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(closed, 0o700)
	elsewhere := t.TempDir()
	if err := os.Chmod(elsewhere, 0o777); err != nil {
		t.Fatal(err)
	}
	out = filepath.Join(elsewhere, "total.xlsx")
	cmd = program(t, cache, "merge", dir, "--organ", "某市", "-o", out)
	asNobody(t, cmd, dir, cache, elsewhere)
	trouble(t, cmd, out, "没有读写权限")

	// Nor is a file that may not be read missing.
	if err := os.Remove(closed); err != nil {
		t.Fatal(err)
	}
	secret := filepath.Join(dir, "0.xlsx")
	if err := os.Chmod(secret, 0); err != nil {
		t.Fatal(err)
	}
	cmd = program(t, cache, "merge", dir, "--organ", "某市", "-o", out)
	asNobody(t, cmd, dir, cache, elsewhere)
	said, _ := cmd.CombinedOutput()
	if code := cmd.ProcessState.ExitCode(); code != exitTrouble || !strings.Contains(string(said), "没有读写权限") {
		t.Errorf("exit %d: %s", code, said)
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("a total was made without a unit's figures")
	}
}

// A cache that cannot be written, and one on a full disk, change nothing.
func TestCacheInTrouble(t *testing.T) {
	dir, cache, to := t.TempDir(), t.TempDir(), t.TempDir()
	unitReports(t, dir, 3)
	run := func(name string, prepare func(*exec.Cmd)) []byte {
		out := filepath.Join(to, name+".xlsx")
		cmd := program(t, cache, "merge", dir, "--organ", "某市", "-o", out)
		prepare(cmd)
		if said, err := cmd.CombinedOutput(); err != nil || strings.Contains(string(said), "缓存") {
			t.Fatalf("%s: %v\n%s", name, err, said)
		}
		data, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	want := run("plain", func(cmd *exec.Cmd) { cmd.Args = append(cmd.Args, "--no-cache") })
	for i, mount := range []string{full, strings.Replace(full, "16k", "4k", 1), readonly} {
		if got := run(fmt.Sprint("mounted ", i), func(cmd *exec.Cmd) { mounted(t, cmd, cache, mount) }); !bytes.Equal(got, want) {
			t.Errorf("with %s the total is another", mount)
		}
	}
}
