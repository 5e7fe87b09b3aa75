"""Opens an exported document with python-docx and compares it, and the text of
the PDF that LibreOffice printed of it, with the report:
published.py REPORT.json DOCUMENT.docx PRINTED.txt"""
import json
import re
import sys

import docx

report = json.load(open(sys.argv[1], encoding="utf-8"))
document = docx.Document(sys.argv[2])
faults = []


def squeeze(s):
    return re.sub(r"\s+", "", s)


headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
if [h[0] for h in headings[:6]] != list("一二三四五六"):
    faults.append(f"headings {headings}")
if len(document.tables) != 3:
    faults.append(f"{len(document.tables)} tables")
for table in document.tables:
    for row in table.rows:
        if len(row.cells) != len(table.columns):
            faults.append(f"a row of {len(row.cells)} cells in {len(table.columns)} columns")
if document.core_properties.title != document.paragraphs[0].text.replace("\n", "") or document.paragraphs[0].style.name != "Title":
    faults.append("title")

# Every paragraph in its order, and every row of figures.
printed = re.sub(r"第\d+页共\d+页", "", squeeze(open(sys.argv[3], encoding="utf-8").read()))
at = 0
for section in ["preamble", "overview", "problems", "other", "signature"]:
    for paragraph in report["texts"].get(section, "").split("\n"):
        paragraph = squeeze(paragraph)
        found = printed.find(paragraph, at)
        if found < 0:
            faults.append(f"{section} is printed without {paragraph[:40]}")
        else:
            at = found + len(paragraph)
rows = {}
for field, value in report["values"].items():
    table, row, _ = field.split(".")
    if table == "requests":
        rows.setdefault(row, []).append(str(value.get("number", "")))
for row, figures in rows.items():
    if "".join(figures) not in printed:
        faults.append(f"{row} is printed without {figures}")

for f in faults:
    print(f)
sys.exit(bool(faults))
