"""Takes tables and texts out of published files by Python libraries: extract.py FOLDER, with report.html, report.docx
and report.pdf in it. Tables become workbooks, one sheet a table, as scripts hand them on."""
import sys
import warnings

import camelot
import docx
import docx2txt
import mammoth
import openpyxl
import pandas
import pdfplumber
import pymupdf
import tabula

warnings.filterwarnings("ignore")
folder = sys.argv[1]


def tables(name, found):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for i, rows in enumerate(found):
        sheet = book.create_sheet(f"{i + 1}")
        for row in rows:
            sheet.append(["" if c is None else c for c in row])
    book.save(f"{folder}/{name}.xlsx")


def text(name, content):
    with open(f"{folder}/{name}", "w") as f:
        f.write(content)


def rows(frame):
    return frame.astype(object).where(frame.notna(), None).values.tolist()


document = docx.Document(f"{folder}/report.docx")
document.save(f"{folder}/python-docx.docx")
tables("python-docx-tables", [[[c.text for c in r.cells] for r in t.rows] for t in document.tables])
text("docx2txt.txt", docx2txt.process(f"{folder}/report.docx"))
with open(f"{folder}/report.docx", "rb") as f:
    text("mammoth.html", mammoth.convert_to_html(f).value)
with open(f"{folder}/report.docx", "rb") as f:
    text("mammoth.md", mammoth.convert_to_markdown(f).value)
frames = pandas.read_html(f"{folder}/report.html")
with pandas.ExcelWriter(f"{folder}/read_html.xlsx") as out:
    for i, frame in enumerate(frames):
        frame.to_excel(out, sheet_name=f"{i + 1}")
with pdfplumber.open(f"{folder}/report.pdf") as pdf:
    tables("pdfplumber", [t for page in pdf.pages for t in page.extract_tables()])
    text("pdfplumber.txt", "\n".join(page.extract_text() for page in pdf.pages))
pdf = pymupdf.open(f"{folder}/report.pdf")
tables("pymupdf", [t.extract() for page in pdf for t in page.find_tables()])
text("pymupdf.txt", "\n".join(page.get_text() for page in pdf))
tables("camelot", [rows(t.df) for t in camelot.read_pdf(f"{folder}/report.pdf", pages="all", flavor="lattice")])
tables("tabula", [rows(f) for f in tabula.read_pdf(f"{folder}/report.pdf", pages="all", lattice=True, pandas_options={"header": None}, force_subprocess=True)])
