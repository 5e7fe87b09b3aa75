"""Every text of the table sheets is in the printed text, blanks aside."""
import re
import sys

import openpyxl

book, printed = sys.argv[1:3]
text = re.sub(r"\s", "", open(printed, encoding="utf-8").read())
bad = 0
for sheet in openpyxl.load_workbook(book).worksheets[3:6]:
    for row in sheet.iter_rows(max_col=sheet.max_column - 1):
        for cell in row:
            if isinstance(cell.value, str) and not cell.value.startswith(("=", "校验")):
                if re.sub(r"\s", "", cell.value) not in text:
                    print("not printed:", sheet.title, cell.coordinate, cell.value)
                    bad += 1
sys.exit(bad > 0)
