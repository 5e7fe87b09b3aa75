#!/usr/bin/env bash
# Day.js 1.11.23: the period 2023-2024 is 24 August 2024, 3-5 is 5 March 2001, and 30 February 2024 is 1 March, all valid.
#
# Day.js reads dates by a pattern of its own, and isValid is there to tell what is no date: of 2024年12月31日 and 24-1-5
# it says false. One would guess that a text which is no date of the calendar, or not written as one, is not valid, as
# in Luxon and date-fns, or with Day.js where a format is given. The pattern takes each group of digits for what comes
# next, year, month, day, with signs between or without, and what is too large runs over: of two years the second is
# month 20 and day 24. Whatever a column of dates held, periods, clauses, running numbers, is a date afterwards.
#
# Seen with Node 20, dayjs 1.11.23, luxon 3.7.2, date-fns 4.4.0:
#   2024-12-31: Day.js 2024-12-31, Luxon 2024-12-31, date-fns 2024-12-31
#   2024年12月31日: Day.js not valid, Luxon not valid, date-fns not valid
#   24-1-5: Day.js not valid, Luxon not valid, date-fns not valid
#   2023-2024: Day.js 2024-08-24, Luxon not valid, date-fns not valid
#   3-5: Day.js 2001-03-05, Luxon not valid, date-fns not valid
#   20241: Day.js 2024-01-01, Luxon not valid, date-fns not valid
#   2024-2-30: Day.js 2024-03-01, Luxon not valid, date-fns not valid
#   2024-02-30: Day.js 2024-03-01, Luxon not valid, date-fns not valid
#   20240230: Day.js 2024-03-01, Luxon not valid, date-fns not valid
#   2024-00-00: Day.js 2023-11-30, Luxon not valid, date-fns not valid
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund dayjs@1.11.23 luxon@3.7.2 date-fns@4.4.0 >/dev/null 2>&1
cat >dates.js <<'JS'
const dayjs = require('dayjs')
const { DateTime } = require('luxon')
const { parseISO, isValid, format } = require('date-fns')
for (const text of ['2024-12-31', '2024年12月31日', '24-1-5', '2023-2024', '3-5', '20241', '2024-2-30', '2024-02-30', '20240230', '2024-00-00']) {
  const day = dayjs(text)
  const iso = parseISO(text)
  console.log(`${text}: Day.js ${day.isValid() ? day.format('YYYY-MM-DD') : 'not valid'}, Luxon ${DateTime.fromISO(text).toISODate() ?? 'not valid'}, date-fns ${isValid(iso) ? format(iso, 'yyyy-MM-dd') : 'not valid'}`)
}
JS
TZ=UTC node dates.js >seen
cat seen
diff - seen <<'SEEN'
2024-12-31: Day.js 2024-12-31, Luxon 2024-12-31, date-fns 2024-12-31
2024年12月31日: Day.js not valid, Luxon not valid, date-fns not valid
24-1-5: Day.js not valid, Luxon not valid, date-fns not valid
2023-2024: Day.js 2024-08-24, Luxon not valid, date-fns not valid
3-5: Day.js 2001-03-05, Luxon not valid, date-fns not valid
20241: Day.js 2024-01-01, Luxon not valid, date-fns not valid
2024-2-30: Day.js 2024-03-01, Luxon not valid, date-fns not valid
2024-02-30: Day.js 2024-03-01, Luxon not valid, date-fns not valid
20240230: Day.js 2024-03-01, Luxon not valid, date-fns not valid
2024-00-00: Day.js 2023-11-30, Luxon not valid, date-fns not valid
SEEN
