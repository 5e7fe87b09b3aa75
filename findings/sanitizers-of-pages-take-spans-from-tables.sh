#!/usr/bin/env bash
# sanitize-html 2.17.5 and OWASP Java HTML Sanitizer 20240325.1: tables are allowed, their spans are not, and figures move to the left.
#
# Sites clean what editors paste, by lists of what is allowed. Both have tables among it: sanitize-html in its list of tags, down to tbody
# and colgroup, OWASP in a policy of that name, with the alignment of cells. One would guess that rowspan and colspan, without
# which the rows do not fit together and which no script can hide in, are allowed with the cells. They are taken away in
# silence, so that a figure beside a label over two rows stands under the label, in another column. js-xss and nh3 keep them.
#
# Seen with Node 20, sanitize-html 2.17.5, xss 1.0.17, Java 17, owasp-java-html-sanitizer 20240325.1, Python 3.11, nh3 0.3.8:
#   sanitize-html: <table><tbody><tr><td>a</td><td>3</td></tr><tr><td>4</td></tr></tbody></table>
#   xss: <table><tbody><tr><td rowspan="2" align="right">a</td><td>3</td></tr><tr><td>4</td></tr></tbody></table>
#   OWASP: <table><tbody><tr><td align="right">a</td><td>3</td></tr><tr><td>4</td></tr></tbody></table>
#   nh3: <table><tbody><tr><td rowspan="2" align="right">a</td><td>3</td></tr><tr><td>4</td></tr></tbody></table>
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q nh3==0.3.8 2>/dev/null
npm init -y >/dev/null
npm install --silent --no-audit --no-fund sanitize-html@2.17.5 xss@1.0.17 >/dev/null 2>&1
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>example</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>com.googlecode.owasp-java-html-sanitizer</groupId>
      <artifactId>owasp-java-html-sanitizer</artifactId>
      <version>20240325.1</version>
    </dependency>
  </dependencies>
</project>
XML
printf '%s' '<table><tbody><tr><td rowspan="2" align="right">a</td><td>3</td></tr><tr><td>4</td></tr></tbody></table>' >page.html
cat >Clean.java <<'JAVA'
import java.nio.file.Files;
import java.nio.file.Path;
import org.owasp.html.Sanitizers;

public class Clean {
    public static void main(String[] args) throws Exception {
        System.out.println("OWASP: " + Sanitizers.TABLES.sanitize(Files.readString(Path.of("page.html"))));
    }
}
JAVA
cat >clean.js <<'JS'
const page = require('fs').readFileSync('page.html', 'utf8')
console.log('sanitize-html: ' + require('sanitize-html')(page))
console.log('xss: ' + require('xss')(page))
JS
mvn -q dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
{
	node clean.js
	java -cp 'jars/*' Clean.java 2>/dev/null
	venv/bin/python -c 'import nh3; print("nh3:", nh3.clean(open("page.html").read()))'
} >seen
cat seen
diff - seen <<'SEEN'
sanitize-html: <table><tbody><tr><td>a</td><td>3</td></tr><tr><td>4</td></tr></tbody></table>
xss: <table><tbody><tr><td rowspan="2" align="right">a</td><td>3</td></tr><tr><td>4</td></tr></tbody></table>
OWASP: <table><tbody><tr><td align="right">a</td><td>3</td></tr><tr><td>4</td></tr></tbody></table>
nh3: <table><tbody><tr><td rowspan="2" align="right">a</td><td>3</td></tr><tr><td>4</td></tr></tbody></table>
SEEN
