#!/usr/bin/env bash
# Apache POI 5.5.1 and Tika 3.2.3: a box that is ticked in a Word form is printed as an empty one, |_|.
#
# Forms made with Word's form fields have boxes, 公开 ☒ 不予公开 ☐. The file says how a box was at first (default) and what it
# is now (checked). POI and, through it, Tika print |X| and |_| for them, so one would guess that they print what is ticked.
# They print what was ticked before anybody filled the form in: every answer is the same, and a box that was unticked by
# hand is ticked. Nothing shows that it is not the answer. docx2python has the boxes as they are.
#
# Seen with Python 3.11, docx2python 3.7.1, Java 17, poi-ooxml 5.5.1, tika-parser-microsoft-module 3.2.3; first all are empty
# but the last, then 公开 was ticked and 部分公开 unticked:
#   docx2python: 公开 ☒ 不予公开 ☐ 部分公开 ☐
#   POI, XWPFWordExtractor: 公开 |_| 不予公开 |_| 部分公开 |X|
#   Tika: 公开 |_| 不予公开 |_| 部分公开 |X|
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
fetch poi org.apache.poi:poi-ooxml:5.5.1
fetch tika org.apache.tika:tika-core:3.2.3 org.apache.tika:tika-parser-microsoft-module:3.2.3
python3 -m venv venv
venv/bin/pip install -q docx2python==3.7.1 python-docx==1.2.0 2>/dev/null
cat >form.py <<'PY'
import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx2python import docx2python

document = docx.Document()
paragraph = document.add_paragraph()
for label, before, now in (("公开 ", 0, 1), (" 不予公开 ", 0, 0), (" 部分公开 ", 1, 0)):
    paragraph.add_run(label)
    box = f'<w:fldChar w:fldCharType="begin"><w:ffData><w:enabled/><w:checkBox><w:sizeAuto/><w:default w:val="{before}"/><w:checked w:val="{now}"/></w:checkBox></w:ffData></w:fldChar>'
    for part in (box, '<w:instrText xml:space="preserve"> FORMCHECKBOX </w:instrText>', '<w:fldChar w:fldCharType="separate"/>', '<w:fldChar w:fldCharType="end"/>'):
        paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}>{part}</w:r>'))
document.save("form.docx")
print("docx2python:", " ".join(docx2python("form.docx").text.split()))
PY
cat >ByPoi.java <<'JAVA'
import java.io.FileInputStream;
import org.apache.poi.xwpf.extractor.XWPFWordExtractor;
import org.apache.poi.xwpf.usermodel.XWPFDocument;

public class ByPoi {
    public static void main(String[] args) throws Exception {
        try (var extractor = new XWPFWordExtractor(new XWPFDocument(new FileInputStream("form.docx")))) {
            System.out.println("POI, XWPFWordExtractor: " + extractor.getText().trim());
        }
    }
}
JAVA
cat >ByTika.java <<'JAVA'
import java.io.File;
import org.apache.tika.Tika;

public class ByTika {
    public static void main(String[] args) throws Exception {
        System.out.println("Tika: " + new Tika().parseToString(new File("form.docx")).trim());
    }
}
JAVA
# run runs the class of that name with the jars of a folder.
run() {
	javac -encoding UTF-8 -cp "$1/jars/*" "$2.java"
	java -Dfile.encoding=UTF-8 -cp "$1/jars/*:." "$2" 2>/dev/null | grep -v Log4j
}
{
	PYTHONUTF8=1 venv/bin/python form.py
	run poi ByPoi
	run tika ByTika
} >seen
cat seen
diff - seen <<'SEEN'
docx2python: 公开 ☒ 不予公开 ☐ 部分公开 ☐
POI, XWPFWordExtractor: 公开 |_| 不予公开 |_| 部分公开 |X|
Tika: 公开 |_| 不予公开 |_| 部分公开 |X|
SEEN
