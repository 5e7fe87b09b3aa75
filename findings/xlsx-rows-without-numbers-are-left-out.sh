#!/usr/bin/env bash
# xlsx2csv 0.8.6, xlsx-populate 1.21.0, fastexcel-reader 0.20.2: rows of a workbook without a number are lost, or get another one.
#
# The number of a row (r) is optional in a workbook: where it is not written, the row follows the one before it, and
# writers made for speed leave it out. One would guess that a reader counts, or has all rows in the order of the file, or
# stops. xlsx2csv writes a blank line for each such row, so that the CSV has the right number of lines and no figures;
# xlsx-populate has only the rows with a number; fastexcel-reader counts the rows and not the numbers, so that the row
# behind row 5 is row 3. exceljs stops with an error. openpyxl, calamine and SheetJS are right.
#
# Seen with Python 3.11, xlsx2csv 0.8.6, openpyxl 3.1.5, Node 20, xlsx-populate 1.21.0, xlsx 0.18.5, Java 17, fastexcel-reader 0.20.2;
# file by XlsxWriter 3.2.9; the rows: 甲 (no number), 乙 (no number), 丙 (number 5), 丁 (no number):
#   openpyxl: 1 甲, 2 乙, 5 丙, 6 丁
#   SheetJS: 1 甲, 2 乙, 5 丙, 6 丁
#   xlsx2csv: 5 丙
#   xlsx-populate: 5 丙
#   fastexcel-reader: 0 甲, 1 乙, 5 丙, 3 丁
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>example</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.dhatim</groupId>
      <artifactId>fastexcel-reader</artifactId>
      <version>0.20.2</version>
    </dependency>
  </dependencies>
</project>
XML
mvn -q dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
python3 -m venv venv
venv/bin/pip install -q XlsxWriter==3.2.9 openpyxl==3.1.5 xlsx2csv==0.8.6 2>/dev/null
npm install --silent --no-audit --no-fund xlsx-populate@1.21.0 xlsx@0.18.5 >/dev/null
cat >rows.py <<'PY'
import csv
import re
import subprocess
import zipfile

import openpyxl
import xlsxwriter

with xlsxwriter.Workbook("plain.xlsx") as book:
    sheet = book.add_worksheet()
    for row, name in ((0, "甲"), (1, "乙"), (4, "丙"), (5, "丁")):
        sheet.write(row, 0, name)
with zipfile.ZipFile("plain.xlsx") as plain, zipfile.ZipFile("rows.xlsx", "w") as out:
    for entry in plain.namelist():
        data = plain.read(entry)
        if entry == "xl/worksheets/sheet1.xml":
            data = re.sub(rb'<row r="[126]"', b"<row", data)
        out.writestr(entry, data)


def say(reader, values):
    print(f"{reader}: " + ", ".join(f"{i} {value}" for i, value in values if value))


say("openpyxl", ((cell.row, cell.value) for cell in openpyxl.load_workbook("rows.xlsx").active["A"]))
lines = subprocess.run(["venv/bin/xlsx2csv", "rows.xlsx"], capture_output=True, text=True, check=True).stdout.splitlines()
say("xlsx2csv", ((i, "".join(row)) for i, row in enumerate(csv.reader(lines), 1)))
PY
cat >rows.mjs <<'JS'
import XLSX from "xlsx";
import Populate from "xlsx-populate";

const sheet = Object.values(XLSX.readFile("rows.xlsx").Sheets)[0];
console.log("SheetJS: " + Object.keys(sheet).filter((a) => a[0] === "A").map((a) => a.slice(1) + " " + sheet[a].v).join(", "));
const cells = [];
(await Populate.fromFileAsync("rows.xlsx")).sheet(0).usedRange().forEach((cell) => cell.value() && cells.push(cell.rowNumber() + " " + cell.value()));
console.log("xlsx-populate: " + cells.join(", "));
JS
cat >ByDhatim.java <<'JAVA'
import java.io.File;
import java.util.stream.Collectors;
import org.dhatim.fastexcel.reader.ReadableWorkbook;

public class ByDhatim {
    public static void main(String[] args) throws Exception {
        try (var book = new ReadableWorkbook(new File("rows.xlsx"))) {
            System.out.println("fastexcel-reader: " + book.getFirstSheet().read().stream().map(r -> r.getRowNum() + " " + r.getCellText(0)).collect(Collectors.joining(", ")));
        }
    }
}
JAVA
javac -encoding UTF-8 -cp 'jars/*' ByDhatim.java
PYTHONUTF8=1 venv/bin/python rows.py >python
{
	sed -n 1p python
	node rows.mjs | sed -n 1p
	sed -n 2p python
	node rows.mjs | sed -n 2p
	java -Dfile.encoding=UTF-8 -cp 'jars/*:.' ByDhatim 2>/dev/null
} >seen
cat seen
diff - seen <<'SEEN'
openpyxl: 1 甲, 2 乙, 5 丙, 6 丁
SheetJS: 1 甲, 2 乙, 5 丙, 6 丁
xlsx2csv: 5 丙
xlsx-populate: 5 丙
fastexcel-reader: 0 甲, 1 乙, 5 丙, 3 丁
SEEN
