"""PDF documents: accessible, archivable, the same bytes for the same words, and quick to make."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from portal.pdf.templates import fill

if TYPE_CHECKING:
    from portal.pdf.bundles import bundle
    from portal.pdf.checks import check_pdfa
    from portal.pdf.enclosing import enclose
    from portal.pdf.pictures import first_page
    from portal.pdf.qr import qr_png
    from portal.pdf.writing import Attached, warm, write_pdf

__all__ = [
    "Attached",
    "bundle",
    "check_pdfa",
    "enclose",
    "fill",
    "first_page",
    "qr_png",
    "warm",
    "write_pdf",
]

_HOMES = {
    "Attached": "writing",
    "bundle": "bundles",
    "check_pdfa": "checks",
    "enclose": "enclosing",
    "first_page": "pictures",
    "qr_png": "qr",
    "warm": "writing",
    "write_pdf": "writing",
}


def __getattr__(name: str) -> Any:
    """WeasyPrint takes a second to load: only who makes a PDF waits for it."""
    if name not in _HOMES:
        raise AttributeError(f"portal.pdf has no {name}.")
    return getattr(import_module(f"portal.pdf.{_HOMES[name]}"), name)
