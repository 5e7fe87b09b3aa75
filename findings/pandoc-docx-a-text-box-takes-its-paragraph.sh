#!/usr/bin/env bash
# pandoc 3.9: a sentence to which a text box is anchored is left out, and the box is there; docx2txt and docx2python have the box twice.
#
# Word keeps a text box within the paragraph that it is anchored to, in two ways at once: the newer one and, for older
# programs, another (mc:Fallback). One would guess that a reader has the sentence and the box, once each, or, if it does
# not know boxes, the sentence. pandoc has the box in the place of the sentence, of which it says nothing: a figure is
# gone that stands on the page like any other. docx2txt 0.9 and docx2python 3.7.1 read both ways, and the figure of the
# box counts twice; docx2txt sets the second one before the rest of the sentence, without a blank. mammoth has all once.
# python-docx and officeparser have the sentence alone.
#
# Seen with Python 3.11, pandoc 3.9 (PyPI pypandoc_binary 1.17), mammoth 1.13.0, python-docx 1.2.0, docx2txt 0.9, docx2python 3.7.1, Node 20, officeparser 7.8.0:
#   mammoth: 概况。 / 收到397件，结转9件。 / 办结12件
#   pandoc: 概况。 / 办结12件
#   docx2txt: 概况。 / 收到397件 / 办结12件 / 办结12件，结转9件。
#   docx2python: 概况。 / 办结12件 / 办结12件 / 收到397件，结转9件。
#   python-docx: 概况。 / 收到397件，结转9件。
#   officeparser: 概况。 / 收到397件，结转9件。
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q pypandoc_binary==1.17 mammoth==1.13.0 python-docx==1.2.0 docx2txt==0.9 docx2python==3.7.1 2>/dev/null
npm install --silent --no-audit --no-fund officeparser@7.8.0 >/dev/null 2>&1
cat >box.py <<'PY'
import docx
import docx2python
import docx2txt
import mammoth
import pypandoc
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

names = nsdecls("w", "wp", "a") + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
inner = "<w:txbxContent><w:p><w:r><w:t>办结12件</w:t></w:r></w:p></w:txbxContent>"
box = f"""<w:r {names}><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">
<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV><wp:extent cx="900000" cy="400000"/><wp:wrapSquare wrapText="bothSides"/>
<wp:docPr id="1" name="box"/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="400000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>
<wps:txbx>{inner}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>
<mc:Fallback><w:pict><v:shape style="width:70pt;height:30pt"><v:textbox>{inner}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"""

document = docx.Document()
document.add_paragraph("概况。")
paragraph = document.add_paragraph("收到397件")
paragraph._p.append(parse_xml(box))
paragraph.add_run("，结转9件。")
document.save("in.docx")
with open("in.docx", "rb") as file:
    texts = {"mammoth": mammoth.extract_raw_text(file).value}
texts["pandoc"] = pypandoc.convert_file("in.docx", "plain", extra_args=["--wrap=none"])
texts["docx2txt"] = docx2txt.process("in.docx")
texts["docx2python"] = docx2python.docx2python("in.docx").text
texts["python-docx"] = "\n".join(paragraph.text for paragraph in docx.Document("in.docx").paragraphs)
for name, text in texts.items():
    print(f"{name}:", " / ".join(text.split()))
PY
PYTHONUTF8=1 venv/bin/python box.py >seen
node -e 'require("officeparser").parseOffice("in.docx").then((text) => console.log("officeparser:", text.toText().split(/\s+/).filter(Boolean).join(" / ")))' >>seen
cat seen
diff - seen <<'SEEN'
mammoth: 概况。 / 收到397件，结转9件。 / 办结12件
pandoc: 概况。 / 办结12件
docx2txt: 概况。 / 收到397件 / 办结12件 / 办结12件，结转9件。
docx2python: 概况。 / 办结12件 / 办结12件 / 收到397件，结转9件。
python-docx: 概况。 / 收到397件，结转9件。
officeparser: 概况。 / 收到397件，结转9件。
SEEN
