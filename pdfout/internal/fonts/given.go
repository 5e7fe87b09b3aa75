//go:build gkxl_nofonts

package fonts

// The faces of a program that carries none, until they are given.
var serif900, serif400, sans500, kai []byte
