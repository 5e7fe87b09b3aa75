#!/usr/bin/env bash
# gocsv (78e41c74b4b1), mapstructure v2.5.0, cast v1.10.0 (Go): a count written 012 is ten, and to gocsv 1.2万 is one and 1,113 a little more than one.
#
# gocsv maps the rows of a CSV file to structs, mapstructure and cast convert what configurations, forms and JSON hold.
# All three report texts that are no number: 3万 is an error. One would guess that a figure of a form with zeros in
# front is the figure, or that what cannot be converted is an error, as with strconv.Atoi and csvutil. All three take
# the zero for the sign of an octal number: 012 is ten, and 08 an error. gocsv cuts whatever stands behind a point off
# before it converts to a whole number, so that 1.2万 is 1 and 12.9 is 12; to convert to a number with decimals it makes
# a point of a comma, so that 1,113 is 1.113. A blank is 0 in all three. csvutil is right, or reports an error.
#
# Seen with Go 1.26.8, github.com/gocarina/gocsv v0.0.0-20240520201108-78e41c74b4b1, github.com/go-viper/mapstructure/v2 v2.5.0,
# github.com/spf13/cast v1.10.0, github.com/jszwec/csvutil v1.10.0:
#   "012": gocsv, int 10, float64 12, mapstructure 10, cast 10, csvutil 12
#   "08": gocsv, int error, float64 8, mapstructure error, cast error, csvutil 8
#   "1.2万": gocsv, int 1, float64 error, mapstructure error, cast error, csvutil error
#   "12.9": gocsv, int 12, float64 12.9, mapstructure error, cast 12, csvutil error
#   "3.5%": gocsv, int 3, float64 error, mapstructure error, cast error, csvutil error
#   "1,113": gocsv, int error, float64 1.113, mapstructure error, cast error, csvutil error
#   "3万": gocsv, int error, float64 error, mapstructure error, cast error, csvutil error
#   "": gocsv, int 0, float64 0, mapstructure 0, cast 0, csvutil error
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >go.mod <<'MOD'
module example.org/finding

go 1.26
MOD
cat >main.go <<'GO'
package main

import (
	"encoding/csv"
	"fmt"
	"strings"

	"github.com/go-viper/mapstructure/v2"
	"github.com/gocarina/gocsv"
	"github.com/jszwec/csvutil"
	"github.com/spf13/cast"
)

type whole struct {
	N int `csv:"n"`
}

type decimal struct {
	N float64 `csv:"n"`
}

func said(n any, err error) any {
	if err != nil {
		return "error"
	}
	return n
}

func main() {
	for _, text := range []string{"012", "08", "1.2万", "12.9", "3.5%", "1,113", "3万", ""} {
		table := "n\n\"" + text + "\"\n"
		var wholes []whole
		first := said(0, gocsv.UnmarshalString(table, &wholes))
		if first != "error" {
			first = wholes[0].N
		}
		var decimals []decimal
		second := said(0, gocsv.UnmarshalString(table, &decimals))
		if second != "error" {
			second = decimals[0].N
		}
		var m, c whole
		third := said(0, mapstructure.WeakDecode(map[string]any{"n": text}, &m))
		if third != "error" {
			third = m.N
		}
		d, err := csvutil.NewDecoder(csv.NewReader(strings.NewReader(table)))
		if err == nil {
			err = d.Decode(&c)
		}
		fmt.Printf("%q: gocsv, int %v, float64 %v, mapstructure %v, cast %v, csvutil %v\n", text, first, second, third, said(cast.ToIntE(text)), said(c.N, err))
	}
}
GO
go get github.com/gocarina/gocsv@v0.0.0-20240520201108-78e41c74b4b1 github.com/go-viper/mapstructure/v2@v2.5.0 github.com/spf13/cast@v1.10.0 github.com/jszwec/csvutil@v1.10.0 >/dev/null 2>&1
go run . >seen
cat seen
diff - seen <<'SEEN'
"012": gocsv, int 10, float64 12, mapstructure 10, cast 10, csvutil 12
"08": gocsv, int error, float64 8, mapstructure error, cast error, csvutil 8
"1.2万": gocsv, int 1, float64 error, mapstructure error, cast error, csvutil error
"12.9": gocsv, int 12, float64 12.9, mapstructure error, cast 12, csvutil error
"3.5%": gocsv, int 3, float64 error, mapstructure error, cast error, csvutil error
"1,113": gocsv, int error, float64 1.113, mapstructure error, cast error, csvutil error
"3万": gocsv, int error, float64 error, mapstructure error, cast error, csvutil error
"": gocsv, int 0, float64 0, mapstructure 0, cast 0, csvutil error
SEEN
