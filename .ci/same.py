"""Holds a report read from another format against the report it was made of.

Values must be the same, or a finding must name the difference. Where they stood
and how the text looked may differ; blank and absent are told apart only where
the format can.
"""
import json
import sys


def report(path):
    with open(path, encoding="utf-8") as f:
        return json.load(f)


def value(v):
    """What counts of a value."""
    state = "none" if v["state"] in ("blank", "absent") else v["state"]
    return state, v.get("number"), v.get("unit", ""), v.get("remark", "")


def text(s):
    return [line.strip(" \u3000\u00a0\t") for line in s.split("\n") if line.strip(" \u3000\u00a0\t")]


want, got = report(sys.argv[1]), report(sys.argv[2])
wrong = []
for key in ("organ", "year", "form"):
    if want[key] != got[key]:
        wrong.append(f"{key}: {got[key]!r}, want {want[key]!r}")
# A row of which it is not clear which cells are blank is given to no cell.
doubt = "--gaps" in sys.argv and any(n["rule"] in ("FORM-DOUBT", "FORM-TABLE") for n in got["import"])
for field, v in want["values"].items():
    read = got["values"][field]
    if value(v) != value(read) and not (doubt and read["state"] == "absent"):
        wrong.append(f"{field}: {got['values'][field]}, want {v}")
for section in sorted(set(want["texts"]) | set(got["texts"])):
    if text(want["texts"].get(section, "")) != text(got["texts"].get(section, "")):
        wrong.append(f"{section}: {got['texts'].get(section)!r}, want {want['texts'].get(section)!r}")
for w in wrong[:10]:
    print(" ", w[:300])
sys.exit(1 if wrong else 0)
