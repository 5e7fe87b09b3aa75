#!/usr/bin/env bash
# marked 18.2.1, micromark 4.0.3 with GFM (remark-gfm) and pandoc's Markdown: of 收到3~5件，办结7~9件 the text is 收到35件，办结79件.
#
# Chinese texts write a range with ~, 3~5 days. GitHub's Markdown strikes out what stands between two signs ~~, and so it is
# known; that one sign each does, too, is in a clause of its specification. One would guess that a sign between two digits
# stays a sign, as _ does within words in 2023_2024. From the first range of a paragraph to the second the sentence is struck
# out, the signs are gone, and the figures stand together. In pandoc's own Markdown it is lowered text instead;
# its reader of GitHub's keeps the signs. Programs
# that turn web pages and documents into Markdown do not mask the sign: markdownify and MarkItDown, which is built on it,
# do so with * and _. markdown-it keeps all signs.
#
# Seen with Node 20, marked 18.2.1, micromark-extension-gfm 3.0.0, markdown-it 15.0.3, Python 3.11, markdownify 1.2.3, pypandoc_binary 1.17 (pandoc 3.9);
# the text of a page with 收到3~5件，办结7~9件 that markdownify made Markdown of:
#   markdownify: 收到3~5件，办结7~9件，2023\_2024
#   markdown-it: 收到3~5件，办结7~9件，2023_2024
#   marked: 收到35件，办结79件，2023_2024
#   micromark, as remark-gfm uses it: 收到35件，办结79件，2023_2024
#   pandoc -f gfm: 收到3~5件，办结7~9件，2023_2024
#   pandoc -f markdown: 收到35件，办结79件，2023_2024
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q markdownify==1.2.3 pypandoc_binary==1.17 2>/dev/null
npm init -y >/dev/null
npm install --silent --no-audit --no-fund marked@18.2.1 micromark@4.0.3 micromark-extension-gfm@3.0.0 markdown-it@15.0.3 >/dev/null 2>&1
PYTHONUTF8=1 venv/bin/python -c '
import markdownify
print(markdownify.markdownify("<p>收到3~5件，办结7~9件，2023_2024</p>").strip())
' >text.md
cat >read.mjs <<'JS'
import fs from 'fs'
import MarkdownIt from 'markdown-it'
import { marked } from 'marked'
import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'

const source = fs.readFileSync('text.md', 'utf8')
const say = (name, page) => console.log(`${name}: ${page.replace(/<\/?(p|del)>/g, '').trim()}`)
say('markdown-it', MarkdownIt().render(source))
say('marked', marked(source))
say('micromark, as remark-gfm uses it', micromark(source, { extensions: [gfm()], htmlExtensions: [gfmHtml()] }))
JS
cat >read.py <<'PY'
import re

import pypandoc

for name in ("gfm", "markdown"):
    page = pypandoc.convert_file("text.md", "html", format=name)
    print(f"pandoc -f {name}: {re.sub('<[^>]*>', '', page).strip()}")
PY
{
	echo "markdownify: $(cat text.md)"
	node read.mjs
	PYTHONUTF8=1 venv/bin/python read.py
} >seen
cat seen
diff - seen <<'SEEN'
markdownify: 收到3~5件，办结7~9件，2023\_2024
markdown-it: 收到3~5件，办结7~9件，2023_2024
marked: 收到35件，办结79件，2023_2024
micromark, as remark-gfm uses it: 收到35件，办结79件，2023_2024
pandoc -f gfm: 收到3~5件，办结7~9件，2023_2024
pandoc -f markdown: 收到35件，办结79件，2023_2024
SEEN
