#!/usr/bin/env bash
# odfpy 1.4.1 and odt2txt 0.5: of 12 with a footnote, 7 of them in person, the text of the paragraph is 1217 of them in person.
#
# A footnote of an OpenDocument text stands in the middle of the sentence, as an element with its mark and its text. odfpy
# is the library for such files in Python, and its teletype.extractText is made for the text of a paragraph: it knows
# several blanks, tabs and line ends. One would guess that it knows a note, or sets anything around it. The figure, the
# mark and what the note says are one word. odt2txt sets a blank line between the mark and the note, so that the figure is
# 121. Nothing is said. pandoc has the figure, the mark apart and the note below.
#
# Seen with Python 3.11, odfpy 1.4.1, odt2txt 0.5; file by pandoc 3.9 (PyPI pypandoc_binary 1.17):
#   pandoc: received 12[1] in all | [1] 7 of them in person
#   odfpy: received 1217 of them in person in all
#   odt2txt: received 121 | 7 of them in person | in all
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if ! command -v odt2txt >/dev/null; then
	{ apt-get update && apt-get install -y --no-install-recommends odt2txt; } >/dev/null 2>&1
fi
python3 -m venv venv
venv/bin/pip install -q odfpy==1.4.1 pypandoc_binary==1.17 2>/dev/null
cat >note.py <<'PY'
import pypandoc
from odf import teletype, text
from odf.opendocument import load

pypandoc.convert_text("received 12^[7 of them in person] in all", "odt", format="markdown", outputfile="note.odt")
print("pandoc:", " | ".join(pypandoc.convert_file("note.odt", "plain").split("\n\n")).strip())
print("odfpy:", teletype.extractText(load("note.odt").getElementsByType(text.P)[0]))
PY
{
	venv/bin/python note.py
	echo "odt2txt: $(odt2txt note.odt | sed '/^$/d' | paste -sd '|' | sed 's/|/ | /g')"
} >seen
cat seen
diff - seen <<'SEEN'
pandoc: received 12[1] in all | [1] 7 of them in person
odfpy: received 1217 of them in person in all
odt2txt: received 121 | 7 of them in person | in all
SEEN
