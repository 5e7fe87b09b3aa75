"""Holds the report that gkxl reads from every file of every maker against the one
it reads from the workbook: matrix.py GKXL MADE EXAMPLES ROWS [VERSIONS DOCS...]

How the two are held against each other stands in the last column of ROWS:
  workbook   figures, texts, cover and every note are the same
  sheets     figures, texts and cover are the same
  document   as sheets; the kind of organ and the cover stand in no document
  text       as document; figures may be missing where a note says so
  record     all is the same
  figures    figures are the same
  refused    the file is refused in one sentence
Any difference that is not under `explained` fails, and so does an explanation that
nothing needs. With VERSIONS, the table in DOCS is written anew.
"""
import collections
import concurrent.futures
import json
import pathlib
import re
import subprocess
import sys

gkxl, made, examples, rows_path = sys.argv[1], *map(pathlib.Path, sys.argv[2:5])

# What other programs do to a report, and what gkxl says of it: the row, the
# example, the difference, and why it is right.
explained = [
    ("sheetjs-xls", r"huaian-2024|huangpu-2020", r"text overview|note FILE-DAMAGED", "SheetJS 在第 255 个字处截断 .xls 的文字，读时指出", "SheetJS cuts the texts of .xls after 255 characters, and reading says so"),
    ("word-txt", r"huangpu-2020|shanghai-office-2019", r"missing, and said", "文本里看不出哪一格空着，逐行指出，不读", "a text does not show which cell is empty: each such row is named and not read"),
    ("chromium-(header-)?pdf", r"template-.*", r"note FORM-TABLE", "空白的表四在标签里没有数据行", "the tags of an empty table 4 have no row of figures"),
    ("wkhtmltopdf-pdf", r"template-2021", r"note FORM-TABLE", "空白的表四没有数据行", "an empty table 4 has no row of figures"),
    ("gnumeric-html", r".*", r"note FORM-HEADING", "工作表的名称印在表前，与标题重复", "the name of a sheet is printed before it and repeats its heading"),
    ("zip-gbk|eml|eml-zip", r".*", r"note FILE-(ARCHIVE|PART)", "写明读的是其中的哪一个文件", "it says which file in it was read"),
]
used = set()

# Notes that are there because a format holds less than a workbook.
ordinary = {
    "sheets": {"TEXT-PLACE"},
    "document": {"TEXT-PLACE", "VALUE-READING"},
    "text": {"TEXT-PLACE", "VALUE-READING", "FORM-DOUBT", "FORM-TABLE"},
}


def imported(*files):
    """The report that gkxl reads, or None, and what it printed."""
    run = subprocess.run([gkxl, "import", *map(str, files)], capture_output=True, text=True, timeout=120)
    return (json.loads(run.stdout) if run.returncode == 0 else None), run.returncode, run.stderr


def value(v):
    """What counts of a value: blank and absent are told apart only where the format can."""
    state = "none" if v["state"] in ("blank", "absent") else v["state"]
    return state, v.get("number"), v.get("unit", ""), v.get("remark", "")


def lines(s):
    return [line.strip(" \u3000\u00a0\t") for line in s.split("\n") if line.strip(" \u3000\u00a0\t")]


def differences(how, want, got):
    """The differences between two reports."""
    keys = {"workbook": ("organ", "year", "form", "organ_type", "cover"), "record": ("organ", "year", "form", "organ_type", "cover"),
            "sheets": ("organ", "year", "form", "organ_type", "cover")}.get(how, ("organ", "year", "form"))
    for key in keys:
        if want.get(key) != got.get(key):
            yield f"{key}: {got.get(key)!r}, want {want.get(key)!r}"
    doubted = [n["message"] for n in got["import"] if n["rule"] in ("FORM-DOUBT", "FORM-TABLE")]
    missing = 0
    for field, v in want["values"].items():
        read = got["values"].get(field, {"state": "absent"})
        if value(v) == value(read):
            continue
        if how == "text" and doubted and read["state"] == "absent":
            missing += 1
            continue
        yield f"{field}: {value(read)}, want {value(v)}"
    if missing:
        yield f"missing, and said: {missing} figures; {doubted[0]}"
    if how == "figures":
        return
    for section in sorted(set(want["texts"]) | set(got["texts"])):
        a, b = "\n".join(lines(want["texts"].get(section, ""))), "\n".join(lines(got["texts"].get(section, "")))
        if a != b:
            at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
            yield f"text {section}: from character {at + 1} {b[at:at + 30]!r}, want {a[at:at + 30]!r}"

    def notes(r):
        return collections.Counter((n["rule"], n["message"]) for n in r["import"] if n["rule"] not in ordinary.get(how, ()))
    for (rule, message), _ in (notes(got) - notes(want)).items():
        yield f"note {rule}: {message}"
    for (rule, message), _ in (notes(want) - notes(got)).items():
        yield f"note {rule} is missing: {message}"


def hold(job):
    """The differences of one example from one maker, and whether there is a file at all."""
    row, how, name = job
    files = sorted(made.joinpath(row).glob(f"{name}.*")) + sorted(made.joinpath(row).glob(f"{name}-*.*"))
    if not files:
        return job, ["there is no file"]
    got, code, said = imported(*files)
    if how == "refused":
        return job, [] if code == 2 and len(said.strip().split("\n")) <= 2 else [f"not refused: {code} {said}"]
    if got is None:
        return job, [f"refused: {said.strip()}"]
    return job, list(differences(how, wanted[name], got))


table = [line.split("\t") for line in rows_path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
skipped = {p.parent.name: p.read_text(encoding="utf-8").strip() for p in made.glob("*/skipped")}
names = sorted(p.stem for p in examples.glob("*.xlsx"))
wanted = {name: imported(examples / f"{name}.xlsx")[0] for name in names}
jobs = [(row, how, name) for row, _, _, _, how in table if row not in skipped for name in names]
found = collections.defaultdict(dict)
with concurrent.futures.ThreadPoolExecutor(3) as pool:
    for (row, _, name), what in pool.map(hold, jobs):
        found[row][name] = what

failed = passed = 0
results = {}
for row, maker, _, _, how in table:
    if row in skipped:
        print(f"skip {maker} {row}: {skipped[row]}")
        continue
    why, faults = [], []
    for name, what in found[row].items():
        for w in what:
            reasons = [e for e in explained if re.fullmatch(e[0], row) and re.fullmatch(e[1], name) and re.match(e[2], w)]
            used.update(reasons)
            why += [e for e in reasons if e not in why]
            if not reasons:
                faults.append(f"{name}: {w[:300]}")
    if faults:
        failed += 1
        print(f"FAIL {maker} {row}", *faults[:8], sep="\n       ")
    else:
        passed += 1
        print(f"ok   {maker} {row}" + "".join(f"; {e[4]}" for e in why))
    results[row] = why
for e in explained:
    if e not in used and any(re.fullmatch(e[0], row) for row in found):
        failed += 1
        print(f"FAIL nothing needs the explanation: {e[0]} {e[1]}: {e[4]}")

if len(sys.argv) > 5:
    versions = dict(line.split("\t") for line in pathlib.Path(sys.argv[5]).read_text(encoding="utf-8").splitlines())
    for doc in map(pathlib.Path, sys.argv[6:]):
        english = doc.name.endswith(".en.md")
        out = ["| maker | what | result |" if english else "| 制作的程序 | 制作的文件 | 结果 |", "| --- | --- | --- |"]
        for row, maker, zh, en, how in table:
            if row in skipped:
                continue
            if how == "refused":
                said = "refused in a sentence" if english else "拒绝，写明原因"
            else:
                said = "the same" if english else "相同"
            for e in results[row]:
                if not e[2].startswith("note "): # figures or texts differ
                    said = "the same but for this" if english else "此外相同"
                said += ("; " + e[4]) if english else "；" + e[3]
            out.append(f"| {maker} {versions.get(maker, '')} | {en if english else zh} | {said} |".replace("  ", " "))
        text = doc.read_text(encoding="utf-8")
        head, rest = text.split("<!-- matrix -->\n")
        _, tail = rest.split("<!-- end -->", 1)
        doc.write_text(head + "<!-- matrix -->\n" + "\n".join(out) + "\n<!-- end -->" + tail, encoding="utf-8")

print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
