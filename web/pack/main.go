// Command pack makes gkxl.html: the page with its style and scripts, the engine as
// WebAssembly, and the faces, in one file that needs nothing else. It is run in the
// folder of the module. The same sources and version give the same bytes.
package main

import (
	"bytes"
	"cmp"
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
	"unicode/utf16"

	"github.com/gkxl/gkxl/demo"
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

// parts are what the page is made of besides its own sources, as they stand in it.
type parts struct {
	worker  []byte
	engine  []uint16
	samples [][]uint16 // made-up reports, that the engine warms up with
	faces   []face
}

// face is a face for PDF, by the name of its file.
type face struct {
	name string
	data []uint16
}

// pieceSize is how many characters of the engine stand in one element: little enough that
// handing it to the worker blocks nothing.
const pieceSize = 128 << 10

// feedCall is the script behind each piece of the engine; see feed.js.
const feedCall = "window.gkxlFeed && gkxlFeed()"

// Where the parts stand in index.html.
const (
	workerMark = "<!-- worker -->\n"
	engineMark = "<!-- engine -->\n"
	facesMark  = "<!-- faces -->\n"
)

// place puts the parts into a page.
func (p *parts) place(text, texts string) ([]byte, error) {
	var out page
	out.put("\ufeff") // by which browsers know the encoding
	data := func(attributes string, content []uint16) {
		out.put("<script type=\"text/plain\" %s>", attributes)
		out.add(content)
		out.put("</script>")
	}
	for _, part := range []struct {
		mark string
		put  func()
	}{
		{workerMark, func() {
			data(`id="worker-source"`, utf16.Encode([]rune(string(p.worker))))
			data(`id="texts"`, utf16.Encode([]rune(texts)))
			for _, s := range p.samples {
				data("data-sample", s)
			}
		}},
		{engineMark, func() {
			pieces := split(p.engine, pieceSize)
			for i, piece := range pieces {
				attribute := ""
				if i == len(pieces)-1 {
					attribute = "data-last"
				}
				data(attribute, piece)
				out.put("<script>%s</script>\n", feedCall) // which looks for the element before it
			}
		}},
		{facesMark, func() {
			for _, f := range p.faces {
				data(fmt.Sprintf("id=\"face-%s\"", f.name), f.data)
			}
		}},
	} {
		before, after, ok := strings.Cut(text, part.mark)
		if !ok {
			return nil, fmt.Errorf("index.html lacks %s", part.mark)
		}
		out.put("%s", before)
		part.put()
		text = after
	}
	out.put("%s", text)
	return out.Bytes(), nil
}

// partsOf are the source of the worker, the engine and the faces.
func partsOf(code []byte) (*parts, error) {
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
	out := &parts{worker: source, engine: packed}
	if out.samples, err = samples(); err != nil {
		return nil, err
	}
	faces, err := filepath.Glob(filepath.Join(facesFolder, "*.ttf"))
	if err != nil {
		return nil, err
	}
	for _, name := range faces { // sorted
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		packed, err := pressed(data)
		if err != nil {
			return nil, err
		}
		out.faces = append(out.faces, face{filepath.Base(name), packed})
	}
	return out, nil
}

// samples are reports of a made-up district, some with errors.
func samples() (out [][]uint16, err error) {
	d, err := demo.New(demo.Options{Units: 4, Errors: 2, Year: 2025, Seed: 1})
	if err != nil {
		return nil, err
	}
	for _, f := range d.Files[:4] {
		data, err := d.Data(f)
		if err != nil {
			return nil, err
		}
		packed, err := pressed(data)
		if err != nil {
			return nil, err
		}
		out = append(out, packed)
	}
	return out, nil
}

// pressed is data compressed and written as text of the page.
func pressed(data []byte) ([]uint16, error) {
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
func shell(version string, parts *parts) ([]byte, error) {
	source, err := os.ReadFile(filepath.Join(pageFolder, "index.html"))
	if err != nil {
		return nil, err
	}
	text, texts, err := worded(string(source), version)
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
	hash := func(script string) {
		sum := sha256.Sum256([]byte(script))
		hashes = append(hashes, "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'")
	}
	hash(feedCall)
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
		hash(script)
		return "<script>" + script + "</script>\n"
	})
	if len(faults) > 0 {
		return nil, faults[0]
	}
	if !strings.Contains(text, charset) || len(hashes) < 2 {
		return nil, fmt.Errorf("index.html lacks %s or its scripts", charset)
	}
	text = strings.Replace(text, charset, `<meta http-equiv="Content-Security-Policy" content="`+policy(hashes)+`">`, 1)
	return parts.place(text, texts)
}

// policy is what the page may do: run its own scripts by their hashes and the engine, and
// connect to nothing. Browsers that do not know 'wasm-unsafe-eval' need 'unsafe-eval' for
// the engine; boot.js takes it away from those that do. Styles may be inline, because the
// reports that are shown in frames bring theirs.
func policy(hashes []string) string {
	return "default-src 'none'; connect-src 'none'; script-src " + strings.Join(hashes, " ") + " 'unsafe-eval' 'wasm-unsafe-eval'; worker-src blob:; style-src 'unsafe-inline'; img-src data: blob:; form-action 'none'; base-uri 'none'"
}

// worded fills in what the page says before the engine runs, and gives the texts of the
// engine in both languages as JSON.
func worded(source, version string) (page, texts string, err error) {
	t, err := template.New("index").Option("missingkey=error").Parse(source)
	if err != nil {
		return "", "", err
	}
	version = cmp.Or(version, "devel")
	e := engine.New()
	all := map[string]engine.Texts{}
	for _, lang := range []string{"zh", "en"} {
		request, err := json.Marshal(engine.Asked{Lang: lang})
		if err != nil {
			return "", "", err
		}
		reply, _ := e.Call("texts", request)
		var r engine.Reply
		var out engine.Texts
		if err := json.Unmarshal(reply, &r); err != nil {
			return "", "", err
		}
		if err := json.Unmarshal(r.Result, &out); err != nil {
			return "", "", err
		}
		out.Version = version
		all[lang] = out
	}
	data, err := json.Marshal(all)
	if err != nil {
		return "", "", err
	}
	var b strings.Builder
	err = t.Execute(&b, map[string]any{"Version": version, "ZH": all["zh"].Words, "EN": all["en"].Words})
	return b.String(), string(data), err
}
