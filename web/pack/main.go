// Command pack makes gkxl.html: the page with its style and scripts, the engine as
// WebAssembly, and the faces, in one file that needs nothing else. It is run in the
// folder of the module. The same sources and version give the same bytes.
package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"text/template"

	"github.com/gkxl/gkxl/web/engine"
)

// maxSize is the largest page that is made, in bytes: it is to be sent by mail.
const maxSize = 21 << 20

// The folders that the page is made of.
const (
	pageFolder  = "web/page"
	enginePath  = "./web/engine/wasm"
	facesFolder = "pdfout/internal/fonts"
)

func main() {
	out := flag.String("o", "gkxl.html", "the file to write")
	version := flag.String("version", "", "the version to show: a tag or commit")
	built := flag.String("wasm", "", "an engine that is built already")
	flag.Parse()
	page, err := build(*version, *built)
	if err == nil {
		err = os.WriteFile(*out, page, 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
	fmt.Printf("%s: %.1f MB\n", *out, float64(len(page))/1e6)
}

// build makes the page.
func build(version, wasm string) ([]byte, error) {
	if wasm == "" {
		dir, err := os.MkdirTemp("", "gkxl-pack-")
		if err != nil {
			return nil, err
		}
		defer os.RemoveAll(dir)
		wasm = filepath.Join(dir, "engine.wasm")
		if err := compile(wasm, version); err != nil {
			return nil, err
		}
	}
	code, err := os.ReadFile(wasm)
	if err != nil {
		return nil, err
	}
	parts, err := partsOf(code)
	if err != nil {
		return nil, err
	}
	page, err := shell(version, parts)
	if err == nil && len(page) > maxSize {
		err = fmt.Errorf("the page has %d bytes, more than the %d that it may have", len(page), maxSize)
	}
	return page, err
}

// compile builds the engine for browsers.
func compile(out, version string) error {
	c := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-tags", "gkxl_nofonts",
		"-ldflags", "-s -w -X github.com/gkxl/gkxl/internal/version.release="+version, "-o", out, enginePath)
	c.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	c.Stderr = os.Stderr
	return c.Run()
}

// part is a part of the page that is data.
type part struct {
	id   string
	data []byte
}

// partsOf are the source of the worker, the engine and the faces.
func partsOf(code []byte) ([]part, error) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, err
	}
	support, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return nil, err
	}
	worker, err := os.ReadFile(filepath.Join(pageFolder, "worker.js"))
	if err != nil {
		return nil, err
	}
	source := append(append(support, '\n'), worker...)
	if err := onlyASCII("worker.js", source); err != nil {
		return nil, err
	}
	if bytes.Contains(bytes.ToLower(source), []byte("</script")) {
		return nil, fmt.Errorf("worker.js: it ends the element it stands in")
	}
	packed, err := pressed(code)
	if err != nil {
		return nil, err
	}
	parts := []part{{"worker-source", source}, {"engine-packed", packed}}
	faces, err := filepath.Glob(filepath.Join(facesFolder, "*.ttf"))
	if err != nil {
		return nil, err
	}
	for _, name := range faces { // sorted
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if data, err = pressed(data); err != nil {
			return nil, err
		}
		parts = append(parts, part{"face-" + filepath.Base(name), data})
	}
	return parts, nil
}

// pressed is data compressed and written as text of the page.
func pressed(data []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return asText(b.Bytes()), nil
}

// What of index.html is replaced.
var (
	charset    = `<meta charset="utf-8">`
	styleLink  = regexp.MustCompile(`<link rel="stylesheet" href="([a-z]+\.css)">`)
	scriptLink = regexp.MustCompile(`(?:<script src="[a-z]+\.js"></script>\n?)+`)
	scriptName = regexp.MustCompile(`src="([a-z]+\.js)"`)
)

// shell puts the page together. Scripts that stand one behind the other in index.html
// become one, in which they share their names.
func shell(version string, parts []part) ([]byte, error) {
	source, err := os.ReadFile(filepath.Join(pageFolder, "index.html"))
	if err != nil {
		return nil, err
	}
	text, err := worded(string(source), version)
	if err != nil {
		return nil, err
	}
	var hashes []string
	var faults []error
	read := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join(pageFolder, name))
		if err == nil {
			err = onlyASCII(name, data)
		}
		if err != nil {
			faults = append(faults, err)
		}
		return data
	}
	text = asciiPage(text)
	text = styleLink.ReplaceAllStringFunc(text, func(s string) string {
		return "<style>\n" + string(read(styleLink.FindStringSubmatch(s)[1])) + "</style>"
	})
	text = scriptLink.ReplaceAllStringFunc(text, func(s string) string {
		var b strings.Builder
		names := scriptName.FindAllStringSubmatch(s, -1)
		for _, n := range names {
			b.Write(read(n[1]))
		}
		script := "\n" + b.String()
		if len(names) > 1 {
			script = "\n\"use strict\";\n{\n" + b.String() + "}\n"
		}
		sum := sha256.Sum256([]byte(script))
		hashes = append(hashes, "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'")
		return "<script>" + script + "</script>\n"
	})
	if len(faults) > 0 {
		return nil, faults[0]
	}
	if !strings.Contains(text, charset) || len(hashes) < 2 {
		return nil, fmt.Errorf("index.html lacks %s or its scripts", charset)
	}
	text = strings.Replace(text, charset, `<meta charset="windows-1252">`+"\n"+`<meta http-equiv="Content-Security-Policy" content="`+policy(hashes)+`">`, 1)
	var data bytes.Buffer
	for _, p := range parts {
		fmt.Fprintf(&data, "<script type=\"text/plain\" id=\"%s\">", p.id)
		data.Write(p.data)
		data.WriteString("</script>\n")
	}
	// The data stands before the scripts that use it.
	last := strings.LastIndex(text, "<script>")
	return append([]byte(text[:last]), append(data.Bytes(), text[last:]...)...), nil
}

// policy is what the page may do: run its own scripts by their hashes and the engine, and
// connect to nothing. Browsers that do not know 'wasm-unsafe-eval' need 'unsafe-eval' for
// the engine; boot.js takes it away from those that do. Styles may be inline, because the
// reports that are shown in frames bring theirs.
func policy(hashes []string) string {
	return "default-src 'none'; connect-src 'none'; script-src " + strings.Join(hashes, " ") + " 'unsafe-eval' 'wasm-unsafe-eval'; worker-src blob:; style-src 'unsafe-inline'; img-src data: blob:; form-action 'none'; base-uri 'none'"
}

// worded fills in what the page says before the engine runs.
func worded(source, version string) (string, error) {
	t, err := template.New("index").Option("missingkey=error").Parse(source)
	if err != nil {
		return "", err
	}
	e := engine.New()
	words := func(lang string) (map[string]string, error) {
		request, err := json.Marshal(engine.Asked{Lang: lang})
		if err != nil {
			return nil, err
		}
		reply, _ := e.Call("texts", request)
		var r engine.Reply
		var out engine.Texts
		if err := json.Unmarshal(reply, &r); err != nil {
			return nil, err
		}
		err = json.Unmarshal(r.Result, &out)
		return out.Words, err
	}
	zh, err := words("zh")
	if err != nil {
		return "", err
	}
	en, err := words("en")
	if err != nil {
		return "", err
	}
	if version == "" {
		version = "devel"
	}
	var b strings.Builder
	err = t.Execute(&b, map[string]any{"Version": version, "ZH": zh, "EN": en})
	return b.String(), err
}
