"""Puts files of other formats into archives and mails: enclose.py MADE FILE..."""
import email.message
import io
import pathlib
import sys
import zipfile

made = pathlib.Path(sys.argv[1])


class OldName(zipfile.ZipInfo):
    """An entry whose name is written in GBK and not said to be in UTF-8, as old Chinese programs do."""

    def _encodeFilenameFlags(self):
        return self.filename.encode("gbk"), 0


def archive(name, data, gbk=False):
    """A zip with one file, whose name is in UTF-8 or, as old Chinese programs write it, in GBK."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr((OldName if gbk else zipfile.ZipInfo)(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def mail(name, data):
    """A mail with a file attached."""
    m = email.message.EmailMessage()
    m["From"], m["To"], m["Subject"] = "a@example.com", "b@example.com", "报送年度报告"
    m.set_content("请查收附件。")
    m.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return bytes(m)


for path in map(pathlib.Path, sys.argv[2:]):
    for row, source, wrap, ending in [
        ("zip-gbk", f"lo-xls/{path.stem}.xls", lambda d: archive("示例县年度报告.xls", d, gbk=True), ".zip"),
        ("eml", f"word-doc/{path.stem}.doc", lambda d: mail("年度报告.doc", d), ".eml"),
        ("eml-zip", f"lo-ods/{path.stem}.ods", lambda d: mail("报送.zip", archive("年度报告.ods", d)), ".eml"),
    ]:
        folder = made / row
        folder.mkdir(exist_ok=True)
        (folder / (path.stem + ending)).write_bytes(wrap((made / source).read_bytes()))
