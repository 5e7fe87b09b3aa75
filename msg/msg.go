// Package msg holds what users read, in Chinese and in English, side by side.
//
// A message is written once, at the place that knows the facts, in both
// languages; which one is shown is decided where it is printed.
package msg

import (
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Lang is the language a text is shown in.
type Lang string

// The languages every text is available in. Chinese is the default.
const (
	ZH Lang = "zh"
	EN Lang = "en"
)

// Text is one message in both languages.
type Text struct {
	ZH string `yaml:"zh"`
	EN string `yaml:"en"`
}

// T makes a text from its two languages.
func T(zh, en string) Text { return Text{zh, en} }

// Names is names in a message. They are joined as the language of the message does.
type Names []string

// In returns the names in the language l.
func (n Names) In(l Lang) string {
	if l == EN {
		return strings.Join(n, ", ")
	}
	return strings.Join(n, "、")
}

// MaxNamed is how many of a list are named on a screen.
const MaxNamed = 12

// Few is names for a screen, at most [MaxNamed] of them.
func Few(names []string) Text {
	some := Names(names[:min(len(names), MaxNamed)])
	if len(some) == len(names) {
		return Text{some.In(ZH), some.In(EN)}
	}
	return Text{some.In(ZH) + "……", some.In(EN) + " ..."}
}

// F formats both languages with the same arguments. An argument that is itself
// a Text, or [Names], is shown in the language of the format around it. Words of
// strings that are too long to help are cut.
func F(zh, en string, args ...any) Text {
	return Text{fmt.Sprintf(zh, in(ZH, args)...), fmt.Sprintf(en, in(EN, args)...)}
}

// Count says how many there are: in English with what is counted, as one says it of one and of several, and in Chinese the
// number alone.
func Count(n int, one, several string) Text {
	if n != 1 {
		one = several
	}
	return Text{fmt.Sprint(n), fmt.Sprint(n, " ", one)}
}

func in(l Lang, args []any) []any {
	out := make([]any, len(args))
	for i, a := range args {
		switch a := a.(type) {
		case Text:
			out[i] = a.In(l)
		case Names:
			out[i] = a.In(l)
		case error:
			out[i] = Of(a).In(l)
		case string:
			out[i] = clipped(a)
		default:
			out[i] = a
		}
	}
	return out
}

// maxWord is how long a word of a file may be in a message, in characters, and shownOfWord
// how much is shown of a longer one: a figure of a million digits is no help to anybody.
// Names of files are shorter.
const (
	maxWord     = 300
	shownOfWord = 60
)

// clipped is what a file says with its longest words cut. Words end at blanks and
// punctuation.
func clipped(s string) string {
	if len(s) <= maxWord {
		return s
	}
	var b strings.Builder
	n, start := 0, 0 // of the word
	end := func(at int) {
		if n > maxWord {
			kept := []rune(s[start:at])
			b.WriteString(string(kept[:shownOfWord]) + "…")
		} else {
			b.WriteString(s[start:at])
		}
	}
	for at, r := range s {
		if unicode.IsSpace(r) || unicode.IsPunct(r) {
			end(at)
			b.WriteRune(r)
			n, start = 0, at+utf8.RuneLen(r)
		} else {
			n++
		}
	}
	end(len(s))
	return b.String()
}

// In returns the text in the language l; a missing translation falls back to
// the other language rather than to nothing.
func (t Text) In(l Lang) string {
	if l == EN && t.EN != "" || t.ZH == "" {
		return t.EN
	}
	return t.ZH
}

// IsZero reports whether there is nothing to say.
func (t Text) IsZero() bool { return t.ZH == "" && t.EN == "" }

// Join concatenates texts with a separator for each language.
func Join(ts []Text, zh, en string) Text {
	var a, b []string
	for _, t := range ts {
		a, b = append(a, t.In(ZH)), append(b, t.In(EN))
	}
	return Text{strings.Join(a, zh), strings.Join(b, en)}
}

// Problem is an error a user can act on: where it is, what is wrong, and what
// to do next.
type Problem struct {
	Where string // file, or file and line; may be empty
	What  Text
	Hint  Text // the next step; may be empty
	// Sender is the next step of the unit that sent the file, for a letter to it; empty where Hint says that too.
	Sender Text
	// Kind tells programs what sort of problem it is: one of the errors of this
	// package, joined with the error that caused it where there is one. Nil for what
	// no program is expected to tell apart.
	Kind error
}

// Unwrap gives the kind, for errors.Is and errors.As.
func (p *Problem) Unwrap() error { return p.Kind }

// Error gives the Chinese text on one line, the hint included.
func (p *Problem) Error() string { return p.Text().ZH }

// Text gives place, fault and next step on one line.
func (p *Problem) Text() Text {
	t := p.What
	if !p.Hint.IsZero() {
		t = F("%s；%s", "%s; %s", t, p.Hint)
	}
	if p.Where != "" {
		t = F("%s：%s", "%s: %s", p.Where, t)
	}
	return t
}

// UnknownFormat is the error of an output format that is none of some.
func UnknownFormat(format string, formats []string) error {
	return &Problem{What: F("不能写成“%s”", "cannot write %q", format),
		Hint: F("可用的格式：%s", "formats: %s", Text{strings.Join(formats, "、"), strings.Join(formats, ", ")}), Kind: ErrFormat}
}

// Meant asks whether something mistyped was meant to be one of some names, and then says what to do otherwise. Without
// names it is otherwise alone.
func Meant(names []string, otherwise Text) Text {
	if len(names) == 0 {
		return otherwise
	}
	t := Text{ZH: "是不是 " + strings.Join(names, "、") + "？", EN: "did you mean " + strings.Join(names, " or ") + "?"}
	if otherwise.IsZero() {
		return t
	}
	return F("%s%s", "%s %s", t, otherwise)
}

// At returns err with its place set, unless it has one already.
func At(where string, err error) error {
	var c *Crash
	if errors.As(err, &c) {
		if c.Where == "" {
			c.Where = where
		}
		return err
	}
	var p *Problem
	if errors.As(err, &p) {
		if p.Where != "" {
			return err
		}
		q := *p
		q.Where = where
		return &q
	}
	return &Problem{Where: where, What: Of(err)}
}

// OfKind returns a problem with its kind set, unless it has one already; any other
// error stays as it is.
func OfKind(kind, err error) error {
	if p, ok := err.(*Problem); ok && p.Kind == nil {
		q := *p
		q.Kind = kind
		return &q
	}
	return err
}

// Within returns what an error says without the place that begins it, which is
// named beside it.
func Within(where string, err error) Text {
	t := Of(err)
	return Text{ZH: strings.TrimPrefix(t.ZH, where+"："), EN: strings.TrimPrefix(t.EN, where+": ")}
}

// ToSender is Within in the words for the unit that sent the file.
func ToSender(where string, err error) Text {
	var p *Problem
	if errors.As(err, &p) && !p.Sender.IsZero() {
		q := *p
		q.Hint = q.Sender
		err = &q
	}
	return Within(where, err)
}

// Of returns what an error says in both languages. The words of a library are
// English, and stand in English only.
func Of(err error) Text {
	var p *Problem
	if errors.As(err, &p) {
		return p.Text()
	}
	s := err.Error()
	for _, r := range s {
		if unicode.Is(unicode.Han, r) {
			return Text{ZH: s, EN: s}
		}
	}
	return Text{ZH: "程序库报告了错误（原文是英文，加 --lang en 可以看到）", EN: s}
}

// The kinds of problems that a program may want to tell apart. They are never
// shown to people; see [Problem.Kind].
var (
	// ErrUnreadable: the input is damaged, or of a kind that is not read.
	ErrUnreadable = errors.New("unreadable input")
	// ErrEncrypted: the input is protected by a password.
	ErrEncrypted = errors.New("encrypted input")
	// ErrTooLarge: the input is beyond the limits that guard the reader.
	ErrTooLarge = errors.New("input beyond the limits")
	// ErrNoReport: the input was read and holds no table of the official form.
	ErrNoReport = errors.New("no report in the input")
	// ErrUnknownForm: no edition has this id or covers this year, or a variant's
	// file is faulty.
	ErrUnknownForm = errors.New("unknown form")
	// ErrUnknownField: the form has no such field, section or cell.
	ErrUnknownField = errors.New("unknown field")
	// ErrUnknownRule: the form has no such rule, or it cannot be changed so.
	ErrUnknownRule = errors.New("unknown rule")
	// ErrFormat: there is no such output format.
	ErrFormat = errors.New("unknown output format")
	// ErrNotPublished: errors stand in a report that was to be published.
	ErrNotPublished = errors.New("errors stand")
	// ErrNoSources: a total without a usable list of the units it was made of.
	ErrNoSources = errors.New("no list of sources")
	// ErrSeveral: one of several is meant, and it cannot be told which.
	ErrSeveral = errors.New("one of several")
	// ErrFile: the operating system did not open, read or write a file. The
	// problem also wraps the system's own error, such as fs.ErrNotExist.
	ErrFile = errors.New("file not read or written")
)

// Crash is a fault of gkxl itself: a panic of its own code while it worked on an
// input. It says nothing about the input, which may be in order.
type Crash struct {
	Where string // the input that was worked on, for people; may be empty
	Value any    // what the panic said
	Stack []byte // the stack of the goroutine that panicked
	Saved string // the file the stack was written to; empty when it was not
}

// NewCrash makes a crash of what recover gave. It is called in the deferred
// function itself, so that the stack still shows where the panic arose.
func NewCrash(where string, recovered any) *Crash {
	return &Crash{Where: where, Value: recovered, Stack: debug.Stack()}
}

// Error gives the Chinese text on one line, without the stack.
func (c *Crash) Error() string { return c.Problem().Error() }

// Problem is the crash for people: that it is the fault of gkxl, on which input,
// and where the stack was written.
func (c *Crash) Problem() *Problem {
	p := &Problem{Where: c.Where, What: F("程序内部错误：%v；这是 gkxl 的故障，不一定是文件的问题", "internal error: %v; this is a fault of gkxl, the file may be in order", fmt.Sprint(c.Value)),
		Hint: T("请把这个文件和所用的命令发给维护者；加 --debug 可以看到出错的位置", "please send this file and the command to the maintainers; --debug shows where it failed")}
	if c.Saved != "" {
		p.Hint = F("请把这个文件和 %s 发给维护者", "please send this file and %s to the maintainers", c.Saved)
	}
	return p
}

// Unwrap gives the problem, so that whatever shows problems shows crashes too.
func (c *Crash) Unwrap() error { return c.Problem() }
