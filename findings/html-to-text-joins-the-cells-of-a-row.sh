#!/usr/bin/env bash
# html-to-text 10.0.1 and node-html-markdown 2.0.0: of a row with 12 and 34, or of one cell with two lines, the text is 1234.
#
# html-to-text is the usual way to make the plain text of a page or a mail in Node. One would guess that it sets a blank, a
# tab or a line end between the cells of a table, as a browser does when text is copied. Unless told that a table holds data
# (format: "dataTable") it takes every table for one of layout, and the cells, with no sign between, for one paragraph:
# label and figures of a row, and all rows, are one word. node-html-markdown, made for tables, keeps cells apart and sets
# the lines of one cell (br, p) together. Nothing is said in either case.
#
# Seen with Node 20, html-to-text 10.0.1, node-html-markdown 2.0.0, turndown 7.2.5:
#   two cells, html-to-text: "单位收到办结甲镇1234"
#   two cells, html-to-text, dataTable: "甲镇 12 34"
#   two cells, node-html-markdown: "| 甲镇 | 12 | 34 |"
#   two cells, turndown: "12\n34"
#   one cell, br, html-to-text: "单位收到甲镇12\n34"
#   one cell, br, html-to-text, dataTable: "甲镇 12\n34"
#   one cell, br, node-html-markdown: "| 甲镇 | 1234 |"
#   one cell, br, turndown: "12\n34"
#   one cell, p, html-to-text: "12\n34"
#   one cell, p, html-to-text, dataTable: "甲镇 12\n34"
#   one cell, p, node-html-markdown: "| 甲镇 | 1234 |"
#   one cell, p, turndown: "12\n34"
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund html-to-text@10.0.1 node-html-markdown@2.0.0 turndown@7.2.5 >/dev/null 2>&1
cat >text.js <<'JS'
const { convert } = require("html-to-text");
const { NodeHtmlMarkdown } = require("node-html-markdown");
const Turndown = require("turndown");

const pages = {
	"two cells": "<table><tr><th>单位</th><th>收到</th><th>办结</th></tr><tr><td>甲镇</td><td>12</td><td>34</td></tr></table>",
	"one cell, br": "<table><tr><th>单位</th><th>收到</th></tr><tr><td>甲镇</td><td>12<br>34</td></tr></table>",
	"one cell, p": "<table><tr><th>单位</th><th>收到</th></tr><tr><td>甲镇</td><td><p>12</p><p>34</p></td></tr></table>",
};
const show = (text) => JSON.stringify(text.split("\n").filter((line) => /\d/.test(line)).map((line) => line.trim().replace(/ +/g, " ")).join("\n"));
for (const [name, page] of Object.entries(pages)) {
	console.log(`${name}, html-to-text:`, show(convert(page)));
	console.log(`${name}, html-to-text, dataTable:`, show(convert(page, { selectors: [{ selector: "table", format: "dataTable" }] })));
	console.log(`${name}, node-html-markdown:`, show(NodeHtmlMarkdown.translate(page)));
	console.log(`${name}, turndown:`, show(new Turndown().turndown(page)));
}
JS
node text.js >seen
cat seen
diff - seen <<'SEEN'
two cells, html-to-text: "单位收到办结甲镇1234"
two cells, html-to-text, dataTable: "甲镇 12 34"
two cells, node-html-markdown: "| 甲镇 | 12 | 34 |"
two cells, turndown: "12\n34"
one cell, br, html-to-text: "单位收到甲镇12\n34"
one cell, br, html-to-text, dataTable: "甲镇 12\n34"
one cell, br, node-html-markdown: "| 甲镇 | 1234 |"
one cell, br, turndown: "12\n34"
one cell, p, html-to-text: "12\n34"
one cell, p, html-to-text, dataTable: "甲镇 12\n34"
one cell, p, node-html-markdown: "| 甲镇 | 1234 |"
one cell, p, turndown: "12\n34"
SEEN
