"""QR codes as pictures."""

from functools import lru_cache
from io import BytesIO

import segno
from PIL import Image

PIXELS_PER_MODULE = 3
_INK = bytes.maketrans(b"\0\1", b"\xff\0")


@lru_cache(maxsize=1024)
def qr_png(payload: str, *, border: int = 4) -> bytes:
    """A QR code (level M, UTF-8) as PNG, `border` modules of white around it.

    The mask is fixed: choosing the best of eight takes most of the time, readers take any, and
    the picture stays the same. Grey rather than 1-bit, since WeasyPrint blows 1-bit up to RGB.
    The latest are kept, since a page is looked at more than once. ValueError when the payload is too
    long for a QR code.
    """
    code = segno.make_qr(payload, error="m", encoding="utf-8", boost_error=False, mask=3)
    rows = tuple(code.matrix_iter(border=border))
    size = len(rows)
    modules = Image.frombytes("L", (size, size), b"".join(map(bytes, rows)).translate(_INK))
    width = size * PIXELS_PER_MODULE
    picture = BytesIO()
    modules.resize((width, width), Image.Resampling.NEAREST).save(picture, "PNG")
    return picture.getvalue()
