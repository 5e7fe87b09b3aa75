"""Sets published pages with Typst: typeset.py OUT PAGE...

Headings, paragraphs and tables are those of the page; how they are drawn is
Typst's."""
import html.parser
import pathlib
import sys

import typst


class Page(html.parser.HTMLParser):
    """The blocks of a page as Typst markup."""

    def __init__(self):
        super().__init__()
        self.blocks, self.text, self.table, self.width, self.unseen = [], None, None, 0, 0

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag in ("style", "caption", "title"):
            self.unseen += 1
        elif tag == "table":
            self.table, self.width, self.row = [], 0, -1
        elif tag == "tr" and self.table is not None:
            self.row += 1
        elif tag in ("td", "th"):
            rows, columns = int(given.get("rowspan", 1)), int(given.get("colspan", 1))
            if self.row == 0:
                self.width += columns
            self.span, self.text = f"rowspan: {rows}, colspan: {columns}", ""
        elif tag in ("h1", "h2", "p") and self.table is None:
            self.text = ""
        elif tag == "br" and self.text is not None:
            self.text += "\n"

    def handle_endtag(self, tag):
        if tag in ("style", "caption", "title"):
            self.unseen -= 1
        elif tag in ("td", "th"):
            self.table.append(f"table.cell({self.span})[#{quoted(self.text)}],")
            self.text = None
        elif tag == "table":
            self.blocks.append(f"#table(columns: {self.width}, {' '.join(self.table)})")
            self.table = None
        elif tag in ("h1", "h2", "p") and self.table is None and self.text is not None:
            lines = [f"#{quoted(line)}" for line in self.text.strip().split("\n")]
            mark = {"h1": "= ", "h2": "== "}.get(tag, "")
            self.blocks.append(mark + " \\ ".join(lines))
            self.text = None

    def handle_data(self, data):
        if self.text is not None and not self.unseen:
            self.text += data


def quoted(text):
    """A text as a string of Typst."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


for path in map(pathlib.Path, sys.argv[2:]):
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    source = '#set text(font: "Noto Serif CJK SC", size: 8pt, lang: "zh")\n#set page(margin: 1.5cm)\n' + "\n\n".join(page.blocks)
    out = pathlib.Path(sys.argv[1], path.stem + ".pdf")
    out.write_bytes(typst.compile(source.encode()))
