#!/usr/bin/env bash
# Apache POI 5.5.1: shiftRows moves figures, sums, names and comments; a label merged around the place stays short, and the rules for input stay where they were.
#
# To put rows in, for two more townships, one shifts those below by shiftRows. It is careful: formulas on all sheets,
# names, print areas, formats by condition, comments and merged cells below the place go along. One would guess that all
# that the sheet knows by row goes along. A label that is merged from above the place to below it does not grow, so that
# the new rows and the last ones stand beside no label. Rules for input (data validation) stay, and check the wrong rows.
# A link keeps the old target, a filter its old range. There is no message. .xls and .xlsx are alike in this.
#
# Seen with Java 17, poi-ooxml 5.5.1; two rows put in above row 4:
#   xlsx, before: sum SUM(B5:B6), merged below the place C5:D6, merged around it A2:A6, rule for input B5:B6, link to s!B5, filter A1:B8
#   xlsx, after: sum SUM(B7:B8), merged below the place C7:D8, merged around it A2:A6, rule for input B5:B6, link to s!B5, filter A1:B8
#   xls, before: sum SUM(B5:B6), merged below the place C5:D6, merged around it A2:A6, rule for input B5:B6, link to s!B5
#   xls, after: sum SUM(B7:B8), merged below the place C7:D8, merged around it A2:A6, rule for input B5:B6, link to s!B5
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
cat >Rows.java <<'JAVA'
import org.apache.poi.common.usermodel.HyperlinkType;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.ss.usermodel.DataValidationConstraint.OperatorType;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.ss.util.CellRangeAddressList;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

public class Rows {
    static String merged(Sheet sheet, int column) {
        return sheet.getMergedRegions().stream().filter(region -> region.getFirstColumn() == column).findFirst().orElseThrow().formatAsString();
    }

    static String say(Sheet sheet) {
        var link = sheet.getHyperlinkList().get(0);
        String said = "sum " + sheet.getRow(0).getCell(7).getCellFormula()
            + ", merged below the place " + merged(sheet, 2) + ", merged around it " + merged(sheet, 0)
            + ", rule for input " + sheet.getDataValidations().get(0).getRegions().getCellRangeAddress(0).formatAsString()
            + ", link to " + link.getAddress();
        return sheet instanceof XSSFSheet x ? said + ", filter " + x.getCTWorksheet().getAutoFilter().getRef() : said;
    }

    static void go(String what, Workbook book) {
        Sheet sheet = book.createSheet("s");
        for (int i = 0; i < 8; i++) sheet.createRow(i).createCell(1).setCellValue(i);
        sheet.getRow(0).createCell(7).setCellFormula("SUM(B5:B6)");
        sheet.addMergedRegion(new CellRangeAddress(4, 5, 2, 3));
        sheet.addMergedRegion(new CellRangeAddress(1, 5, 0, 0));
        var helper = sheet.getDataValidationHelper();
        sheet.addValidationData(helper.createValidation(helper.createIntegerConstraint(OperatorType.BETWEEN, "0", "9"), new CellRangeAddressList(4, 5, 1, 1)));
        var link = book.getCreationHelper().createHyperlink(HyperlinkType.DOCUMENT);
        link.setAddress("s!B5");
        sheet.getRow(0).createCell(6).setHyperlink(link);
        sheet.setAutoFilter(new CellRangeAddress(0, 7, 0, 1));
        System.out.println(what + ", before: " + say(sheet));
        sheet.shiftRows(3, 7, 2);
        System.out.println(what + ", after: " + say(sheet));
    }

    public static void main(String[] args) {
        go("xlsx", new XSSFWorkbook());
        go("xls", new HSSFWorkbook());
    }
}
JAVA
mvn -q dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
javac -cp 'jars/*' Rows.java
java -cp 'jars/*:.' Rows 2>/dev/null | grep -v Log4j >seen
cat seen
diff - seen <<'SEEN'
xlsx, before: sum SUM(B5:B6), merged below the place C5:D6, merged around it A2:A6, rule for input B5:B6, link to s!B5, filter A1:B8
xlsx, after: sum SUM(B7:B8), merged below the place C7:D8, merged around it A2:A6, rule for input B5:B6, link to s!B5, filter A1:B8
xls, before: sum SUM(B5:B6), merged below the place C5:D6, merged around it A2:A6, rule for input B5:B6, link to s!B5
xls, after: sum SUM(B7:B8), merged below the place C7:D8, merged around it A2:A6, rule for input B5:B6, link to s!B5
SEEN
