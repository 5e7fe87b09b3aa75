#!/usr/bin/env bash
# openpyxl 3.1.5, exceljs 4.4.0, Apache POI 5.5.1 and others: a date in a format that Chinese Excel has built in is the number 45657.
#
# A workbook gives a format that is built in by its number alone; 31, 57 and 58 are dates such as 2024年12月31日 in the
# Chinese and Japanese lists, which the standard has, and stand under 日期 in Excel and WPS. One would guess that
# readers which know 14, yyyy-m-d, without its code know these by a list, as calamine, SheetJS and EasyExcel do, at
# least that they are dates. To the others the cell holds the number of its day, and nothing tells it from a count. POI,
# asked what the cell shows, says reserved-45657x1F: its word for number 31 is reserved-0x1F, in which it takes the 0
# for the place of the figure.
#
# Seen with Python 3.11, openpyxl 3.1.5, xlsx2csv 0.8.6, python-calamine 0.9.1, Node 20, exceljs 4.4.0, xlsx 0.18.5, Java 17, poi-ooxml 5.5.1, easyexcel 4.0.3; file by XlsxWriter 3.2.9:
#   format 14: openpyxl 2024-12-31, calamine 2024-12-31, xlsx2csv 12-31-24, SheetJS 2024-12-31, exceljs 2024-12-31, POI 12/31/24 (a date: true), EasyExcel 2024/12/31
#   format 31: openpyxl 45657, calamine 2024-12-31, xlsx2csv 45657, SheetJS 2024-12-31, exceljs 45657, POI reserved-45657x1F (a date: false), EasyExcel 2024年12月31日
#   format 57: openpyxl 45657, calamine 2024-12-31, xlsx2csv 45657, SheetJS 2024-12-31, exceljs 45657, POI 45657.0 (a date: false), EasyExcel 2024年12月
#   format 58: openpyxl 45657, calamine 2024-12-31, xlsx2csv 45657, SheetJS 2024-12-31, exceljs 45657, POI 45657.0 (a date: false), EasyExcel 12月31日
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
      <groupId>org.apache.poi</groupId>
      <artifactId>poi-ooxml</artifactId>
      <version>5.5.1</version>
    </dependency>
    <dependency>
      <groupId>com.alibaba</groupId>
      <artifactId>easyexcel</artifactId>
      <version>4.0.3</version>
    </dependency>
  </dependencies>
</project>
XML
cat >Dates.java <<'JAVA'
import com.alibaba.excel.EasyExcel;
import java.io.File;
import java.util.List;
import java.util.Map;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.ss.usermodel.WorkbookFactory;

public class Dates {
    public static void main(String[] args) throws Exception {
        List<Map<Integer, String>> rows = EasyExcel.read("in.xlsx").sheet().headRowNumber(0).doReadSync();
        try (var book = WorkbookFactory.create(new File("in.xlsx"))) {
            for (var row : book.getSheetAt(0)) {
                var cell = row.getCell(0);
                System.out.printf("POI %s (a date: %s), EasyExcel %s%n", new DataFormatter().formatCellValue(cell), DateUtil.isCellDateFormatted(cell), rows.get(row.getRowNum()).get(0));
            }
        }
    }
}
JAVA
python3 -m venv venv
venv/bin/pip install -q XlsxWriter==3.2.9 openpyxl==3.1.5 xlsx2csv==0.8.6 python-calamine==0.9.1 2>/dev/null
npm install --silent --no-audit --no-fund exceljs@4.4.0 xlsx@0.18.5 >/dev/null 2>&1
mvn -q dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat >dates.js <<'JS'
const XLSX = require('xlsx')
const { Workbook } = require('exceljs')
;(async () => {
  const sheet = XLSX.readFile('in.xlsx', { cellDates: true, UTC: true }).Sheets.Sheet1
  const book = new Workbook()
  await book.xlsx.readFile('in.xlsx')
  const day = (v) => (v instanceof Date ? v.toISOString().slice(0, 10) : v)
  for (let i = 1; sheet['A' + i]; i++) console.log(`SheetJS ${day(sheet['A' + i].v)}, exceljs ${day(book.worksheets[0].getCell('A' + i).value)}`)
})()
JS
cat >dates.py <<'PY'
import datetime
import subprocess

import openpyxl
import python_calamine
import xlsxwriter

numbers = [14, 31, 57, 58]
with xlsxwriter.Workbook("in.xlsx") as book:
    sheet = book.add_worksheet()
    for i, number in enumerate(numbers):
        sheet.write_datetime(i, 0, datetime.datetime(2024, 12, 31), book.add_format({"num_format": number}))
run = lambda *command: [line for line in subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines() if "Log4j" not in line]
show = lambda value: value.strftime("%Y-%m-%d") if isinstance(value, datetime.date) else value
rows = zip(
    openpyxl.load_workbook("in.xlsx").active.iter_rows(values_only=True),
    python_calamine.CalamineWorkbook.from_path("in.xlsx").get_sheet_by_index(0).to_python(),
    run("venv/bin/xlsx2csv", "in.xlsx"),
    run("node", "dates.js"),
    run("java", "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", "-cp", "jars/*", "Dates.java"),
)
for number, (a, b, c, d, e) in zip(numbers, rows):
    print(f"format {number}: openpyxl {show(a[0])}, calamine {show(b[0])}, xlsx2csv {c}, {d}, {e}")
PY
TZ=UTC PYTHONUTF8=1 venv/bin/python dates.py >seen
cat seen
diff - seen <<'SEEN'
format 14: openpyxl 2024-12-31, calamine 2024-12-31, xlsx2csv 12-31-24, SheetJS 2024-12-31, exceljs 2024-12-31, POI 12/31/24 (a date: true), EasyExcel 2024/12/31
format 31: openpyxl 45657, calamine 2024-12-31, xlsx2csv 45657, SheetJS 2024-12-31, exceljs 45657, POI reserved-45657x1F (a date: false), EasyExcel 2024年12月31日
format 57: openpyxl 45657, calamine 2024-12-31, xlsx2csv 45657, SheetJS 2024-12-31, exceljs 45657, POI 45657.0 (a date: false), EasyExcel 2024年12月
format 58: openpyxl 45657, calamine 2024-12-31, xlsx2csv 45657, SheetJS 2024-12-31, exceljs 45657, POI 45657.0 (a date: false), EasyExcel 12月31日
SEEN
