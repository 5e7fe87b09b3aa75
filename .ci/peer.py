"""What a careful person would script with openpyxl: read each workbook by its
names and check the identities of tables 3 and 4."""
import pathlib
import sys

import openpyxl

COLUMNS = ["natural_person", "business", "research", "welfare", "legal_service", "other"]

for path in sorted(pathlib.Path(sys.argv[1]).glob("*.xlsx")):
    book = openpyxl.load_workbook(path, data_only=True)
    value = {}
    for name, defined in book.defined_names.items():
        if name.startswith(("gk_requests_", "gk_disputes_")):
            for sheet, ref in defined.destinations:
                value[name] = book[sheet][ref.replace("$", "")].value or 0
    rows = sorted({n[len("gk_requests_"):-len("_total")] for n in value if n.startswith("gk_requests_") and n.endswith("_total")})
    results = [r for r in rows if r not in ("new", "carried_in", "carried_out", "result_total", "result")]
    wrong = 0
    for r in rows:
        if "gk_requests_%s_business" % r in value:
            wrong += value[f"gk_requests_{r}_total"] != sum(value[f"gk_requests_{r}_{c}"] for c in COLUMNS)
    for c in COLUMNS + ["total"]:
        at = lambda r: value[f"gk_requests_{r}_{c}"]
        wrong += at("new") + at("carried_in") != at("result_total") + at("carried_out")
        wrong += at("result_total") != sum(at(r) for r in results if f"gk_requests_{r}_{c}" in value)
    for g in ("review", "suit_direct", "suit_after_review"):
        wrong += value[f"gk_disputes_{g}_total"] != sum(value[f"gk_disputes_{g}_{o}"] for o in ("upheld", "corrected", "other", "pending"))
    print(path.name, wrong)
