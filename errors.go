package gkxl

import "github.com/gkxl/gkxl/msg"

// Problem is an error that a user can act on: where it is, what is wrong, and what
// to do next, in both languages. Every error of this module that is about an input,
// an option or a file is one; errors.As finds it. It wraps its kind, one of the
// Err… below, so that errors.Is tells problems apart.
type Problem = msg.Problem

// Crash is a fault of gkxl itself: a panic of its own code, with the stack. It
// unwraps to the [Problem] that is shown to people. Functions that take an input
// turn panics into it: [Import], [CheckJob.Data] and what works on many files.
type Crash = msg.Crash

// The kinds of problems.
var (
	// ErrUnreadable: the input is damaged, or of a kind that is not read.
	ErrUnreadable = msg.ErrUnreadable
	// ErrEncrypted: the input is protected by a password.
	ErrEncrypted = msg.ErrEncrypted
	// ErrTooLarge: the input is beyond the limits that guard the readers.
	ErrTooLarge = msg.ErrTooLarge
	// ErrNoReport: the input was read, and holds no table of the official form.
	ErrNoReport = msg.ErrNoReport
	// ErrUnknownForm: there is no such edition, none for the year, or the file of a
	// variant is faulty.
	ErrUnknownForm = msg.ErrUnknownForm
	// ErrUnknownField: the form has no such field, section or cell.
	ErrUnknownField = msg.ErrUnknownField
	// ErrUnknownRule: the form has no such rule, or it cannot be switched off or
	// graded so.
	ErrUnknownRule = msg.ErrUnknownRule
	// ErrFormat: there is no such output format.
	ErrFormat = msg.ErrFormat
	// ErrNotPublished: errors stand in the report that was to be published.
	ErrNotPublished = msg.ErrNotPublished
	// ErrNoSources: the total has no list of the units it was made of, or a damaged
	// one.
	ErrNoSources = msg.ErrNoSources
	// ErrFile: a file could not be opened, read or written. The problem also wraps
	// the system's own error, such as fs.ErrNotExist.
	ErrFile = msg.ErrFile
)
