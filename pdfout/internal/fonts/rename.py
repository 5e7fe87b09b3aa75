"""Gives a font a name of its own: rename.py FILE NAME."""
import sys
from fontTools.ttLib import TTFont

path, name = sys.argv[1:]
font = TTFont(path, recalcTimestamp=False)
table = font["name"]
for r in list(table.names):
    if r.nameID in (1, 3, 4, 6, 16, 17, 18, 21, 22, 25):
        table.removeNames(nameID=r.nameID)
for i, text in {1: name, 3: name + " 1.250", 4: name, 6: name.replace(" ", "-")}.items():
    table.setName(text, i, 3, 1, 0x409)
font.save(path, reorderTables=None)
