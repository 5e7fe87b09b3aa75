#!/usr/bin/env bash
# pypdf 7.1.1, pikepdf 10.18.0, PyMuPDF 2.0, pdf-lib 1.17.1, OpenPDF 2.0.3: figures on a layer that is switched off can be seen in the merged PDF.
#
# A page may have layers, of which one is switched off: a draft, another language, notes of the office. Every viewer then
# leaves it out. One would guess that libraries which put PDF files one behind the other, and take along what a page
# needs to look as it did, its fonts and pictures, take along which layers are off. That stands in the catalogue of the
# file (OCProperties), not in the page; these five take the pages and leave it behind, so that a layer which nobody saw is
# printed across what was there before. There is no message. PDFBox's PDFMergerUtility keeps the layer off.
#
# Seen with Python 3.11, pypdf 7.1.1, pikepdf 10.18.0, PyMuPDF 2.0, Node 20, pdf-lib 1.17.1, Java 17, OpenPDF 2.0.3, PDFBox 3.0.5;
# pages rendered by PDFium (pypdfium2 5.15.2); is the figure on the layer that is off to be seen:
#   report: on seen, off not seen
#   pypdf: on seen, off seen
#   pikepdf: on seen, off seen
#   PyMuPDF: on seen, off seen
#   pdf-lib: on seen, off seen
#   OpenPDF: on seen, off seen
#   PDFBox: on seen, off not seen
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q pypdf==7.1.1 pikepdf==10.18.0 PyMuPDF==2.0 pypdfium2==5.15.2 numpy 2>/dev/null
npm init -y >/dev/null
npm install --silent --no-audit --no-fund pdf-lib@1.17.1 >/dev/null
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>example</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.pdfbox</groupId>
      <artifactId>pdfbox</artifactId>
      <version>3.0.5</version>
    </dependency>
    <dependency>
      <groupId>com.github.librepdf</groupId>
      <artifactId>openpdf</artifactId>
      <version>2.0.3</version>
    </dependency>
  </dependencies>
</project>
XML
cat >make.py <<'PY'
import pikepdf
import pymupdf
import pypdf

cover = pymupdf.open()
cover.new_page(width=300, height=200)
cover.save("cover.pdf")
report = pymupdf.open()
page = report.new_page(width=300, height=200)
page.insert_text((20, 40), "397", oc=report.add_ocg("final", on=True))
page.insert_text((20, 80), "112233", oc=report.add_ocg("draft", on=False))
report.save("report.pdf")

merged = pypdf.PdfWriter()
merged.append("cover.pdf")
merged.append("report.pdf")
merged.write("pypdf.pdf")
merged = pikepdf.open("cover.pdf")
merged.pages.extend(pikepdf.open("report.pdf").pages)
merged.save("pikepdf.pdf")
merged = pymupdf.open("cover.pdf")
merged.insert_pdf(pymupdf.open("report.pdf"))
merged.save("PyMuPDF.pdf")
PY
cat >make.js <<'JS'
const fs = require('fs');
const {PDFDocument} = require('pdf-lib');

(async () => {
  const merged = await PDFDocument.load(fs.readFileSync('cover.pdf'));
  const report = await PDFDocument.load(fs.readFileSync('report.pdf'));
  for (const page of await merged.copyPages(report, [0])) merged.addPage(page);
  fs.writeFileSync('pdf-lib.pdf', await merged.save());
})();
JS
cat >Make.java <<'JAVA'
import com.lowagie.text.Document;
import com.lowagie.text.pdf.PdfCopy;
import com.lowagie.text.pdf.PdfReader;
import java.io.FileOutputStream;
import org.apache.pdfbox.multipdf.PDFMergerUtility;

public class Make {
    public static void main(String[] args) throws Exception {
        var merger = new PDFMergerUtility();
        merger.addSource("cover.pdf");
        merger.addSource("report.pdf");
        merger.setDestinationFileName("PDFBox.pdf");
        merger.mergeDocuments(null);
        var document = new Document();
        var copy = new PdfCopy(document, new FileOutputStream("OpenPDF.pdf"));
        document.open();
        for (String file : new String[] {"cover.pdf", "report.pdf"}) {
            copy.addPage(copy.getImportedPage(new PdfReader(file), 1));
        }
        document.close();
    }
}
JAVA
cat >look.py <<'PY'
import pypdfium2


def ink(page, top, bottom):
    return bool((page.render(scale=1, grayscale=True).to_numpy()[top:bottom] < 128).any())


for name, number in [("report", 0), ("pypdf", 1), ("pikepdf", 1), ("PyMuPDF", 1), ("pdf-lib", 1), ("OpenPDF", 1), ("PDFBox", 1)]:
    page = pypdfium2.PdfDocument(name + ".pdf")[number]
    print(f"{name}: on {'seen' if ink(page, 25, 45) else 'not seen'}, off {'seen' if ink(page, 65, 85) else 'not seen'}")
PY
venv/bin/python make.py
node make.js
mvn -q dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
javac -cp 'jars/*' Make.java
java -cp 'jars/*:.' Make >/dev/null 2>&1
venv/bin/python look.py >seen
cat seen
diff - seen <<'SEEN'
report: on seen, off not seen
pypdf: on seen, off seen
pikepdf: on seen, off seen
PyMuPDF: on seen, off seen
pdf-lib: on seen, off seen
OpenPDF: on seen, off seen
PDFBox: on seen, off not seen
SEEN
