"""Prints the code points of the embedded faces: the 8105 characters of the table
of general standard characters, GB2312, and punctuation and symbols."""
import sys

points = set()
for c in open(sys.argv[1], encoding="utf-8").read():
    if ord(c) > 0x3400:
        points.add(ord(c))
for high in range(0xA1, 0xF8):
    for low in range(0xA1, 0xFF):
        try:
            points.add(ord(bytes([high, low]).decode("gb2312")))
        except UnicodeDecodeError:
            pass
for first, last in [(0x20, 0x7E), (0xA0, 0xFF), (0x2010, 0x2027), (0x2030, 0x203E), (0x20AC, 0x20AC), (0x2103, 0x2103), (0x2109, 0x2109), (0x2116, 0x2116),
                    (0x2122, 0x2122), (0x2160, 0x217B), (0x2190, 0x2199), (0x2460, 0x249B), (0x24EA, 0x24EA), (0x2E3A, 0x2E3A), (0x3000, 0x301F),
                    (0x3220, 0x3229), (0x3280, 0x3289), (0x338E, 0x338F), (0x339C, 0x33A1), (0x33C4, 0x33C4), (0x33CE, 0x33CE), (0xFE10, 0xFE19),
                    (0xFE30, 0xFE44), (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6)]:
    points.update(range(first, last + 1))
print("\n".join(f"U+{p:04X}" for p in sorted(points)))
