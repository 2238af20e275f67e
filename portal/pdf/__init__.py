"""PDF documents: accessible, archivable, the same bytes for the same words, and quick to make."""

from portal.pdf.bundles import bundle
from portal.pdf.checks import check_pdfa
from portal.pdf.qr import qr_png
from portal.pdf.templates import fill
from portal.pdf.writing import warm, write_pdf

__all__ = ["bundle", "check_pdfa", "fill", "qr_png", "warm", "write_pdf"]
