package osfile

import (
	"os"
	"strconv"
)

// Spool keeps texts outside of memory, in a temporary file that has no name any more and is gone with the program.
// Where there can be no such file, as in a browser or under Windows, and what cannot be written, stays in memory. The zero
// value is ready; texts are put in by one goroutine.
type Spool struct {
	file    *os.File
	closed  bool   // no more is put into the file
	written int64  // bytes of the file
	waiting []byte // what is written next, behind these
}

// Piece is a text that a Spool keeps. The zero value is an empty one.
type Piece struct {
	text  string // unless it is in a spool
	spool *Spool
	at    int64
	size  int
}

// spooled is how many bytes are written at once.
const spooled = 64 << 10

// Put keeps a text. A nil Spool leaves it in memory.
func (s *Spool) Put(text string) Piece {
	if s != nil && s.file == nil && !s.closed {
		s.file = nameless()
		s.closed = s.file == nil
	}
	if s == nil || s.closed || text == "" {
		return Piece{text: text}
	}
	p := Piece{spool: s, at: s.written + int64(len(s.waiting)), size: len(text)}
	if s.waiting = append(s.waiting, text...); len(s.waiting) >= spooled {
		if _, err := s.file.WriteAt(s.waiting, s.written); err != nil {
			s.closed = true // what waits stays here
		} else {
			s.written, s.waiting = s.written+int64(len(s.waiting)), s.waiting[:0]
		}
	}
	return p
}

// Len is how many bytes the text has.
func (p Piece) Len() int { return len(p.text) + p.size }

// Text is the text. It panics where the file can no longer be read, which only a failing disk brings about.
func (p Piece) Text() string {
	if p.spool == nil {
		return p.text
	}
	if p.at >= p.spool.written {
		at := p.at - p.spool.written
		return string(p.spool.waiting[at : at+int64(p.size)])
	}
	b := make([]byte, p.size)
	if _, err := p.spool.file.ReadAt(b, p.at); err != nil {
		panic(err)
	}
	return string(b)
}

// nameless is a new temporary file whose name is removed while it is open; nil where that cannot be.
func nameless() *os.File {
	f, err := os.CreateTemp("", temporary+here+"-"+strconv.Itoa(os.Getpid())+"-*")
	if err != nil {
		return nil
	}
	if err := os.Remove(f.Name()); err != nil {
		f.Close()
		os.Remove(f.Name())
		return nil
	}
	return f
}
