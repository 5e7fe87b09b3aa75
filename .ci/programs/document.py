"""Writes docs/programs.md: document.py ROOT WORK, where WORK has the libraries that the script run installs."""
import collections
import json
import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(__file__))
import facts

root, work = sys.argv[1:3]
here = f"{root}/.ci/programs"
settings = json.load(open(f"{here}/programs.json"))
OFFICE = {"xlsx": "xlsx:Calc MS Excel 2007 XML"}
INPUTS = ["blank", "filled", "boxed", "answered", "total"]
TITLES = {"blank": "blank template", "filled": "filled", "boxed": "filled, with a text box", "answered": "marked and answered", "total": "total"}


def run(*command, check=True):
    """What a command prints, and its exit code."""
    done = subprocess.run(command, cwd=work, capture_output=True, text=True, timeout=600)
    if check and done.returncode != 0:
        sys.exit(f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    return done.stdout + done.stderr, done.returncode


def gkxl(*arguments):
    return run("gkxl", "--lang", "en", *arguments, check=False)


def office(target, folder, *files, infilter=None):
    os.makedirs(f"{work}/{folder}", exist_ok=True)
    options = [f"--infilter={infilter}"] if infilter else []
    run("soffice", "--headless", f"-env:UserInstallation=file://{work}/profile", *options, "--convert-to", target, "--outdir", folder, *files)


def versions():
    out = {}
    for pin in settings["pip"]:
        name, _, version = pin.partition("==")
        out[name] = version
    for pin in settings["npm"]:
        name, _, version = pin.rpartition("@")
        out[name] = version
    for name in ("poi", "easyexcel", "fastexcel"):
        out[name] = re.search("<artifactId>[^<]*</artifactId>\\s*<version>([\\d.]+)</version>\\s*</dependency>", open(f"{here}/{name}/pom.xml").read()).group(1)
    for name, command in {"soffice": "soffice --version", "ssconvert": "ssconvert --version", "pdftotext": "pdftotext -v", "chromium": "chromium --version"}.items():
        out[name] = re.search("\\d+(?:\\.\\d+)+", run(*command.split(), check=False)[0]).group(0)
    out["pandoc"] = re.search("\\d+(?:\\.\\d+)+", run(pandoc(), "--version")[0]).group(0)
    return out


def pandoc():
    return run(f"{work}/venv/bin/python", "-c", "import pypandoc; print(pypandoc.get_pandoc_path())")[0].strip()


def make_inputs():
    os.makedirs(f"{work}/in", exist_ok=True)
    shutil.copy(f"{root}/examples/template-2021.xlsx", f"{work}/in/blank.xlsx")
    shutil.copy(f"{root}/examples/huaian-2024.xlsx", f"{work}/in/filled.xlsx")
    with open(f"{work}/faulty.json", "w") as f:
        json.dump({"organ": "某县人民政府", "organ_type": "county", "year": 2024, "values": {
            "requests.new.natural_person": 3, "requests.new.total": 4, "requests.carried_out.natural_person": 3,
            "proactive.rules.issued": 1, "proactive.rules.repealed": 0, "proactive.rules.in_force": 1}}, f)
    gkxl("template", "--fill", "faulty.json", "-o", "faulty.xlsx")
    # In Chinese, as clerks get it.
    run("gkxl", "check", "faulty.xlsx", "--mark", "in/marked.xlsx", check=False)
    run("gkxl", "demo", "practice", "--units", "6", "--errors", "1")
    run("gkxl", "merge", "practice/收件", "--roster", "practice/units.csv", "-o", "in/total.xlsx", "--accept", "errors")
    run("python3", f"{here}/inputs.py", f"{work}/in")


def save_all(way):
    """Saves every input again in one way. The files stand in out/WAY, and come back in back/WAY where they are no
    .xlsx."""
    name, kind = way["id"], way.get("saved", "xlsx")
    os.makedirs(f"{work}/out/{name}", exist_ok=True)
    files = [f"in/{i}.xlsx" for i in INPUTS]
    program = name.split("-")[0]
    if program == "libreoffice":
        office(OFFICE.get(kind, kind), f"out/{name}", *files)
    for i, f in zip(INPUTS, files):
        to = f"out/{name}/{i}.{kind}"
        if program == "gnumeric":
            ssconvert(f, to)
        elif program in ("openpyxl", "pandas"):
            run("venv/bin/python", f"{here}/resave.py", name, f, to)
        elif program in ("exceljs", "sheetjs", "xlsx"):
            run("node", f"{here}/resave.js", f"{work}/node_modules", name, f, to)
        elif program in ("poi", "easyexcel", "fastexcel"):
            run("java", "-cp", f"{program}/jars/*:{program}", "Resave", name, f, to)
    if kind != "xlsx":
        os.makedirs(f"{work}/back/{name}", exist_ok=True)
        saved = [f"out/{name}/{i}.{kind}" for i in INPUTS]
        if way["back"] == "libreoffice":
            office(OFFICE["xlsx"], f"back/{name}", *saved)
        else:
            for i, f in zip(INPUTS, saved):
                ssconvert(f, f"back/{name}/{i}.xlsx")


TYPES = {"xlsx": "Gnumeric_Excel:xlsx2", "ods": "Gnumeric_OpenCalc:odf", "xls": "Gnumeric_Excel:excel_biff8"}


def ssconvert(source, target):
    run("ssconvert", "-T", TYPES[target.rsplit(".", 1)[1]], source, target)


def first_finding(text):
    """The first error, warning or hint in the answer of gkxl check, its rule and message."""
    for grade in ("error", "warning", "hint"):
        m = re.search(f"^ *{grade} +([A-Z0-9-]+)", text, re.M)
        if m:
            return f"{grade} {m.group(1)}"
    return text.strip().splitlines()[-1]


def body(text):
    return "\n".join(text.splitlines()[1:])


def report(path):
    """What gkxl import reads."""
    out = f"{work}/read.json"
    if os.path.exists(out):
        os.remove(out)
    gkxl("import", *([path] if isinstance(path, str) else path), "-o", "read.json", "--force")
    return json.load(open(out)) if os.path.exists(out) else None


def compared(want, got):
    """How many figures and texts are the same, others, or not there."""
    if got is None:
        return None
    number = lambda r, k: r["values"].get(k, {}).get("number")
    same = sum(number(want, k) == number(got, k) for k in want["values"])
    other = sum(number(want, k) != number(got, k) is not None for k in want["values"])
    texts = sum(want["texts"][k] == got["texts"].get(k) for k in want["texts"])
    title = all(want.get(k) == got.get(k) for k in ("organ", "year"))
    return {"figures": len(want["values"]), "same": same, "other": other, "texts": len(want["texts"]), "same texts": texts, "title": title}


base = {}


def answers(name, path):
    """What gkxl says of one of the inputs."""
    out = {"path": path}
    text, code = gkxl("check", path)
    out["check"], out["code"] = body(text), code
    out["first"] = first_finding(text)
    out["read"] = report(path)
    if name == "answered":
        run("gkxl", "check", path, "--mark", "again.xlsx", "--force", check=False)  # in Chinese, as the first time
        out["list"] = marks(f"{work}/again.xlsx")
        os.remove(f"{work}/again.xlsx")
    if name == "total":
        out["trace"], _ = gkxl("trace", path, "requests.new.total")
        text, _ = gkxl("check", path, "--units", "practice/收件")
        out["units"] = body(text)
    return out


def marks(path):
    """The comments of gkxl in a workbook, the lists, and the explanations in them."""
    f = facts.facts(path)
    return {"comments": sum("〔gkxl〕" in c for c in f["comments"].values()),
            "lists": sum(s.startswith("问题清单") for s in f["hidden"]),
            "explained": sum(v[1] == "依授权制定" for p, v in f["values"].items() if p.startswith("问题清单"))}


def gist(name, got):
    """What gkxl says of a file that came back, beside what it says of the one that was handed out."""
    want = base[name]
    out = []
    c = compared(want["read"], got["read"])
    if c is None:
        return f"exit {got['code']}: {got['first']}", False
    if name != "blank":
        figures = f"{c['same']} of {c['figures']} figures" + (f", **{c['other']} others**" if c["other"] else "")
        texts = "" if c["same texts"] == c["texts"] else f", {c['same texts']} of {c['texts']} texts"
        out.append(figures + texts + ("" if c["title"] else ", not the title"))
    same = got["check"] == want["check"]
    if same:
        out.append(f"the same findings (exit {got['code']})")
    else:
        said = [f"{word} {', '.join(kinds)}" for word, kinds in (("also", more(want, got)), ("without", more(got, want))) if kinds]
        out.append(f"exit {got['code']}, " + ("; ".join(said) or "the same findings at other places"))
    ok = (same or name == "boxed") and c["same"] == c["figures"] and c["same texts"] == c["texts"]
    if name == "answered":
        a, b = want["list"], got["list"]
        explained = "explanation kept" if b["explained"] >= a["explained"] else "**explanation lost**"
        if path_is_workbook(got):
            out.append(f"marked again: {b['comments']} comments for {a['comments']}, {b['lists']} list, {explained}")
            ok = ok and a == b
        else:
            out.append(f"marked again: the list alone, since only .xlsx is marked; {explained}")
            ok = ok and b["explained"] >= a["explained"]
    if name == "total":
        for k, what in (("trace", "trace"), ("units", "check --units")):
            same_now = body(got[k]) == body(want[k]) if k == "trace" else got[k] == want[k]
            out.append(f"{what} the same" if same_now else f"{what} with other remarks" if verdict(got[k]) == verdict(want[k]) else f"{what}: {verdict(got[k])}")
    return "; ".join(out), ok


def path_is_workbook(got):
    return got["path"].endswith(".xlsx")


def more(want, got):
    """The kinds of findings that one answer of gkxl check has more of than the other."""
    count = lambda text: collections.Counter(re.findall("^ *((?:error|warning|hint) +[A-Z0-9-]+)", text, re.M))
    kinds = {" ".join(k.split()) for k in count(got["check"]) - count(want["check"])}
    return sorted(kinds, key=lambda k: (("error", "warning", "hint").index(k.split()[0]), k))


def verdict(text):
    return re.sub(r"\d+ hints?.*", "", text.strip().splitlines()[-1])


WORDS = {"values": "values", "formulas": "formulas", "results": "stored results", "names": "names", "comments": "comments", "comment boxes": "sizes of comment boxes",
         "validations": "validations", "formats": "conditional formats", "protected": "sheet protection", "open cells": "open cells", "hidden": "states of sheets",
         "merged": "merged cells", "widths": "column widths", "fills": "fills", "fonts": "fonts", "links": "links", "print": "print settings", "text boxes": "text boxes"}


def shown(value):
    if value is None:
        return "nothing"
    if isinstance(value, tuple):
        value = " ".join(str(v) for v in value if v not in ("text", ""))
    value = re.sub("\\s+", " ", str(value)) or "empty"
    return value if len(value) <= 24 else value[:23] + "…"


def lost(kept):
    out = []
    for kind, (n, k, examples) in kept.items():
        if n == k:
            continue
        head = f"{WORDS[kind]} " + ("all lost" if k == 0 and n > 1 else f"{k} of {n}" if n > 1 else "lost")
        if k > 0 and kind in ("values", "results", "hidden", "fonts", "fills", "comments", "names"):
            place, was, now = examples[0]
            head += f" ({place}: {shown(was)} → {shown(now)})"
        out.append(head)
    return "; ".join(out) or "nothing"


def cell(text):
    return text.replace("|", "\\|").replace("\n", " ")


def table(heads, rows):
    return "\n".join(["| " + " | ".join(heads) + " |", "| " + " | ".join("---" for _ in heads) + " |"] + ["| " + " | ".join(cell(c) for c in r) + " |" for r in rows]) + "\n"


def workbooks(version):
    before = {i: facts.facts(f"{work}/in/{i}.xlsx") for i in INPUTS}
    for i in INPUTS:
        base[i] = answers(i, f"in/{i}.xlsx")
    overview, parts, groups = [], [], {"all": [], "figures": [], "lost": [], "bare": [], "boxes": [], "results": []}
    kinds = ["values", "formulas", "results", "names", "comments", "validations", "formats", "protected", "widths", "fills", "print", "text boxes"]
    for program in settings["workbooks"]:
        title = f"{program['program']} {version[program['version']]}"
        part = [f"### {title}\n"]
        for way in program["ways"]:
            print("workbooks:", title, way["how"], flush=True)
            save_all(way)
            sums, rows, good, right, seen = {k: [0, 0] for k in facts.KINDS}, [], True, True, {}
            for i in INPUTS:
                saved = f"out/{way['id']}/{i}.{way.get('saved', 'xlsx')}"
                after = facts.facts(f"{work}/{'back' if 'saved' in way else 'out'}/{way['id']}/{i}.xlsx")
                kept = facts.kept(before[i], after)
                for k, (n, m, _) in kept.items():
                    sums[k][0], sums[k][1] = sums[k][0] + n, sums[k][1] + m
                got = answers(i, saved)
                said, ok = gist(i, got)
                c = compared(base[i]["read"], got["read"])
                good = good and ok
                right = right and c is not None and c["same"] == c["figures"] and got["code"] == base[i]["code"]
                kinds_lost = tuple(k for k, (n, m, _) in kept.items() if n != m)
                text = f"as in: {seen[kinds_lost]}" if kinds_lost in seen else lost(kept)
                if kinds_lost:
                    seen.setdefault(kinds_lost, TITLES[i])
                rows.append([TITLES[i], text, said])
            overview.append([f"{program['program']}: {way['how']}"] + ["yes" if n == k else "**no**" if k == 0 else f"{100 * k // n} %" for n, k in (sums[k] for k in kinds)])
            whole = all(sums[k][0] == sums[k][1] for k in ("values", "formulas", "names", "comments", "validations"))
            groups["all" if good and whole else "figures" if right else "lost"].append((program["program"], way["how"]))
            if sums["validations"][1] == sums["formats"][1] == sums["protected"][1] == 0:
                groups["bare"].append((program["program"], way["how"]))
            if sums["text boxes"][1] == 0:
                groups["boxes"].append((program["program"], way["how"]))
            if sums["results"][1] == 0:
                groups["results"].append((program["program"], way["how"]))
            how = way["how"] + (", and back to .xlsx to be compared" if "saved" in way else "")
            part.append(f"{how[0].upper() + how[1:]}.\n\n" + table(["file", "lost or changed", "gkxl, given the file back"], rows))
        parts.append("\n".join(part))
    head = table(["saved by"] + [WORDS[k] for k in kinds], overview)
    return head, "\n".join(parts), groups


def publications(version):
    folder = f"{work}/published"
    os.makedirs(folder, exist_ok=True)
    for kind in ("html", "docx", "pdf"):
        gkxl("export", "in/filled.xlsx", "-o", f"published/report.{kind}")
    want = base["filled"]["read"]
    run("venv/bin/python", f"{here}/extract.py", folder)
    for option in ("", "-layout", "-raw"):
        run("pdftotext", *([option] if option else []), "published/report.pdf", f"published/pdftotext{option}.txt")
    run("node", f"{here}/clipboard.js", f"{work}/node_modules", shutil.which("chromium"), f"{folder}/report.html", folder)
    run("venv/bin/xlsx2csv", "-a", "in/filled.xlsx", "published/csv")
    p = pandoc()
    for source in ("docx", "html"):
        for to in ("docx", "odt", "rtf", "html", "markdown", "gfm", "plain"):
            if to != source:
                ending = {"markdown": "md", "gfm": "gfm.md", "plain": "txt"}.get(to, to)
                run(p, "-s", f"published/report.{source}", "-t", to, "-o", f"published/pandoc-{source}.{ending}")
    for to in ("docx", "odt", "doc", "rtf", "html", "txt:Text (encoded):UTF8", "pdf"):
        office(to, "published/writer", "published/report.docx")
    office("docx:MS Word 2007 XML", "published/writer-html", "published/report.html", infilter="HTML (StarWriter)")
    office("pdf:writer_pdf_Export", "published/writer-html", "published/report.html", infilter="HTML (StarWriter)")
    office("pdf", "published/plain-html", "published/report.html")
    office(OFFICE["xlsx"], "published/calc-html", "published/report.html", infilter="HTML (StarCalc)")
    office("docx:MS Word 2007 XML", "published/draw", "published/report.pdf", infilter="writer_pdf_import")
    csvs = [f"published/csv/{f}" for f in sorted(os.listdir(f"{folder}/csv"))] if os.path.isdir(f"{folder}/csv") else []
    name = lambda key: f"{key} {version[next(r['version'] for r in settings['readers'] if r['program'] == key)]}"
    writer, draw = name("LibreOffice Writer"), name("LibreOffice Draw")
    cases = [("workbook", name("xlsx2csv"), "every sheet as .csv", csvs)]
    cases += [("Word document", writer, f"saved as .{e}", f"published/writer/report.{e}") for e in ("docx", "odt", "doc", "rtf", "html", "txt", "pdf")]
    cases += [("Word document", name("pandoc"), f"to {e}", f"published/pandoc-docx.{e}") for e in ("odt", "rtf", "html", "md", "gfm.md", "txt")]
    cases += [("Word document", name("python-docx"), "opened and saved", "published/python-docx.docx"),
              ("Word document", name("python-docx"), "`row.cells` of every table, as a workbook", "published/python-docx-tables.xlsx"),
              ("Word document", name("docx2txt"), "as text", "published/docx2txt.txt"),
              ("Word document", name("mammoth"), "to HTML", "published/mammoth.html"),
              ("Word document", name("mammoth"), "to Markdown", "published/mammoth.md"),
              ("web page", writer, "`--infilter=\"HTML (StarWriter)\"` to .docx", "published/writer-html/report.docx"),
              ("web page", writer, "the same to .pdf", "published/writer-html/report.pdf"),
              ("web page", writer, "to .pdf without a filter named", "published/plain-html/report.pdf"),
              ("web page", name("LibreOffice Writer").replace("Writer", "Calc"), "opened as a spreadsheet, saved as .xlsx", "published/calc-html/report.xlsx")]
    cases += [("web page", name("pandoc"), f"to {e}", f"published/pandoc-html.{e}") for e in ("docx", "odt", "rtf", "md", "gfm.md", "txt")]
    cases += [("web page", name("pandas.read_html"), "every table to a sheet", "published/read_html.xlsx"),
              ("web page", name("Chromium"), "printed to .pdf", "published/print.pdf"),
              ("web page", name("Chromium"), "copied: what the clipboard has as HTML", "published/clip.html"),
              ("web page", name("Chromium"), "copied: what it has as text", "published/clip.txt")]
    cases += [("PDF", name("pdftotext"), ("`" + o + "`") if o else "without options", f"published/pdftotext{o}.txt") for o in ("", "-layout", "-raw")]
    cases += [("PDF", name("pdfplumber"), "`extract_tables`, as a workbook", "published/pdfplumber.xlsx"),
              ("PDF", name("pdfplumber"), "`extract_text`", "published/pdfplumber.txt"),
              ("PDF", name("PyMuPDF"), "`find_tables`, as a workbook", "published/pymupdf.xlsx"),
              ("PDF", name("PyMuPDF"), "`get_text`", "published/pymupdf.txt"),
              ("PDF", name("camelot"), "lattice, as a workbook", "published/camelot.xlsx"),
              ("PDF", name("tabula"), "lattice, as a workbook", "published/tabula.xlsx"),
              ("PDF", draw, "to .docx", "published/draw/report.docx")]
    rows, silent = [], []
    for source, program, how, path in cases:
        print("published:", program, how, flush=True)
        files = [path] if isinstance(path, str) else path
        c = compared(want, report(files))
        # Several files are one report to import, and several to check.
        text, code = gkxl("check", files[0] if len(files) == 1 else "read.json")
        said = f"exit {code}" + (f", {first_finding(text)}" if code else "")
        if len(files) == 1:
            proof, proved = gkxl("verify", files[0], "in/filled.xlsx")
            last = proof.strip().splitlines()[-1]
            said += "; verify: " + ("the same" if proved == 0 else last if proved == 1 else "cannot be read")
        if c is None:
            figures = texts = "none read"
        else:
            figures = f"{c['same']} of {c['figures']}" + (f", **{c['other']} others**" if c["other"] else "")
            texts = f"{c['same texts']} of {c['texts']}" + ("" if c["title"] else ", title not read")
            if code == 0 and (c["same"] < c["figures"] or c["same texts"] < c["texts"] or not c["title"]):
                silent.append(f"{program} {how}")
        rows.append([source, program, how, figures, texts, said])
    return table(["file", "program", "how", "figures as they were", "texts as they were", "gkxl, given the result"], rows), silent


def findings():
    rows = []
    for name in sorted(os.listdir(f"{root}/findings")):
        if name.endswith(".sh"):
            line = open(f"{root}/findings/{name}").read().splitlines()[1]
            rows.append([line.lstrip("# "), f"[{name}](../findings/{name})"])
    return "<!-- findings -->\n" + table(["what", "shown by"], rows) + "<!-- end -->\n"


def chinese(groups, silent):
    names = lambda key: "、".join(f"{p}（{CHINESE.get(h, h)}）" for p, h in groups[key]) or "无"
    return f"""本文由 `.ci/programs/run` 生成，请勿手工修改。把空白模板、填好的报告、标注并已答复的工作簿、汇总表，以及导出的网页、Word 文档、PDF 交给别的程序另存或转换，逐项核对还剩什么，再交回 gkxl，看它怎样说。只写版本，不写日期；运行环境是 Debian 上的各程序，没有 Microsoft Excel 和 WPS。

- 另存之后公式、名称、批注、数据验证都在，gkxl 的结论完全相同，标注、说明、追查照旧：{names("all")}。
- 数字都读得对，但工作簿里少了东西，或 gkxl 另有提示：{names("figures")}。
- 有的文件交回来 gkxl 会报错，不要这样保存：{names("lost")}。
- 数据验证、条件格式、工作表保护全都不在了：{names("bare")}。
- 文本框不在了，gkxl 也无从知道，写在文本框里的话请先移到格里：{names("boxes")}。
- 公式的结果没有存下，要等表格软件打开才重算，gkxl 自己计算总计：{names("results")}。
- 数字或文字变了而 gkxl 一声不响的：{"；".join(silent) or "没有"}。
- 网页、Word 文档、PDF 转成别的格式以后能不能用，看第二张大表的末列：“verify: the same”的，数字和文字都没有变。从 PDF 里提取文字再整理成表最容易错，请把 PDF 直接交给 gkxl 读。
"""


CHINESE = {"saved as .xlsx": "存为 .xlsx", "saved as .ods": "存为 .ods", "saved as .xls": "存为 .xls", "`ssconvert` to .xlsx": "存为 .xlsx", "`ssconvert` to .ods": "存为 .ods", "`ssconvert` to .xls": "存为 .xls",
           "`XSSFWorkbook` opened and written": "打开再写出", "the same, all formulas evaluated": "重算公式再写出", "all sheets read into rows and written from them": "按行读出再写", "as the template of a filling": "作为填充的模板",
           "`readFile`, `writeFile`": "读出再写", "the same with every option that keeps more": "读写时要求全部保留", "`fromFileAsync`, `toFileAsync`": "读出再写", "`load_workbook`, `save`": "打开再存", "the same with `data_only=True`": "只留数值再存", "`read_excel` of all sheets, `to_excel`": "各表读出再写"}


def main():
    version = versions()
    make_inputs()
    overview, parts, groups = workbooks(version)
    published, silent = publications(version)
    with open(f"{root}/docs/programs.md", "w") as f:
        f.write(f"""# Other programs

{chinese(groups, silent)}
What other programs do to gkxl's files, in English. Made by `.ci/programs/run`, which runs the programs in the versions named; do not change it by hand.

## Workbooks saved again

Five workbooks are saved again by every program without a change: the blank template, a filled report, the same with a text box beside a table, a report that gkxl has marked and a unit has answered (an explanation, a corrected total), and a total of several units with its sources. They are compared part by part with what was handed out (yes: all kept; a percentage: so much is as it was).

{overview}
Widths count as kept within 6 %. Comments count as kept if their text is. "Names" are the names of cells that gkxl reads by; without them it reads by the labels of rows and columns. In the last column below, "the same findings" means that every line of `gkxl check` is as before; the exit code is that of the report, which for the blank template is 1.

{parts}
## Published files

The page, the Word document and the PDF of a filled report with 200 figures, converted or taken apart by other programs. Figures and texts are what `gkxl import` reads from the result, beside the report they came from.

{published}
## What these programs do that one would not guess

Each is a script that installs the library, runs it on a small valid file without gkxl, and fails when the behaviour changes.

{findings()}""")


main()
