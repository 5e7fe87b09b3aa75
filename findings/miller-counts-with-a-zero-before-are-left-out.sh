#!/usr/bin/env bash
# Miller 6.6.0: of the counts 012 and 5 the sum is 5, the number of counts 2, the greatest 012 and the mean 5.
#
# Miller (mlr) adds and groups CSV files on the command line. Counts and codes with zeros before them, 012, are common in
# exports of fixed width. One would guess that such a field is 12, or that a sum over it fails, as for a name. It is
# skipped by the sum, as a name is, and counted by count: the mean is neither that of the figures nor the sum by the
# count. The greatest is 012, since texts stand above numbers. Nothing is said. With -O, which is there for octal numbers,
# the field is ten.
#
# Seen with Miller 6.6.0 (Debian 12):
#   mlr 6.6.0
#   012 and 5: n_sum 5, n_count 2, n_max 012, n_mean 5
#   name and 5: n_sum 5, n_count 2, n_max name, n_mean 5
#   with -O: 15
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if ! command -v mlr >/dev/null; then
	{ apt-get update && apt-get install -y --no-install-recommends miller; } >/dev/null 2>&1
fi
printf 'n\n012\n5\n' >zeros.csv
printf 'n\nname\n5\n' >names.csv
{
	mlr --version
	echo "012 and 5: $(mlr --icsv --oxtab stats1 -a sum,count,max,mean -f n zeros.csv | tr -s ' ' | paste -sd, | sed 's/,/, /g')"
	echo "name and 5: $(mlr --icsv --oxtab stats1 -a sum,count,max,mean -f n names.csv | tr -s ' ' | paste -sd, | sed 's/,/, /g')"
	echo "with -O: $(mlr -O --icsv --onidx stats1 -a sum -f n zeros.csv)"
} >seen
cat seen
diff - seen <<'SEEN'
mlr 6.6.0
012 and 5: n_sum 5, n_count 2, n_max 012, n_mean 5
name and 5: n_sum 5, n_count 2, n_max name, n_mean 5
with -O: 15
SEEN
