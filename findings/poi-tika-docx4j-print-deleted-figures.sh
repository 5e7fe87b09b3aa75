#!/usr/bin/env bash
# Apache POI 5.5.1, Tika 3.2.3 and docx4j 11.5.2: where a tracked change makes 12 of 10, the text of the document has 1210.
#
# Reports come back with changes tracked. Whether a reader takes them as accepted or leaves insertions out, one of the two
# figures is what one would guess. In POI XWPFParagraph.getText gives the changed sentence, 收到12件. XWPFWordExtractor,
# the way to the text of a whole document, puts the deleted figure behind the inserted one, and so does Tika, on which
# search engines and language models are fed, and docx4j's TextUtils: 收到1210件. Nothing marks what was deleted; a search
# for the figure finds neither, and a program takes it for another figure.
#
# Seen with Java 17, poi-ooxml 5.5.1, tika-parsers-standard-package 3.2.3, docx4j-JAXB-ReferenceImpl 11.5.2:
#   POI, XWPFParagraph.getText: 收到12件
#   POI, XWPFWordExtractor: 收到1210件
#   Tika: 收到1210件
#   docx4j, TextUtils: 收到1210件
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

# run runs the class of that name with the jars of a folder.
run() {
	javac -encoding UTF-8 -cp "$1/jars/*" "$2.java"
	java -Dfile.encoding=UTF-8 -cp "$1/jars/*:." "$2" 2>/dev/null | grep -v Log4j
}

fetch poi org.apache.poi:poi-ooxml:5.5.1
fetch tika org.apache.tika:tika-core:3.2.3 org.apache.tika:tika-parsers-standard-package:3.2.3
fetch docx4j org.docx4j:docx4j-JAXB-ReferenceImpl:11.5.2
cat >ByPoi.java <<'JAVA'
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.math.BigInteger;
import org.apache.poi.xwpf.extractor.XWPFWordExtractor;
import org.apache.poi.xwpf.usermodel.XWPFDocument;

public class ByPoi {
    public static void main(String[] args) throws Exception {
        try (var document = new XWPFDocument(); var out = new FileOutputStream("changed.docx")) {
            var paragraph = document.createParagraph();
            paragraph.createRun().setText("收到");
            var inserted = paragraph.getCTP().addNewIns();
            inserted.setAuthor("甲");
            inserted.setId(BigInteger.ONE);
            inserted.addNewR().addNewT().setStringValue("12");
            var deleted = paragraph.getCTP().addNewDel();
            deleted.setAuthor("甲");
            deleted.setId(BigInteger.TWO);
            deleted.addNewR().addNewDelText().setStringValue("10");
            paragraph.createRun().setText("件");
            document.write(out);
        }
        try (var document = new XWPFDocument(new FileInputStream("changed.docx")); var extractor = new XWPFWordExtractor(document)) {
            System.out.println("POI, XWPFParagraph.getText: " + document.getParagraphs().get(0).getText());
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
        System.out.println("Tika: " + new Tika().parseToString(new File("changed.docx")).trim());
    }
}
JAVA
cat >ByDocx4j.java <<'JAVA'
import java.io.File;
import java.io.StringWriter;
import org.docx4j.TextUtils;
import org.docx4j.openpackaging.packages.WordprocessingMLPackage;

public class ByDocx4j {
    public static void main(String[] args) throws Exception {
        var text = new StringWriter();
        TextUtils.extractText(WordprocessingMLPackage.load(new File("changed.docx")).getMainDocumentPart().getContents(), text);
        System.out.println("docx4j, TextUtils: " + text.toString().trim());
    }
}
JAVA
{
	run poi ByPoi
	run tika ByTika
	run docx4j ByDocx4j
} >seen
cat seen
diff - seen <<'SEEN'
POI, XWPFParagraph.getText: 收到12件
POI, XWPFWordExtractor: 收到1210件
Tika: 收到1210件
docx4j, TextUtils: 收到1210件
SEEN
