"""Holds marked workbooks against the originals: nothing but fills, comments, the
frame of the cell that is probably wrong, and the looks laid over may differ. Then corrects and explains in the marked one, as a unit does."""
import sys

import openpyxl

work, before, after, answered = sys.argv[1:]
a, b = openpyxl.load_workbook(f"{work}/{before}"), openpyxl.load_workbook(f"{work}/{after}")
assert b.sheetnames[1:] == a.sheetnames and b.sheetnames[0] == b.active.title == "问题清单", b.sheetnames
fills = comments = frames = 0
for was in a:
    now = b[was.title]
    assert {str(m) for m in was.merged_cells.ranges} == {str(m) for m in now.merged_cells.ranges}, was.title
    assert was.print_title_rows == now.print_title_rows and was.print_area == now.print_area, was.title
    rules = [[r.formula for c in sheet.conditional_formatting for r in c.rules] for sheet in (was, now)]
    assert len(rules[0]) == len([f for f in rules[1] if f != ['"gkm"="gkm"']]), was.title
    assert len(was.data_validations.dataValidation) == len(now.data_validations.dataValidation), was.title
    for row in was.iter_rows():
        for cell in row:
            other = now[cell.coordinate]
            assert cell.value == other.value, (was.title, cell.coordinate)
            for part in ("font", "border", "alignment", "protection", "number_format"):
                framed = part == "border" and other.border.left.style == "thick" and other.border.left.color.rgb == "FFB3261E"
                frames += framed
                assert framed or repr(getattr(cell, part)) == repr(getattr(other, part)), (was.title, cell.coordinate, part)
            fills += repr(cell.fill) != repr(other.fill)
            comments += other.comment is not None
assert fills and comments and frames, (fills, comments, frames)

listed = b["问题清单"]
for row in listed.iter_rows(min_row=5):
    if (row[2].value or "").startswith("T2-RULES-ORGAN"):
        row[7].value = "依授权制定"
b["三、依申请公开"]["J5"] = 3
b.save(f"{work}/{answered}")
