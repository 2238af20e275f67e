"""Pages of a PDF as pictures, to look through many at once."""

from io import BytesIO

import pypdfium2

WIDTH = 620
"""Pixels across a page: small, and the words of a letter can still be read when it is enlarged."""

QUALITY = 60


def first_page(document: bytes) -> bytes:
    """The first page as WebP in greys, some 20 kB. ValueError when it is no PDF."""
    try:
        opened = pypdfium2.PdfDocument(document)
    except pypdfium2.PdfiumError as error:
        raise ValueError("This is no PDF.") from error
    with opened:
        page = opened[0]
        drawn = page.render(scale=WIDTH / page.get_width(), grayscale=True).to_pil()
        picture = BytesIO()
        drawn.save(picture, "WEBP", quality=QUALITY, method=4)
        return picture.getvalue()
