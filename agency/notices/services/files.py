"""Handing out files: a notice to be read in its place, everything else to be kept."""

from flask import Response, current_app
from werkzeug.utils import secure_filename

from agency.notices.models import Delivery, Notice, PrintBatch, Reprint
from portal.errors import NotFound

IN_A_FRAME = {
    "Content-Security-Policy": (
        "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    ),
    "X-Frame-Options": "SAMEORIGIN",
}
"""Our own pages, and no others, may show a notice inside them; nothing runs in it."""


def file_response(notice: Notice, *, download: bool = False) -> Response:
    """The very file of a notice, shown in the browser or kept. NotFound while there is none."""
    name = f"notice-{notice.case.reference}-{notice.written_on}.pdf"
    answer = _answer(notice.file_key, "application/pdf", name, download=download)
    answer.headers.update(IN_A_FRAME)
    answer.set_etag(notice.sha256)
    return answer


def message_response(delivery: Delivery) -> Response:
    """The e-mail as it was sent, byte for byte."""
    name = f"message-{delivery.notice.case.reference}.eml"
    return _answer(delivery.message_key, "message/rfc822", name)


def reprint_response(reprint: Reprint) -> Response:
    """A copy of a letter behind its cover sheet."""
    name = f"copy-{reprint.notice.case.reference}-{reprint.notice.written_on}.pdf"
    return _answer(reprint.file_key, "application/pdf", name)


def letters_response(batch: PrintBatch) -> Response:
    """All letters of a batch in one file."""
    return _answer(batch.file_key, "application/pdf", f"letters-{batch.number}.pdf")


def manifest_response(batch: PrintBatch) -> Response:
    """The list of the letters in a batch."""
    return _answer(batch.manifest_key, "text/csv; charset=utf-8", f"letters-{batch.number}.csv")


def _answer(key: str, media_type: str, name: str, *, download: bool = True) -> Response:
    if not key:
        raise NotFound
    answer = Response(current_app.extensions["storage"].read(key), content_type=media_type)
    answer.headers.set(
        "Content-Disposition",
        "attachment" if download else "inline",
        filename=secure_filename(name),
    )
    return answer


def picture_response(notice: Notice) -> Response:
    """The first page as a picture; the browser keeps it, as its address names the file."""
    answer = _answer(notice.picture_key, "image/webp", "page.webp", download=False)
    answer.set_etag(notice.sha256)
    answer.cache_control.private = True
    answer.cache_control.max_age = 86_400
    return answer
