"""What a workbook holds, read from its parts, so that no library stands between: facts(path) is a map of kinds to
maps of places to what stands there."""
import posixpath
import re
import zipfile
import xml.etree.ElementTree as tree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
KINDS = ["values", "formulas", "results", "names", "comments", "comment boxes", "validations", "formats", "protected", "open cells", "hidden", "merged", "widths", "fills", "fonts", "links", "print", "text boxes"]


def short(tag):
    return tag.rsplit("}", 1)[-1]


class Book:
    def __init__(self, path):
        self.zip = zipfile.ZipFile(path)
        self.names = {name.lower(): name for name in self.zip.namelist()}

    def xml(self, part):
        name = self.names.get(part.lower())
        if name is None:
            return None
        try:
            return tree.fromstring(self.zip.read(name))
        except tree.ParseError:  # the old drawings of comments may be no XML
            return tree.fromstring(re.sub(rb"<br>|&nbsp;", b"", self.zip.read(name)))

    def links(self, part):
        folder, name = posixpath.split(part)
        root = self.xml(f"{folder}/_rels/{name}.rels")
        out = {}
        for r in root if root is not None else []:
            target = r.get("Target")
            target = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            out[r.get("Id")] = (r.get("Type").rsplit("/", 1)[1], target)
        return out


def column(letters):
    n = 0
    for c in letters:
        n = n * 26 + ord(c) - 64
    return n


def letters(n):
    out = ""
    while n:
        n, r = divmod(n - 1, 26)
        out = chr(65 + r) + out
    return out


def cells(ranges):
    """The cells of ranges, those of whole columns and rows by their edges alone."""
    for area in ranges.replace("$", "").split():
        m = re.fullmatch(r"([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?", area)
        if not m:
            yield area
            continue
        a, r, b, s = m.groups()
        b, s = b or a, s or r
        if (column(b) - column(a) + 1) * (int(s) - int(r) + 1) > 5000:
            yield area
            continue
        for c in range(column(a), column(b) + 1):
            for row in range(int(r), int(s) + 1):
                yield f"{letters(c)}{row}"


def text_of(node):
    """The text of a string, without the phonetic reading."""
    return "".join(t.text or "" for part in node for t in ([part] if short(part.tag) == "t" else part.iter(MAIN + "t") if short(part.tag) == "r" else []))


def number(text):
    try:
        return f"{float(text):.12g}"
    except (TypeError, ValueError):
        return text or ""


def same_formula(text):
    """A formula without the quotes a sheet's name may stand in, and without blanks."""
    return re.sub(r"['\s]", "", text or "").replace("_xlfn.", "").lstrip("=").lstrip("+")


class Styles:
    def __init__(self, root):
        find = lambda name: list(root.find(MAIN + name)) if root is not None and root.find(MAIN + name) is not None else []
        self.fonts, self.fills, self.xfs = find("fonts"), find("fills"), find("cellXfs")

    def at(self, index):
        return self.xfs[index] if index < len(self.xfs) else None

    def fill(self, index):
        xf = self.at(index)
        fill = self.fills[int(xf.get("fillId", 0))] if xf is not None and int(xf.get("fillId", 0)) < len(self.fills) else None
        pattern = fill.find(MAIN + "patternFill") if fill is not None else None
        if pattern is None or pattern.get("patternType", "none") in ("none", "gray125"):
            return ""
        colour = pattern.find(MAIN + "fgColor")
        return "" if colour is None else (colour.get("rgb") or "theme" + str(colour.get("theme")))[-6:]

    def font(self, index):
        xf = self.at(index)
        font = self.fonts[int(xf.get("fontId", 0))] if xf is not None and self.fonts else None
        if font is None:
            return ""
        get = lambda name: next((f.get("val") for f in font if short(f.tag) == name), "")
        bold = next((f.get("val", "1") for f in font if short(f.tag) == "b"), "0") not in ("0", "false")
        return f"{get('name')} {number(get('sz'))}{' bold' if bold else ''}"

    def locked(self, index):
        xf = self.at(index)
        protection = xf.find(MAIN + "protection") if xf is not None else None
        return protection is None or protection.get("locked", "1") not in ("0", "false")


def facts(path):
    book = Book(path)
    top = book.links("")
    main = next((t for kind, t in top.values() if kind == "officeDocument"), "xl/workbook.xml")
    workbook = book.xml(main)
    links = book.links(main)
    part_of = {kind: target for kind, target in links.values()}
    strings = book.xml(part_of.get("sharedStrings", "none"))
    shared = [text_of(s) for s in strings] if strings is not None else []
    styles = Styles(book.xml(part_of.get("styles", "none")))
    out = {kind: {} for kind in KINDS}
    for name in workbook.iter(MAIN + "definedName"):
        if name.get("name").startswith("_xlnm") or name.get("localSheetId"):
            continue
        out["names"][name.get("name")] = re.sub(r"['\s]", "", name.text or "")
    for sheet in workbook.iter(MAIN + "sheet"):
        title = sheet.get("name")
        out["hidden"][title] = sheet.get("state", "visible")
        part = links[sheet.get(LINK + "id")][1]
        root = book.xml(part)
        sheet_facts(out, book, title, part, root, shared, styles)
    return out


def sheet_facts(out, book, title, part, root, shared, styles):
    masters = {}
    for c in root.iter(MAIN + "c"):
        ref = c.get("r")
        place = f"{title}!{ref}"
        kind, value, formula = c.get("t", "n"), c.find(MAIN + "v"), c.find(MAIN + "f")
        text = "" if value is None else value.text or ""
        inline = c.find(MAIN + "is")
        if kind == "s":
            text = shared[int(text)]
        elif kind == "inlineStr":
            text = text_of(inline) if inline is not None else ""
        shown = number(text) if kind == "n" else text
        sort = {"n": "number", "b": "logical", "e": "error"}.get(kind, "text")
        if formula is not None:
            out["formulas"][place] = same_formula(formula.text) or "shared"
            if value is not None:
                out["results"][place] = (sort, shown)
        elif shown != "":
            out["values"][place] = (sort, shown.replace("\r\n", "\n"))
        style = int(c.get("s", 0))
        if not styles.locked(style):
            out["open cells"][place] = "open"
        fill = styles.fill(style)
        if fill:
            out["fills"][place] = fill
        if shown != "" or formula is not None:
            out["fonts"][place] = styles.font(style)
    protection = root.find(MAIN + "sheetProtection")
    if protection is not None and protection.get("sheet") in ("1", "true"):
        out["protected"][title] = "protected"
    for m in root.iter(MAIN + "mergeCell"):
        out["merged"][f"{title}!{m.get('ref')}"] = "merged"
    for col in root.iter(MAIN + "col"):
        for n in range(int(col.get("min")), min(int(col.get("max")), 40) + 1):
            if col.get("width") and (col.get("customWidth") in ("1", "true") or col.get("hidden") in ("1", "true")):
                out["widths"][f"{title}!{letters(n)}"] = "hidden" if col.get("hidden") in ("1", "true") else float(col.get("width"))
    counts = {}  # conditional formats of a cell
    for v in root.iter():
        if short(v.tag) == "dataValidation":
            ranges = v.get("sqref") or " ".join(s.text or "" for s in v.iter() if short(s.tag) == "sqref")
            for cell in cells(ranges):
                out["validations"][f"{title}!{cell}"] = (v.get("type"), bool(v.get("prompt")), bool(v.get("error")))
        elif short(v.tag) == "conditionalFormatting":
            ranges = v.get("sqref") or " ".join(s.text or "" for s in v.iter() if short(s.tag) == "sqref")
            rules = sum(short(r.tag) == "cfRule" for r in v)
            for cell in cells(ranges):
                for _ in range(rules):
                    n = counts[cell] = counts.get(cell, 0) + 1
                    out["formats"][f"{title}!{cell}#{n}"] = "rule"
    for link in root.iter(MAIN + "hyperlink"):
        for cell in cells(link.get("ref")):
            out["links"][f"{title}!{cell}"] = re.sub(r"['$#]", "", link.get("location") or "")
    setup, footer = root.find(MAIN + "pageSetup"), root.find(MAIN + "headerFooter")
    fit = any(short(e.tag) == "pageSetUpPr" and e.get("fitToPage") in ("1", "true") for e in root.iter())
    words = re.sub(r'&"[^"]*"|&\d+|&[LCRPN]|\s', "", "".join(footer.itertext())) if footer is not None else ""
    out["print"][title] = (setup.get("orientation", "portrait") if setup is not None else "", fit, words)
    for kind, target in book.links(part).values():
        extra = book.xml(target)
        if extra is None:
            continue
        if kind == "comments":
            for c in extra.iter(MAIN + "comment"):
                out["comments"][f"{title}!{c.get('ref')}"] = re.sub(r"\s", "", "".join(t.text or "" for t in c.iter(MAIN + "t")))
        elif kind == "vmlDrawing":
            for shape in extra.iter():
                if short(shape.tag) != "shape":
                    continue
                get = {short(e.tag): e.text for e in shape.iter()}
                if "Row" in get and "Column" in get:
                    anchor = [int(float(n)) for n in re.findall(r"-?[\d.]+", get.get("Anchor") or "")]
                    out["comment boxes"][f"{title}!{letters(int(get['Column']) + 1)}{int(get['Row']) + 1}"] = tuple(anchor[4:][i] - anchor[i] for i in (0, 2)) if len(anchor) == 8 else ()
        elif kind == "drawing":
            for t in extra.iter():
                if short(t.tag) == "sp":
                    words = "".join(e.text or "" for e in t.iter() if short(e.tag) == "t")
                    out["text boxes"][f"{title}!{len(out['text boxes'])}"] = words


def alike(kind, a, b):
    if kind == "widths" and isinstance(a, float) and isinstance(b, float):
        return abs(a - b) <= 0.06 * a + 0.8
    if kind == "formulas" and "shared" in (a, b):
        return True
    if kind == "comments":
        return b is not None and a in b
    return a == b


def kept(before, after):
    """For each kind, how many there were, how many are still so, and the first that are not."""
    out = {}
    for kind in KINDS:
        a, b = before[kind], after[kind]
        if kind == "results":  # the value of a formula may come back without the formula; one that is empty need not
            a, b = {p: v for p, v in a.items() if v[1] != ""}, {**after["values"], **b}
        lost = [place for place in a if not alike(kind, a[place], b.get(place))]
        out[kind] = (len(a), len(a) - len(lost), [(p, a[p], b.get(p)) for p in lost[:3]])
    return out

