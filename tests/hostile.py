"""Makers of good, broken and hostile files, for every test that lets files in."""

import zlib
from collections.abc import Sequence
from email.message import EmailMessage
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
from PIL import Image

HEADER = (
    "debtor_kind;debtor_name;debtor_email;street;postcode;city;country;"
    "invoice_no;invoice_date;due_date;principal;currency;description"
)
ROW = (
    "consumer;Jan Jansen;jan@example.com;Dorpsstraat 1;1234 AB;Utrecht;NL;"
    "{number};{invoice_date};{due_date};{principal};EUR;Fiets"
)
EXECUTABLE = b"MZ\x90\0\x03\0\0\0" + b"\0" * 56 + b"This program cannot be run in DOS mode.\r\n"


# PDF


def pdf(pages: int = 1) -> bytes:
    """A small sound PDF."""
    return _saved(_document(pages))


def truncated_pdf() -> bytes:
    """A PDF of which the last third never arrived."""
    whole = pdf(20)
    return whole[: len(whole) * 2 // 3]


def encrypted_pdf(password: str = "secret") -> bytes:
    """A PDF that nobody opens without the password."""
    return _saved(
        _document(1),
        encryption=pikepdf.Encryption(user=password, owner=password),
    )


def restricted_pdf() -> bytes:
    """A PDF that everyone may read and only its owner may change: a common, harmless kind."""
    return _saved(_document(1), encryption=pikepdf.Encryption(user="", owner="owner"))


def pdf_without_pages() -> bytes:
    return _saved(pikepdf.new())


def pdf_with_javascript() -> bytes:
    """A PDF that runs a script when opened."""
    document = _document(1)
    document.Root.OpenAction = pikepdf.Dictionary(
        S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert('hello')")
    )
    return _saved(document)


def pdf_with_buried_javascript() -> bytes:
    """A script behind a second action of a link, in a compressed object stream."""
    document = _document(1)
    document.pages[0].Annots = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Link,
                Rect=[0, 0, 9, 9],
                A=pikepdf.Dictionary(
                    S=pikepdf.Name.URI,
                    URI=pikepdf.String("https://example.com"),
                    Next=[pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("1"))],
                ),
            )
        ]
    )
    return _saved(document, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def pdf_with_launch() -> bytes:
    """A PDF that starts another program when opened."""
    document = _document(1)
    document.Root.OpenAction = pikepdf.Dictionary(
        S=pikepdf.Name.Launch, F=pikepdf.String("cmd.exe")
    )
    return _saved(document)


def pdf_with_attachment(name: str = "invoice.xml", content: bytes = b"<Invoice/>") -> bytes:
    """A PDF that carries another file, as electronic invoices do."""
    document = _document(1)
    document.attachments[name] = content
    return _saved(document)


def pdf_with_executable() -> bytes:
    """A PDF that carries a program under a harmless name."""
    return pdf_with_attachment("readme.txt", EXECUTABLE)


def pdf_with_rendition_script() -> bytes:
    """A script that hides in an action of another kind."""
    document = _document(1)
    document.Root.OpenAction = pikepdf.Dictionary(
        S=pikepdf.Name.Rendition, JS=pikepdf.String("app.alert('hello')")
    )
    return _saved(document)


def pdf_with_xfa() -> bytes:
    """A form that is a program in XML."""
    document = _document(1)
    document.Root.AcroForm = pikepdf.Dictionary(Fields=[], XFA=document.make_stream(b"<xdp/>"))
    return _saved(document)


def pdf_stream_bomb(megabytes: int = 150) -> bytes:
    """A sound PDF of one page, but for a stream that unpacks to far more than the file."""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>> ",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>> ",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>> ",
    ]
    starts = [sum(map(len, parts[:i])) for i in range(3)]
    index = b"".join(b"%d %d " % (i + 1, at) for i, at in enumerate(starts))
    packer = zlib.compressobj(9)
    spaces = b" " * 1_048_576
    packed = packer.compress(index + b"".join(parts))
    packed += b"".join(packer.compress(spaces) for _ in range(megabytes)) + packer.flush()
    objects = (
        b"%%PDF-1.5\n5 0 obj\n<</Type/ObjStm/N 3/First %d/Filter/FlateDecode/Length %d>>\n"
        b"stream\n%b\nendstream\nendobj\n" % (len(index), len(packed), packed)
    )
    rows = [(0, 0, 65535), (2, 5, 0), (2, 5, 1), (2, 5, 2), (0, 0, 0), (1, 9, 0)]
    table = zlib.compress(
        b"".join(
            kind.to_bytes(1, "big") + at.to_bytes(4, "big") + other.to_bytes(2, "big")
            for kind, at, other in [*rows, (1, len(objects), 0)]
        )
    )
    return objects + (
        b"6 0 obj\n<</Type/XRef/Size 7/W[1 4 2]/Root 1 0 R/Filter/FlateDecode/Length %d>>\n"
        b"stream\n%b\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n"
        % (len(table), table, len(objects))
    )


def exe_as_pdf() -> tuple[str, bytes]:
    """A program with the name of an invoice: (name, content)."""
    return "invoice.pdf", EXECUTABLE


def pdf_and_zip() -> bytes:
    """A file that is a PDF from its start and an archive from its end."""
    return pdf() + zip_of({"evil.exe": EXECUTABLE})


def pdf_hiding_zip() -> bytes:
    """The same, with the PDF's end written once more behind the archive."""
    return pdf_and_zip() + b"\n%%EOF\n"


# Pictures


def png(width: int = 40, height: int = 30) -> bytes:
    return _picture("PNG", width, height)


def jpeg(width: int = 40, height: int = 30) -> bytes:
    return _picture("JPEG", width, height)


def truncated(content: bytes) -> bytes:
    """The first half of anything."""
    return content[: len(content) // 2]


def pixel_bomb(side: int = 60_000) -> bytes:
    """A PNG of a few bytes that claims `side` by `side` pixels."""
    header = side.to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"
    packed = zlib.compress(b"\0" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", packed)
        + _chunk(b"IEND", b"")
    )


def html_as_png() -> tuple[str, bytes]:
    """A web page with the name of a picture: (name, content)."""
    return "photo.png", b"<!DOCTYPE html><html><script>alert(1)</script></html>"


def svg_with_script() -> bytes:
    return (
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">'
        b"<script>alert(1)</script></svg>"
    )


# Archives and workbooks


def zip_of(parts: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def xlsx(**more: bytes) -> bytes:
    """A small workbook; `more` adds parts by name, with `__` for a slash and `_` for a dot."""
    extra = {name.replace("__", "/").replace("_", "."): part for name, part in more.items()}
    return zip_of(
        {
            "[Content_Types].xml": b'<?xml version="1.0"?><Types/>',
            "xl/workbook.xml": b'<?xml version="1.0"?><workbook/>',
            "xl/worksheets/sheet1.xml": b'<?xml version="1.0"?><worksheet/>',
            **extra,
        }
    )


def zip_bomb(megabytes: int = 60) -> bytes:
    """A workbook with one sheet that unpacks a thousandfold."""
    return xlsx(xl__worksheets__sheet2_xml=b" " * (megabytes * 1_048_576))


def nested_zip_bomb() -> bytes:
    """A workbook with an archive of archives inside."""
    inner = zip_of({"0": b"\0" * 10_000_000})
    return xlsx(xl__embeddings__inner_bin=zip_of({str(i): inner for i in range(10)}))


def lying_zip_bomb() -> bytes:
    """A zip bomb whose directory claims that the sheet is small."""
    size = 60 * 1_048_576
    return zip_bomb().replace(size.to_bytes(4, "little"), (1_000).to_bytes(4, "little"))


def locked_xlsx() -> bytes:
    """A workbook whose parts say that they need a password."""
    content = bytearray(xlsx())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


# XML


def xml_with_external_entity(path: str = "/etc/passwd") -> bytes:
    """An invoice that asks the reader to paste in one of its own files."""
    return (
        f'<?xml version="1.0"?><!DOCTYPE Invoice [<!ENTITY x SYSTEM "file://{path}">]>'
        '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">&x;</Invoice>'
    ).encode()


def billion_laughs() -> bytes:
    """Ten entities, each ten of the one before: gigabytes once unfolded."""
    laughs = "".join(
        f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' if i else '<!ENTITY l0 "ha">' for i in range(10)
    )
    return f'<?xml version="1.0"?><!DOCTYPE Invoice [{laughs}]><Invoice>&l9;</Invoice>'.encode()


def deep_xml(levels: int = 50_000) -> bytes:
    return b"<a>" * levels + b"</a>" * levels


def wide_xml(tags: int = 600_000) -> bytes:
    return b"<a>" + b"<b/>" * tags + b"</a>"


# E-mail


def mail(attachment: tuple[str, bytes] | None = None) -> bytes:
    """A message as a mail program saves it, with an attachment where one is given."""
    message = EmailMessage()
    message["From"] = "Jan Jansen <jan@example.com>"
    message["To"] = "sales@example.org"
    message["Subject"] = "Re: your order"
    message["Date"] = "Mon, 02 Feb 2026 10:00:00 +0100"
    message.set_content("Yes, please deliver the bicycle.\n")
    if attachment:
        name, content = attachment
        message.add_attachment(
            content, maintype="application", subtype="octet-stream", filename=name
        )
    return message.as_bytes()


def mail_of_parts(count: int) -> bytes:
    """A message with very many parts."""
    parts = "--x\r\n\r\na\r\n" * count
    head = "From: a@example.com\r\nSubject: a\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
    return f"{head}{parts}--x--\r\n".encode()


# CSV


def csv_rows(
    count: int = 3,
    *,
    principal: str = "1.234,50",
    invoice_date: str = "2026-01-15",
    due_date: str = "2026-02-14",
) -> bytes:
    """A hand-over of `count` claims, invoices F1, F2, …; UTF-8 with semicolons."""
    rows = [
        ROW.format(
            number=f"F{i}", principal=principal, invoice_date=invoice_date, due_date=due_date
        )
        for i in range(1, count + 1)
    ]
    return "\r\n".join([HEADER, *rows, ""]).encode()


def csv_of(rows: Sequence[str], header: str = HEADER, encoding: str = "utf-8") -> bytes:
    """A hand-over of rows written as they are."""
    return "\r\n".join([header, *rows, ""]).encode(encoding)


def csv_with_dutch_names(encoding: str) -> bytes:
    """A hand-over with letters that every encoding writes in its own way."""
    row = ROW.format(
        number="F1", principal="12,50", invoice_date="15-01-2026", due_date="14-02-2026"
    )
    return csv_of([row.replace("Jan Jansen", "Zoë Müller-Désiré")], encoding=encoding)


def csv_with_wrong_decimals() -> bytes:
    """Amounts that no reader can tell apart: 1.234 is a thousand or one and a bit."""
    return csv_rows(3, principal="1.234")


def csv_with_impossible_dates() -> bytes:
    """The second of three claims is dated on the thirty-first of February."""
    good, _, other = csv_rows(3).decode().splitlines()[1:4]
    bad = ROW.format(
        number="F2", principal="1.234,50", invoice_date="31-02-2026", due_date="2026-03-14"
    )
    return csv_of([good, bad, other])


def csv_with_formula() -> bytes:
    """A name that a spreadsheet would run."""
    row = ROW.format(
        number="F1", principal="12,50", invoice_date="2026-01-15", due_date="2026-02-14"
    )
    return csv_of([row.replace("Jan Jansen", '"=HYPERLINK(""http://example.com"")"')])


def _document(pages: int) -> pikepdf.Pdf:
    document = pikepdf.new()
    for number in range(pages):
        document.add_blank_page(page_size=(595, 842))
        document.pages[-1].Contents = document.make_stream(
            f"BT /F1 12 Tf 72 {700 - number % 500} Td (Page {number}) Tj ET".encode()
        )
    return document


def _saved(document: pikepdf.Pdf, **options: Any) -> bytes:
    target = BytesIO()
    document.save(target, deterministic_id="encryption" not in options, **options)
    return target.getvalue()


def _picture(form: str, width: int, height: int) -> bytes:
    target = BytesIO()
    image = Image.radial_gradient("L").resize((width, height)).convert("RGB")
    image.save(target, form)
    return target.getvalue()


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content).to_bytes(4, "big")
    return len(content).to_bytes(4, "big") + kind + content + check
