"""Handing out what people handed in: shown in a sandbox, or kept; nothing in it ever runs."""

from flask import Response, current_app

from creditor.evidence.models import Document
from portal.errors import NotFound
from portal.security import SANDBOX

SHOWN_INLINE = ("application/pdf", "image/png", "image/jpeg")
PDF_VIEWER = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"
"""A sandbox would keep the browser's own PDF viewer from opening; a PDF's scripts were refused."""


def file_response(document: Document, *, download: bool) -> Response:
    """A document of the acting agency. NotFound when it was removed."""
    if document.removed_at:
        raise NotFound
    inline = document.media_type in SHOWN_INLINE and not download
    answer = Response(
        current_app.extensions["storage"].read(document.file_key),
        content_type=document.media_type,
    )
    policy = PDF_VIEWER if document.media_type == "application/pdf" else SANDBOX
    answer.headers["Content-Security-Policy"] = f"{policy}; frame-ancestors 'self'"
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    answer.headers.set(
        "Content-Disposition", "inline" if inline else "attachment", filename=document.name
    )
    answer.set_etag(document.sha256)
    return answer
