package pdfout_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/internal/sfnt"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/pdfout"
)

func copyFace(t *testing.T, from, to string) {
	data, err := os.ReadFile("internal/fonts/" + from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// The faces of official documents are found by their files' names, in any folder
// and any case; what is not installed is named.
func TestSystemFaces(t *testing.T) {
	dir := t.TempDir()
	copyFace(t, "kai.ttf", filepath.Join(dir, "deep", "SIMFANG.TTF"))
	copyFace(t, "sans-500.ttf", filepath.Join(dir, "simhei.ttf"))
	faces, missing, err := pdfout.SystemFaces([]string{filepath.Join(dir, "nowhere"), dir})
	if err != nil {
		t.Fatal(err)
	}
	if len(faces) != 2 || faces[pdfout.BodyFace] == nil || faces[pdfout.HeadingFace] == nil || !slices.Equal(missing, []pdfout.Role{pdfout.TitleFace, pdfout.SubFace}) {
		t.Errorf("%d faces, missing %v", len(faces), missing)
	}
	os.WriteFile(filepath.Join(dir, "simkai.ttf"), []byte("nothing"), 0o644)
	if _, _, err := pdfout.SystemFaces([]string{dir}); err == nil || !strings.Contains(msg.Of(err).ZH, "simkai.ttf") {
		t.Errorf("a damaged face: %v", err)
	}
}

// A face of the user's serves its role; what it lacks comes from others; the file
// claims no conformance that was not tried with that face.
func TestUserFaces(t *testing.T) {
	dir := t.TempDir()
	copyFace(t, "kai.ttf", filepath.Join(dir, "own.ttf"))
	own, err := pdfout.LoadFace(filepath.Join(dir, "own.ttf") + "#0")
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "own.ttf"))
	if err != nil {
		t.Fatal(err)
	}
	whole, err := sfnt.Parse(data, 0)
	if err != nil {
		t.Fatal(err)
	}
	// A face of a few characters: the rest falls back.
	glyphs := []uint16{0}
	for _, c := range "政府信息" {
		glyphs = append(glyphs, whole.Glyph(c))
	}
	cut, err := whole.Subset(glyphs, nil)
	if err != nil {
		t.Fatal(err)
	}
	few, err := pdfout.ParseFace(cut, 0)
	if err != nil {
		t.Fatal(err)
	}
	r := example(t, "huaian-2024")
	d := publish.Of(r, publish.Options{})
	plain, _ := write(t, d, pdfout.Options{})
	for name, faces := range map[string]map[pdfout.Role]*pdfout.Face{
		"body":     {pdfout.BodyFace: own},
		"few":      {pdfout.BodyFace: few, pdfout.TitleFace: few},
		"fallback": {pdfout.FallbackFace: own},
	} {
		data, res := write(t, d, pdfout.Options{Faces: faces})
		readsBack(t, data, d)
		if res.Claims || bytes.Contains(data, []byte("pdfaid")) {
			t.Errorf("%s: conformance is claimed with a face nobody tried", name)
		}
		if name == "body" && bytes.Equal(data, plain) {
			t.Errorf("%s: the face is not used", name)
		}
	}
	for path, want := range map[string]string{"own.ttf#3": "不是字体集合", "none.ttf": "找不到", "": "不是字体文件"} {
		if _, err := pdfout.LoadFace(filepath.Join(dir, path)); err == nil || !strings.Contains(msg.Of(err).ZH, want) {
			t.Errorf("%q: %v, want %q", path, err, want)
		}
	}
}

// The embedded faces hold every character they are made for.
func TestEmbeddedFaces(t *testing.T) {
	for _, name := range []string{"serif-900", "serif-400", "sans-500", "kai"} {
		data, err := os.ReadFile("internal/fonts/" + name + ".ttf")
		if err != nil {
			t.Fatal(err)
		}
		f, err := sfnt.Parse(data, 0)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for c := rune(0x4e00); c <= 0x9fff; c++ {
			if g := f.Glyph(c); g != 0 && f.HasOutline(g) {
				n++
			}
		}
		if n < 7800 {
			t.Errorf("%s has %d characters", name, n)
		}
		for _, c := range "，。、；：？！“”‘’（）《》〈〉【】〔〕—…·％%‰℃①⑳㈠Ⅳ〇〓￥§㎡𬭊𫖯𫓯𬺈+-=×÷≤≥" {
			if g := f.Glyph(c); g == 0 || !f.HasOutline(g) {
				t.Errorf("%s lacks %c (U+%04X)", name, c, c)
			}
		}
		if name == "kai" && strings.Contains(strings.ToUpper(f.Name), "LXGW") {
			t.Errorf("%s bears a reserved name: %s", name, f.Name)
		}
	}
}
