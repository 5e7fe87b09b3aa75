#!/usr/bin/env bash
# cn2an 0.5.24: transform, which turns the numerals of a sentence into digits, makes 4川 of Sichuan and 1般 of "general".
#
# The usual Python package for Chinese numerals offers transform for whole sentences. One would guess that it takes
# numerals where they count something, 三百九十七件, and leaves words and names alone that are written with the same
# characters. Any run of them is turned: places (四川, 三亚, 六安), 统一 and 一般, the ordinal 第一, and the numbers of
# headings, so that a label is not found by its name any more, and two names can be one (一心村 and 1心村). Two numerals
# one behind the other are read as one figure: 三三两两 is 3322. 万州 and 千阳 stay, with a warning to standard error.
#
# Seen with Python 3.11, cn2an 0.5.24:
#   收到三百九十七件 -> 收到397件
#   四川省 -> 4川省
#   三亚市 -> 3亚市
#   六安市 -> 6安市
#   一般公共预算 -> 1般公共预算
#   统一办理 -> 统1办理
#   一、总体情况 -> 1、总体情况
#   三三两两 -> 3322
#   万州区 -> 万州区
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q cn2an==0.5.24 2>/dev/null
cat >names.py <<'PY'
import warnings

import cn2an

warnings.simplefilter("ignore")
for text in ("收到三百九十七件", "四川省", "三亚市", "六安市", "一般公共预算", "统一办理", "一、总体情况", "三三两两", "万州区"):
    print(text, "->", cn2an.transform(text))
PY
PYTHONUTF8=1 venv/bin/python names.py >seen
cat seen
diff - seen <<'SEEN'
收到三百九十七件 -> 收到397件
四川省 -> 4川省
三亚市 -> 3亚市
六安市 -> 6安市
一般公共预算 -> 1般公共预算
统一办理 -> 统1办理
一、总体情况 -> 1、总体情况
三三两两 -> 3322
万州区 -> 万州区
SEEN
