"""What a careful person would script with openpyxl: add up the same cells of all
workbooks of a folder.

    sums.py cells WORKBOOK        the cells: name, sheet, row, column from 0
    sums.py names FOLDER          by the names in each workbook
    sums.py cells-of CELLS FOLDER the listed cells, in openpyxl's faster mode,
                                  which reads rows only
    sums.py compare SUMS TOTAL    whether a total says what was added up
"""
import collections
import decimal
import pathlib
import sys

import openpyxl

TABLES = ("gk_proactive_", "gk_requests_", "gk_disputes_")


def number(v):
    return decimal.Decimal(str(v)) if isinstance(v, (int, float)) else decimal.Decimal(0)


def named(book):
    for name, defined in book.defined_names.items():
        if name.startswith(TABLES):
            for sheet, ref in defined.destinations:
                yield name, sheet, ref.replace("$", "")


def show(sums):
    for name in sorted(sums):
        n = sums[name].normalize()
        print(f"{name}\t{n:f}")


def workbooks(folder):
    return sorted(pathlib.Path(folder).glob("*.xlsx"))


def by_names(folder):
    sums = collections.Counter()
    for path in workbooks(folder):
        book = openpyxl.load_workbook(path, data_only=True)
        for name, sheet, ref in named(book):
            sums[name] += number(book[sheet][ref].value)
    show(sums)


def by_rows(cells, folder):
    wanted = {}
    for line in pathlib.Path(cells).read_text(encoding="utf-8").splitlines():
        name, sheet, row, col = line.split("\t")
        wanted.setdefault(sheet, {}).setdefault(int(row), []).append((int(col), name))
    sums = collections.Counter()
    for path in workbooks(folder):
        book = openpyxl.load_workbook(path, data_only=True, read_only=True)
        for sheet, rows in wanted.items():
            for i, row in enumerate(book[sheet].iter_rows(max_row=max(rows) + 1, values_only=True)):
                for col, name in rows.get(i, ()):
                    sums[name] += number(row[col])
        book.close()
    show(sums)


def list_cells(path):
    book = openpyxl.load_workbook(path)
    for name, sheet, ref in named(book):
        cell = book[sheet][ref]
        print(name, sheet, cell.row - 1, cell.column - 1, sep="\t")


def compare(sums, total):
    lines = pathlib.Path(sums).read_text(encoding="utf-8").splitlines()
    sums = dict(line.split("\t") for line in lines if line.startswith(TABLES))
    book = openpyxl.load_workbook(total, data_only=True)
    same = 0
    for name, sheet, ref in named(book):
        shown = book[sheet][ref].value
        if shown is None:
            continue  # not decided by adding
        if number(shown) != decimal.Decimal(sums[name]):
            sys.exit(f"{name}: the total says {shown}, added up it is {sums[name]}")
        same += 1
    if same < 180:
        sys.exit(f"only {same} figures to compare")
    print(f"{same} figures are the same")


{"cells": list_cells, "names": by_names, "cells-of": by_rows, "compare": compare}[sys.argv[1]](*sys.argv[2:])
