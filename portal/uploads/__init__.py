"""Files that people send in: known by their content, checked, named safely, or refused in words."""

from collections.abc import Callable, Set
from dataclasses import dataclass
from typing import BinaryIO

from portal.errors import Refused
from portal.uploads.images import check_image
from portal.uploads.kinds import Kind, kind_of
from portal.uploads.names import safe_name
from portal.uploads.pdf_files import check_pdf
from portal.uploads.scanner import Scanner, ScannerAway
from portal.uploads.texts import check_mail, check_text, check_xml
from portal.uploads.workbooks import check_workbook

__all__ = ["Inspected", "Kind", "Scanner", "ScannerAway", "inspect", "safe_name"]

CHECKS: dict[Kind, Callable[[bytes], None]] = {
    Kind.PDF: check_pdf,
    Kind.PNG: lambda file: check_image(file, "PNG"),
    Kind.JPEG: lambda file: check_image(file, "JPEG"),
    Kind.EML: check_mail,
    Kind.CSV: check_text,
    Kind.XML: check_xml,
    Kind.XLSX: check_workbook,
}


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that may come in: what it is, its size in bytes, and the name to keep it by."""

    kind: Kind
    media_type: str
    size: int
    safe_name: str


def inspect(
    file: bytes | BinaryIO, filename: str, *, allowed: Set[Kind], max_bytes: int
) -> Inspected:
    """Say what a file is, or refuse it in plain words. A stream is left at its start."""
    content = file if isinstance(file, bytes) else _all_of(file, max_bytes)
    if not content.strip(b"\0 \t\r\n"):
        raise Refused("The file is empty.")
    if len(content) > max_bytes:
        raise Refused(
            "The file is larger than %(most)s, which is the most we take.",
            most=_readable(max_bytes),
        )
    kind = kind_of(content)
    if kind not in allowed:
        wanted = ", ".join(sorted(each.label for each in allowed))
        raise Refused(
            "The file is %(kind)s. Here you can send %(wanted)s.", kind=kind.label, wanted=wanted
        )
    CHECKS[kind](content)
    return Inspected(kind, kind.media_type, len(content), safe_name(filename, kind.extension))


def _all_of(stream: BinaryIO, max_bytes: int) -> bytes:
    stream.seek(0)
    content = stream.read(max_bytes + 1)
    stream.seek(0)
    return content


def _readable(size: int) -> str:
    return f"{size / 1024**2:g} MB" if size >= 1024**2 else f"{size / 1024:g} KB"
