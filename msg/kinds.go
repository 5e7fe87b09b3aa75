package msg

import "errors"

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
	// ErrFile: the operating system did not open, read or write a file. The
	// problem also wraps the system's own error, such as fs.ErrNotExist.
	ErrFile = errors.New("file not read or written")
)
