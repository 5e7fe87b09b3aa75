package osfile

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/gkxl/gkxl/internal/text"
)

// Held is the error of [Lock] where another run keeps the lock. What is not known is empty.
type Held struct {
	Who, Computer, Since string
}

// Error is said by the caller, who knows what is being done.
func (h *Held) Error() string { return "osfile: locked" }

// lockPause is how long [Lock] waits before it tries again.
const lockPause = 50 * time.Millisecond

// Lock makes a file by which runs on all computers that share a folder keep out of each other's way, and gives what
// removes it again. Who is written into it, for others. One that is there already is waited for so long, and then the
// error is a *[Held]; one whose run was killed, or that is an hour old, is taken away.
func Lock(path, who string, wait time.Duration) (unlock func(), err error) {
	computer, _ := os.Hostname()
	own := fmt.Sprintf("%s-%d-%d\n%s\n%s\n%s\n", here, os.Getpid(), time.Now().UnixNano(), text.OneLine(who), text.OneLine(computer), time.Now().Format(time.DateTime))
	refused := false
	for end := time.Now().Add(wait); ; time.Sleep(lockPause) {
		err := create(path, own)
		if err == nil {
			return func() {
				if there, _, err := readLock(path); err == nil && string(there) == own {
					removeLock(path)
				}
			}, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			if refused { // Windows refuses it as well while the former one is being removed
				return nil, FileError(path, err)
			}
			refused = true
			continue
		}
		there, written, err := readLock(path)
		if err == nil && leftOver(there, written) && takeAway(path, there) {
			continue
		}
		if time.Now().After(end) {
			lines := strings.Split(string(there)+"\n\n\n\n", "\n")
			return nil, &Held{Who: lines[1], Computer: lines[2], Since: lines[3]}
		}
	}
}

// create makes a file that is not there yet.
func create(path, content string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.WriteString(content)
	if err = errors.Join(err, f.Close()); err != nil {
		os.Remove(path)
	}
	return err
}

// removeLock removes a lock. Windows refuses it while somebody else looks into it, which takes no time.
func removeLock(path string) {
	for range 20 {
		if err := os.Remove(path); err == nil || errors.Is(err, fs.ErrNotExist) {
			return
		}
		time.Sleep(lockPause / 5)
	}
}

// lockOwner is how a lock begins: of which computer, and which process.
var lockOwner = regexp.MustCompile(`^([0-9a-f]{8})-([0-9]{1,9})-`)

// maxLock bounds the bytes of a lock.
const maxLock = 4096

// readLock reads a lock, and when it was made.
func readLock(path string) (content []byte, written time.Time, err error) {
	st, err := os.Lstat(path)
	if err == nil && !st.Mode().IsRegular() {
		err = fs.ErrInvalid
	}
	if err != nil {
		return nil, time.Time{}, err
	}
	content, err = ReadUpTo(path, maxLock)
	return content, st.ModTime(), err
}

// leftOver reports whether a lock is that of a run which has ended without removing it.
func leftOver(content []byte, written time.Time) bool {
	if of := lockOwner.FindSubmatch(content); of != nil && string(of[1]) == here {
		pid, _ := strconv.Atoi(string(of[2]))
		if !running(pid) {
			return true
		}
	}
	return time.Since(written) > oldTemporary
}

// takeAway removes a lock, unless it is another one by now.
func takeAway(path string, content []byte) bool {
	aside := filepath.Join(filepath.Dir(path), fmt.Sprintf("%s%s-%d-%d", temporary, here, os.Getpid(), time.Now().UnixNano()))
	if os.Rename(path, aside) != nil {
		return false
	}
	there, _, err := readLock(aside)
	same := err == nil && bytes.Equal(there, content)
	if err == nil && !same { // somebody was quicker
		create(path, string(there))
	}
	os.Remove(aside)
	return same
}
