"""Makes the workbooks that no command makes: inputs.py FOLDER. A unit has answered in the marked workbook, and
somebody has put a text box beside the figures of the filled one."""
import re
import sys
import zipfile

folder = sys.argv[1]


def changed(source, target, change):
    with zipfile.ZipFile(f"{folder}/{source}") as have:
        parts = {name: have.read(name).decode() for name in have.namelist()}
    change(parts)
    with zipfile.ZipFile(f"{folder}/{target}", "w", zipfile.ZIP_DEFLATED) as out:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(info, text)


def sheet(parts, name):
    """The part of the sheet of this name."""
    link = re.search(f'<sheet name="{name}"[^>]* r:id="([^"]+)"', parts["xl/workbook.xml"]).group(1)
    relation = re.search(f'<Relationship [^>]*Id="{link}"[^>]*>', parts["xl/_rels/workbook.xml.rels"]).group(0)
    return "xl/" + re.search('Target="/?(?:xl/)?([^"]+)"', relation).group(1)


def typed(text, cell, value):
    """The cell with what was typed into it, its style kept."""
    new, count = re.subn(f'(?s)<c r="{cell}"( s="\\d+")?[^>]*?(/>|>.*?</c>)', lambda m: f'<c r="{cell}"{m.group(1) or ""}{value}</c>', text)
    assert count == 1, (cell, count)
    return new


def answer(parts):
    list_part, requests = sheet(parts, "问题清单"), sheet(parts, "三、依申请公开")
    rows = re.findall('(?s)<row r="(\\d+)"(.*?)</row>', parts[list_part])
    row = next(number for number, cells in rows if "T2-RULES-ORGAN" in cells)
    parts[list_part] = typed(parts[list_part], f"H{row}", ' t="inlineStr"><is><t>依授权制定</t></is>')
    parts[requests] = typed(parts[requests], "J5", "><v>3</v>")


BOX = """<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor><xdr:from><xdr:col>11</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>4</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>14</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>7</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="2" name="TextBox 1"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr><a:xfrm><a:off x="6000000" y="1000000"/><a:ext cx="1800000" cy="600000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr><xdr:txBody><a:bodyPr/><a:p><a:r><a:rPr lang="zh-CN"/><a:t>另有2件见附件</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"""


def box(parts):
    part = sheet(parts, "三、依申请公开")
    name = part.rsplit("/", 1)[1]
    rels = f"xl/worksheets/_rels/{name}.rels"
    assert rels not in parts and "<legacyDrawing" not in parts[part]
    parts[rels] = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rIdBox" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing" Target="../drawings/drawing99.xml"/></Relationships>'
    parts["xl/drawings/drawing99.xml"] = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + BOX
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace("</Types>", '<Override PartName="/xl/drawings/drawing99.xml" ContentType="application/vnd.openxmlformats-officedocument.drawing+xml"/></Types>')
    drawing = '<drawing xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rIdBox"/>'
    for after in ("</headerFooter>", "</pageSetup>", "/>"):
        head, found, tail = parts[part].rpartition(after)
        if found:
            parts[part] = head + found + drawing + tail
            break


changed("marked.xlsx", "answered.xlsx", answer)
changed("filled.xlsx", "boxed.xlsx", box)
