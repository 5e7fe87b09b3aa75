package archive

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/gkxl/gkxl/msg"
)

// member is a file of an archive that a test makes.
type member struct {
	name  string // as bytes in the archive
	flag  bool   // that says the name is UTF-8
	extra []byte
	data  string
}

// pack makes an archive.
func pack(t *testing.T, members ...member) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, m := range members {
		f, err := w.CreateHeader(&zip.FileHeader{Name: m.name, NonUTF8: !m.flag, Extra: m.extra, Method: zip.Deflate, Modified: time.Date(2026, 1, 20, 9, 0, 0, 0, time.UTC)})
		if err == nil {
			_, err = f.Write([]byte(m.data))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// gbk is a name in GBK.
func gbk(t *testing.T, name string) string {
	t.Helper()
	s, err := simplifiedchinese.GBK.NewEncoder().String(name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// pathField is an Info-ZIP Unicode Path field for a name.
func pathField(of, name string) []byte {
	body := binary.LittleEndian.AppendUint32([]byte{1}, crc32.ChecksumIEEE([]byte(of)))
	body = append(body, name...)
	head := binary.LittleEndian.AppendUint16([]byte{0x75, 0x70}, uint16(len(body)))
	return append(head, body...)
}

// Names are decided on for the archive as a whole.
func TestNames(t *testing.T) {
	for _, c := range []struct {
		name    string
		members []member
		want    []string
	}{
		{"flagged", []member{{name: "财政局.xlsx", flag: true}}, []string{"财政局.xlsx"}},
		{"UTF-8 without a flag", []member{{name: "a.txt"}, {name: "民政局/年报.xlsx"}}, []string{"a.txt", "民政局/年报.xlsx"}},
		{"GBK", []member{{name: gbk(t, "财政局/年报.xlsx")}}, []string{"财政局/年报.xlsx"}},
		{"GBK that is valid UTF-8", []member{{name: gbk(t, "税.xlsx")}, {name: gbk(t, "一路.xlsx")}}, []string{"一路.xlsx", "税.xlsx"}},
		{"GBK, one of them valid UTF-8", []member{{name: gbk(t, "税.xlsx")}, {name: gbk(t, "财政局.xlsx")}}, []string{"税.xlsx", "财政局.xlsx"}},
		{"GB18030 beyond GBK", []member{{name: "\x81\x39\xee\x39.xlsx"}}, []string{"\u3400.xlsx"}},
		{"a field with the name", []member{{name: "??.xlsx", extra: pathField("??.xlsx", "镇街.xlsx")}}, []string{"镇街.xlsx"}},
		{"a stale field", []member{{name: gbk(t, "镇街.xlsx"), extra: pathField("old.xlsx", "别的.xlsx")}}, []string{"镇街.xlsx"}},
		{"backslashes and roots", []member{{name: `甲\乙.xlsx`, flag: true}, {name: "/../丙.xlsx", flag: true}, {name: `空\`, flag: true}}, []string{"丙.xlsx", "甲/乙.xlsx"}},
		{"what a system adds", []member{{name: "甲.xlsx", flag: true}, {name: "__MACOSX/._甲.xlsx", flag: true}, {name: "~$甲.xlsx", flag: true}, {name: ".DS_Store"}}, []string{"甲.xlsx"}},
	} {
		a, err := Open(pack(t, c.members...), Default)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		} else if got := a.Names(); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// patch changes bytes of the entry of the first member, in its own header and in the
// directory.
func patch(data []byte, local, central int, change func([]byte)) []byte {
	data = slices.Clone(data)
	change(data[local:])
	change(data[bytes.LastIndex(data, []byte("PK\x01\x02"))+central:])
	return data
}

// What cannot be read says why.
func TestRefused(t *testing.T) {
	small := Limits{File: 10_000, Members: 3, Member: 1000, Total: 2500, Ratio: 5, Free: 500, Depth: 2}
	var plain strings.Builder // which hardly deflates
	for i := range 20 {
		fmt.Fprintf(&plain, "%x", sha256.Sum256([]byte{byte(i)}))
	}
	one := pack(t, member{name: "甲.xlsx", flag: true, data: "abc"})
	for _, c := range []struct {
		name string
		data []byte
		want string
		kind error
	}{
		{"encrypted", patch(one, 6, 8, func(b []byte) { b[0] |= 1 }), "有密码", msg.ErrEncrypted},
		{"encrypted by AES", patch(one, 8, 10, func(b []byte) { b[0] = methodAES }), "有密码", msg.ErrEncrypted},
		{"another method", patch(one, 8, 10, func(b []byte) { b[0] = 14 }), "压缩方法（编号 14）", msg.ErrUnreadable},
		{"damaged", func() []byte { d := slices.Clone(one); d[bytes.Index(d, []byte("PK\x07\x08"))-2] ^= 0xff; return d }(), "损坏", msg.ErrUnreadable},
		{"cut", one[:len(one)-10], "不完整", msg.ErrUnreadable},
		{"twice", pack(t, member{name: "甲.xlsx", flag: true}, member{name: "甲.xlsx", flag: true, data: "b"}), "2 个文件叫这个名称", msg.ErrUnreadable},
		{"many members", pack(t, member{name: "1"}, member{name: "2"}, member{name: "3"}, member{name: "4"}), "4 个文件，超过上限 3", msg.ErrTooLarge},
		{"a large member", pack(t, member{name: "1", data: plain.String()}), "超过 0 MB", msg.ErrTooLarge},
		{"in all", pack(t, member{name: "1", data: strings.Repeat("1", 900)}, member{name: "2", data: strings.Repeat("2", 900)}, member{name: "3", data: strings.Repeat("3", 900)}), "解压后超过", msg.ErrTooLarge},
		{"the ratio", pack(t, member{name: "1", data: strings.Repeat("1", 999)}), "5 倍以上", msg.ErrTooLarge},
		{"a large archive", make([]byte, 10_001), "压缩包超过", msg.ErrTooLarge},
	} {
		a, err := Open(c.data, small)
		if err == nil {
			_, err = a.Read(a.Names()[0])
		}
		if !errors.Is(err, c.kind) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

// A member is read by its path, on disk and in a file system, and one archive inside
// another is, too.
func TestFiles(t *testing.T) {
	inner := pack(t, member{name: "乙.txt", flag: true, data: "乙"})
	deep := pack(t, member{name: "里.zip", flag: true, data: string(inner)})
	outer := pack(t, member{name: "甲.txt", flag: true, data: "甲"}, member{name: "里.zip", flag: true, data: string(inner)}, member{name: "深.zip", flag: true, data: string(deep)})
	dir := t.TempDir()
	at := filepath.Join(dir, "a.zip")
	if err := os.WriteFile(at, outer, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, f := range map[string]struct {
		*Files
		path string
	}{
		"on disk": {OnDisk(), at}, "in a file system": {In(fstest.MapFS{"x/a.zip": &fstest.MapFile{Data: outer}}), "x/a.zip"}, "at hand": {Of("报告", outer), "报告"},
	} {
		members, err := f.Members(f.path)
		if want := []string{f.path + "/深.zip/里.zip", f.path + "/甲.txt", f.path + "/里.zip/乙.txt"}; err != nil || !slices.Equal(members, want) {
			t.Errorf("%s: %q, %v", name, members, err)
		}
		for member, want := range map[string]string{"甲.txt": "甲", "里.zip/乙.txt": "乙", "深.zip/里.zip": "超过 2 层", "没有.txt": "没有这个文件"} {
			data, err := f.ReadFile(f.path + "/" + member)
			if err == nil && string(data) != want || err != nil && (!strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), f.path+"/"+member+"：")) {
				t.Errorf("%s, %s: %q, %v", name, member, data, err)
			}
		}
		if !f.Has(f.path) || f.Has(f.path+"/没有.txt") || f.Has(f.path+".审核.json") {
			t.Errorf("%s: there are: it %v, a member %v, a file %v", name, f.Has(f.path), f.Has(f.path+"/没有.txt"), f.Has(f.path+".审核.json"))
		}
		if w, err := f.Written(f.path + "/甲.txt"); err != nil || w.Format(time.DateOnly) != "2026-01-20" {
			t.Errorf("%s: written %v, %v", name, w, err)
		}
	}
	if got := Outer(at + "/里.zip/乙.txt"); got != at {
		t.Errorf("the archive of a member is %s", got)
	}
	if _, err := ReadFile(filepath.Join(dir, "b.zip/c.txt")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no such archive: %v", err)
	}
}

// Workbooks and documents are zip archives, and not of files.
func TestIs(t *testing.T) {
	for name, want := range map[string]bool{"甲.xlsx": true, "": true, "[Content_Types].xml": false, "OFD.xml": false, "mimetype": false, "a/[Content_Types].xml": true} {
		var members []member
		if name != "" {
			members = []member{{name: name, flag: true}}
		}
		if got := Is(pack(t, members...)); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
	if Is([]byte("PK\x03\x04 cut")) || Is(nil) {
		t.Error("what is no archive is one")
	}
}

// No bytes make the reader fail.
func FuzzOpen(f *testing.F) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	if _, err := w.CreateHeader(&zip.FileHeader{Name: "\xcb\xb0.xlsx", NonUTF8: true, Extra: pathField("x", "y")}); err != nil {
		f.Fatal(err)
	}
	if err := w.Close(); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		lim := Limits{File: 1 << 20, Members: 50, Member: 1 << 16, Total: 1 << 18, Ratio: 100, Free: 1 << 16, Depth: 2}
		a, err := Open(data, lim)
		if err != nil {
			return
		}
		for _, n := range a.Names() {
			if got, err := a.Read(n); err == nil && int64(len(got)) > lim.Member {
				t.Errorf("%q has %d bytes", n, len(got))
			}
		}
	})
}

func TestHas(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	at := filepath.Join(dir, "a.zip")
	inner := pack(t, member{name: "乙.txt", flag: true})
	if err := os.WriteFile(at, pack(t, member{name: "甲.txt", flag: true}, member{name: "里.zip", flag: true, data: string(inner)}), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{"a.zip": true, "a.zip/甲.txt": true, "a.zip/里.zip": true, "a.zip/里.zip/乙.txt": true, "": false, "b.zip": false, "a.zip/丙.txt": false, "a.zip/里.zip/丙.txt": false, "b.zip/甲.txt": false} {
		if got := OnDisk().Has(filepath.Join(dir, name)); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
