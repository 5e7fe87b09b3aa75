"""Reads every cell of every worksheet of all workbooks of a folder with python-calamine,
and does nothing with them: readall.py FOLDER prints how many there were."""
import pathlib
import sys

from python_calamine import CalamineWorkbook

cells = 0
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.xlsx")):
    book = CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        cells += sum(map(len, book.get_sheet_by_name(name).to_python()))
print(cells)
