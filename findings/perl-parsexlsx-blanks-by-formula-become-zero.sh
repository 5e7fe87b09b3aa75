#!/usr/bin/env bash
# Spreadsheet::ParseXLSX 0.27 (Perl): a cell that a formula leaves blank, =IF(A1="","",A1), is read as 0.
#
# Workbooks leave cells blank by formula until there is something to show, and store an empty text as the result. One would
# guess that the value of such a cell is empty, as openpyxl, calamine, SheetJS and the older Spreadsheet::XLSX have it. It
# is the number 0, both as value and as unformatted: a form that was not filled in reports that there was nothing, which is
# another answer. Perl warns of an argument that is not numeric, on standard error, in a line of the library's own. A
# formula with text for its result, and one with a number, are right.
#
# Seen with Perl 5.36, libspreadsheet-parsexlsx-perl 0.27, libspreadsheet-xlsx-perl 0.17, Python 3.11, openpyxl 3.1.5; file by XlsxWriter 3.2.9:
#   openpyxl: None, 'none', 3
#   ParseXLSX, value: '0', 'none', '3'
#   ParseXLSX, unformatted: '0', 'none', '3'
#   Spreadsheet::XLSX: no cell, 'none', '3'
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if ! perl -e 'use Spreadsheet::ParseXLSX; use Spreadsheet::XLSX' 2>/dev/null; then
	{ apt-get update && apt-get install -y --no-install-recommends libspreadsheet-parsexlsx-perl libspreadsheet-xlsx-perl; } >/dev/null 2>&1
fi
python3 -m venv venv
venv/bin/pip install -q openpyxl==3.1.5 XlsxWriter==3.2.9 2>/dev/null
cat >book.py <<'PY'
import openpyxl
import xlsxwriter

with xlsxwriter.Workbook("book.xlsx") as book:
    sheet = book.add_worksheet("a")
    sheet.write_formula(0, 1, '=IF(A1="","",A1)', None, "")
    sheet.write_formula(1, 1, '=IF(A1="","none",A1)', None, "none")
    sheet.write_formula(2, 1, "=1+2", None, 3)
print("openpyxl:", ", ".join(repr(row[0]) for row in openpyxl.load_workbook("book.xlsx", data_only=True).active.iter_rows(min_col=2, values_only=True)))
PY
cat >book.pl <<'PL'
use strict;
use Spreadsheet::ParseXLSX;
use Spreadsheet::XLSX;

my $sheet = Spreadsheet::ParseXLSX->new->parse("book.xlsx")->worksheet("a");
print "ParseXLSX, value: ", join(", ", map { "'" . $sheet->get_cell($_, 1)->value . "'" } 0 .. 2), "\n";
print "ParseXLSX, unformatted: ", join(", ", map { "'" . $sheet->get_cell($_, 1)->unformatted . "'" } 0 .. 2), "\n";
my $other = Spreadsheet::XLSX->new("book.xlsx")->{Worksheet}[0];
print "Spreadsheet::XLSX: ", join(", ", map { my $cell = $other->{Cells}[$_][1]; defined $cell ? "'$cell->{Val}'" : "no cell" } 0 .. 2), "\n";
PL
{
	venv/bin/python book.py
	perl book.pl 2>/dev/null
} >seen
cat seen
diff - seen <<'SEEN'
openpyxl: None, 'none', 3
ParseXLSX, value: '0', 'none', '3'
ParseXLSX, unformatted: '0', 'none', '3'
Spreadsheet::XLSX: no cell, 'none', '3'
SEEN
