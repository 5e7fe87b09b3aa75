"""Saves workbooks with Python's libraries: resave.py OUT FILE...

openpyxl keeps what it knows; XlsxWriter and xlwt write the values, number formats
and merged cells anew."""
import importlib.util
import pathlib
import sys

import openpyxl


def has(name):
    return importlib.util.find_spec(name) is not None


def merged(sheet):
    """Merged ranges by row and column of their first cell, counted from 0."""
    return {(m.min_row - 1, m.min_col - 1): (m.max_row - 1, m.max_col - 1) for m in sheet.merged_cells.ranges}


def cells(sheet):
    """Cells with a value: row and column counted from 0, value, number format."""
    for row in sheet.iter_rows():
        for c in row:
            if c.value is not None:
                yield c.row - 1, c.column - 1, c.value, c.number_format


def by_xlsxwriter(book, path):
    import xlsxwriter
    out = xlsxwriter.Workbook(path)
    for sheet in book.worksheets:
        new = out.add_worksheet(sheet.title)
        if sheet.sheet_state != "visible":
            new.hide()
        ranges = merged(sheet)
        for row, column, value, code in cells(sheet):
            look = out.add_format({"num_format": code})
            if (row, column) in ranges:
                new.merge_range(row, column, *ranges[row, column], value, look)
            elif isinstance(value, str):
                new.write_string(row, column, value, look)
            else:
                new.write(row, column, value, look)
    out.close()


def by_xlwt(book, path):
    import xlwt
    out = xlwt.Workbook(encoding="utf-8")
    looks = {}
    for sheet in book.worksheets:
        new = out.add_sheet(sheet.title)
        new.visibility = 0 if sheet.sheet_state == "visible" else 1
        ranges = merged(sheet)
        for row, column, value, code in cells(sheet):
            look = looks.setdefault(code, xlwt.easyxf(num_format_str=code))
            if (row, column) in ranges:
                last_row, last_column = ranges[row, column]
                new.write_merge(row, last_row, column, last_column, value, look)
            else:
                new.write(row, column, value, look)
    out.save(path)


out = pathlib.Path(sys.argv[1])
for path in map(pathlib.Path, sys.argv[2:]):
    def to(row, ending):
        out.joinpath(row).mkdir(parents=True, exist_ok=True)
        return str(out / row / (path.stem + ending))
    openpyxl.load_workbook(path).save(to("openpyxl", ".xlsx"))
    values = openpyxl.load_workbook(path, data_only=True)
    if has("xlsxwriter"):
        by_xlsxwriter(values, to("xlsxwriter", ".xlsx"))
    if has("xlwt"):
        by_xlwt(values, to("xlwt", ".xls"))
