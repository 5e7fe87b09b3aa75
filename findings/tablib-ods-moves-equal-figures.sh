#!/usr/bin/env bash
# tablib 3.10.0: two equal figures side by side in an .ods are read as one, and the figures behind them move to the left.
#
# An OpenDocument spreadsheet writes equal neighbours once, with the number of times they are repeated, as LibreOffice
# does for every pair of zeros; merged cells have covered cells in their place; a group of rows and rows repeated on
# each printed page stand in an element of their own. One would guess that a library which offers to read .ods knows
# the three. tablib (django-import-export imports .ods with it) reads a repeated cell once, leaves a repeated blank and
# a repeated covered cell out, and does not see the rows of a group. Figures are under other headings, the rows are
# filled up at the end so that all have one length, and there is no error. pandas reads the same file right.
#
# Seen with Python 3.11, tablib 3.10.0, pandas 2.3.3 with odfpy 1.4.1:
#   equal neighbours: pandas ['甲', 0, 0, 7], tablib ['甲', 0, 7, '']
#   blanks: pandas ['乙', '', '', 8], tablib ['乙', 8, '', '']
#   below a merged cell: pandas ['', '', 3, 4], tablib [3, 4, '', '']
#   in a group: pandas ['丁', 1, 2, 3], tablib no such row
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q 'tablib[ods]==3.10.0' odfpy==1.4.1 pandas==2.3.3 2>/dev/null
cat >rows.py <<'PY'
import zipfile

import pandas
import tablib


def ns(name):
    return f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'


def text(t, more=""):
    return f'<table:table-cell office:value-type="string"{more}><text:p>{t}</text:p></table:table-cell>'


def number(n, more=""):
    return f'<table:table-cell office:value-type="float" office:value="{n}"{more}><text:p>{n}</text:p></table:table-cell>'


def row(*cells):
    return "<table:table-row>" + "".join(cells) + "</table:table-row>"


twice = ' table:number-columns-repeated="2"'
rows = [
    row(text("单位"), text("收到"), text("办结"), text("结转")),
    row(text("甲"), number(0, twice), number(7)),
    row(text("乙"), f"<table:table-cell{twice}/>", number(8)),
    row(text("丙", ' table:number-columns-spanned="2" table:number-rows-spanned="2"'), "<table:covered-table-cell/>", number(1), number(2)),
    row(f"<table:covered-table-cell{twice}/>", number(3), number(4)),
    "<table:table-row-group>" + row(text("丁"), number(1), number(2), number(3)) + "</table:table-row-group>",
]
with zipfile.ZipFile("table.ods", "w") as book:
    book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    book.writestr("content.xml", f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {ns("office")} {ns("table")} {ns("text")} office:version="1.2"><office:body><office:spreadsheet><table:table table:name="S"><table:table-column table:number-columns-repeated="4"/>{"".join(rows)}</table:table></office:spreadsheet></office:body></office:document-content>')
    book.writestr("META-INF/manifest.xml", f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest {ns("manifest")} manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>')


def plain(cells):
    return [int(c) if isinstance(c, float) else c for c in cells]


right = [plain("" if c != c else c for c in r) for r in pandas.read_excel("table.ods", header=None, engine="odf").values.tolist()]
with open("table.ods", "rb") as book:
    read = [plain(r) for r in tablib.import_set(book, "ods", headers=False)]
for name, i in (("equal neighbours", 1), ("blanks", 2), ("below a merged cell", 4), ("in a group", 5)):
    print(f"{name}: pandas {right[i]}, tablib {read[i] if i < len(read) else 'no such row'}")
PY
venv/bin/python rows.py >seen
cat seen
diff - seen <<'SEEN'
equal neighbours: pandas ['甲', 0, 0, 7], tablib ['甲', 0, 7, '']
blanks: pandas ['乙', '', '', 8], tablib ['乙', 8, '', '']
below a merged cell: pandas ['', '', 3, 4], tablib [3, 4, '', '']
in a group: pandas ['丁', 1, 2, 3], tablib no such row
SEEN
