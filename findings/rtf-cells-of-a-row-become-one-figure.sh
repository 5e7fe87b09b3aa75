#!/usr/bin/env bash
# catdoc 0.95 and pandoc 3.9: of a row of an RTF table with 12 and 34 the text is 1234, and pandoc does so with a table in a cell.
#
# catdoc is the old converter for Word files that search programs call; of a .doc it sets a tab between cells. RTF ends
# each cell by a control word (cell). One would guess that catdoc sets the tab there, too. It sets nothing, neither between cells
# nor between rows: a table is one run of digits. pandoc knows cells and rows, and of a table within a cell (nestcell) it
# has no cells: their figures are one, and the row around them becomes two rows. Nothing is said. unrtf joins the
# inner cells, too; striprtf keeps all apart.
#
# Seen with Python 3.11, catdoc 0.95, unrtf 0.21.10, pandoc 3.9 (PyPI pypandoc_binary 1.17), striprtf 0.0.35;
# rows A 12 34, and B (12 34) 56, of which the brackets are a table within a cell:
#   pandoc: A | 12 | 34 / B |  |  / 1234 | 56 | 
#   striprtf: A|12|34| / B|12|34||56| / end
#   unrtf: |A|12|34/|B|1234/|56
#   catdoc: A1234/B1234  /56end
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if ! command -v catdoc >/dev/null || ! command -v unrtf >/dev/null; then
	{ apt-get update && apt-get install -y --no-install-recommends catdoc unrtf; } >/dev/null 2>&1
fi
python3 -m venv venv
venv/bin/pip install -q pypandoc_binary==1.17 striprtf==0.0.35 2>/dev/null
cat >table.rtf <<'RTF'
{\rtf1\ansi\deff0{\fonttbl{\f0 Arial;}}
\trowd\cellx2000\cellx4000\cellx6000\pard\intbl A\cell 12\cell 34\cell\row
\pard\par
\trowd\cellx2000\cellx4000\cellx6000\pard\intbl B\cell
\pard\intbl\itap2 12\nestcell 34\nestcell{\*\nesttableprops\trowd\cellx2500\cellx3000\nestrow}{\nonesttables\par}
\pard\intbl\itap1\cell 56\cell\row
\pard end\par}
RTF
cat >table.py <<'PY'
import re

import pypandoc
from striprtf.striprtf import rtf_to_text


def say(reader, rows):
    print(f"{reader}: " + " / ".join(" | ".join(cells) for cells in rows))


html = pypandoc.convert_file("table.rtf", "html")
say("pandoc", [[re.sub(r"<[^>]*>|\s", "", cell) for cell in re.findall(r"(?s)<td.*?>(.*?)</td>", row)] for row in re.findall(r"(?s)<tr.*?</tr>", html)])
with open("table.rtf") as f:
    print("striprtf: " + " / ".join(line for line in rtf_to_text(f.read()).split("\n") if line))
PY
{
	venv/bin/python table.py
	echo "unrtf: $(unrtf --text table.rtf 2>/dev/null | grep -P '^\s*(A|B|12|34|56)' | tr '\t' '|' | paste -sd '/')"
	echo "catdoc: $(catdoc table.rtf | tr '\t' '|' | sed '/^$/d' | paste -sd '/')"
} >seen
cat seen
diff - seen <<'SEEN'
pandoc: A | 12 | 34 / B |  |  / 1234 | 56 | 
striprtf: A|12|34| / B|12|34||56| / end
unrtf: |A|12|34/|B|1234/|56
catdoc: A1234/B1234  /56end
SEEN
