"""PDF files from strangers: whole, readable, and without programs."""

import re
from io import BytesIO
from typing import Any

import pikepdf

from portal.errors import Refused, Words
from portal.uploads.programs import is_program

MOST_PAGES = 2_000
MOST_OBJECTS = 300_000
LARGEST_STREAM = 128 * 1024 * 1024
ACTIONS = {"/JavaScript", "/Launch", "/ImportData"}
REMEDY = Words("Print it to PDF again and send that file.")

# Process-wide, and meant so: no PDF that we read or make unpacks a stream larger than this.
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=LARGEST_STREAM,
    run_length_max_memory=LARGEST_STREAM,
    png_max_memory=LARGEST_STREAM,
    tiff_max_memory=LARGEST_STREAM,
    dct_max_memory=LARGEST_STREAM,
    parser_max_container_size=MOST_OBJECTS,
    max_stream_filters=5,
)


def check_pdf(file: bytes) -> None:
    """Refused when cut off, locked, without pages, or with a program inside."""
    _check_end(file)
    try:
        with open_pdf(file) as pdf:
            pages = len(pdf.pages)
            if not pages:
                raise Refused("The PDF has no pages.")
            if pages > MOST_PAGES:
                raise Refused(
                    "The PDF has %(pages)s pages; at most %(most)s can be sent.",
                    pages=pages,
                    most=MOST_PAGES,
                )
            _check_contents(pdf)
    except (pikepdf.PikepdfError, ValueError, TypeError, KeyError, RuntimeError):
        raise Refused("The PDF is damaged and cannot be read. %(remedy)s", remedy=REMEDY) from None


def open_pdf(file: bytes) -> pikepdf.Pdf:
    """The document, within our limits. Refused when it needs a password or is broken."""
    try:
        return pikepdf.open(BytesIO(file))
    except pikepdf.PasswordError:
        raise Refused(
            "The PDF is locked with a password. Save it without one and send it again."
        ) from None
    except (pikepdf.PikepdfError, RuntimeError):
        raise Refused("The PDF is damaged and cannot be read. %(remedy)s", remedy=REMEDY) from None


def _check_end(file: bytes) -> None:
    end = file.rfind(b"%%EOF")
    if end < 0:
        raise Refused("The PDF is cut off: its end is missing. Send the whole file again.")
    if file[end + 5 :].strip(b"\0\t\n\r\x1a "):
        raise Refused(
            "The PDF is cut off, or something else is hidden after its end. %(remedy)s",
            remedy=REMEDY,
        )
    if re.search(rb"PK\x05\x06", file[file.rfind(b"startxref") :]):
        raise Refused("The PDF is a packed archive at the same time. %(remedy)s", remedy=REMEDY)


def _check_contents(pdf: pikepdf.Pdf) -> None:
    waiting: list[Any] = []
    seen = 0
    for top in pdf.objects:
        waiting.append(top)
        while waiting:
            part = waiting.pop()
            seen += 1
            if seen > 10 * MOST_OBJECTS:
                raise Refused("The PDF has more parts than we can check. %(remedy)s", remedy=REMEDY)
            if isinstance(part, pikepdf.Array):
                waiting += [child for child in part if _holds_more(child)]
            elif isinstance(part, (pikepdf.Dictionary, pikepdf.Stream)):
                _check_dictionary(part)
                waiting += [child for _, child in part.items() if _holds_more(child)]


def _holds_more(child: Any) -> bool:
    return isinstance(child, (pikepdf.Array, pikepdf.Dictionary)) and not child.is_indirect


def _check_dictionary(part: Any) -> None:
    action = part.get("/S")
    if "/JS" in part or (isinstance(action, pikepdf.Name) and str(action) in ACTIONS):
        if str(action) == "/Launch":
            raise Refused("The PDF starts another program. %(remedy)s", remedy=REMEDY)
        raise Refused("The PDF holds a script. %(remedy)s", remedy=REMEDY)
    if "/XFA" in part:
        raise Refused("The PDF is a form with a program (XFA). %(remedy)s", remedy=REMEDY)
    if str(part.get("/Subtype", "")) == "/RichMedia":
        raise Refused("The PDF holds a video or a player. %(remedy)s", remedy=REMEDY)
    if isinstance(part.get("/EF"), pikepdf.Dictionary):
        _check_attachment(part)


def _check_attachment(spec: Any) -> None:
    names = [str(spec[key]) for key in ("/F", "/UF") if key in spec]
    for content in spec["/EF"].as_dict().values():
        head = bytes(content.read_bytes())[:512] if isinstance(content, pikepdf.Stream) else b""
        if is_program(head, *names):
            raise Refused(
                "The PDF has a program attached to it. %(remedy)s",
                remedy=REMEDY,
            )
