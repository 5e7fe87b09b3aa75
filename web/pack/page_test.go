package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/web/engine"
)

// sources are the files of the page by name.
func sources(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("../page/*")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(f)] = string(data)
	}
	return out
}

// Every word of the page is one that the engine has, and it has none that is not used.
func TestWords(t *testing.T) {
	t.Parallel()
	reply, _ := engine.New().Call("texts", nil)
	var r engine.Reply
	var texts engine.Texts
	if err := json.Unmarshal(reply, &r); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(r.Result, &texts); err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, name := range []*regexp.Regexp{regexp.MustCompile(`\bwords\.(\w+)`), regexp.MustCompile(`data-word="(\w+)"`), regexp.MustCompile(`\{\{\.(?:ZH|EN)\.(\w+)\}\}`)} {
		for file, source := range sources(t) {
			for _, m := range name.FindAllStringSubmatch(source, -1) {
				used[m[1]] = true
				if texts.Words[m[1]] == "" {
					t.Errorf("%s: the engine has no word %s", file, m[1])
				}
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(texts.Words)) {
		if !used[key] {
			t.Errorf("nothing uses the word %s", key)
		}
	}
}

// The scripts of the page keep nothing in the browser, send nothing, and lead nowhere.
func TestNothingLeaves(t *testing.T) {
	t.Parallel()
	never := regexp.MustCompile(`localStorage|sessionStorage|indexedDB|caches\.|document\.cookie|navigator\.storage|serviceWorker|` +
		`window\.open|[^.\w]open\(|\blocation\b|http-equiv="refresh"|https?://|\bfetch\(|XMLHttpRequest|sendBeacon|WebSocket|EventSource|RTCPeerConnection|importScripts|` +
		`innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function`)
	for file, source := range sources(t) {
		if m := never.FindString(source); m != "" {
			t.Errorf("%s: %s", file, m)
		}
	}
	frame := regexp.MustCompile(`el\("iframe", \{ sandbox: "",`)
	frames := 0
	for file, source := range sources(t) {
		n := len(frame.FindAllString(source, -1))
		if frames += n; n != strings.Count(source, `"iframe"`) {
			t.Errorf("%s: reports are shown in frames that may do nothing", file)
		}
	}
	if frames == 0 {
		t.Error("there are no frames: look for them by another name")
	}
}
