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
)

// maxFace bounds the size of a font file.
const maxFace = 128 << 20

// LoadFace reads a face from a file; "FILE#2" is the third of a collection.
func LoadFace(path string) (*sfnt.Font, error) {
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
	f, err := sfnt.Parse(data, index)
	if err != nil {
		return nil, msg.At(name, err)
	}
	return f, nil
}

// usual are the faces of official documents, by the files they are installed as.
var usual = map[Role][]string{
	TitleFace:   {"FZXBSJW.TTF", "FZXBSK.TTF", "方正小标宋简体.ttf", "方正小标宋_GBK.TTF", "FZXiaoBiaoSong-B05S.ttf"},
	BodyFace:    {"simfang.ttf", "仿宋_GB2312.ttf", "SIMFANG_GB2312.TTF"},
	HeadingFace: {"simhei.ttf"},
	SubFace:     {"simkai.ttf", "楷体_GB2312.ttf", "SIMKAI_GB2312.TTF"},
}

// FontFolders are where a system keeps its fonts.
func FontFolders() []string {
	home, _ := os.UserHomeDir()
	switch runtime.GOOS {
	case "windows":
		return []string{filepath.Join(os.Getenv("WINDIR"), "Fonts"), filepath.Join(os.Getenv("LOCALAPPDATA"), "Microsoft", "Windows", "Fonts")}
	case "darwin":
		return []string{"/Library/Fonts", "/System/Library/Fonts", filepath.Join(home, "Library", "Fonts")}
	}
	return []string{"/usr/share/fonts", "/usr/local/share/fonts", filepath.Join(home, ".local", "share", "fonts"), filepath.Join(home, ".fonts")}
}

// SystemFaces finds the faces of official documents where they are installed.
// Missing lists the roles for which there is none; the embedded face serves.
func SystemFaces(folders []string) (faces map[Role]*sfnt.Font, missing []Role, err error) {
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
	faces = map[Role]*sfnt.Font{}
	for _, role := range Roles {
		files, ok := usual[role]
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
