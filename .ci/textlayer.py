"""Holds what poppler reads of PDF files against what they should say: for every
FILE.pdf a FILE.txt with one piece of text on a line, in the order of reading."""
import re
import subprocess
import sys
import unicodedata


def squeeze(s):
    return "".join(c for c in s if not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc"))


failed = 0
for pdf in sys.argv[1:]:
    raw = subprocess.run(["pdftotext", "-raw", "-enc", "UTF-8", pdf, "-"], check=True, capture_output=True).stdout.decode()
    pages = [squeeze(p) for p in raw.split("\f")]
    text = "".join(re.sub(r"第\d+页共\d+页$", "", p.removeprefix("草稿")) for p in pages)
    at = 0
    with open(pdf[:-4] + ".txt", encoding="utf-8") as f:
        for piece in f.read().split("\n"):
            found = text.find(squeeze(piece), at)
            if found < 0:
                print(f"FAIL {pdf}: {piece[:60]!r} is not found behind {text[max(0, at - 30):at]!r}, where {text[at:at + 60]!r} follows")
                failed += 1
                break
            at = found + len(squeeze(piece))
print(f"{len(sys.argv) - 1} files read by poppler, {failed} failed")
sys.exit(failed > 0)
