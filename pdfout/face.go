package pdfout

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/sfnt"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/pdfout/internal/fonts"
)

// Face is a typeface of the caller's own, for Options.Faces. It is never changed, and
// may be used for many publications at once.
type Face struct{ font *sfnt.Font }

// ParseFace reads a face from the content of a TrueType file; index chooses one of a
// collection, from 0. The error is a *msg.Problem: no TrueType file, a damaged one,
// or a face that may not be embedded.
func ParseFace(data []byte, index int) (*Face, error) {
	f, err := sfnt.Parse(data, index)
	if err != nil {
		return nil, err
	}
	return &Face{f}, nil
}

// maxFace is the largest font file that is read, in bytes.
const maxFace = 128 << 20

// LoadFace reads a face from a TrueType file; "FILE#2" is the third face of a
// collection. The error is a *msg.Problem with the file's name.
func LoadFace(path string) (*Face, error) {
	name, index := path, 0
	if i := strings.LastIndexByte(path, '#'); i >= 0 {
		if n, err := strconv.Atoi(path[i+1:]); err == nil && n >= 0 {
			name, index = path[:i], n
		}
	}
	st, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &msg.Problem{Where: name, What: msg.T("找不到字体文件", "no such font file"), Hint: msg.T("请检查路径", "check the path")}
	case err != nil:
		return nil, msg.At(name, err)
	case st.IsDir() || st.Size() > maxFace:
		return nil, &msg.Problem{Where: name, What: msg.T("不是字体文件", "this is no font file"), Hint: msg.T("请用 TrueType 字体文件（.ttf、.ttc）", "use a TrueType file (.ttf, .ttc)")}
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, msg.At(name, err)
	}
	f, err := ParseFace(data, index)
	if err != nil {
		return nil, msg.At(name, err)
	}
	return f, nil
}

// officialFaces are the names of the files that the faces of official documents are
// installed as, the preferred first.
var officialFaces = map[Role][]string{
	TitleFace:   {"FZXBSJW.TTF", "FZXBSK.TTF", "方正小标宋简体.ttf", "方正小标宋_GBK.TTF", "FZXiaoBiaoSong-B05S.ttf"},
	BodyFace:    {"simfang.ttf", "仿宋_GB2312.ttf", "SIMFANG_GB2312.TTF"},
	HeadingFace: {"simhei.ttf"},
	SubFace:     {"simkai.ttf", "楷体_GB2312.ttf", "SIMKAI_GB2312.TTF"},
}

// fontFolders are the folders in which the operating system keeps its fonts.
func fontFolders() []string {
	home, _ := os.UserHomeDir()
	switch runtime.GOOS {
	case "windows":
		return []string{filepath.Join(os.Getenv("WINDIR"), "Fonts"), filepath.Join(os.Getenv("LOCALAPPDATA"), "Microsoft", "Windows", "Fonts")}
	case "darwin":
		return []string{"/Library/Fonts", "/System/Library/Fonts", filepath.Join(home, "Library", "Fonts")}
	}
	return []string{"/usr/share/fonts", "/usr/local/share/fonts", filepath.Join(home, ".local", "share", "fonts"), filepath.Join(home, ".fonts")}
}

// SystemFaces finds the faces of official documents that are installed in folders;
// nil means the folders of the operating system. Missing are the roles for which none
// is installed; the embedded face serves for them.
func SystemFaces(folders []string) (faces map[Role]*Face, missing []Role, err error) {
	if folders == nil {
		folders = fontFolders()
	}
	found := map[string]string{}
	for _, dir := range folders {
		filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				if key := strings.ToLower(d.Name()); found[key] == "" {
					found[key] = path
				}
			}
			return nil // a folder that cannot be read has no fonts
		})
	}
	faces = map[Role]*Face{}
	for _, role := range Roles {
		files, ok := officialFaces[role]
		if !ok {
			continue
		}
		i := slices.IndexFunc(files, func(name string) bool { return found[strings.ToLower(name)] != "" })
		if i < 0 {
			missing = append(missing, role)
			continue
		}
		if faces[role], err = LoadFace(found[strings.ToLower(files[i])]); err != nil {
			return nil, nil, err
		}
	}
	return faces, missing, nil
}

// MissingFaces are the names of the files of the embedded faces that a program built
// with the tag gkxl_nofonts was not given yet by [GiveFace]. Any other program misses
// none.
func MissingFaces() []string { return fonts.Missing() }

// GiveFace hands in the content of a file that [MissingFaces] names, before the first
// publication is made. Content that is not that of the file is a *msg.Problem.
func GiveFace(name string, data []byte) error {
	if !fonts.Give(name, data) {
		return &msg.Problem{Where: name, What: msg.T("不是随程序发布的字体文件", "this is not the face that comes with the program"), Hint: msg.T("请重新取得程序", "get the program again")}
	}
	return nil
}

// facesThere is the error of a program that was not given its faces.
func facesThere() error {
	if missing := fonts.Missing(); len(missing) > 0 {
		return &msg.Problem{What: msg.F("程序没有字体：%s", "the program has no faces: %s", msg.Names(missing)), Hint: msg.T("请重新取得程序", "get the program again")}
	}
	return nil
}
