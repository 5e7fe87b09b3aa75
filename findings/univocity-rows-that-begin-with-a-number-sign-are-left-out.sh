#!/usr/bin/env bash
# univocity-parsers 2.9.1 (Java): a row of a CSV file whose first cell begins with #, #3 building, is left out.
#
# Addresses and numbers of rooms begin with #, and so do the names that such systems give. univocity-parsers reads CSV behind Spark and many
# others. RFC 4180 knows no comments. One would guess that the settings one begins with keep every row, as those of Commons CSV, of
# Python and of Go do, and that comments are what one asks for. A row that begins with # is a comment to it, neither read nor counted; behind a
# quotation mark it is read. Its own writer puts such a cell in quotation marks; Commons CSV, pandas and spreadsheets do not.
#
# Seen with Java 17, univocity-parsers 2.9.1, commons-csv 1.14.1; rows: town,count / 甲,3 / #2楼,4 / "#3楼",5:
#   Commons CSV: town count / 甲 3 / #2楼 4 / #3楼 5 /
#   univocity: town count / 甲 3 / #3楼 5 /
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
      <groupId>com.univocity</groupId>
      <artifactId>univocity-parsers</artifactId>
      <version>2.9.1</version>
    </dependency>
    <dependency>
      <groupId>org.apache.commons</groupId>
      <artifactId>commons-csv</artifactId>
      <version>1.14.1</version>
    </dependency>
  </dependencies>
</project>
XML
cat >Rows.java <<'JAVA'
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.StringReader;
import org.apache.commons.csv.CSVFormat;

public class Rows {
    public static void main(String[] args) throws Exception {
        String text = "town,count\r\n甲,3\r\n#2楼,4\r\n\"#3楼\",5\r\n";
        System.out.print("Commons CSV:");
        for (var row : CSVFormat.DEFAULT.parse(new StringReader(text))) System.out.print(" " + String.join(" ", row) + " /");
        System.out.print("\nunivocity:");
        for (var row : new CsvParser(new CsvParserSettings()).parseAll(new StringReader(text))) System.out.print(" " + String.join(" ", row) + " /");
        System.out.println();
    }
}
JAVA
mvn -q dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
java -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -cp 'jars/*' Rows.java 2>/dev/null >seen
cat seen
diff - seen <<'SEEN'
Commons CSV: town count / 甲 3 / #2楼 4 / #3楼 5 /
univocity: town count / 甲 3 / #3楼 5 /
SEEN
