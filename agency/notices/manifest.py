"""The list of a print batch, by which the printer checks that every letter left."""

import csv
import io
from collections.abc import Sequence
from io import BytesIO

import pikepdf

from agency.notices.models import Delivery, PrintBatch, Reprint
from portal import clock

COLUMNS = (
    "batch",
    "number",
    "case",
    "recipient",
    "address",
    "first_page",
    "pages",
    "sha256",
    "copy_of",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(
    batch: PrintBatch, letters: Sequence[Delivery | Reprint], documents: Sequence[bytes]
) -> bytes:
    """The letters in the order of the file, as CSV in UTF-8: where each begins and its hash.

    A copy says of which day the letter is, and has that letter's hash.
    """
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    first_page = 1
    for number, (one, document) in enumerate(zip(letters, documents, strict=True), start=1):
        pages = _pages(document)
        recipient, *address = one.to_address.splitlines()
        case = one.notice.case.reference
        rows.writerow(
            [
                batch.number,
                number,
                _plain(case),
                _plain(recipient),
                _plain(", ".join(address)),
                first_page,
                pages,
                one.sha256,
                _copy_of(one),
            ]
        )
        first_page += pages
    return out.getvalue().encode()


def _copy_of(letter: Delivery | Reprint) -> str:
    """Of which day the letter is that goes once more; empty for one that goes for the first time."""
    sent_at = letter.notice.dispatched_at
    if isinstance(letter, Delivery) or sent_at is None:
        return ""
    return clock.day_of(sent_at).isoformat()


def _pages(document: bytes) -> int:
    with pikepdf.open(BytesIO(document)) as pdf:
        return len(pdf.pages)


def _plain(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
