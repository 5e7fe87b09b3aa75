#!/usr/bin/env bash
# markdownify 1.2.3 and MarkItDown 0.1.9: the figure beside 甲|乙 is gone once the Markdown is read, and paragraphs 3. and 5. are 3 and 4.
#
# Both turn web pages into Markdown, and put a backslash before * and _ so that these stay signs. One would guess that they do so
# with the signs that make a table and a list, too. A bar in a cell begins another cell; the row then has one too many,
# which readers of GitHub's Markdown leave out by its rules: the last figure. A paragraph that begins with 3. is the first item of a
# list, and items are counted on from it: clause 5. becomes 4. Neither program says so. turndown with its plugin for tables
# masks the numbers, and not the bar.
#
# Seen with Python 3.11, markdownify 1.2.3, markitdown 0.1.9, Node 20, turndown 7.2.5, turndown-plugin-gfm 1.0.2; read by marked 18.2.1:
#   markdownify: clauses 3. 4., row 甲 / 乙
#   MarkItDown: clauses 3. 4., row 甲 / 乙
#   turndown: clauses 3. 5., row 甲 / 乙
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q markdownify==1.2.3 markitdown==0.1.9 2>/dev/null
npm init -y >/dev/null
npm install --silent --no-audit --no-fund marked@18.2.1 turndown@7.2.5 turndown-plugin-gfm@1.0.2 >/dev/null 2>&1
cat >page.html <<'HTML'
<html><head><meta charset="utf-8"></head><body>
<p>3. 甲镇</p><p>5. 乙镇</p>
<table><tr><th>单位</th><th>件数</th></tr><tr><td>甲|乙</td><td>397</td></tr></table>
</body></html>
HTML
cat >write.py <<'PY'
import markdownify
import markitdown

with open("markdownify.md", "w") as out:
    out.write(markdownify.markdownify(open("page.html").read()))
with open("MarkItDown.md", "w") as out:
    out.write(markitdown.MarkItDown().convert("page.html").text_content)
PY
cat >read.mjs <<'JS'
import fs from 'fs'
import { marked } from 'marked'
import plugin from 'turndown-plugin-gfm'
import Turndown from 'turndown'

const page = fs.readFileSync('page.html', 'utf8')
const turndown = new Turndown()
turndown.use(plugin.gfm)
fs.writeFileSync('turndown.md', turndown.turndown(page))
for (const name of ['markdownify', 'MarkItDown', 'turndown']) {
  const html = marked(fs.readFileSync(name + '.md', 'utf8'))
  const list = html.match(/<ol start="(\d+)">/)
  const items = (html.match(/<li>/g) || []).length
  const cells = [...html.matchAll(/<td>(.*?)<\/td>/g)].map((found) => found[1])
  const clauses = list ? Array.from({ length: items }, (_, i) => Number(list[1]) + i + '.') : html.match(/\d+\.(?= )/g)
  console.log(`${name}: clauses ${clauses.join(' ')}, row ${cells.join(' / ')}`)
}
JS
PYTHONUTF8=1 venv/bin/python write.py 2>/dev/null
node read.mjs >seen
cat seen
diff - seen <<'SEEN'
markdownify: clauses 3. 4., row 甲 / 乙
MarkItDown: clauses 3. 4., row 甲 / 乙
turndown: clauses 3. 5., row 甲 / 乙
SEEN
