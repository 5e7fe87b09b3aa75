#!/usr/bin/env bash
# Apache POI 5.5.1: a formula with six comparisons is written in a CDATA section, one with three is not.
#
# Spreadsheets escape < in formulas, and readers that look for what stands between <f> and </f> rely on it. POI's XML
# writer changes over to CDATA where there are many such signs; the formula in the next cell is escaped, and the texts of
# cells always are. A reader that does not expect CDATA misses just the long formulas.
#
# Seen with Java 17, poi-ooxml 5.5.1:
#   formula of 3 comparisons: escaped
#   formula of 6 comparisons: CDATA
#   text of 3 signs: escaped
#   text of 12 signs: escaped
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
cat >Write.java <<'JAVA'
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.zip.ZipInputStream;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

public class Write {
    static String part(byte[] book, String name) throws Exception {
        try (var zip = new ZipInputStream(new ByteArrayInputStream(book))) {
            for (var e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                if (e.getName().equals(name)) {
                    return new String(zip.readAllBytes(), "UTF-8");
                }
            }
        }
        throw new Exception(name);
    }

    static String way(String xml) {
        return xml.contains("<![CDATA[") ? "CDATA" : "escaped";
    }

    public static void main(String[] args) throws Exception {
        for (int n : new int[] {3, 6}) {
            try (var book = new XSSFWorkbook(); var out = new ByteArrayOutputStream()) {
                book.createSheet().createRow(0).createCell(0).setCellFormula("AND(" + "B1<>C1,".repeat(n - 1) + "B1<>C1)");
                book.write(out);
                System.out.printf("formula of %d comparisons: %s%n", n, way(part(out.toByteArray(), "xl/worksheets/sheet1.xml")));
            }
        }
        for (int n : new int[] {3, 12}) {
            try (var book = new XSSFWorkbook(); var out = new ByteArrayOutputStream()) {
                book.createSheet().createRow(0).createCell(0).setCellValue("a < b; ".repeat(n));
                book.write(out);
                System.out.printf("text of %d signs: %s%n", n, way(part(out.toByteArray(), "xl/sharedStrings.xml")));
            }
        }
    }
}
JAVA
mvn -q dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
javac -cp 'jars/*' Write.java
java -cp 'jars/*:.' Write 2>/dev/null | grep -v Log4j >seen
cat seen
diff - seen <<'SEEN'
formula of 3 comparisons: escaped
formula of 6 comparisons: CDATA
text of 3 signs: escaped
text of 12 signs: escaped
SEEN
