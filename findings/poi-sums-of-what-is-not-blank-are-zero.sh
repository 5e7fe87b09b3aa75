#!/usr/bin/env bash
# Apache POI 5.5.1: figures that are not blank, "<>", are counted as 0 and add up to 0; names are counted. PERCENTRANK is another one than in Excel, too.
#
# POI computes the formulas of a workbook that it filled, and a function that it does not know is an error. One would guess
# that a function it has gives what it gives in Excel, and that a condition means the same for all cells. COUNTIF with
# "<>" counts names that are filled in, and no figure; SUMIF with it adds nothing. PERCENTRANK of a figure that is there twice is
# the mean place of both, where Excel has the first. A minus before a power binds less than the power, as in mathematics,
# where in Excel -2^2 is 4. None is an error, and each is stored as the result. Gnumeric does as Excel.
#
# Seen with Java 17, poi-ooxml 5.5.1; file by POI, once more computed by Gnumeric 1.12.55:
#   =COUNTIF(B1:B4,"<>"): POI 4.000, Gnumeric 4
#   =COUNTIF(A1:A4,"<>"): POI 0.000, Gnumeric 4
#   =SUMIF(A1:A4,"<>"): POI 0.000, Gnumeric 16
#   =SUMIF(A1:A4,">0"): POI 16.00, Gnumeric 16
#   =PERCENTRANK(A1:A4,4): POI 0.5000, Gnumeric 0.333
#   =-2^2: POI -4.000, Gnumeric 4
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if ! command -v ssconvert >/dev/null; then
	{ apt-get update && apt-get install -y --no-install-recommends gnumeric; } >/dev/null 2>&1
fi
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
cat >Results.java <<'JAVA'
import java.io.FileOutputStream;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

public class Results {
    public static void main(String[] args) throws Exception {
        String[] formulas = {"COUNTIF(B1:B4,\"<>\")", "COUNTIF(A1:A4,\"<>\")", "SUMIF(A1:A4,\"<>\")", "SUMIF(A1:A4,\">0\")", "PERCENTRANK(A1:A4,4)", "-2^2"};
        double[] figures = {3, 4, 5, 4};
        try (var book = new XSSFWorkbook()) {
            var sheet = book.createSheet("s");
            for (int i = 0; i < figures.length; i++) {
                var row = sheet.createRow(i);
                row.createCell(0).setCellValue(figures[i]);
                row.createCell(1).setCellValue("unit " + i);
            }
            var results = book.createSheet("results");
            for (int i = 0; i < formulas.length; i++) {
                var row = results.createRow(i);
                var cell = row.createCell(0);
                cell.setCellFormula(formulas[i].replaceAll("[AB]1", "s!$0"));
                double result = book.getCreationHelper().createFormulaEvaluator().evaluate(cell).getNumberValue();
                System.out.printf("=%s: POI %.4g%n", formulas[i], result);
            }
            book.setActiveSheet(1);
            book.setSheetOrder("results", 0);
            book.write(new FileOutputStream("book.xlsx"));
        }
    }
}
JAVA
mvn -q dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
javac -cp 'jars/*' Results.java
java -cp 'jars/*:.' Results 2>/dev/null | grep -v Log4j >poi
ssconvert --recalc -S book.xlsx sheet-%n.csv 2>/dev/null
paste -d, poi sheet-0.csv | sed 's/,\([^,]*\)$/, Gnumeric \1/' >seen
cat seen
diff - seen <<'SEEN'
=COUNTIF(B1:B4,"<>"): POI 4.000, Gnumeric 4
=COUNTIF(A1:A4,"<>"): POI 0.000, Gnumeric 4
=SUMIF(A1:A4,"<>"): POI 0.000, Gnumeric 16
=SUMIF(A1:A4,">0"): POI 16.00, Gnumeric 16
=PERCENTRANK(A1:A4,4): POI 0.5000, Gnumeric 0.333
=-2^2: POI -4.000, Gnumeric 4
SEEN
