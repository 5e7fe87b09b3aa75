//go:build !gkxl_nofonts

package fonts

import _ "embed"

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
