package pdfout_test

import (
	"fmt"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/pdfout"
)

// A face of one's own serves a role of the publication; the embedded faces serve
// the others, and whatever it lacks.
func ExampleLoadFace() {
	face, err := pdfout.LoadFace("internal/fonts/kai.ttf")
	if err != nil {
		panic(err)
	}
	p := gkxl.Publication{Faces: map[pdfout.Role]*pdfout.Face{pdfout.BodyFace: face}}
	fmt.Println(len(p.Faces))
	_, err = pdfout.LoadFace("none.ttf")
	fmt.Println(msg.Of(err).EN)
	// Output:
	// 1
	// none.ttf: no such font file; check the path
}
