//go:build gkxl_nofonts

package fonts

// The faces of a program that carries none, until they are given.
var (
	serif900 []byte
	serif400 []byte
	sans500  []byte
	kai      []byte
)
