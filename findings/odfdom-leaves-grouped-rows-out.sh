#!/usr/bin/env bash
# ODFDOM 0.13.0 (the ODF Toolkit): rows that are grouped are no rows of their table, neither counted nor read.
#
# To group rows, so that the townships below a county can be folded away, wraps them in table:table-row-group. The ODF
# Toolkit is the Document Foundation's own library, and its OdfTable knows merged cells, repeated cells and heading rows:
# one would guess that it knows groups. getRowCount does not count their rows, and getRowByIndex and getCellByPosition go
# from the row before the group to the one behind it. A sum over the rows is too small, a row number means another row
# than in the spreadsheet, and nothing is reported. The same figures ungrouped are all read.
#
# Seen with Java 17, odfdom-java 0.13.0:
#   not grouped: rows 5: 收到 1, 转来 2, 甲镇 3, 乙镇 4, 合计 10
#   two rows grouped: rows 3: 收到 1, 转来 2, 合计 10
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
      <groupId>org.odftoolkit</groupId>
      <artifactId>odfdom-java</artifactId>
      <version>0.13.0</version>
    </dependency>
  </dependencies>
</project>
XML
cat >Group.java <<'JAVA'
import java.util.ArrayList;
import org.odftoolkit.odfdom.doc.OdfSpreadsheetDocument;
import org.odftoolkit.odfdom.doc.table.OdfTable;

public class Group {
    static OdfTable table(OdfSpreadsheetDocument document) {
        return document.getSpreadsheetTables().get(0);
    }

    static void say(String what) throws Exception {
        OdfTable table = table(OdfSpreadsheetDocument.loadDocument("table.ods"));
        var cells = new ArrayList<String>();
        for (int i = 0; i < table.getRowCount(); i++) {
            cells.add(table.getCellByPosition(0, i).getStringValue() + " " + table.getCellByPosition(1, i).getDoubleValue().intValue());
        }
        System.out.printf("%s: rows %d: %s%n", what, table.getRowCount(), String.join(", ", cells));
    }

    public static void main(String[] args) throws Exception {
        var document = OdfSpreadsheetDocument.newSpreadsheetDocument();
        OdfTable table = table(document);
        String[] labels = {"收到", "转来", "甲镇", "乙镇", "合计"};
        double[] figures = {1, 2, 3, 4, 10};
        for (int i = 0; i < labels.length; i++) {
            table.getCellByPosition(0, i).setStringValue(labels[i]);
            table.getCellByPosition(1, i).setDoubleValue(figures[i]);
        }
        document.save("table.ods");
        say("not grouped");
        var first = table.getRowByIndex(2).getOdfElement();
        var second = table.getRowByIndex(3).getOdfElement();
        var group = table.getOdfElement().newTableTableRowGroupElement();
        table.getOdfElement().insertBefore(group, first);
        group.appendChild(first);
        group.appendChild(second);
        document.save("table.ods");
        say("two rows grouped");
    }
}
JAVA
mvn -q dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
javac -encoding UTF-8 -cp 'jars/*' Group.java
java -Dfile.encoding=UTF-8 -cp 'jars/*:.' Group 2>/dev/null >seen
cat seen
diff - seen <<'SEEN'
not grouped: rows 5: 收到 1, 转来 2, 甲镇 3, 乙镇 4, 合计 10
two rows grouped: rows 3: 收到 1, 转来 2, 合计 10
SEEN
