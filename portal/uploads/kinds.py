"""What a file is, told by what it holds and never by its name."""

import re
from enum import StrEnum

import filetype

from portal.errors import Refused, Words
from portal.uploads.programs import is_program

HEAD = 16 * 1024
BINARY = re.compile(rb"[\0-\x08\x0e-\x19]")
HEADER_LINE = re.compile(rb"(?:[!-9;-~]{1,76}:[ \t].*|[ \t]+.*|From .*)?", re.DOTALL)
MAIL_HEADERS = re.compile(
    rb"(?im)^(from|to|cc|date|subject|message-id|received|return-path|mime-version|delivered-to):"
)
MARKUP = re.compile(
    rb"(?is)^\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|script|svg|iframe)"
)
OFFICE = {"doc", "docx", "ppt", "pptx", "odt", "ods", "odp", "rtf", "xls"}
PICTURES = {"gif", "webp", "tif", "bmp", "heic", "avif", "psd", "jxr", "ico", "jpx", "cr2", "dwg"}
PACKED = {"zip", "rar", "7z", "gz", "tar", "bz2", "xz", "zst", "lz", "lzo", "cab", "Z", "ar"}


class Kind(StrEnum):
    """The kinds of file that can be sent in."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    EML = "eml"
    CSV = "csv"
    XML = "xml"
    XLSX = "xlsx"

    @property
    def media_type(self) -> str:
        """What the file is sent back as."""
        return MEDIA_TYPES[self]

    @property
    def extension(self) -> str:
        """How its name ends, without the dot."""
        return "jpg" if self is Kind.JPEG else self.value

    @property
    def label(self) -> str:
        """What people call it."""
        return {Kind.EML: "e-mail (.eml)", Kind.XLSX: "Excel (.xlsx)"}.get(self, self.upper())


MEDIA_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.PNG: "image/png",
    Kind.JPEG: "image/jpeg",
    Kind.EML: "message/rfc822",
    Kind.CSV: "text/csv",
    Kind.XML: "application/xml",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def kind_of(file: bytes) -> Kind:
    """The kind of a file by its content. Refused, in words, when it is none that we take."""
    head = file[:HEAD]
    if head.startswith(b"%PDF-"):
        return Kind.PDF
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if head.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if is_program(head):
        raise Refused("The file is a program, whatever its name says. Programs are not taken.")
    if b"%PDF-" in head[:1024]:
        raise Refused("The PDF has something else before its start. Print it to PDF again.")
    if head.startswith(b"PK\x03\x04") and b"xl/" in file:
        return Kind.XLSX
    found = filetype.guess_extension(head)
    if found and (BINARY.search(head) or found in OFFICE):
        raise Refused(_why_not(found))
    return _kind_of_text(file)


def _why_not(extension: str) -> Words:
    if extension in OFFICE:
        return Words(
            "The file is an office document (.%(extension)s). Save it as PDF and send that.",
            extension=extension,
        )
    if extension in PICTURES:
        return Words(
            "The file is a picture of a kind we do not take (.%(extension)s). Save it as JPEG.",
            extension=extension,
        )
    if extension in PACKED:
        return Words(
            "The file is a packed archive (.%(extension)s). Unpack it and send the files in it.",
            extension=extension,
        )
    return Words("The file is of a kind we do not take (.%(extension)s).", extension=extension)


def _kind_of_text(file: bytes) -> Kind:
    if file.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(_why_not("doc"))
    start = file[:HEAD].replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf")
    start = start.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").lstrip()
    if MARKUP.match(re.sub(rb"(?is)^<\?xml.*?\?>", b"", start)):
        raise Refused("The file is a web page or a drawing (HTML, SVG), which can hold scripts.")
    if re.match(rb"<(\?xml|[A-Za-z_!])", start):
        return Kind.XML
    if _is_mail(file[:HEAD]):
        return Kind.EML
    return Kind.CSV


def _is_mail(head: bytes) -> bool:
    """Whether the text begins as RFC 822 mail does: header lines only, known ones among them."""
    headers = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    lines = headers.splitlines()
    if len(head) == HEAD:
        lines = lines[:-1]
    known = {name.lower() for name in MAIL_HEADERS.findall(headers)}
    return len(known) >= 2 and all(HEADER_LINE.fullmatch(line) for line in lines)
