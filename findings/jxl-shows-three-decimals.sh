#!/usr/bin/env bash
# JExcelApi (jxl) 2.6.12: of the figure 0.0004 in a cell without a format the text is 0, and of 99.9996 it is 100.
#
# jxl reads and writes .xls and is still in many Chinese office systems. getContents is what its tutorial takes of every
# cell; for a number with a format it gives what the spreadsheet shows. One would guess that without a format, General,
# it gives all digits, as a spreadsheet does in a wide column, up to ten or eleven. It rounds to three places behind the
# point: shares and rates lose what they were written for, and a part above 0 becomes 0. Nothing is said. The value is
# whole to those who cast the cell to NumberCell. Apache POI's DataFormatter shows all digits.
#
# Seen with Java 17, jxl 2.6.12, poi 5.5.1:
#   397.0: POI 397, jxl, getContents 397, jxl, getValue 397.0
#   0.1234: POI 0.1234, jxl, getContents 0.123, jxl, getValue 0.1234
#   4.0E-4: POI 0.0004, jxl, getContents 0, jxl, getValue 4.0E-4
#   99.9996: POI 99.9996, jxl, getContents 100, jxl, getValue 99.9996
#   12.0005: POI 12.0005, jxl, getContents 12.001, jxl, getValue 12.0005
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
      <groupId>net.sourceforge.jexcelapi</groupId>
      <artifactId>jxl</artifactId>
      <version>2.6.12</version>
    </dependency>
    <dependency>
      <groupId>org.apache.poi</groupId>
      <artifactId>poi</artifactId>
      <version>5.5.1</version>
    </dependency>
  </dependencies>
</project>
XML
cat >Digits.java <<'JAVA'
import java.io.File;
import jxl.NumberCell;
import jxl.Workbook;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.ss.usermodel.DataFormatter;

public class Digits {
    public static void main(String[] args) throws Exception {
        double[] figures = {397, 0.1234, 0.0004, 99.9996, 12.0005};
        try (var book = new HSSFWorkbook()) {
            var row = book.createSheet("s").createRow(0);
            for (int i = 0; i < figures.length; i++) row.createCell(i).setCellValue(figures[i]);
            book.write(new File("figures.xls"));
        }
        var read = Workbook.getWorkbook(new File("figures.xls")).getSheet(0);
        try (var book = new HSSFWorkbook(new java.io.FileInputStream("figures.xls"))) {
            for (int i = 0; i < figures.length; i++) {
                var cell = read.getCell(i, 0);
                System.out.printf("%s: POI %s, jxl, getContents %s, jxl, getValue %s%n", figures[i],
                    new DataFormatter().formatCellValue(book.getSheetAt(0).getRow(0).getCell(i)), cell.getContents(), ((NumberCell) cell).getValue());
            }
        }
    }
}
JAVA
mvn -q dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
javac -cp 'jars/*' Digits.java
java -cp 'jars/*:.' Digits 2>/dev/null | grep -v Log4j >seen
cat seen
diff - seen <<'SEEN'
397.0: POI 397, jxl, getContents 397, jxl, getValue 397.0
0.1234: POI 0.1234, jxl, getContents 0.123, jxl, getValue 0.1234
4.0E-4: POI 0.0004, jxl, getContents 0, jxl, getValue 4.0E-4
99.9996: POI 99.9996, jxl, getContents 100, jxl, getValue 99.9996
12.0005: POI 12.0005, jxl, getContents 12.001, jxl, getValue 12.0005
SEEN
