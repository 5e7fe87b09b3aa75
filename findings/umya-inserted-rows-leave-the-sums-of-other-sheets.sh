#!/usr/bin/env bash
# umya-spreadsheet 3.1.1 (Rust): rows put into a sheet leave the formulas of other sheets where they were, and a rule for input loses its bounds.
#
# insert_new_row of the usual Rust library that edits workbooks moves figures, formulas of the sheet, merged cells (and lets
# a label merged around the place grow), names, print areas, the filter and comments. One would guess that a formula of
# the summary sheet, which asks for the same cells as the name does, moves with them. It stays: the summary adds two rows
# of other units, and no result looks wrong. A format by condition moves, its formula does not, so that a row is coloured
# by the one two above it. Rules for input stay, and whole numbers from 0 to 9 are whole numbers without bounds once the
# file is saved. The title rows of print stay. Nothing is said.
#
# Seen with Rust 1.95, umya-spreadsheet 3.1.1, Python 3.11; file by XlsxWriter 3.3.1, two rows put in above row 4:
#   before.xlsx
#     sum on the sheet: SUM(B5:B6)
#     sum on the other sheet: SUM(S!B5:B6)
#     name: S!$B$5:$B$6
#     title rows: S!$5:$5
#     label: F2:G6
#     format: B5:B6 $B5&gt;3
#     rule for input: B5:B6 bounds ['0', '9']
#   after.xlsx
#     sum on the sheet: SUM(B7:B8)
#     sum on the other sheet: SUM(S!B5:B6)
#     name: 'S'!$B$7:$B$8
#     title rows: S!$5:$5
#     label: F2:G8
#     format: B7:B8 $B5&gt;3
#     rule for input: B5:B6 bounds []
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q XlsxWriter==3.3.1 2>/dev/null
cat >book.py <<'PY'
import xlsxwriter

with xlsxwriter.Workbook("before.xlsx") as book:
    sheet = book.add_worksheet("S")
    summary = book.add_worksheet("T")
    for row in range(8):
        sheet.write(row, 1, row)
    sheet.write_formula("D1", "=SUM(B5:B6)")
    summary.write_formula("A1", "=SUM(S!B5:B6)")
    sheet.data_validation("B5:B6", {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 9})
    sheet.conditional_format("B5:B6", {"type": "formula", "criteria": "=$B5>3", "format": book.add_format({"bold": True})})
    sheet.merge_range("F2:G6", "label")
    book.define_name("total", "=S!$B$5:$B$6")
    sheet.repeat_rows(4)
PY
cat >look.py <<'PY'
import re
import sys
import zipfile

with zipfile.ZipFile(sys.argv[1]) as file:
    sheet, summary, book = (file.read(f"xl/{part}.xml").decode() for part in ("worksheets/sheet1", "worksheets/sheet2", "workbook"))


def say(what, pattern, text):
    print(f"  {what}: " + " ".join(re.search(pattern, text).groups()))


print(sys.argv[1])
say("sum on the sheet", r"<f>(SUM.*?)</f>", sheet)
say("sum on the other sheet", r"<f>(SUM.*?)</f>", summary)
say("name", r'"total">(.*?)<', book)
say("title rows", r'Print_Titles"[^>]*>(.*?)<', book)
say("label", r'mergeCell ref="(.*?)"', sheet)
say("format", r'conditionalFormatting sqref="(.*?)".*?<formula>(.*?)</formula>', sheet)
rule = re.search(r"<dataValidation .*?(?:/>|</dataValidation>)", sheet)[0]
print("  rule for input:", re.search(r'sqref="(.*?)"', rule)[1], "bounds", re.findall(r"<formula\d>(.*?)<", rule))
PY
cargo init -q --name finding finding
cat >>finding/Cargo.toml <<'TOML'
umya-spreadsheet = "=3.1.1"
TOML
cat >finding/src/main.rs <<'RS'
use std::path::Path;
use umya_spreadsheet::{reader, writer};

fn main() {
    let mut book = reader::xlsx::read(Path::new("before.xlsx")).unwrap();
    book.sheet_by_name_mut("S").unwrap().insert_new_row(4, 2);
    writer::xlsx::write(&book, Path::new("after.xlsx")).unwrap();
}
RS
venv/bin/python book.py
cargo build -q --manifest-path finding/Cargo.toml 2>/dev/null
finding/target/debug/finding
{
	venv/bin/python look.py before.xlsx
	venv/bin/python look.py after.xlsx
} >seen
cat seen
diff - seen <<'SEEN'
before.xlsx
  sum on the sheet: SUM(B5:B6)
  sum on the other sheet: SUM(S!B5:B6)
  name: S!$B$5:$B$6
  title rows: S!$5:$5
  label: F2:G6
  format: B5:B6 $B5&gt;3
  rule for input: B5:B6 bounds ['0', '9']
after.xlsx
  sum on the sheet: SUM(B7:B8)
  sum on the other sheet: SUM(S!B5:B6)
  name: 'S'!$B$7:$B$8
  title rows: S!$5:$5
  label: F2:G8
  format: B7:B8 $B5&gt;3
  rule for input: B5:B6 bounds []
SEEN
