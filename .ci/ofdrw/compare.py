"""Holds what ofdrw made of OFD files against the PDF files of the same pages:
compare.py X.ofd ..., with the texts and pictures that .ci/ofd has made beside them."""
import glob
import re
import struct
import sys
import unicodedata

CELL = 8  # pixels, 2 mm


def squeeze(name):
    with open(name, encoding="utf-8") as f:
        pages = f.read().split("\f")
    return ["".join(c for c in p if not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc")) for p in pages if p.strip()]


def pgm(name):
    """Width, height and rows of a picture by poppler."""
    with open(name, "rb") as f:
        data = f.read()
    head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", data)
    w, h = int(head[1]), int(head[2])
    body = data[head.end():]
    return w, h, [body[y * w:(y + 1) * w] for y in range(h)]


def bmp(name):
    """The same of one by ofdrw, in shades of gray."""
    with open(name, "rb") as f:
        data = f.read()
    at, = struct.unpack_from("<I", data, 10)
    w, h = struct.unpack_from("<ii", data, 18)
    bits, = struct.unpack_from("<H", data, 28)
    step = bits // 8
    line = (w * step + 3) & ~3
    rows = [data[at + y * line:at + y * line + w * step:step] for y in range(abs(h))]
    return w, abs(h), rows[::-1] if h > 0 else rows


def cells(picture):
    """How dark each cell is, from 0 to 1."""
    w, h, rows = picture
    out = []
    for y in range(0, h - CELL, CELL):
        lines = rows[y:y + CELL]
        out.append([1 - sum(sum(r[x:x + CELL]) for r in lines) / (255 * CELL * CELL) for x in range(0, w - CELL, CELL)])
    return out


def apart(a, b):
    """The mean and the largest difference of cells."""
    a, b = cells(a), cells(b)
    d = [abs(p - q) for ra, rb in zip(a, b) for p, q in zip(ra, rb)]
    return sum(d) / len(d), max(d)


failed = 0
worst = 0, 0
for ofd in sys.argv[1:]:
    ours = ofd[:-4] + ".pdf"
    wrong = []
    want = squeeze(ours + ".txt")
    for made in (ofd + ".txt", ofd + ".pdfbox.pdf.txt", ofd + ".itext.pdf.txt"):
        got = squeeze(made)
        if len(got) != len(want):
            wrong.append(f"{made}: {len(got)} pages, want {len(want)}")
        for n, (a, b) in enumerate(zip(want, got)):
            if a != b:
                at = next((i for i, (p, q) in enumerate(zip(a, b)) if p != q), min(len(a), len(b)))
                wrong.append(f"{made}, page {n + 1}: {b[max(0, at - 10):at + 20]!r}, want {a[max(0, at - 10):at + 20]!r}")
                break
    pages = sorted(glob.glob(glob.escape(ours) + "-*.pgm"))
    for n, page in enumerate(pages):
        picture = pgm(page)
        for made in (bmp(f"{ofd}.pictures/{n}.bmp"), pgm(page.replace(ours, ofd + ".pdfbox.pdf")), pgm(page.replace(ours, ofd + ".itext.pdf"))):
            mean, most = apart(picture, made)
            worst = max(worst[0], mean), max(worst[1], most)
            if abs(picture[0] - made[0]) > 1 or abs(picture[1] - made[1]) > 1 or mean > 0.03 or most > 0.3:
                wrong.append(f"page {n + 1}: pictures are {mean:.3f} apart, {most:.2f} at most")
    for w in wrong[:5]:
        print("FAIL", w[:300])
    failed += bool(wrong)
print(f"{len(sys.argv) - 1} files read by ofdrw, {failed} failed; pictures are {worst[0]:.4f} apart at most in the mean, {worst[1]:.2f} in one place")
sys.exit(failed > 0)
