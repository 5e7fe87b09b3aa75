//go:build !gkxl_nofonts

package fonts

import _ "embed"

// The faces, packed: see [unpack]. TestPacked makes them of the files .ttf.
var (
	//go:embed serif-900.face
	serif900 []byte
	//go:embed serif-400.face
	serif400 []byte
	//go:embed sans-500.face
	sans500 []byte
	//go:embed kai.face
	kai []byte
)
