"""Edits a workbook as a person would in LibreOffice, through its own API."""
import sys

from office import Office

path, out = sys.argv[1:3]


def figures(doc):
    sheets = doc.Sheets
    table = sheets.getByIndex(4)
    table.unprotect("")
    before = table.getCellRangeByName("J5").Value
    cell = table.getCellRangeByName("D5")
    cell.Value = cell.Value + 100
    assert table.getCellRangeByName("J5").Value == before + 100, "the total does not follow"
    assert "不符" in sheets.getByIndex(8).getCellRangeByName("A2").String, "the checks do not follow"


def structure(doc):
    sheets = doc.Sheets
    table = sheets.getByIndex(4)
    table.unprotect("")
    table.Rows.insertByIndex(1, 3)
    table.Rows.insertByIndex(15, 2)
    table.Columns.insertByIndex(0, 1)
    table.Columns.insertByIndex(7, 1)
    table.Name = "申请 (改名)"
    sheets.moveByName("申请 (改名)", 0)
    sheets.getByName("四、复议诉讼").Name = "表4"


office = Office(20777)
office.edit(path, out + "/edited.xlsx", figures)
office.edit(path, out + "/moved.xlsx", structure)
office.done()
