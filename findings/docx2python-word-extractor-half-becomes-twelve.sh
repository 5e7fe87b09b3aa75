#!/usr/bin/env bash
# docx2python 3.7.1 and word-extractor 1.0.4: of equations in a Word document, 1/2 is read as 12 and 3×10⁴ as 3×104.
#
# Word's equation editor is how a fraction or a power gets into a report. The file keeps numerator and denominator, and base
# and exponent, in elements of their own. One would guess that a reader which does not know them leaves an equation out, as
# mammoth, python-docx and docx2txt do, or has a sign between. Both put the digits side by side: a half is twelve, and
# thirty thousand square metres are about three hundred. docx2python marks it as LaTeX, which 12 is, too. pandoc has both
# right.
#
# Seen with Python 3.11, docx2python 3.7.1, python-docx 1.2.0, mammoth 1.13.0, pandoc 3.9 (PyPI pypandoc_binary 1.17), Node 20, word-extractor 1.0.4:
#   pandoc: 占比$\frac{1}{2}$，面积3×10⁴平方米
#   docx2python: 占比<latex>12</latex>，面积3×<latex>104</latex>平方米
#   python-docx: 占比，面积3×平方米
#   mammoth: 占比，面积3×平方米
#   word-extractor: 占比12，面积3×104平方米
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q docx2python==3.7.1 python-docx==1.2.0 mammoth==1.13.0 pypandoc_binary==1.17 2>/dev/null
npm install --silent --no-audit --no-fund word-extractor@1.0.4 >/dev/null
cat >equations.py <<'PY'
import docx
import mammoth
import pypandoc
from docx.oxml import parse_xml
from docx2python import docx2python

math = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
fraction = f"<m:oMath {math}><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"
power = f"<m:oMath {math}><m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>4</m:t></m:r></m:sup></m:sSup></m:oMath>"
document = docx.Document()
paragraph = document.add_paragraph("占比")
paragraph._p.append(parse_xml(fraction))
paragraph.add_run("，面积3×")
paragraph._p.append(parse_xml(power))
paragraph.add_run("平方米")
document.save("report.docx")
print("pandoc:", pypandoc.convert_file("report.docx", "plain").strip())
print("docx2python:", docx2python("report.docx").text.strip())
print("python-docx:", docx.Document("report.docx").paragraphs[0].text)
with open("report.docx", "rb") as file:
    print("mammoth:", mammoth.extract_raw_text(file).value.strip())
PY
cat >equations.js <<'JS'
const Extractor = require("word-extractor");

new Extractor().extract("report.docx").then((document) => console.log("word-extractor:", document.getBody().trim()));
JS
{
	PYTHONUTF8=1 venv/bin/python equations.py
	node equations.js
} >seen
cat seen
diff - seen <<'SEEN'
pandoc: 占比$\frac{1}{2}$，面积3×10⁴平方米
docx2python: 占比<latex>12</latex>，面积3×<latex>104</latex>平方米
python-docx: 占比，面积3×平方米
mammoth: 占比，面积3×平方米
word-extractor: 占比12，面积3×104平方米
SEEN
