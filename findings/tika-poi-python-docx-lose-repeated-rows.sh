#!/usr/bin/env bash
# Tika 3.2.3, Apache POI 5.5.1 and python-docx 1.2.0: the rows that users add to a Word form are no rows of its table.
#
# In a form made with Word, rows that may be repeated, with a plus sign at the end of the row, are a repeating section: a
# content control (w:sdt) around the rows. One would guess that a reader of tables, and surely one of plain text, has all
# rows. POI's XWPFTable.getRows and its XWPFWordExtractor, Tika's text and python-docx's table.rows have the fixed rows
# alone, the heading and the total: what was filled in is missing without a word, though Tika does print a content control
# that stands around a whole table. pandoc, mammoth and LibreOffice have all rows.
#
# Seen with Python 3.11, Java 17, pandoc 3.9 (PyPI pypandoc_binary 1.17), python-docx 1.2.0, poi-ooxml 5.5.1, Tika 3.2.3:
#   pandoc: 单位 收到 甲镇 3 乙镇 4 合计 7
#   python-docx: 单位 收到 合计 7
#   POI, XWPFTable.getRows: 单位 收到 合计 7
#   POI, XWPFWordExtractor: 单位 收到 合计 7
#   Tika: 单位 收到 合计 7
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q pypandoc_binary==1.17 python-docx==1.2.0 2>/dev/null
cat >form.py <<'PY'
import re

import docx
import pypandoc
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

document = docx.Document()
table = document.add_table(4, 2)
for row, texts in zip(table.rows, (("单位", "收到"), ("甲镇", "3"), ("乙镇", "4"), ("合计", "7"))):
    for cell, text in zip(row.cells, texts):
        cell.text = text
first, second = table.rows[1]._tr, table.rows[2]._tr
section = parse_xml(f'<w:sdt {nsdecls("w")} xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"><w:sdtPr><w:id w:val="1"/><w15:repeatingSection/></w:sdtPr><w:sdtContent/></w:sdt>')
first.addprevious(section)
for number, row in enumerate((first, second), 2):
    item = parse_xml(f'<w:sdt {nsdecls("w")} xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"><w:sdtPr><w:id w:val="{number}"/><w15:repeatingSectionItem/></w:sdtPr><w:sdtContent/></w:sdt>')
    section[-1].append(item)
    item[-1].append(row)
document.save("form.docx")
print("pandoc:", " ".join(re.sub("<[^>]*>", " ", re.sub("(?s)<colgroup>.*?</colgroup>", "", pypandoc.convert_file("form.docx", "html"))).split()))
print("python-docx:", " ".join(cell.text for row in docx.Document("form.docx").tables[0].rows for cell in row.cells))
PY

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

# run runs the class of that name with the jars of a folder.
run() {
	javac -encoding UTF-8 -cp "$1/jars/*" "$2.java"
	java -Dfile.encoding=UTF-8 -cp "$1/jars/*:." "$2" 2>/dev/null | grep -v Log4j
}

fetch poi org.apache.poi:poi-ooxml:5.5.1
fetch tika org.apache.tika:tika-core:3.2.3 org.apache.tika:tika-parsers-standard-package:3.2.3
cat >ByPoi.java <<'JAVA'
import java.io.FileInputStream;
import java.util.ArrayList;
import org.apache.poi.xwpf.extractor.XWPFWordExtractor;
import org.apache.poi.xwpf.usermodel.XWPFDocument;

public class ByPoi {
    public static void main(String[] args) throws Exception {
        try (var document = new XWPFDocument(new FileInputStream("form.docx")); var extractor = new XWPFWordExtractor(document)) {
            var cells = new ArrayList<String>();
            document.getTables().get(0).getRows().forEach(row -> row.getTableCells().forEach(cell -> cells.add(cell.getText())));
            System.out.println("POI, XWPFTable.getRows: " + String.join(" ", cells));
            System.out.println("POI, XWPFWordExtractor: " + extractor.getText().trim().replaceAll("\\s+", " "));
        }
    }
}
JAVA
cat >ByTika.java <<'JAVA'
import java.io.File;
import org.apache.tika.Tika;

public class ByTika {
    public static void main(String[] args) throws Exception {
        System.out.println("Tika: " + new Tika().parseToString(new File("form.docx")).trim().replaceAll("\\s+", " "));
    }
}
JAVA
{
	venv/bin/python form.py
	run poi ByPoi
	run tika ByTika
} >seen
cat seen
diff - seen <<'SEEN'
pandoc: 单位 收到 甲镇 3 乙镇 4 合计 7
python-docx: 单位 收到 合计 7
POI, XWPFTable.getRows: 单位 收到 合计 7
POI, XWPFWordExtractor: 单位 收到 合计 7
Tika: 单位 收到 合计 7
SEEN
