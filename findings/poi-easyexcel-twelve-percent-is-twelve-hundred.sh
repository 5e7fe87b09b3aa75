#!/usr/bin/env bash
# Apache POI 5.5.1 and EasyExcel 4.0.3: 12 in the format 0"%", which a spreadsheet shows as 12%, is read as 1200%, and 35‰ as 35000‰.
#
# A percent sign in a format multiplies by a hundred; one in quotation marks is a word like any other, for figures that
# are percentages already: the cell holds 12 and shows 12%. POI's DataFormatter, made to give what a cell shows, and
# EasyExcel, which reads into texts with a copy of it, know quotation marks around units, 0"件". One would guess that
# they know them around every sign. They take the marks off and leave the rest to Java, to which % and ‰ multiply and a
# comma divides, also within a longer unit. Behind a backslash POI is right and EasyExcel is not. Nothing is reported.
# SheetJS and LibreOffice show the cells right.
#
# Seen with Java 17, poi-ooxml 5.5.1, easyexcel 4.0.3, Node 20, xlsx 0.18.5; file by XlsxWriter 3.2.9:
#   0.12 in 0%: SheetJS 12%, POI and EasyExcel 12% 12%
#   12 in 0"件": SheetJS 12件, POI and EasyExcel 12件 12件
#   12 in 0"%": SheetJS 12%, POI and EasyExcel 1200% 1200%
#   12.5 in 0.0"%": SheetJS 12.5%, POI and EasyExcel 1250.0% 1250.0%
#   35 in 0"‰": SheetJS 35‰, POI and EasyExcel 35000‰ 35000‰
#   12 in 0\%: SheetJS 12%, POI and EasyExcel 12% 1200%
#   12 in 0"件（占50%）": SheetJS 12件（占50%）, POI and EasyExcel 1200件（占5%） 1200件（占5%）
#   397 in 0",": SheetJS 397,, POI and EasyExcel 0 0
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
cat >Shown.java <<'JAVA'
import com.alibaba.excel.EasyExcel;
import java.io.File;
import java.util.List;
import java.util.Map;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.WorkbookFactory;

public class Shown {
    public static void main(String[] args) throws Exception {
        List<Map<Integer, String>> rows = EasyExcel.read("in.xlsx").sheet().headRowNumber(0).doReadSync();
        try (var book = WorkbookFactory.create(new File("in.xlsx"))) {
            for (var row : book.getSheetAt(0)) {
                System.out.println(new DataFormatter().formatCellValue(row.getCell(0)) + " " + rows.get(row.getRowNum()).get(0));
            }
        }
    }
}
JAVA
python3 -m venv venv
venv/bin/pip install -q XlsxWriter==3.2.9 2>/dev/null
npm install --silent --no-audit --no-fund xlsx@0.18.5 >/dev/null 2>&1
mvn -q dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat >book.py <<'PY'
import xlsxwriter

cells = [(0.12, "0%"), (12, '0"件"'), (12, '0"%"'), (12.5, '0.0"%"'), (35, '0"‰"'), (12, "0\\%"), (12, '0"件（占50%）"'), (397, '0","')]
with xlsxwriter.Workbook("in.xlsx") as book:
    sheet = book.add_worksheet()
    for i, (figure, code) in enumerate(cells):
        sheet.write_number(i, 0, figure, book.add_format({"num_format": code}))
with open("cells", "w") as out:
    out.writelines(f"{figure} in {code}\n" for figure, code in cells)
PY
PYTHONUTF8=1 venv/bin/python book.py
node -e 'const sheet = require("xlsx").readFile("in.xlsx").Sheets.Sheet1; for (let i = 1; sheet["A" + i]; i++) console.log(sheet["A" + i].w)' >sheetjs
java -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -cp 'jars/*' Shown.java 2>/dev/null | grep -v Log4j >shown
paste -d"|" cells sheetjs shown | while IFS="|" read -r cell sheetjs shown; do
	echo "$cell: SheetJS $sheetjs, POI and EasyExcel $shown"
done >seen
cat seen
diff - seen <<'SEEN'
0.12 in 0%: SheetJS 12%, POI and EasyExcel 12% 12%
12 in 0"件": SheetJS 12件, POI and EasyExcel 12件 12件
12 in 0"%": SheetJS 12%, POI and EasyExcel 1200% 1200%
12.5 in 0.0"%": SheetJS 12.5%, POI and EasyExcel 1250.0% 1250.0%
35 in 0"‰": SheetJS 35‰, POI and EasyExcel 35000‰ 35000‰
12 in 0\%: SheetJS 12%, POI and EasyExcel 12% 1200%
12 in 0"件（占50%）": SheetJS 12件（占50%）, POI and EasyExcel 1200件（占5%） 1200件（占5%）
397 in 0",": SheetJS 397,, POI and EasyExcel 0 0
SEEN
