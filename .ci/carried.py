"""Changes a figure that a template took over, as a person would in LibreOffice,
and gives the reason for it."""
import sys

from office import Office

path, out = sys.argv[1:3]
FIGURE, REASON = "gk_requests_carried_in_natural_person", "gk_reason_requests_carried_in_natural_person"


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


office = Office(20778)
office.edit(path, out + "/carried-changed.xlsx", changed)
office.edit(path, out + "/carried-explained.xlsx", explained)
office.done()
