package html_test

import (
	"slices"
	"testing"

	"github.com/gkxl/gkxl/internal/read/html"
)

func TestLeftovers(t *testing.T) {
	for page, want := range map[string][]string{
		`<html><body><p>正文</p></body></html>`:                                      nil,
		`<!--[if gte mso 9]><xml/><![endif]--><!--StartFragment-->正文`:              nil,
		`<p>正文<!-- 内部口径：另有3件未计 --></p>`:                                            {"PUB-COMMENT 内部口径：另有3件未计"},
		`<meta name="Author" content="某科员"><meta name="changedby" content="某处长">`:  {"PUB-AUTHOR 某科员", "PUB-AUTHOR 某处长"},
		`<meta name="keywords" content="公开"><meta name="generator" content="某程序">`: nil,
		`<p>正文<img src="a.png"><img src="b.png"></p>`:                              {"PUB-UNSEARCHED "},
	} {
		var got []string
		for _, n := range html.Leftovers(page) {
			got = append(got, n.Rule+" "+n.Found)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", page, got, want)
		}
	}
}
