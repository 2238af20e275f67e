"""Handing out documents so that nothing in them can run: looked at in their place, or kept."""

from flask import Response, current_app, send_file

from creditor.evidence.models import Document
from portal.security import SANDBOX

OUR_PAGES = {"X-Frame-Options": "SAMEORIGIN"}
PDF_POLICY = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
)
"""A browser's own reader draws a PDF outside of any sandbox of ours; scripts in it were refused."""
PICTURES = frozenset({"image/png", "image/jpeg"})
PDF = "application/pdf"


def can_be_seen(document: Document) -> bool:
    """Whether a browser can show it safely; anything else is kept and opened elsewhere."""
    return document.media_type in PICTURES or document.media_type == PDF


def answer(document: Document, *, keep: bool = False) -> Response:
    """The file itself, inside our own pages or as a download. Its bytes never change."""
    shown = can_be_seen(document) and not keep
    response = send_file(
        current_app.extensions["storage"].open(document.file_key),
        mimetype=document.media_type,
        as_attachment=not shown,
        download_name=document.name,
        etag=False,
    )
    policy = PDF_POLICY if document.media_type == PDF else f"{SANDBOX}; frame-ancestors 'self'"
    response.headers["Content-Security-Policy"] = policy
    response.headers["Cache-Control"] = "no-store"
    if shown:
        response.headers.update(OUR_PAGES)
    return response
