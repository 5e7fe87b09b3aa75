#!/usr/bin/env bash
# docx2txt 0.9, docx2python 3.7.1 and docx4j 11.5.2: -3 is read as 3, and 2023-2024 as 20232024, if Word's hyphen does not break.
#
# So that -3 or 2023-2024 is not torn apart at the end of a line, one types Word's non-breaking hyphen (Ctrl+Shift+_). It is
# no character of the text but an element of its own (noBreakHyphen). One would guess that a reader which keeps tabs and
# line ends, elements too, has it. Three leave it out: a decrease becomes an increase and two years one number, and there
# is no message. pandoc, mammoth, python-docx, Apache POI, Tika and LibreOffice have it, as one sign or another.
#
# Seen with Python 3.11, docx2txt 0.9, docx2python 3.7.1, python-docx 1.2.0, mammoth 1.13.0, Java 17, docx4j-JAXB-ReferenceImpl 11.5.2:
#   python-docx: 2023-2024 | -3
#   mammoth: 2023‑2024 | ‑3
#   docx2txt: 20232024 | 3
#   docx2python: 20232024 | 3
#   docx4j, TextUtils: 20232024 | 3
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
      <groupId>org.docx4j</groupId>
      <artifactId>docx4j-JAXB-ReferenceImpl</artifactId>
      <version>11.5.2</version>
    </dependency>
  </dependencies>
</project>
XML
mvn -q dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
python3 -m venv venv
venv/bin/pip install -q docx2txt==0.9 docx2python==3.7.1 python-docx==1.2.0 mammoth==1.13.0 2>/dev/null
cat >read.py <<'PY'
import docx
import docx2txt
import mammoth
from docx.oxml import OxmlElement
from docx2python import docx2python

document = docx.Document()
run = document.add_paragraph().add_run("2023")
run._r.append(OxmlElement("w:noBreakHyphen"))
run.add_text("2024 | ")
run._r.append(OxmlElement("w:noBreakHyphen"))
run.add_text("3")
document.save("hyphens.docx")
print("python-docx:", docx.Document("hyphens.docx").paragraphs[0].text)
with open("hyphens.docx", "rb") as f:
    print("mammoth:", mammoth.extract_raw_text(f).value.strip())
print("docx2txt:", docx2txt.process("hyphens.docx").strip())
print("docx2python:", docx2python("hyphens.docx").text.strip())
PY
cat >ByDocx4j.java <<'JAVA'
import java.io.File;
import java.io.StringWriter;
import org.docx4j.TextUtils;
import org.docx4j.openpackaging.packages.WordprocessingMLPackage;

public class ByDocx4j {
    public static void main(String[] args) throws Exception {
        var text = new StringWriter();
        TextUtils.extractText(WordprocessingMLPackage.load(new File("hyphens.docx")).getMainDocumentPart().getContents(), text);
        System.out.println("docx4j, TextUtils: " + text.toString().trim());
    }
}
JAVA
javac -encoding UTF-8 -cp 'jars/*' ByDocx4j.java
{
	PYTHONUTF8=1 venv/bin/python read.py
	java -Dfile.encoding=UTF-8 -cp 'jars/*:.' ByDocx4j 2>/dev/null | grep docx4j,
} >seen
cat seen
diff - seen <<'SEEN'
python-docx: 2023-2024 | -3
mammoth: 2023‑2024 | ‑3
docx2txt: 20232024 | 3
docx2python: 20232024 | 3
docx4j, TextUtils: 20232024 | 3
SEEN
