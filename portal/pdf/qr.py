"""QR codes as pictures."""

from io import BytesIO

import segno

PIXELS_PER_MODULE = 4


def qr_png(payload: str, *, border: int = 4) -> bytes:
    """A QR code (level M, UTF-8) as 1-bit PNG, `border` modules of white around it.

    The mask is fixed: choosing the best of eight takes most of the time, readers take any, and
    the picture stays the same. ValueError when the payload is too long for a QR code.
    """
    code = segno.make_qr(payload, error="m", encoding="utf-8", boost_error=False, mask=3)
    picture = BytesIO()
    code.save(picture, kind="png", scale=PIXELS_PER_MODULE, border=border)
    return picture.getvalue()
