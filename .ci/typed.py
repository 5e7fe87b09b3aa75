"""Types the printed strings of the examples into blank templates by name, saves
with openpyxl, and holds what gkxl finds against what it finds in the original."""
import json
import subprocess
import sys

import openpyxl

work = sys.argv[1]


def findings(path):
    out = subprocess.run(["gkxl", "check", "--format", "json", path], capture_output=True, text=True).stdout
    report = json.loads(out)["reports"][0]
    return sorted((f["rule"], tuple(f["fields"])) for f in report["findings"] if f["grade"] != "hint")


for name, edition in (("huaian-2024", "2021"), ("huangpu-2020", "2019"), ("shanghai-office-2019", "2019")):
    report = json.load(open(f"{work}/examples/{name}.json", encoding="utf-8"))
    book = openpyxl.load_workbook(f"{work}/examples/template-{edition}.xlsx")

    def put(key, value):
        for sheet, ref in book.defined_names["gk_" + key.replace(".", "_")].destinations:
            book[sheet][ref.replace("$", "")] = value

    put("organ", report["organ"])
    put("organ_type", report["organ_type"])
    put("year", report["year"])
    for section, text in report["texts"].items():
        put("text_" + section, text)
    for field, value in report["values"].items():
        put(field, None if value in (None, "") else str(value))
    book.save(f"{work}/{name}.typed.xlsx")
    got, want = findings(f"{work}/{name}.typed.xlsx"), findings(f"{work}/examples/{name}.xlsx")
    if got != want:
        sys.exit(f"{name}: typed {got}\noriginal {want}")

# The stored results are there for readers that compute nothing.
book = openpyxl.load_workbook(f"{work}/examples/huaian-2024.xlsx", data_only=True, read_only=True)
assert book["三、依申请公开"]["J5"].value == 3119
assert book["校验"]["A2"].value == "全部相符"
for edition in ("2019", "2021"):
    book = openpyxl.load_workbook(f"{work}/examples/template-{edition}.xlsx")
    sheet = book["三、依申请公开"]
    assert sheet.data_validations.dataValidation and len(sheet.conditional_formatting) > 5
    assert sheet.protection.sheet and not sheet["D5"].protection.locked and sheet["J5"].protection.locked and sheet["A5"].protection.locked
    assert not book._named_styles["Normal"].protection.locked
    assert book.properties.creator == "gkxl"
