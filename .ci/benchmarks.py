"""The tables of docs/benchmarks.md, which .ci/scale --update writes anew."""
import datetime
import pathlib
import re
import subprocess
import types

from measure import Benchmarks, chart, fill, root, short, table

PACKAGES = ["", "pdfout", "demo", "aggregate", "internal/narrative", "internal/locate"]
DOCUMENT = root / "docs/benchmarks.md"
CHART = root / "docs/img/scale.svg"
NATION = 190_000  # reports a year, by the estimate in the document


class Found(types.SimpleNamespace):
    """What .ci/scale has measured."""


def binary(package):
    """The name of the file with a package's tests."""
    return (package or "gkxl").replace("/", "-") + ".test"


def measure(found, work, older_tree):
    """Runs Go's benchmarks, the ones of the older build in turn with ours, and .ci/peers."""
    b = found.go = Benchmarks()

    def go(package, pattern, time="200ms"):
        b.run(work / "new" / binary(package), root / package, pattern, time, as_=package and package + "/")

    def older(package, pattern):
        if older_tree:
            b.run(work / "older" / binary(package), older_tree / package, pattern, as_="older/" + (package and package + "/"))

    for _ in range(5):
        go("", "^Benchmark(Floor|Preflight|Read.*|CheckAlone|Template|Mark|Out|Verify)$")
        older("", "^Benchmark(ReadAndCheck|ReadByLabels|Template|Mark)$")
        go("pdfout", "^BenchmarkWrite")
        older("pdfout", "^BenchmarkWrite$")
    for _ in range(3):
        go("", "^Benchmark(Diff|CheckAgainstLast|DiffWritten)$")
        go("demo", ".")
        go("internal/narrative", "^Benchmark(Read|NewReader)$")
    go("internal/locate", "^BenchmarkSlips$", "1000x")
    go("aggregate", "^BenchmarkUnits$", "3x")
    print("the benchmarks of Go are done", flush=True)
    said = subprocess.run([root / ".ci/peers"], stdout=subprocess.PIPE, text=True, check=True).stdout
    found.pdf = [line.split("\t") for line in said.splitlines()]
    print(said, flush=True)


def cpu_model():
    m = re.search(r"^model name\s*:\s*(.*)$", pathlib.Path("/proc/cpuinfo").read_text(), re.M)
    return m[1] if m else "?"


def said(*cmd):
    return subprocess.run(cmd, cwd=root, capture_output=True, text=True).stdout.strip()


def machine(found):
    version = said("go", "env", "GOVERSION")
    at = said("git", "rev-parse", "--short=7", "HEAD")
    return f"各表取自 {datetime.date.today()} 在一台 {found.cpus} 核机器（{cpu_model()}，{version}）上的一次运行，程序是 {at}" + (f"，旧版是 {found.older}。" if found.older else "。")


def ms(seconds):
    return short(1000 * seconds, "ms")


def ratios(found):
    """The summary: our figure, the other's, and the ratio of the two."""
    b = found.go
    small, middle, large = found.counts
    ours = found.beside["gkxl check"]
    rows = []

    def row(what, a, other, ratio):
        rows.append((what, a, other, f"**{short(ratio)}**" if ratio else ""))

    def both(what, a, other):
        row(what, short(a, "s"), short(other, "s"), a / other)

    def floor(what, name):
        row(what, short(b.ms(name), "ms"), short(b.ms("Floor"), "ms"), b.ratio(name))

    def older(what, name):
        if found.older:
            package, _, last = name.rpartition("/")
            before = "/".join(filter(None, ["older", package, last]))
            row(what, short(b.ms(name), "ms"), short(b.ms(before), "ms"), b.ratio(name, before))

    checking = f"`check --no-cache --format json`，{found.few} 份，处理器时间"
    if "older gkxl check" in found.beside:
        both(f"{checking}；旧版", ours.cpu, found.beside["older gkxl check"].cpu)
    if "python-calamine, all cells" in found.beside:
        both(f"{checking}；python-calamine 只读全部单元格", ours.cpu, found.beside["python-calamine, all cells"].cpu)
    for name, (_, _, p) in found.measured.items():
        if name == f"FastExcel, {found.cpus} threads":
            both(f"`merge --no-cache`，{middle:,} 份，实际时间；FastExcel {found.cpus} 线程，不计启动", found.merged[middle].wall, p.wall * middle)
    floor("读取并核对一份，进程内；下限", "ReadAndCheck")
    floor("去掉名称、按标签读取一份；下限", "ReadByLabels")
    floor("写出标出差错的工作簿一份；下限", "Mark")
    older("写出模板一份；旧版", "Template")
    older("PDF 一份，从内存里的报告到字节；旧版", "pdfout/Write")
    if "older" in found.one:
        both("`check` 一份，整个进程，实际时间；旧版", found.one["new"].wall, found.one["older"].wall)
        both("`check` 一份，整个进程，处理器时间；旧版", found.one["new"].cpu, found.one["older"].cpu)
    if found.older:
        row("读取并核对一份所分配的内存；旧版", short(b.mb("ReadAndCheck"), "MB"), short(b.mb("older/ReadAndCheck"), "MB"), b.mb("ReadAndCheck") / b.mb("older/ReadAndCheck"))
    row(f"内存峰值，汇总 {large:,} 份；{small:,} 份", f"{found.merged[large].peak:.0f} MB", f"{found.merged[small].peak:.0f} MB", found.merged[large].peak / found.merged[small].peak)
    for name, runs in (("汇总", found.merged), ("核对", found.checked)):
        a, z = runs[large].cpu / large, runs[small].cpu / small
        row(f"{name}，每份的处理器时间，{large:,} 份；{small:,} 份", ms(a), ms(z), a / z)
    return table(["比什么；与什么比", "gkxl", "另一方", "之比"], *rows)


def steps(found):
    b = found.go
    names = [("下限：解压全部部件并用 `xml.RawToken` 切分", "Floor"), ("把关（解压、校验码、逐部件扫描）", "Preflight"), ("把关、按名称读取", "ReadByNames"),
             ("把关、去掉名称后按标签读取", "ReadByLabels"), ("把关、按名称读取、核对", "ReadAndCheck"), ("仅核对（不含叙述）", "CheckAlone"), ("仅读叙述，约 5000 字、300 个数字", "internal/narrative/Read"),
             ("写出模板（填好的）", "Template"), ("写出标出差错的工作簿（`check --mark`，读取之外）", "Mark"), ("写出网页", "Out/html"), ("写出 Word 文档", "Out/docx"), ("写出 PDF", "Out/pdf"),
             ("`verify` 网页", "Verify/html"), ("`verify` Word 文档", "Verify/docx"), ("`verify` PDF", "Verify/pdf")]
    return table(["步骤", "每份", "与下限之比", "分配"], *[(what, short(b.ms(n), "ms"), short(b.ratio(n)), f"{short(b.mb(n), 'MB')}，{b.unit(n, 'allocs/op'):,.0f} 次") for what, n in names])


def pdf(found):
    (_, _, each, one), *others = found.pdf
    rows = [("gkxl，从 .xlsx 读取、核对到写出", ms(float(each)), 1, short(float(one), "s"), 1)]
    of = {"LibreOffice": "从同样内容的 .docx", "Chromium": "从同样内容的 .html"}
    for name, version, e, o in others:
        rows.append((f"{name} {version}，{of[name]}", ms(float(e)), short(float(e) / float(each)), short(float(o), "s"), short(float(o) / float(one))))
    b = found.go
    memory = f"从内存里的报告到字节：PDF {short(b.ms('pdfout/Write'), 'ms')}，分配 {short(b.mb('pdfout/Write'), 'MB')}、{b.unit('pdfout/Write', 'allocs/op'):,.0f} 次；OFD {short(b.ms('pdfout/WriteOFD'), 'ms')}。"
    return table(["", "20 份一个进程，每份", "与 gkxl 之比", "一个进程一份", "与 gkxl 之比"], *rows) + "\n\n" + memory


def years(found):
    b = found.go
    pairs = {"对照，同版（2021 → 2022）": "bureau-2021.json_bureau-2022.json", "对照，跨版（2020 → 2021）": "bureau-2020.json_bureau-2021.json", "对照，叙述全不相同的两份（2020 → 2024）": "huangpu-2020.json_huaian-2024.json"}
    formats = {"文本": "text", "网页": "html", "JSON": "json", "工作簿": "xlsx", "PDF": "pdf", "OFD": "ofd"}
    return table(["步骤", "时间", "分配"],
                 *[(what, short(b.ms("Diff/" + n), "ms"), short(b.mb("Diff/" + n), "MB")) for what, n in pairs.items()],
                 ("核对一份，连同上年的（`check --last`）", short(b.ms("CheckAgainstLast"), "ms"), short(b.mb("CheckAgainstLast"), "MB")),
                 *[(f"对照写成{what}", short(b.ms("DiffWritten/" + n), "ms"), short(b.mb("DiffWritten/" + n), "MB")) for what, n in formats.items()])


def slips(found):
    at = lambda n, unit: short(found.go.unit(f"internal/locate/Slips/{n}", unit) / 1000, "ms")
    return table(["弄错", "95 % 的报告不超过", "最慢的一份"], *[(what, at(n, "µs-p95"), at(n, "µs-max")) for n, what in ((1, "一处"), (2, "二处"), (3, "三处"))])


def district(found):
    b = found.go
    names = [("填位置", "demo/Workbook"), ("逐份生成（`gkxl template --fill` 的做法）", "demo/Written"), ("其中造报告、写叙述", "demo/Report")]
    return table(["", "每份", "分配"], *[(what, short(b.ms(n), "ms"), f"{short(b.mb(n), 'MB')}，{b.unit(n, 'allocs/op'):,.0f} 次") for what, n in names])


def units(found):
    b = found.go
    row = lambda what, n: (what, short(b.ms(n) / 1000, "s"), short(b.ratio(n, "aggregate/Units/alone")), short(b.mb(n), "MB"))
    read = b.mb("aggregate/Units/read") / 1000
    return table(["", "时间", "与只核对汇总之比", "分配"], row("核对汇总本身，不看单位（`alone`）", "aggregate/Units/alone"), row("与已读好的 1,000 个单位核对（`against`）", "aggregate/Units/against"),
                 row("读取 1,000 个单位的文件（`read`）", "aggregate/Units/read")) + \
        f"\n\n读取时每份分配 {short(read, 'MB')}，用过即弃：读完 1,000 份后连同它们的数一共只占 {short(b.unit('aggregate/Units/read', 'MB-live'), 'MB')}。"


def beside(found):
    small, middle, _ = found.counts
    ours = found.per
    rows = [("下限：解压全部部件并用 `xml.RawToken` 切分", found.floor.of_each(middle), found.floor, ""), ("`gkxl merge --no-cache`", found.per, found.merged[middle], "把关、按名称或标签读取、全部核对、汇总、写出汇总表")]
    said = {"FastExcel": "不把关、不核对；只读三张表，格的位置要事先知道", "openpyxl, by names": "不把关、不核对；按名称取格", "openpyxl, rows": "不把关、不核对；只读三张表，格的位置要事先知道"}
    known = {"openpyxl, by names": "openpyxl 3.1.5，按名称取格（`.ci/sums.py names`）", "openpyxl, rows of known cells": "openpyxl 3.1.5，`read_only`"}
    for name, (_, whole, p) in found.measured.items():
        shown = known.get(name) or "FastExcel 1.3.0（JVM），" + re.sub(r".*?(\d+).*", r"\1 线程，不计启动", name)
        rows.append((shown, p, whole, next(v for k, v in said.items() if name.startswith(k))))
    adding = table(["把同样的 200 个格相加", "每份，实际", "每份，处理器", "与 gkxl 之比，实际", "处理器", "内存峰值", "做什么、不做什么"],
                   *[(n, ms(p.wall), ms(p.cpu), short(p.wall / ours.wall), short(p.cpu / ours.cpu), f"{w.peak:.0f} MB", what) for n, p, w, what in rows])
    ours = found.beside["gkxl check"]
    named = {"gkxl check": ("`gkxl check --no-cache --format json`", "把关、读取、核对，连同叙述、单位之间雷同的文字，每个结果有位置和依据"), "older gkxl check": (f"旧版（{found.older}）", "同上，规则较少"),
             "python-calamine, all cells": ("python-calamine 0.9.1（Rust），读全部单元格", "不把关、不核对，不看样式、名称、合并、隐藏；读出的格随即丢掉")}
    rows = [(named[n][0], found.few, r.of_each(found.few), ours.of_each(found.few), r, named[n][1]) for n, r in found.beside.items()]
    c = found.checked[small]
    rows.append(("openpyxl 3.1.5 脚本（`.ci/peer.py`）", small, found.checks.of_each(small), c.of_each(small), found.checks, "不把关，不看叙述；只核对表三、表四的勾稽，不说位置"))
    checking = table(["核对", "份数", "每份，实际", "每份，处理器", "与 gkxl 之比，实际", "处理器", "内存峰值", "做什么、不做什么"],
                     *[(n, k, ms(p.wall), ms(p.cpu), short(p.wall / o.wall), short(p.cpu / o.cpu), f"{w.peak:.0f} MB", what) for n, k, p, o, w, what in rows])
    return checking + "\n\n" + adding


def sizes(found):
    small, middle, large = found.counts
    row = lambda what, n, r: (what, short(r.wall, "s"), short(r.cpu, "s"), ms(r.cpu / n), f"{r.peak:.0f} MB")
    rows = [row(f"汇总 {n:,} 份", n, found.merged[n]) for n in found.counts] + [row(f"汇总 {large:,} 份，第二次（取自缓存）", large, found.again)] + [row(f"核对 {n:,} 份", n, found.checked[n]) for n in found.counts]
    lines = [("汇总", "#1f5fbf", [1000 * found.merged[n].cpu / n for n in found.counts]), ("核对", "#bf4f1f", [1000 * found.checked[n].cpu / n for n in found.counts])]
    chart(CHART, "每份的处理器时间", "ms", found.counts, lines)
    growth = [f"{name} {100 * ((r[large].cpu / large) / (r[small].cpu / small) - 1):+.0f} %" for name, r in (("汇总", found.merged), ("核对", found.checked))]
    return table(["", "实际", "处理器", "每份，处理器", "内存峰值"], *rows) + f"""

![每份的处理器时间：{'；'.join(name + '，' + '、'.join(f'{n:,} 份 {v:.2f} ms' for n, v in zip(found.counts, values)) for name, _, values in lines)}](img/{CHART.name})

- 每份的处理器时间，{large:,} 份与 {small} 份相比：{'，'.join(growth)}（预定增加不超过 10 %）。去掉启动和写汇总表，每多一份，{middle:,} 到 {large:,} 份之间是 {small} 到 {middle:,} 份之间的 {found.later.cpu / found.per.cpu:.2f} 倍（预定 1.1 以内）。
- 第二次快 {found.merged[large].wall / found.again.wall:.0f} 倍（实际）、{found.merged[large].cpu / found.again.cpu:.0f} 倍（处理器），预定 20 倍。
- 与下限之比 {found.merged[middle].cpu / found.floor.cpu:.2f}（处理器），预定不超过 4；内存峰值 {found.merged[large].peak:.0f} MB，预定不超过 80 MB；{large:,} 份比 {middle:,} 份多 {found.merged[large].peak - found.merged[middle].peak:.0f} MB，即每份 {1024 * (found.merged[large].peak - found.merged[middle].peak) / (large - middle):.1f} KB。"""


def nation(found):
    large = found.counts[2]
    each = found.merged[large].cpu / large
    minutes = lambda s: f"{s / 60:.0f} 分钟" if s >= 90 else f"{s:.0f} 秒"
    return table(["", f"{found.cpus} 核，估计"], (f"第一次，每份 {ms(each)} 处理器时间", f"{NATION // 10000} 万份约 {minutes(NATION * each)}处理器时间，实际约 {minutes(NATION * found.merged[large].wall / large)}"),
                 ("第二次，未改动的取自缓存", f"约 {minutes(NATION * found.again.wall / large)}"),
                 ("一个进程一次汇总的内存", "约 0.5 GB（按每份 2 KB 多估计），且来源表要 19 万行"),
                 ("最大的省，约 1.2 万份", f"约 {minutes(12_000 * each)}处理器时间"))


def write(found):
    """Writes the tables and the picture."""
    parts = [machine, ratios, steps, pdf, years, slips, district, units, beside, sizes, nation]
    tables = {p.__name__: p(found) for p in parts}
    print(tables["ratios"])
    fill(DOCUMENT, tables)
    print(f"written: {DOCUMENT.relative_to(root)}, {CHART.relative_to(root)}")
