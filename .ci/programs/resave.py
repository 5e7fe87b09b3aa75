"""Saves a workbook again by a Python library: resave.py WAY FROM TO."""
import sys

import openpyxl
import pandas


def by_openpyxl(source, target, **options):
    openpyxl.load_workbook(source, **options).save(target)


def by_pandas(source, target):
    """The way of most scripts: every sheet read into a frame, every frame written."""
    frames = pandas.read_excel(source, sheet_name=None)
    with pandas.ExcelWriter(target, engine="openpyxl", date_format="YYYY-MM-DD") as out:
        for name, frame in frames.items():
            frame.to_excel(out, sheet_name=name, index=False)


ways = {
    "openpyxl": by_openpyxl,
    "openpyxl-values": lambda source, target: by_openpyxl(source, target, data_only=True),
    "pandas": by_pandas,
}
ways[sys.argv[1]](sys.argv[2], sys.argv[3])
