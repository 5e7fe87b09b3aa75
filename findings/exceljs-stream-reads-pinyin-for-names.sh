#!/usr/bin/env bash
# exceljs 4.4.0: a cell with a pronunciation guide, 总计 with zǒng jì above it, is read as zǒng jì by the streaming reader.
#
# Excel and WPS show the pronunciation of Chinese above a cell (拼音指南, phonetic guide), and keep it within the text of
# the cell, as a piece of its own (rPh). One would guess that a reader leaves it out, as readFile of the same library and
# openpyxl do. The reader for large workbooks takes the last piece for the text, so that the name is gone: no label is
# found any more, and two places of one sound are one. Where the text stands in the cell itself and not in the table of
# texts, xlsx2csv, EasyExcel and dhatim's FastExcel put both together, and readFile does as well.
#
# Seen with Node 20, exceljs 4.4.0, Python 3.11, xlsx2csv 0.8.6, openpyxl 3.1.5, Java 17, easyexcel 4.0.3, fastexcel-reader 0.20.2; file by XlsxWriter 3.2.9:
#   in the table of texts, openpyxl: 总计
#   in the table of texts, xlsx2csv: 总计
#   in the table of texts, exceljs, readFile: 总计
#   in the table of texts, exceljs, stream: zǒng jì
#   in the table of texts, EasyExcel: 总计
#   in the table of texts, fastexcel-reader: 总计
#   in the cell, openpyxl: 总计
#   in the cell, xlsx2csv: 总计zǒng jì
#   in the cell, exceljs, readFile: 总计zǒng jì
#   in the cell, exceljs, stream: zǒng jì
#   in the cell, EasyExcel: 总计zǒng jì
#   in the cell, fastexcel-reader: 总计zǒng jì
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
      <groupId>com.alibaba</groupId>
      <artifactId>easyexcel</artifactId>
      <version>4.0.3</version>
    </dependency>
    <dependency>
      <groupId>org.dhatim</groupId>
      <artifactId>fastexcel-reader</artifactId>
      <version>0.20.2</version>
    </dependency>
  </dependencies>
</project>
XML
mvn -q dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
python3 -m venv venv
venv/bin/pip install -q openpyxl==3.1.5 xlsx2csv==0.8.6 XlsxWriter==3.2.9 2>/dev/null
npm install --silent --no-audit --no-fund exceljs@4.4.0 >/dev/null
cat >books.py <<'PY'
import zipfile

import xlsxwriter

guide = '<t>总计</t><rPh sb="0" eb="2"><t>zǒng jì</t></rPh>'


# guided saves a workbook of one cell with the guide in the part that is given, where a text without it stands.
def guided(name, part, old, new):
    with zipfile.ZipFile("plain.xlsx") as plain, zipfile.ZipFile(name, "w") as out:
        for entry in sorted(plain.namelist(), key=lambda entry: entry.startswith("xl/worksheets")):  # the streaming reader wants the sheets last
            data = plain.read(entry)
            if entry == part:
                assert old.encode() in data
                data = data.replace(old.encode(), new.encode())
            out.writestr(entry, data)


with xlsxwriter.Workbook("plain.xlsx") as book:
    book.add_worksheet().write(0, 0, "总计")
guided("table.xlsx", "xl/sharedStrings.xml", "<t>总计</t>", guide)
guided("cell.xlsx", "xl/worksheets/sheet1.xml", '<c r="A1" t="s"><v>0</v></c>', f'<c r="A1" t="inlineStr"><is>{guide}</is></c>')
PY
PYTHONUTF8=1 venv/bin/python books.py
cat >read.mjs <<'JS'
import ExcelJS from "exceljs";

const book = new ExcelJS.Workbook();
await book.xlsx.readFile(process.argv[2]);
console.log("exceljs, readFile: " + book.worksheets[0].getCell("A1").text);
for await (const sheet of new ExcelJS.stream.xlsx.WorkbookReader(process.argv[2], { sharedStrings: "cache" })) {
	for await (const row of sheet) console.log("exceljs, stream: " + row.getCell(1).text);
}
JS
cat >ByEasyExcel.java <<'JAVA'
import com.alibaba.excel.EasyExcel;
import java.util.Map;

public class ByEasyExcel {
    public static void main(String[] args) {
        System.out.println("EasyExcel: " + ((Map<?, ?>) EasyExcel.read(args[0]).headRowNumber(0).sheet().doReadSync().get(0)).get(0));
    }
}
JAVA
cat >ByDhatim.java <<'JAVA'
import java.io.File;
import org.dhatim.fastexcel.reader.ReadableWorkbook;

public class ByDhatim {
    public static void main(String[] args) throws Exception {
        try (var book = new ReadableWorkbook(new File(args[0]))) {
            System.out.println("fastexcel-reader: " + book.getFirstSheet().read().get(0).getCellText(0));
        }
    }
}
JAVA
javac -encoding UTF-8 -cp 'jars/*' ByEasyExcel.java ByDhatim.java
for where in table cell; do
	{
		PYTHONUTF8=1 venv/bin/python -c 'import openpyxl, sys; print("openpyxl:", openpyxl.load_workbook(sys.argv[1]).active["A1"].value)' $where.xlsx
		echo "xlsx2csv: $(PYTHONUTF8=1 venv/bin/xlsx2csv $where.xlsx)"
		node read.mjs $where.xlsx
		java -Dfile.encoding=UTF-8 -cp 'jars/*:.' ByEasyExcel $where.xlsx 2>/dev/null
		java -Dfile.encoding=UTF-8 -cp 'jars/*:.' ByDhatim $where.xlsx 2>/dev/null
	} | sed "s/^/$where, /"
done | sed 's/^table,/in the table of texts,/;s/^cell,/in the cell,/' >seen
cat seen
diff - seen <<'SEEN'
in the table of texts, openpyxl: 总计
in the table of texts, xlsx2csv: 总计
in the table of texts, exceljs, readFile: 总计
in the table of texts, exceljs, stream: zǒng jì
in the table of texts, EasyExcel: 总计
in the table of texts, fastexcel-reader: 总计
in the cell, openpyxl: 总计
in the cell, xlsx2csv: 总计zǒng jì
in the cell, exceljs, readFile: 总计zǒng jì
in the cell, exceljs, stream: zǒng jì
in the cell, EasyExcel: 总计zǒng jì
in the cell, fastexcel-reader: 总计zǒng jì
SEEN
