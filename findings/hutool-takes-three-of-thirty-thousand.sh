#!/usr/bin/env bash
# Hutool 5.8.44: a text of a figure is converted as far as it goes: 3万 is 3, and 1/3 is 1.
#
# Convert.toInt(value, standard) of this Java library, which is in use all over China, gives the standard value where a
# conversion fails, says its documentation. One would guess that 3万 (thirty thousand) and 12.5% fail, as they do for
# Integer.valueOf, or are understood. Everything from the first sign that is no digit is left off: the figure is there,
# ten thousand times too small, and the standard value that was to show bad cells does not show. Only what does not
# begin with a digit fails. Commas may stand anywhere, so that two figures 1,1 are eleven.
#
# Seen with Java 17, hutool-core 5.8.44, with -1 as standard value:
#   3万 -> toInt 3, toBigDecimal 3
#   1.2亿 -> toInt 1, toBigDecimal 1.2
#   12.5% -> toInt 12, toBigDecimal 12.5
#   1/3 -> toInt 1, toBigDecimal 1
#   1,1 -> toInt 11, toBigDecimal 11
#   约3万 -> toInt -1, toBigDecimal -1
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
      <groupId>cn.hutool</groupId>
      <artifactId>hutool-core</artifactId>
      <version>5.8.44</version>
    </dependency>
  </dependencies>
</project>
XML
cat >Figures.java <<'JAVA'
import cn.hutool.core.convert.Convert;
import java.math.BigDecimal;

public class Figures {
    public static void main(String[] args) {
        for (String text : new String[] {"3万", "1.2亿", "12.5%", "1/3", "1,1", "约3万"}) {
            System.out.printf("%s -> toInt %d, toBigDecimal %s%n", text, Convert.toInt(text, -1), Convert.toBigDecimal(text, BigDecimal.ONE.negate()));
        }
    }
}
JAVA
mvn -q dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
javac -encoding UTF-8 -cp 'jars/*' Figures.java
java -Dfile.encoding=UTF-8 -cp 'jars/*:.' Figures >seen
cat seen
diff - seen <<'SEEN'
3万 -> toInt 3, toBigDecimal 3
1.2亿 -> toInt 1, toBigDecimal 1.2
12.5% -> toInt 12, toBigDecimal 12.5
1/3 -> toInt 1, toBigDecimal 1
1,1 -> toInt 11, toBigDecimal 11
约3万 -> toInt -1, toBigDecimal -1
SEEN
