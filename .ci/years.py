"""Looks with openpyxl at what LibreOffice made of a template with carried
figures, and at a comparison's workbook."""
import re
import sys
import zipfile

import openpyxl

work = sys.argv[1]
bad = []
for name in ("carried.xlsx", "years/carried.xlsx"):
    book = openpyxl.load_workbook(f"{work}/{name}")
    sheet = next(s for s in book if s.title.startswith("三"))
    custom = [d for d in sheet.data_validations.dataValidation if d.type == "custom"]
    if len(custom) != 6 or not all("上年结转" in d.formula1 for d in custom):
        bad.append(f"{name}: {len(custom)} guarded cells")
    if "上年结转" not in book.sheetnames:
        bad.append(f"{name}: no sheet of carried figures")
for name in ("diff.xlsx", "series.xlsx"):
    book = openpyxl.load_workbook(f"{work}/{name}")
    numbers = sum(isinstance(c.value, (int, float)) for s in book for row in s for c in row)
    if numbers < 100:
        bad.append(f"{name}: {numbers} figures are numbers")
# The small lines of a series are there as LibreOffice saves it, each over its own
# figures, and openpyxl, which drops them, leaves the words.


def lines(name):
    with zipfile.ZipFile(f"{work}/{name}") as z:
        sheets = "".join(z.read(n).decode() for n in sorted(z.namelist()) if n.startswith("xl/worksheets/sheet"))
    ranges = [r.replace("'", "").replace("&#39;", "").replace("&apos;", "") for r in re.findall(r"<xm:f>([^<]*)</xm:f>", sheets)]
    return sorted(zip(ranges, re.findall(r"<xm:sqref>([^<]*)</xm:sqref>", sheets)))


if len(lines("series.xlsx")) < 60 or lines("series.xlsx") != lines("years/series.xlsx"):
    bad.append(f"small lines: {len(lines('series.xlsx'))}, by LibreOffice {len(lines('years/series.xlsx'))}")
openpyxl.load_workbook(f"{work}/series.xlsx").save(f"{work}/series-openpyxl.xlsx")
words = {c.value for s in openpyxl.load_workbook(f"{work}/series-openpyxl.xlsx") for row in s for c in row}
if not {"逐年上升", "有升有降", "持平"} <= words:
    bad.append("the course of figures is not told")
if bad:
    sys.exit("\n".join(bad))
