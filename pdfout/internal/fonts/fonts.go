// Package fonts embeds the faces of publications, so that a publication looks the
// same wherever it is made. README.md says where they come from; build.sh makes them
// again.
package fonts

import (
	_ "embed"
	"sync"

	"github.com/gkxl/gkxl/internal/sfnt"
)

// The faces are not compressed: unpacking would cost every run a tenth of a second,
// and the program file is compressed for distribution.
var (
	//go:embed serif-900.ttf
	serif900 []byte
	//go:embed serif-400.ttf
	serif400 []byte
	//go:embed sans-500.ttf
	sans500 []byte
	//go:embed kai.ttf
	kai []byte
)

// The embedded faces, each parsed at its first use.
var (
	SerifBlack = sync.OnceValue(func() *sfnt.Font { return parsed(serif900) })
	Serif      = sync.OnceValue(func() *sfnt.Font { return parsed(serif400) })
	Sans       = sync.OnceValue(func() *sfnt.Font { return parsed(sans500) })
	Kai        = sync.OnceValue(func() *sfnt.Font { return parsed(kai) })
)

func parsed(data []byte) *sfnt.Font {
	f, err := sfnt.Parse(data, 0)
	if err != nil {
		panic(err) // the files are our own, and a test reads them
	}
	return f
}
