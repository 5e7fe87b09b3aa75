// Package archive reads zip archives that reports are sent in. It names their members
// as the sender saw them, whatever their encoding, keeps to limits given as values, and
// unpacks nothing onto the disk. A member is named by a path that goes on where the
// archive's ends: a.zip/甲.xlsx. An archive inside an archive is read too, and one
// inside that is not.
package archive

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/gkxl/gkxl/msg"
)

// Limits are the largest archives that are read.
type Limits struct {
	File    int64 // bytes of the archive
	Members int   // files in it
	Member  int64 // bytes of one member, inflated
	Total   int64 // bytes of all members, inflated
	Ratio   int64 // of all members' bytes to the archive's, once they are more than Free
	Free    int64 // bytes that may be inflated at any ratio
	Depth   int   // archives inside each other, the outermost counted
}

// Default are the limits in use: room for the reports of a province, each of them as
// large as a file alone may be.
var Default = Limits{File: 128 << 20, Members: 5000, Member: 64 << 20, Total: 512 << 20, Ratio: 100, Free: 16 << 20, Depth: 2}

// Is reports whether data are a zip archive of files, rather than a workbook or
// document, which are zip archives too.
func Is(data []byte) bool {
	if !bytes.HasPrefix(data, []byte("PK\x03\x04")) && !bytes.HasPrefix(data, []byte("PK\x05\x06")) {
		return false
	}
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	return err == nil && !slices.ContainsFunc(zr.File, func(f *zip.File) bool {
		return slices.Contains(documentParts, strings.ToLower(cleanName(f.Name)))
	})
}

// documentParts are parts of which workbooks and documents have one at least, even
// damaged ones.
var documentParts = []string{"[content_types].xml", "mimetype", "ofd.xml", "word/document.xml", "xl/workbook.xml", "xl/workbook.bin", "ppt/presentation.xml",
	"index/document.iwa", "index.zip", "buildversionhistory.plist", "uof.xml", "fixeddocumentsequence.fdseq"}

// Archive is an open archive.
type Archive struct {
	limits  Limits
	depth   int // 1 for one that lies in none
	names   []string
	members map[string][]*zip.File // by name; more than one where the archive has the name twice
}

// Open opens the content of an archive. The error is a *msg.Problem without a place.
func Open(data []byte, lim Limits) (*Archive, error) { return open(data, lim, 1) }

// open opens an archive that lies in others; depth counts it too.
func open(data []byte, lim Limits, depth int) (*Archive, error) {
	switch {
	case depth > lim.Depth:
		return nil, &msg.Problem{What: msg.F("压缩包套在压缩包里超过 %d 层，没有读", "archives lie inside each other more than %d deep, and this one is not read", lim.Depth), Hint: unpack, Kind: msg.ErrTooLarge}
	case int64(len(data)) > lim.File:
		return nil, tooLarge("压缩包超过 %d MB", "the archive is larger than %d MB", lim.File>>20)
	}
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, &msg.Problem{What: msg.T("压缩包不完整：目录缺失或损坏，或者只是分卷中的一卷", "the archive is incomplete: its directory is missing or damaged, or it is one volume of several"),
			Hint:   msg.T("请重新取得该文件；分卷的，请先合并解压", "get the file again; put volumes together and unpack them"),
			Sender: msg.T("请从原来的电脑重新发送；分卷的，请合并解压后发送", "send it again from the computer it was made on; put volumes together and unpack them first"), Kind: msg.ErrUnreadable}
	}
	if len(zr.File) > lim.Members {
		return nil, tooLarge("压缩包里有 %d 个文件，超过上限 %d", "the archive has %d files, the limit is %d", len(zr.File), lim.Members)
	}
	a := &Archive{limits: lim, depth: depth, members: map[string][]*zip.File{}}
	total := uint64(0)
	for i, name := range memberNames(zr.File) {
		f := zr.File[i]
		if total += min(f.UncompressedSize64, 1<<40); total > uint64(lim.Total) {
			return nil, tooLarge("压缩包解压后超过 %d MB", "the archive inflates to more than %d MB", lim.Total>>20)
		}
		if name = cleanName(name); name == "" || strings.HasSuffix(f.Name, "/") || strings.HasSuffix(f.Name, `\`) || f.Mode().IsDir() {
			continue
		}
		if a.members[name] = append(a.members[name], f); len(a.members[name]) == 1 {
			a.names = append(a.names, name)
		}
	}
	if total > uint64(lim.Free) && total/uint64(lim.Ratio) > uint64(len(data)) {
		return nil, &msg.Problem{What: msg.F("压缩包解压后是原来的 %d 倍以上，可能是恶意构造的文件", "the archive inflates to more than %d times its size and may be crafted", lim.Ratio), Hint: unpack, Kind: msg.ErrTooLarge}
	}
	slices.Sort(a.names)
	return a, nil
}

// unpack is the advice about archives that are not read.
var unpack = msg.T("请解压后选择其中的文件", "unpack it and give the files inside")

// tooLarge is the error of an archive beyond the limits.
func tooLarge(zh, en string, args ...any) error {
	return &msg.Problem{What: msg.F(zh, en, args...), Hint: unpack, Kind: msg.ErrTooLarge}
}

// Names are the names of the members, sorted. What a system adds of its own is left
// out: the folder __MACOSX, lock files, and names that begin with a dot.
func (a *Archive) Names() []string {
	return slices.DeleteFunc(slices.Clone(a.names), func(name string) bool {
		return slices.ContainsFunc(strings.Split(name, "/"), func(part string) bool {
			return part == "__MACOSX" || strings.HasPrefix(part, ".") || strings.HasPrefix(part, "~$")
		})
	})
}

// Read reads a member. The error is a *msg.Problem without a place.
func (a *Archive) Read(name string) ([]byte, error) {
	found := a.members[name]
	switch {
	case len(found) == 0:
		return nil, &msg.Problem{What: msg.T("压缩包里没有这个文件", "the archive has no such file"), Hint: unpack, Kind: msg.ErrFile}
	case len(found) > 1:
		return nil, &msg.Problem{What: msg.F("压缩包里有 %d 个文件叫这个名称，无法确定以哪一个为准", "%d files in the archive have this name, and which one counts is unclear", len(found)),
			Hint: msg.T("请确认以哪一个为准，单独报送", "find out which one counts, and send it alone"), Kind: msg.ErrUnreadable}
	}
	f := found[0]
	switch {
	case f.Flags&1 != 0 || f.Method == methodAES:
		return nil, &msg.Problem{What: msg.T("压缩包有密码，里面的文件读不出来", "the archive is protected by a password, and its files cannot be read"),
			Hint: msg.T("请去掉密码后重新压缩，或直接报送文件", "make the archive again without a password, or send the file itself"), Kind: msg.ErrEncrypted}
	case f.UncompressedSize64 > uint64(a.limits.Member):
		return nil, tooLarge("文件解压后超过 %d MB", "the file inflates to more than %d MB", a.limits.Member>>20)
	}
	r, err := f.Open()
	if errors.Is(err, zip.ErrAlgorithm) {
		return nil, &msg.Problem{What: msg.F("压缩包用的压缩方法（编号 %d）不能读", "the archive uses a method of compression (number %d) that is not read", f.Method),
			Hint: msg.T("请解压后重新压缩为普通的 .zip，或直接报送文件", "unpack it and make an ordinary .zip, or send the file itself"), Kind: msg.ErrUnreadable}
	}
	if err != nil {
		return nil, damaged()
	}
	defer r.Close()
	var b bytes.Buffer
	b.Grow(int(f.UncompressedSize64) + bytes.MinRead)
	if n, err := b.ReadFrom(io.LimitReader(r, int64(f.UncompressedSize64)+1)); err != nil || n != int64(f.UncompressedSize64) {
		return nil, damaged()
	}
	return b.Bytes(), nil
}

// methodAES is the method that stands for encryption by AES.
const methodAES = 99

// damaged is the error of a member that does not inflate to what its entry says.
func damaged() error {
	return &msg.Problem{What: msg.T("压缩包损坏：这个文件解压不出来，或校验码不符", "the archive is damaged: the file does not inflate, or its checksum is wrong"),
		Hint:   msg.T("请重新取得该压缩包：可能没有下载或复制完整", "get the archive again: it may not have been copied in full"),
		Sender: msg.T("请从原来的电脑重新发送", "send it again from the computer it was made on"), Kind: msg.ErrUnreadable}
}

// Nested opens a member that is an archive itself.
func (a *Archive) Nested(name string) (*Archive, error) {
	data, err := a.Read(name)
	if err != nil {
		return nil, err
	}
	return open(data, a.limits, a.depth+1)
}

// Modified is when a member was last written, as the archive says it; zero where it
// does not.
func (a *Archive) Modified(name string) time.Time {
	if found := a.members[name]; len(found) > 0 && found[0].Modified.Year() > 1980 {
		return found[0].Modified
	}
	return time.Time{}
}

// cleanName is a member's name as a path without a root, dots and backslashes.
func cleanName(name string) string {
	return strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(name, `\`, "/")), "/")
}

// utf8Flag says of an entry that its name is UTF-8.
const utf8Flag = 0x800

// memberNames are the names of entries. Those without a flag that says their
// encoding are decided on together: UTF-8 where all of them are and some hold Han,
// which GBK names all read as UTF-8 hardly ever do, and GB18030 otherwise. A name in
// an extra field of its own goes before, as long as it was made for this entry's name.
func memberNames(files []*zip.File) []string {
	isUTF8, han := true, false
	for _, f := range files {
		if f.Flags&utf8Flag == 0 {
			isUTF8 = isUTF8 && utf8.ValidString(f.Name)
			han = han || strings.ContainsFunc(f.Name, func(r rune) bool { return unicode.Is(unicode.Han, r) })
		}
	}
	out := make([]string, len(files))
	for i, f := range files {
		out[i] = f.Name
		if given, ok := unicodePath(f); ok {
			out[i] = given
		} else if f.Flags&utf8Flag == 0 && !(isUTF8 && han) || !utf8.ValidString(f.Name) {
			if name, err := simplifiedchinese.GB18030.NewDecoder().String(f.Name); err == nil {
				out[i] = name
			}
		}
	}
	return out
}

// unicodePath is the name in an Info-ZIP Unicode Path field (APPNOTE 4.6.9): a
// version, the CRC-32 of the name it stands for, and the name in UTF-8.
func unicodePath(f *zip.File) (name string, ok bool) {
	const id, head = 0x7075, 5
	for extra := f.Extra; len(extra) >= 4; {
		size := int(binary.LittleEndian.Uint16(extra[2:]))
		if len(extra) < 4+size {
			return "", false
		}
		field := extra[4 : 4+size]
		if binary.LittleEndian.Uint16(extra) == id && size > head && field[0] == 1 &&
			binary.LittleEndian.Uint32(field[1:]) == crc32.ChecksumIEEE([]byte(f.Name)) && utf8.Valid(field[head:]) {
			return string(field[head:]), true
		}
		extra = extra[4+size:]
	}
	return "", false
}
