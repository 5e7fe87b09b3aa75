#!/usr/bin/env bash
# Apache POI 5.5.1: an amount shown as 1234.6千元 is read as 1234567, a thousand times as much, and TEXT makes 1235.0 of it.
#
# A comma at the end of a format shows a figure in thousands, two in millions, and budgets and the tables of statistics
# are shown so. POI's DataFormatter, by which programs read what a cell shows, knows the comma. One would guess that it
# does so where the unit stands behind, 0.0,"千元", since it knows such words in other formats, and that the function TEXT
# gives the same. With the unit the whole format is dropped: the amount is not divided, has no decimals and no unit. TEXT
# without a unit divides and then shows the decimals of a rounded number, always zero. Nothing is said. SheetJS is right.
#
# Seen with Java 17, poi-ooxml 5.5.1, Node 20, xlsx 0.18.5:
#   0.0: POI 1234567.0, its TEXT 1234567.0, SheetJS 1234567.0
#   0.0,: POI 1234.6, its TEXT 1235.0, SheetJS 1234.6
#   #,##0.00,: POI 1,234.57, its TEXT 1,235.00, SheetJS 1,234.57
#   0.00,,: POI 1.23, its TEXT 1.00, SheetJS 1.23
#   0.0,"千元": POI 1234567, its TEXT 1234567, SheetJS 1234.6千元
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund xlsx@0.18.5 >/dev/null
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
cat >Thousands.java <<'JAVA'
import java.io.FileOutputStream;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

public class Thousands {
    public static void main(String[] args) throws Exception {
        String[] formats = {"0.0", "0.0,", "#,##0.00,", "0.00,,", "0.0,\"千元\""};
        try (var book = new XSSFWorkbook()) {
            var row = book.createSheet("s").createRow(0);
            for (int i = 0; i < formats.length; i++) {
                var cell = row.createCell(i);
                cell.setCellValue(1234567);
                var style = book.createCellStyle();
                style.setDataFormat(book.createDataFormat().getFormat(formats[i]));
                cell.setCellStyle(style);
                var text = row.createCell(10 + i);
                text.setCellFormula("TEXT(1234567,\"" + formats[i].replace("\"", "\"\"") + "\")");
                System.out.printf("%s: POI %s, its TEXT %s%n", formats[i], new DataFormatter().formatCellValue(cell),
                    book.getCreationHelper().createFormulaEvaluator().evaluate(text).getStringValue());
            }
            book.write(new FileOutputStream("book.xlsx"));
        }
    }
}
JAVA
cat >shown.js <<'JS'
const xlsx = require('xlsx');

const sheet = xlsx.readFile('book.xlsx', {cellNF: true}).Sheets.s;
for (const column of 'ABCDE') console.log(', SheetJS ' + sheet[column + 1].w);
JS
mvn -q dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
javac -encoding UTF-8 -cp 'jars/*' Thousands.java
java -Dfile.encoding=UTF-8 -cp 'jars/*:.' Thousands 2>/dev/null | grep -v Log4j >poi
node shown.js >sheetjs
paste -d '' poi sheetjs >seen
cat seen
diff - seen <<'SEEN'
0.0: POI 1234567.0, its TEXT 1234567.0, SheetJS 1234567.0
0.0,: POI 1234.6, its TEXT 1235.0, SheetJS 1234.6
#,##0.00,: POI 1,234.57, its TEXT 1,235.00, SheetJS 1,234.57
0.00,,: POI 1.23, its TEXT 1.00, SheetJS 1.23
0.0,"千元": POI 1234567, its TEXT 1234567, SheetJS 1234.6千元
SEEN
