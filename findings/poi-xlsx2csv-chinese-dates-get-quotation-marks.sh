#!/usr/bin/env bash
# Apache POI 5.5.1 and xlsx2csv 0.8.6: a date shown as 2024年12月31日 is given as 2024"年"12"月"31"日", and POI makes AM of a weekday.
#
# The long date of a Chinese spreadsheet is the format yyyy"年"m"月"d"日", whose marks say that 年 is not a code. Both
# programs give what a cell shows, and take the marks off around the unit of a number, as POI does of 0"件". One would
# guess that they do so in a date, too, as SheetJS and EasyExcel's copy of POI do. The marks stay in the
# text, so that no pattern for Chinese dates finds any, and the CSV of xlsx2csv writes each of them twice. aaaa is the
# weekday, 星期二; to Java a is the half of the day: POI has AM behind every date, in Chinese 上午, since a date begins
# at midnight.
#
# Seen with Java 17, poi-ooxml 5.5.1, Python 3.11, xlsx2csv 0.8.6, Node 20, xlsx 0.18.5; file by XlsxWriter 3.2.9:
#   yyyy"年"m"月"d"日": SheetJS 2024年12月31日 | xlsx2csv 2024"年"12"月"31"日" | POI, in English and Chinese 2024"年"12"月"31"日" | 2024"年"12"月"31"日"
#   [$-804]yyyy"年"m"月"d"日";@: SheetJS 2024年12月31日 | xlsx2csv 2024"年"12"月"31"日" | POI, in English and Chinese 2024"年"12"月"31"日" | 2024"年"12"月"31"日"
#   yyyy"年"m"月": SheetJS 2024年12月 | xlsx2csv 2024"年"12"月" | POI, in English and Chinese 2024"年"12"月" | 2024"年"12"月"
#   yyyy-m-d: SheetJS 2024-12-31 | xlsx2csv 2024-12-31 | POI, in English and Chinese 2024-12-31 | 2024-12-31
#   yyyy-m-d aaaa: SheetJS 2024-12-31 aaaa | xlsx2csv 2024-12-31 aaaa | POI, in English and Chinese 2024-12-31 AM | 2024-12-31 上午
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
  </dependencies>
</project>
XML
cat >Shown.java <<'JAVA'
import java.io.File;
import java.util.Locale;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.WorkbookFactory;

public class Shown {
    public static void main(String[] args) throws Exception {
        try (var book = WorkbookFactory.create(new File("in.xlsx"))) {
            for (var row : book.getSheetAt(0)) {
                System.out.println(new DataFormatter(Locale.US).formatCellValue(row.getCell(0)) + " | " + new DataFormatter(Locale.CHINA).formatCellValue(row.getCell(0)));
            }
        }
    }
}
JAVA
python3 -m venv venv
venv/bin/pip install -q XlsxWriter==3.2.9 xlsx2csv==0.8.6 2>/dev/null
npm install --silent --no-audit --no-fund xlsx@0.18.5 >/dev/null 2>&1
mvn -q dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat >book.py <<'PY'
import csv
import datetime
import subprocess

import xlsxwriter

codes = ['yyyy"年"m"月"d"日"', '[$-804]yyyy"年"m"月"d"日";@', 'yyyy"年"m"月"', "yyyy-m-d", "yyyy-m-d aaaa"]
with xlsxwriter.Workbook("in.xlsx") as book:
    sheet = book.add_worksheet()
    for i, code in enumerate(codes):
        sheet.write_datetime(i, 0, datetime.datetime(2024, 12, 31), book.add_format({"num_format": code}))
subprocess.run(["venv/bin/xlsx2csv", "in.xlsx", "out.csv"], check=True)
run = lambda *command: subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
poi = [line for line in run("java", "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", "-cp", "jars/*", "Shown.java") if "Log4j" not in line]
sheetjs = run("node", "-e", 'const sheet = require("xlsx").readFile("in.xlsx").Sheets.Sheet1; for (let i = 1; sheet["A" + i]; i++) console.log(sheet["A" + i].w)')
with open("out.csv", encoding="utf-8") as file:
    for code, row, both, third in zip(codes, csv.reader(file), poi, sheetjs):
        print(f"{code}: SheetJS {third} | xlsx2csv {row[0]} | POI, in English and Chinese {both}")
PY
PYTHONUTF8=1 venv/bin/python book.py >seen
cat seen
diff - seen <<'SEEN'
yyyy"年"m"月"d"日": SheetJS 2024年12月31日 | xlsx2csv 2024"年"12"月"31"日" | POI, in English and Chinese 2024"年"12"月"31"日" | 2024"年"12"月"31"日"
[$-804]yyyy"年"m"月"d"日";@: SheetJS 2024年12月31日 | xlsx2csv 2024"年"12"月"31"日" | POI, in English and Chinese 2024"年"12"月"31"日" | 2024"年"12"月"31"日"
yyyy"年"m"月": SheetJS 2024年12月 | xlsx2csv 2024"年"12"月" | POI, in English and Chinese 2024"年"12"月" | 2024"年"12"月"
yyyy-m-d: SheetJS 2024-12-31 | xlsx2csv 2024-12-31 | POI, in English and Chinese 2024-12-31 | 2024-12-31
yyyy-m-d aaaa: SheetJS 2024-12-31 aaaa | xlsx2csv 2024-12-31 aaaa | POI, in English and Chinese 2024-12-31 AM | 2024-12-31 上午
SEEN
