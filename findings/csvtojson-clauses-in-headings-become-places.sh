#!/usr/bin/env bash
# csvtojson 2.0.14: of columns headed 1.1 and 1.2 the keys are gone, and of two columns headed 小计 the first is lost.
#
# A table by clauses has their numbers as headings, and one by kinds has a column 小计 for each. csvtojson makes an object of every
# row. One would guess that its keys are the headings. A point in a heading is a path to it: 1.1 becomes the second place of an
# array under 1, 1.10 the eleventh, with nothing in the places between; that is a feature, but it is on without being asked for. Of equal
# headings the last wins. Papa Parse has the keys, and names the second of equal ones another way. Nothing is an error.
#
# Seen with Node 20, csvtojson 2.0.14, papaparse 5.7.1:
#   town,1.1,1.2 / a,3,4: Papa Parse {"town":"a","1.1":"3","1.2":"4"}, csvtojson {"1":[null,"3","4"],"town":"a"}
#   town,2.10,2.8 / a,3,4: Papa Parse {"town":"a","2.10":"3","2.8":"4"}, csvtojson {"2":[null,null,null,null,null,null,null,null,"4",null,"3"],"town":"a"}
#   town,小计,公开,小计 / a,3,2,4: Papa Parse {"town":"a","小计":"3","公开":"2","小计_1":"4"}, csvtojson {"town":"a","小计":"4","公开":"2"}
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund csvtojson@2.0.14 papaparse@5.7.1 >/dev/null 2>&1
cat >rows.js <<'JS'
const csvtojson = require('csvtojson')
const papa = require('papaparse')

;(async () => {
  for (const text of ['town,1.1,1.2\na,3,4', 'town,2.10,2.8\na,3,4', 'town,小计,公开,小计\na,3,2,4']) {
    const json = JSON.stringify((await csvtojson().fromString(text))[0])
    console.log(`${text.split('\n').join(' / ')}: Papa Parse ${JSON.stringify(papa.parse(text, { header: true }).data[0])}, csvtojson ${json}`)
  }
})()
JS
node rows.js >seen
cat seen
diff - seen <<'SEEN'
town,1.1,1.2 / a,3,4: Papa Parse {"town":"a","1.1":"3","1.2":"4"}, csvtojson {"1":[null,"3","4"],"town":"a"}
town,2.10,2.8 / a,3,4: Papa Parse {"town":"a","2.10":"3","2.8":"4"}, csvtojson {"2":[null,null,null,null,null,null,null,null,"4",null,"3"],"town":"a"}
town,小计,公开,小计 / a,3,2,4: Papa Parse {"town":"a","小计":"3","公开":"2","小计_1":"4"}, csvtojson {"town":"a","小计":"4","公开":"2"}
SEEN
