"""In which encoding a file was written, and its text."""

import codecs
import re

from charset_normalizer import from_bytes

from portal.errors import Refused, Words

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WINDOWS_ONLY = re.compile(rb"[\x80-\x9f]")
LATIN_9_ONLY = re.compile(rb"\xa4|(?<=[A-Za-z])[\xa6\xa8\xb4\xb8\xbc\xbd\xbe](?=[A-Za-z])")
INSIDE_A_WORD = re.compile(
    r"(?<=[A-Za-z])[€‚ƒ„…†‡ˆ‰‹•˜›‘ŠŽŸŒ™¡¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶·¸¹º»¿](?=[a-z])"
)
OLD_ONES = ["cp850", "cp437", "mac_roman"]


def decode(content: bytes) -> tuple[str, str, str]:
    """The text, the encoding's name, and a note where the encoding is a guess.

    By its mark; else UTF-16 by its zero bytes; else UTF-8 when it is sound; else Windows-1252 or
    ISO-8859-15; else what charset-normalizer finds likeliest. Refused when nothing fits.
    """
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _sound(content, encoding), encoding.removesuffix("-sig"), ""
    if b"\0" in content[:400]:
        encoding = "utf-16-be" if content[0] == 0 else "utf-16-le"
        return _sound(content, encoding), encoding, ""
    try:
        return content.decode("utf-8"), "utf-8", ""
    except UnicodeDecodeError:
        return _eight_bit(content)


def _sound(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise Refused(
            "The file begins as %(encoding)s but does not go on so: it is cut off or "
            "damaged. Save it again as “CSV UTF-8”.",
            encoding=encoding.upper(),
        ) from None


def _eight_bit(content: bytes) -> tuple[str, str, str]:
    encoding = "windows-1252"
    if not WINDOWS_ONLY.search(content) and LATIN_9_ONLY.search(content):
        encoding = "iso-8859-15"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return _guess(content)
    return _guess(content) if INSIDE_A_WORD.search(text) else (text, encoding, "")


def _guess(content: bytes) -> tuple[str, str, str]:
    """What the letters are likeliest to be, now that Windows-1252 puts signs inside words."""
    telling = [line for line in content.splitlines() if not line.isascii()][:200]
    best = from_bytes(b"\n".join(telling), cp_isolation=OLD_ONES).best()
    for encoding in ([best.encoding] if best else []) + ["windows-1252"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        note = Words(
            "The letters were read as %(encoding)s, which is a guess: look at the names below. "
            "To be sure, save the file as “CSV UTF-8”.",
            encoding=encoding,
        )
        return text, encoding, note
    raise Refused("The file's letters cannot be read. Save it again as “CSV UTF-8”.")
