"""Pictures from strangers: whole, and small enough to unpack."""

import struct
from io import BytesIO

from PIL import Image, ImageFile, UnidentifiedImageError

from portal.errors import Refused

MOST_PIXELS = {"PNG": 50_000_000, "JPEG": 89_000_000}


def check_image(file: bytes, form: str) -> None:
    """Refused when a PNG or JPEG (`form`) is cut off, damaged, too large or two things at once.

    At most 50 million pixels as PNG, 89 million as JPEG (which is read at an eighth).
    """
    if form == "PNG":
        _check_chunks(file)
    if b"%PDF-" in file[:1024] or _is_archive(file):
        raise Refused("The picture is another kind of file at the same time. Save it again.")
    # WeasyPrint, once it is imported, lets Pillow fill up what is cut off; here that is a fault.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(BytesIO(file), formats=[form]) as image:
            width, height = image.size
            if width * height > MOST_PIXELS[form]:
                raise Refused(
                    "The picture measures %(width)s by %(height)s pixels. Save it "
                    "smaller: at most %(most)s million pixels.",
                    width=width,
                    height=height,
                    most=MOST_PIXELS[form] // 1_000_000,
                )
            if form == "PNG":
                image.verify()
        with Image.open(BytesIO(file), formats=[form]) as image:
            if form == "JPEG":
                image.draft("L", (max(1, width // 8), max(1, height // 8)))
            image.load()
    except Image.DecompressionBombError:
        raise Refused("The picture has too many pixels to be opened. Save it smaller.") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, struct.error, IndexError):
        raise Refused(
            "The picture is cut off or damaged. Send it again from where you first had it."
        ) from None


def _check_chunks(file: bytes) -> None:
    """Walk a PNG's chunks: it ends where it says, with nothing behind it."""
    at, kind = 8, b""
    while kind != b"IEND":
        if at + 12 > len(file):
            raise Refused("The picture is cut off: its end is missing. Send the whole file again.")
        length, kind = struct.unpack(">I4s", file[at : at + 8])
        at += 12 + length
    if at != len(file):
        if at > len(file):
            raise Refused("The picture is cut off: its end is missing. Send the whole file again.")
        raise Refused("Something else is hidden behind the picture. Save it again.")


def _is_archive(file: bytes) -> bool:
    """Whether a ZIP directory ends within the last bytes, as it would in an archive."""
    tail = file[-(65_535 + 22) :]
    at = tail.rfind(b"PK\x05\x06")
    return at >= 0 and len(tail) >= at + 22 and b"PK\x01\x02" in file
