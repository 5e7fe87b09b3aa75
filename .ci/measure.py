"""What .ci/scale measures with: processes, Go's benchmarks, and the marked places of
docs/benchmarks.md."""
import os
import pathlib
import re
import subprocess
import sys
import time

root = pathlib.Path(__file__).resolve().parent.parent


class Run:
    """Wall and processor time in seconds, and the most memory in MB."""

    def __init__(self, wall, cpu, peak=0):
        self.wall, self.cpu, self.peak = wall, cpu, peak

    def of_each(self, n):
        return Run(self.wall / n, self.cpu / n, self.peak)

    def best(self, other):
        return Run(min(self.wall, other.wall), min(self.cpu, other.cpu), max(self.peak, other.peak))


def run(cmd, out=None, times=1, env=None, cwd=root):
    """Runs a command so many times, and returns the least time."""
    least = None
    for _ in range(times):
        with open(out or os.devnull, "wb") as to:
            begun = time.monotonic()
            p = subprocess.Popen([str(c) for c in cmd], stdout=to, stderr=subprocess.PIPE, env=env, cwd=cwd)
            said = p.stderr.read()
            _, status, use = os.wait4(p.pid, 0)
            wall = time.monotonic() - begun
        if status != 0:
            sys.exit(f"{cmd}: {said.decode()}")
        r = Run(wall, use.ru_utime + use.ru_stime, use.ru_maxrss / 1024)
        least = least.best(r) if least else r
    return least


def in_turn(times, **calls):
    """Makes calls that return a Run in turn, so many rounds, so that all have quiet and busy moments alike."""
    least = {}
    for _ in range(times):
        for name, call in calls.items():
            r = call()
            least[name] = least[name].best(r) if name in least else r
    return least


def slope(a, na, b, nb):
    """What one more file takes, without what every start takes."""
    return Run((b.wall - a.wall) / (nb - na), (b.cpu - a.cpu) / (nb - na))


class Benchmarks:
    """The least that each of Go's benchmarks took, by its name: ms, bytes, allocations, and what else it reports."""

    def __init__(self):
        self.least = {}

    def run(self, binary, folder, pattern, time="200ms", count=1, env=None, as_=""):
        out = subprocess.run([str(binary), "-test.run=^$", f"-test.bench={pattern}", "-test.benchmem", f"-test.benchtime={time}", f"-test.count={count}"],
                             cwd=folder, env=env, capture_output=True, text=True)
        if out.returncode != 0:
            sys.exit(f"{binary} {pattern}: {out.stdout}{out.stderr}")
        for line in out.stdout.splitlines():
            m = re.match(r"Benchmark(\S+?)(?:-\d+)?\s+\d+\s+(.*)", line)
            if not m:
                continue
            fields = m[2].split()
            to = self.least.setdefault(as_ + m[1], {})
            for value, unit in zip(fields[::2], fields[1::2]):
                to[unit] = min(to.get(unit, float("inf")), float(value))

    def ms(self, name):
        return self.least[name]["ns/op"] / 1e6

    def mb(self, name):
        return self.least[name]["B/op"] / 1e6

    def unit(self, name, unit):
        return self.least[name][unit]

    def ratio(self, name, to="Floor"):
        return self.ms(name) / self.ms(to)


def table(head, *rows):
    """A table in Markdown."""
    line = lambda cells: "| " + " | ".join(str(c) for c in cells) + " |"
    return "\n".join([line(head), line(["---"] * len(head)), *map(line, rows)])


def short(x, unit=""):
    """A number with two or three figures that count."""
    digits = 0 if abs(x) >= 100 else 1 if abs(x) >= 10 else 2
    text = f"{x:,.{digits}f}" if abs(x) >= 0.1 or x == 0 else f"{x:.2g}"
    return f"{text} {unit}" if unit else text


def fill(path, parts):
    """Puts texts between the marks <!-- NAME --> and <!-- end --> of a document."""
    text = path.read_text(encoding="utf-8")
    for name, part in parts.items():
        marked = re.compile(rf"(<!-- {re.escape(name)} -->\n).*?(<!-- end -->)", re.S)
        if len(marked.findall(text)) != 1:
            sys.exit(f"{path}: there is not one place for {name}")
        text = marked.sub(lambda m: f"{m[1]}\n{part}\n\n{m[2]}", text)
    path.write_text(text, encoding="utf-8")


def chart(path, title, unit, counts, lines):
    """Draws values at numbers of files, which stand evenly, as an SVG. Lines are name, colour and values."""
    left, right, top, bottom, width, height = 50, 110, 40, 40, 560, 260
    most = 1.25 * max(max(v) for _, _, v in lines)
    x = lambda i: left + i * (width - left - right) / (len(counts) - 1)
    y = lambda v: height - bottom - v / most * (height - top - bottom)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12" fill="#333">',
           f'<rect width="{width}" height="{height}" fill="#fff"/>', f'<text x="{left}" y="20" font-size="14">{title}</text>',
           f'<path d="M{left} {top}V{height - bottom}H{width - right}" fill="none" stroke="#999"/>',
           f'<text x="{left - 8}" y="{y(0) + 4:.0f}" text-anchor="end">0</text>', f'<text x="{left - 8}" y="{top}" text-anchor="end">{unit}</text>']
    out += [f'<text x="{x(i):.0f}" y="{height - bottom + 20}" text-anchor="middle">{n:,} 份</text>' for i, n in enumerate(counts)]
    for name, colour, values in lines:
        points = " ".join(f"{x(i):.0f},{y(v):.1f}" for i, v in enumerate(values))
        out.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        out += [f'<circle cx="{x(i):.0f}" cy="{y(v):.1f}" r="3" fill="{colour}"/><text x="{x(i):.0f}" y="{y(v) - 8:.1f}" text-anchor="middle">{v:.2f}</text>' for i, v in enumerate(values)]
        out.append(f'<text x="{width - right + 12}" y="{y(values[-1]) + 4:.1f}" fill="{colour}">{name}</text>')
    path.write_text("\n".join(out + ["</svg>"]) + "\n", encoding="utf-8")
