"""Changes a figure that a template took over, as a person would in LibreOffice,
and gives the reason for it."""
import os
import sys
import time

import uno
from com.sun.star.beans import PropertyValue

path, out = sys.argv[1:3]
FIGURE, REASON = "gk_requests_carried_in_natural_person", "gk_reason_requests_carried_in_natural_person"


def prop(name, value):
    p = PropertyValue()
    p.Name, p.Value = name, value
    return p


resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
for attempt in range(60):
    try:
        context = resolver.resolve("uno:socket,host=127.0.0.1,port=20778;urp;StarOffice.ComponentContext")
        break
    except Exception:
        time.sleep(0.5)
else:
    sys.exit("LibreOffice did not start")
desktop = context.ServiceManager.createInstance("com.sun.star.frame.Desktop")


def edit(name, change):
    doc = desktop.loadComponentFromURL("file://" + path, "_blank", 0, (prop("Hidden", True),))
    try:
        change(doc)
        doc.storeToURL(f"file://{out}/{name}", (prop("FilterName", "Calc MS Excel 2007 XML"),))
    finally:
        doc.close(True)


def cell(doc, name):
    return doc.NamedRanges.getByName(name).ReferredCells.getCellByPosition(0, 0)


def state(doc):
    """What the sheet of carried figures says of the figure, left of its reason."""
    at = doc.NamedRanges.getByName(REASON).ReferredCells.RangeAddress
    return doc.Sheets.getByIndex(at.Sheet).getCellByPosition(at.StartColumn - 1, at.StartRow).String


def changed(doc):
    figure = cell(doc, FIGURE)
    rule = figure.Validation
    # A person who types is stopped by the validity; a paste, as this is, is not.
    assert rule.Type.value == "CUSTOM" and rule.ErrorAlertStyle.value == "STOP" and rule.ShowErrorMessage, rule.Type.value
    assert "上年结转" in rule.ErrorMessage and "理由" in rule.ErrorMessage, rule.ErrorMessage
    assert not figure.CellProtection.IsLocked and not cell(doc, REASON).CellProtection.IsLocked, "locked"
    assert state(doc) == "未改动", state(doc)
    figure.Value = figure.Value + 1
    assert state(doc) == "已改动，未写理由", state(doc)


def explained(doc):
    changed(doc)
    cell(doc, REASON).String = "上年漏计一件"
    assert state(doc) == "已改动", state(doc)


edit("carried-changed.xlsx", changed)
edit("carried-explained.xlsx", explained)
print("done", flush=True)
# As in edit.py: an office that ends may bring this process down with it.
try:
    desktop.terminate()
except Exception:
    pass
os._exit(0)
