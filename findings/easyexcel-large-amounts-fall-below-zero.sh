#!/usr/bin/env bash
# EasyExcel 4.0.3 and FastExcel 1.3.0: an amount of three thousand million is read into an Integer as -1294967296.
#
# Both (FastExcel carries EasyExcel on) map rows to objects, and report what they cannot convert, such as 3万, with row and
# column: an ExcelDataConvertException. One would guess that a number which does not fit the type of its field is such a
# case, as in Integer.valueOf, or is cut at the largest value, as Easypoi has it. The digits that do not fit are dropped:
# the amount is another one, in half of the cases one below zero, and decimals are cut off, not rounded. The same holds
# for figures stored as text. There is no exception.
#
# Seen with Java 17, easyexcel 4.0.3, fastexcel 1.3.0, easypoi-base 4.5.0; file by XlsxWriter 3.2.9:
#   3000000000: EasyExcel -1294967296, FastExcel -1294967296, Easypoi 2147483647
#   5000000397: EasyExcel 705033101, FastExcel 705033101, Easypoi 2147483647
#   text 3000000000: EasyExcel -1294967296, FastExcel -1294967296, Easypoi 2147483647
#   12.9: EasyExcel 12, FastExcel 12, Easypoi 12
#   text 3万: EasyExcel ExcelDataConvertException, FastExcel ExcelDataConvertException, Easypoi null
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# fetch puts the jars of the libraries named group:artifact:version in a folder.
fetch() {
	mkdir "$1"
	{
		echo '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>example</groupId><artifactId>finding</artifactId><version>1</version><dependencies>'
		for library in "${@:2}"; do
			IFS=: read -r group artifact version <<<"$library"
			echo "<dependency><groupId>$group</groupId><artifactId>$artifact</artifactId><version>$version</version></dependency>"
		done
		echo '</dependencies></project>'
	} >"$1/pom.xml"
	mvn -q -f "$1/pom.xml" dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
}

fetch easyexcel com.alibaba:easyexcel:4.0.3
fetch fastexcel cn.idev.excel:fastexcel:1.3.0
fetch easypoi cn.afterturn:easypoi-base:4.5.0
python3 -m venv venv
venv/bin/pip install -q XlsxWriter==3.2.9 2>/dev/null
cat >books.py <<'PY'
import xlsxwriter

for i, value in enumerate((3000000000, 5000000397, "3000000000", 12.9, "3万")):
    with xlsxwriter.Workbook(f"{i}.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["金额"])
        (sheet.write_string if isinstance(value, str) else sheet.write_number)(1, 0, value)
PY
PYTHONUTF8=1 venv/bin/python books.py
# program writes the Java program that reads the five books by a library: its name, the two classes, the annotation and the call.
program() {
	cat >"$1.java" <<JAVA
import java.io.File;
import $2;
import $3;

public class $1 {
    public static class Row {
        @$4 private Integer figure;
        public Integer getFigure() { return figure; }
        public void setFigure(Integer figure) { this.figure = figure; }
    }

    public static void main(String[] args) {
        for (int i = 0; i < 5; i++) {
            try {
                var row = (Row) $5.get(0);
                System.out.println(row.figure);
            } catch (Exception e) {
                System.out.println(e.getClass().getSimpleName());
            }
        }
    }
}
JAVA
	javac -encoding UTF-8 -cp "$6/jars/*" "$1.java"
	java -Dfile.encoding=UTF-8 -cp "$6/jars/*:." "$1" 2>/dev/null | grep -v Log4j >"$6.txt"
}
program ByEasyExcel com.alibaba.excel.EasyExcel com.alibaba.excel.annotation.ExcelProperty 'ExcelProperty("金额")' 'EasyExcel.read(i + ".xlsx").head(Row.class).sheet().doReadSync()' easyexcel
program ByFastExcel cn.idev.excel.FastExcel cn.idev.excel.annotation.ExcelProperty 'ExcelProperty("金额")' 'FastExcel.read(i + ".xlsx").head(Row.class).sheet().doReadSync()' fastexcel
program ByEasypoi cn.afterturn.easypoi.excel.ExcelImportUtil cn.afterturn.easypoi.excel.annotation.Excel 'Excel(name = "金额")' 'ExcelImportUtil.importExcel(new File(i + ".xlsx"), Row.class, new cn.afterturn.easypoi.excel.entity.ImportParams())' easypoi
printf '%s\n' 3000000000 5000000397 'text 3000000000' 12.9 'text 3万' | paste - easyexcel.txt fastexcel.txt easypoi.txt | awk -F '\t' '{print $1 ": EasyExcel " $2 ", FastExcel " $3 ", Easypoi " $4}' >seen
cat seen
diff - seen <<'SEEN'
3000000000: EasyExcel -1294967296, FastExcel -1294967296, Easypoi 2147483647
5000000397: EasyExcel 705033101, FastExcel 705033101, Easypoi 2147483647
text 3000000000: EasyExcel -1294967296, FastExcel -1294967296, Easypoi 2147483647
12.9: EasyExcel 12, FastExcel 12, Easypoi 12
text 3万: EasyExcel ExcelDataConvertException, FastExcel ExcelDataConvertException, Easypoi null
SEEN
