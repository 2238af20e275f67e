"""Excel workbooks from strangers: unpacked in small steps, within limits, never run."""

import struct
import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from portal.errors import Refused, Words
from portal.uploads.programs import is_program

MOST_PARTS = 2_000
LARGEST_UNPACKED = 200 * 1024 * 1024
HIGHEST_RATIO = 200
RATIO_COUNTS_FROM = 1024 * 1024
CHUNK = 64 * 1024
PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"BZh", b"\xfd7zXZ")
BOMB = Words(
    "The file unpacks to far more than it should hold. It was not opened: "
    "save the workbook again with only the sheet you mean to send."
)


def check_workbook(file: bytes) -> None:
    """Refused when damaged, locked, with macros or nested archives, or unpacking to too much.

    What counts is what really comes out, in steps of 64 KiB, not what the file claims:
    at most 200 MiB in all, and 200 times its packed size per part once past 1 MiB.
    """
    try:
        with ZipFile(BytesIO(file)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS:
                raise Refused(
                    "The workbook has more than %(most)s parts. Save it again.",
                    most=MOST_PARTS,
                )
            names = {part.filename for part in parts}
            if not {"[Content_Types].xml", "xl/workbook.xml"} <= names:
                raise Refused("This is not an Excel workbook, or parts of it are missing.")
            left = LARGEST_UNPACKED
            for part in parts:
                left -= _check_part(archive, part, left)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise Refused("The workbook is damaged or cut off. Save it again as .xlsx.") from None
    except (OSError, struct.error):
        raise Refused("The workbook is damaged or cut off. Save it again as .xlsx.") from None


def _check_part(archive: ZipFile, part: ZipInfo, budget: int) -> int:
    """Unpack one part and throw it away; the bytes that came out."""
    if part.flag_bits & 0x1:
        raise Refused("The workbook is locked with a password. Save it without one.")
    if part.filename.lower().endswith("vbaproject.bin") or is_program(b"", part.filename):
        raise Refused("The workbook holds macros. Save it as a plain .xlsx without them.")
    size, head = 0, b""
    with archive.open(part) as content:
        while chunk := content.read(CHUNK):
            size += len(chunk)
            if size > budget or (
                size > RATIO_COUNTS_FROM and size > HIGHEST_RATIO * max(part.compress_size, 1)
            ):
                raise Refused(BOMB)
            if len(head) < CHUNK:
                head += chunk
    if head.startswith(PACKED):
        raise Refused("The workbook has another packed file inside. Send only the sheet.")
    if is_program(head):
        raise Refused("The workbook has a program inside. It was not opened.")
    if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in head.replace(b"\0", b""):
        raise Refused("The workbook has parts that could be misused (a document type).")
    return size
