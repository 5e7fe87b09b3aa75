#!/usr/bin/env bash
# python-docx 1.2.0: a date or a measure that Word recognised, 12公里, is no text of its paragraph; pandoc 3.9 does so with marked data.
#
# Word up to 2007 marked what it recognised while one typed: in Chinese dates (chsdate) and measures (chmetcnv). Such a
# smart tag wraps the words and stays in the file, also when newer versions save it. Marked data (customXml) is the same
# for a schema of one's own. One would guess that paragraph.text, which has the text of links, has what a wrapper holds
# that only says what kind of word it is. It has nothing of it, and nor has any run: the measures and dates of a
# sentence are gone, and what is searched or replaced there is not found. pandoc reads the first and leaves the second
# out. None says a word. mammoth, docx2txt and docx2python have both.
#
# Seen with Python 3.11, python-docx 1.2.0, pandoc 3.9 (PyPI pypandoc_binary 1.17), mammoth 1.13.0, docx2txt 0.9, docx2python 3.7.1:
#   python-docx: 截至修路，办结件。
#   pandoc: 截至2024年12月31日修路12公里，办结件。
#   mammoth: 截至2024年12月31日修路12公里，办结397件。
#   docx2txt: 截至2024年12月31日修路12公里，办结397件。
#   docx2python: 截至2024年12月31日修路12公里，办结397件。
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q python-docx==1.2.0 pypandoc_binary==1.17 mammoth==1.13.0 docx2txt==0.9 docx2python==3.7.1 2>/dev/null
cat >measures.py <<'PY'
import docx
import docx2python
import docx2txt
import mammoth
import pypandoc
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

uri = 'w:uri="urn:schemas-microsoft-com:office:smarttags"'
document = docx.Document()
paragraph = document.add_paragraph("截至")
for part in [
    f'<w:smartTag {nsdecls("w")} {uri} w:element="chsdate"><w:r><w:t>2024年12月31日</w:t></w:r></w:smartTag>',
    f'<w:r {nsdecls("w")}><w:t>修路</w:t></w:r>',
    f'<w:smartTag {nsdecls("w")} {uri} w:element="chmetcnv"><w:r><w:t>12公里</w:t></w:r></w:smartTag>',
    f'<w:r {nsdecls("w")}><w:t>，办结</w:t></w:r>',
    f'<w:customXml {nsdecls("w")} w:uri="urn:example" w:element="count"><w:r><w:t>397</w:t></w:r></w:customXml>',
    f'<w:r {nsdecls("w")}><w:t>件。</w:t></w:r>',
]:
    paragraph._p.append(parse_xml(part))
document.save("in.docx")

print("python-docx:", docx.Document("in.docx").paragraphs[0].text)
print("pandoc:", pypandoc.convert_file("in.docx", "plain", extra_args=["--wrap=none"]).strip())
with open("in.docx", "rb") as file:
    print("mammoth:", mammoth.extract_raw_text(file).value.strip())
print("docx2txt:", docx2txt.process("in.docx").strip())
print("docx2python:", docx2python.docx2python("in.docx").text.strip())
PY
PYTHONUTF8=1 venv/bin/python measures.py >seen
cat seen
diff - seen <<'SEEN'
python-docx: 截至修路，办结件。
pandoc: 截至2024年12月31日修路12公里，办结件。
mammoth: 截至2024年12月31日修路12公里，办结397件。
docx2txt: 截至2024年12月31日修路12公里，办结397件。
docx2python: 截至2024年12月31日修路12公里，办结397件。
SEEN
