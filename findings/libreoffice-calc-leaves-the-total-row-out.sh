#!/usr/bin/env bash
# LibreOffice Calc 7.4: of a web page's table the rows in tfoot, which are the totals, are not there.
#
# Calc opens and converts web pages, and links tables of them into sheets. One would guess that thead, tbody and tfoot are
# just groups of rows to it, as they are to LibreOffice Writer. The heading and the body are read; the foot is left out
# wherever it stands in the page, by both of Calc's filters and without a message. The table looks whole: it only has no
# total. The same page through Writer has all rows.
#
# Seen with LibreOffice 7.4.7 (Debian 12), rows 单位 收到, 甲 1, 乙 2 and in the foot 合计 3:
#   Calc, HTML (StarCalc): 单位 收到 甲 1 乙 2
#   Calc, calc_HTML_WebQuery: 单位 收到 甲 1 乙 2
#   Writer: 单位 收到 甲 1 乙 2 合计 3
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if ! command -v soffice >/dev/null; then
	{ apt-get update && apt-get install -y --no-install-recommends libreoffice-calc libreoffice-writer; } >/dev/null 2>&1
fi
cat >page.html <<'HTML'
<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>表</title></head><body>
<table><thead><tr><th>单位</th><th>收到</th></tr></thead><tbody><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></tbody><tfoot><tr><td>合计</td><td>3</td></tr></tfoot></table>
</body></html>
HTML
# convert converts the page and prints what the text file holds: the filter that reads, the one that writes, more options.
convert() {
	soffice -env:UserInstallation="file://$work/profile" --headless "${@:3}" --infilter="$1" --convert-to "$2" page.html >/dev/null 2>&1
	{ cat page.csv page.txt 2>/dev/null || true; } | tr -d '\357\273\277\r' | tr ',\n' '  ' | sed 's/  */ /g;s/ $//'
	rm -f page.csv page.txt
	echo
}
{
	printf 'Calc, HTML (StarCalc): '
	convert 'HTML (StarCalc)' 'csv:Text - txt - csv (StarCalc):44,34,76' --calc
	printf 'Calc, calc_HTML_WebQuery: '
	convert calc_HTML_WebQuery 'csv:Text - txt - csv (StarCalc):44,34,76' --calc
	printf 'Writer: '
	convert 'HTML (StarWriter)' 'txt:Text (encoded):UTF8' --writer
} >seen
cat seen
diff - seen <<'SEEN'
Calc, HTML (StarCalc): 单位 收到 甲 1 乙 2
Calc, calc_HTML_WebQuery: 单位 收到 甲 1 乙 2
Writer: 单位 收到 甲 1 乙 2 合计 3
SEEN
