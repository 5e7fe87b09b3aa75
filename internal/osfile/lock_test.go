package osfile

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// Of many that want a lock at once, one has it at a time, and it is gone in the end.
func TestLock(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "年报.锁")
	var wg sync.WaitGroup
	inside, most := 0, 0
	var mu sync.Mutex
	for range 8 {
		wg.Go(func() {
			unlock, err := Lock(path, "张三", time.Minute)
			if err != nil {
				t.Error(err)
				return
			}
			mu.Lock()
			inside++
			most = max(most, inside)
			mu.Unlock()
			time.Sleep(time.Millisecond)
			mu.Lock()
			inside--
			mu.Unlock()
			unlock()
		})
	}
	wg.Wait()
	if _, err := os.Stat(path); most != 1 || err == nil {
		t.Errorf("%d at once; left: %v", most, err == nil)
	}
}

// Who keeps a lock is named; what a killed run or an old one left is taken away, and what is not known to be left is not.
func TestLockLeft(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "锁")
	unlock, err := Lock(path, "张三\n", 0)
	if err != nil {
		t.Fatal(err)
	}
	var held *Held
	if _, err := Lock(path, "李四", 0); !errors.As(err, &held) || held.Who != "张三" || held.Since == "" {
		t.Errorf("%+v, %v", held, err)
	}
	unlock()
	ended := exec.Command(os.Args[0], "-test.run=^$")
	if err := ended.Run(); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-2 * oldTemporary)
	for name, c := range map[string]struct {
		content string
		written time.Time
		left    bool
	}{
		"killed":             {here + "-" + strconv.Itoa(ended.Process.Pid) + "-1\n王五\n", time.Now(), true},
		"at work":            {here + "-" + strconv.Itoa(os.Getpid()) + "-1\n王五\n", time.Now(), false},
		"another computer's": {"00000000-" + strconv.Itoa(ended.Process.Pid) + "-1\n王五\n", time.Now(), false},
		"an old one":         {"00000000-1-1\n王五\n", old, true},
		"being written":      {"", time.Now(), false},
		"empty and old":      {"", old, true},
		"too long":           {strings.Repeat("x", maxLock+1), old, false},
	} {
		if err := errors.Join(os.WriteFile(path, []byte(c.content), 0o644), os.Chtimes(path, c.written, c.written)); err != nil {
			t.Fatal(err)
		}
		unlock, err := Lock(path, "李四", 0)
		if (err == nil) != c.left {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil {
			unlock()
		}
	}
	if err := errors.Join(os.RemoveAll(path), os.Mkdir(path, 0o755)); err != nil {
		t.Fatal(err)
	}
	if _, err := Lock(path, "李四", 0); !errors.As(err, &held) || held.Who != "" {
		t.Error(err)
	}
	if _, err := Lock(filepath.Join(path, "没有", "锁"), "李四", time.Minute); err == nil || errors.As(err, &held) {
		t.Error(err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*")); len(left) != 1 {
		t.Errorf("left: %q", left)
	}
}

// A lock that somebody made anew in the meantime is not taken away.
func TestLockTakenAnew(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "锁")
	if err := os.WriteFile(path, []byte("new"), 0o644); err != nil {
		t.Fatal(err)
	}
	if takeAway(path, []byte("old")) {
		t.Error("taken away")
	}
	if there, err := os.ReadFile(path); err != nil || string(there) != "new" {
		t.Errorf("%q, %v", there, err)
	}
}
