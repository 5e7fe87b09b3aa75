package osfile

import (
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A pipe and a device are written to and stay what they are; a pipe that nobody reads,
// and a socket, are refused.
func TestWriteDevice(t *testing.T) {
	dir := t.TempDir()
	pipe, socket := filepath.Join(dir, "pipe"), filepath.Join(dir, "socket")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip(err)
	}
	if err := WriteFile(pipe, []byte("x"), Replace); err == nil || !strings.Contains(err.Error(), "没有程序在读这个管道") {
		t.Error(err)
	}
	got := make(chan string)
	go func() {
		f, err := os.Open(pipe)
		if err != nil {
			got <- err.Error()
			return
		}
		defer f.Close()
		data, _ := io.ReadAll(f)
		got <- string(data)
	}()
	err := error(io.EOF)
	for end := time.Now().Add(10 * time.Second); err != nil && time.Now().Before(end); time.Sleep(time.Millisecond) { // until the reader is there
		err = WriteFile(pipe, []byte("all of it"), Replace)
	}
	if err != nil {
		t.Fatal(err)
	}
	if s := <-got; s != "all of it" {
		t.Errorf("%q came through", s)
	}
	if st, err := os.Lstat(pipe); err != nil || st.Mode()&os.ModeNamedPipe == 0 {
		t.Error("the pipe is no pipe any more")
	}
	if l, err := net.Listen("unix", socket); err == nil {
		defer l.Close()
		if err := WriteFile(socket, []byte("x"), Replace); err == nil || !strings.Contains(err.Error(), "这不是文件") {
			t.Error(err)
		}
	}
	if err := WriteFile(os.DevNull, []byte("x"), Keep); err != nil {
		t.Error(err)
	}
	if st, err := os.Lstat(os.DevNull); err != nil || st.Mode()&os.ModeCharDevice == 0 {
		t.Error("the device is no device any more")
	}
}
