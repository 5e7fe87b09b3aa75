"""Measures the smallest text of printed pages, and how wide pages are in a window:
paper.py MADE PRINTED CHROMIUM. MADE holds what gkxl wrote, PRINTED what became of it."""
import os
import re
import subprocess
import sys

import pymupdf

LEAST = 8.0  # points on paper
ROUNDING = 0.02  # programs print 8 points as 7.99
WINDOW = 1100  # pixels

made, printed, chromium = sys.argv[1:]
failed = []


def smallest(path):
    """The smallest text of a file, as it is printed: its size in points, page and words."""
    least = (1000.0, 0, "")
    sizes = set()
    with pymupdf.open(path) as document:
        for number, page in enumerate(document, 1):
            sizes.add(tuple(sorted((round(page.rect.width), round(page.rect.height)))))
            for block in page.get_text("dict")["blocks"]:
                for line in block.get("lines", []):
                    for span in line["spans"]:
                        if span["text"].strip():
                            least = min(least, (span["size"], number, span["text"].strip()[:30]))
        pages = len(document)
    return least, sizes, pages


def is_a4(size):
    return abs(size[0] - 595) < 3 and abs(size[1] - 842) < 3


wanted = {os.path.splitext(f)[0] + {".pdf": ""}.get(os.path.splitext(f)[1], os.path.splitext(f)[1]) + ".pdf" for f in os.listdir(made)}
for lacking in sorted(wanted - set(os.listdir(printed))):
    failed.append(f"{lacking} was not printed")
for name in sorted(os.listdir(printed)):
    (size, page, words), papers, pages = smallest(os.path.join(printed, name))
    print(f"{name}: {pages} pages, smallest text {size:.2f} points (page {page}, {words!r})")
    if size < LEAST - ROUNDING:
        failed.append(f"{name}: {words!r} on page {page} is printed at {size:.2f} points")
    if not all(is_a4(p) for p in papers):
        failed.append(f"{name}: the paper is {papers}")

# A page in a frame of the window's width, which says how wide its content is.
HARNESS = """<!DOCTYPE html><body><iframe width="%d" height="900" src="%s"></iframe><script>
document.querySelector("iframe").onload = e => {
  const d = e.target.contentDocument, wide = [d.documentElement, ...d.querySelectorAll(".scroll, .gkxl-scroll")];
  document.title = Math.max(...wide.map(x => x.scrollWidth - x.clientWidth));
};</script></body>"""
for name in ["status.html", "diff.html", "series.html"]:
    harness = os.path.join(made, "frame.html")
    with open(harness, "w", encoding="utf-8") as f:
        f.write(HARNESS % (WINDOW, name))
    out = subprocess.run([chromium, "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files", "--window-size=1400,1000",
                          "--virtual-time-budget=5000", "--dump-dom", "file://" + harness], capture_output=True, text=True, check=False).stdout
    over = re.search(r"<title>(-?\d+)</title>", out)
    if over is None or int(over[1]) > 0:
        failed.append(f"{name} at {WINDOW} pixels: {'not measured' if over is None else over[1] + ' pixels too wide'}")
    else:
        print(f"{name}: no sideways scrolling at {WINDOW} pixels")
for f in failed:
    print("failed:", f)
sys.exit(1 if failed else 0)
