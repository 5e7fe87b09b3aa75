#!/usr/bin/env bash
# Poiji 4.7.0: 12.5 % and a count shown as 12件 are read as 0, and three thousand million as a number below zero.
#
# This Java library maps the rows of a workbook to objects by annotations. One would guess that a cell that holds a number
# gives that number, and that what cannot be converted is an error, or null. The text that the spreadsheet shows is
# converted in place of the number: with a unit, a percent sign or a blank around it the figure is 0, a plausible one in
# a report, and 2.5 in a format without decimals is 3, also as a double. A field of type int is 0 for 12.9 and has other
# digits above 2,147,483,647. Nothing is reported.
#
# Seen with Java 17, poiji 4.7.0; file by XlsxWriter 3.2.9:
#   397 shown as it is: int 397, double 397.0, BigDecimal 397
#   12 in the format 0"件": int 0, double 0.0, BigDecimal 0
#   0.125 in the format 0.0%: int 0, double 0.0, BigDecimal 0
#   2.5 in the format 0: int 3, double 3.0, BigDecimal 3
#   12.9 shown as it is: int 0, double 12.9, BigDecimal 12.9
#   3000000000 shown as it is: int -1294967296, double 3.0E9, BigDecimal 3000000000
#   text "3万": int 0, double 0.0, BigDecimal 0
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
      <groupId>com.github.ozlerhakan</groupId>
      <artifactId>poiji</artifactId>
      <version>4.7.0</version>
    </dependency>
  </dependencies>
</project>
XML
mvn -q dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
python3 -m venv venv
venv/bin/pip install -q XlsxWriter==3.2.9 2>/dev/null
cat >book.py <<'PY'
import xlsxwriter

with xlsxwriter.Workbook("figures.xlsx") as book:
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["怎样", "收到"])
    for i, (value, code) in enumerate(((397, None), (12, '0"件"'), (0.125, "0.0%"), (2.5, "0"), (12.9, None), (3000000000, None), ("3万", None))):
        how = f'text "{value}"' if isinstance(value, str) else f"{value} in the format {code}" if code else f"{value} shown as it is"
        sheet.write(i + 1, 0, how)
        sheet.write(i + 1, 1, value, book.add_format({"num_format": code or "General"}))
PY
PYTHONUTF8=1 venv/bin/python book.py
cat >Figures.java <<'JAVA'
import com.poiji.annotation.ExcelCellName;
import com.poiji.bind.Poiji;
import java.io.File;
import java.math.BigDecimal;

public class Figures {
    public static class Whole {
        @ExcelCellName("怎样") public String how;
        @ExcelCellName("收到") public int figure;
    }

    public static class Real {
        @ExcelCellName("收到") public double figure;
    }

    public static class Exact {
        @ExcelCellName("收到") public BigDecimal figure;
    }

    public static void main(String[] args) {
        var file = new File("figures.xlsx");
        var whole = Poiji.fromExcel(file, Whole.class);
        var real = Poiji.fromExcel(file, Real.class);
        var exact = Poiji.fromExcel(file, Exact.class);
        for (int i = 0; i < whole.size(); i++) {
            System.out.printf("%s: int %d, double %s, BigDecimal %s%n", whole.get(i).how, whole.get(i).figure, real.get(i).figure, exact.get(i).figure);
        }
    }
}
JAVA
javac -encoding UTF-8 -cp 'jars/*' Figures.java
java -Dfile.encoding=UTF-8 -cp 'jars/*:.' Figures 2>/dev/null | grep -v Log4j >seen
cat seen
diff - seen <<'SEEN'
397 shown as it is: int 397, double 397.0, BigDecimal 397
12 in the format 0"件": int 0, double 0.0, BigDecimal 0
0.125 in the format 0.0%: int 0, double 0.0, BigDecimal 0
2.5 in the format 0: int 3, double 3.0, BigDecimal 3
12.9 shown as it is: int 0, double 12.9, BigDecimal 12.9
3000000000 shown as it is: int -1294967296, double 3.0E9, BigDecimal 3000000000
text "3万": int 0, double 0.0, BigDecimal 0
SEEN
