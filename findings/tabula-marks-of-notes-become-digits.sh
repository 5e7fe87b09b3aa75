#!/usr/bin/env bash
# tabula-java 1.0.5: 12 with the mark of a note, 12①, is read from a PDF as 121, and half of three and a half as 31/2.
#
# tabula and its wrappers in Python and R are the usual way to get tables out of PDF files. One would guess that it gives
# the characters of the page, as pdfplumber does, or leaves signs out. All text goes through Unicode normalization of the
# kind NFKC, which replaces what looks like another character by it: a ringed or raised figure becomes a digit and joins
# the one before it, and 5㎡ is 5m2. The marks of notes stand behind the very figures that need a note, and nothing tells
# the new figure from another.
#
# Seen with Java 17, tabula 1.0.5, Python 3.11, pdfplumber 0.11.10; page by PyMuPDF 1.26.7:
#   pdfplumber: 12① 10² 3½ 5㎡ ７
#   tabula: 121 102 31⁄2 5m2 7
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>example</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>technology.tabula</groupId>
      <artifactId>tabula</artifactId>
      <version>1.0.5</version>
    </dependency>
  </dependencies>
</project>
XML
mvn -q dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
python3 -m venv venv
venv/bin/pip install -q pymupdf==1.26.7 pdfplumber==0.11.10 2>/dev/null
cat >page.py <<'PY'
import pdfplumber
import pymupdf

document = pymupdf.open()
page = document.new_page(width=500, height=120)
page.insert_font(fontname="F0", fontbuffer=pymupdf.Font("cjk").buffer)
for row, texts in enumerate((("收到", "办结", "结转", "面积", "人数"), ("12①", "10²", "3½", "5㎡", "７"))):
    for column, text in enumerate(texts):
        x, y = 40 + column * 80, 30 + row * 30
        page.draw_rect(pymupdf.Rect(x, y, x + 80, y + 30))
        page.insert_text((x + 8, y + 20), text, fontname="F0", fontsize=11)
document.subset_fonts()
document.save("table.pdf")
print("pdfplumber:", *pdfplumber.open("table.pdf").pages[0].extract_table()[1])
PY
{
	PYTHONUTF8=1 venv/bin/python page.py
	java -Dfile.encoding=UTF-8 -cp 'jars/*' technology.tabula.CommandLineApp --lattice --format TSV table.pdf 2>/dev/null | sed -n '2{s/\t/ /g;s/^/tabula: /;p}'
} >seen
cat seen
tr -d '\r' <seen | diff - <(
	cat <<'SEEN'
pdfplumber: 12① 10² 3½ 5㎡ ７
tabula: 121 102 31⁄2 5m2 7
SEEN
)
