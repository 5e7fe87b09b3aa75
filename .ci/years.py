"""Looks with openpyxl at what LibreOffice made of a template with carried
figures, and at a comparison's workbook."""
import sys
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
if bad:
    sys.exit("\n".join(bad))
