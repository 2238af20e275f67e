"""File names that are safe to show, to store and to send back."""

import re
import unicodedata
from pathlib import PurePosixPath

LONGEST = 120
RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)$")


def safe_name(filename: str, extension: str) -> str:
    """The name without folders, control and direction characters, ending in `extension`.

    At most 120 characters, and 240 bytes as UTF-8. The extension is that of the content found,
    whatever the name claimed.
    """
    name = unicodedata.normalize("NFC", filename.replace("\\", "/").rsplit("/", 1)[-1])
    name = "".join(c for c in name if unicodedata.category(c)[0] not in "C" or c == " ")
    name = re.sub(r'[<>:"|?*%;]', "_", name)
    name = re.sub(r"\s+", " ", name)
    stem = _stem(name).strip(" .-_~$") or "file"
    if RESERVED.match(stem):
        stem = f"_{stem}"
    stem = stem[: LONGEST - len(extension) - 1]
    while len(stem.encode()) > 2 * LONGEST - len(extension) - 1:
        stem = stem[:-1]
    return f"{stem.rstrip(' .')}.{extension}"


def _stem(name: str) -> str:
    suffix = PurePosixPath(name).suffix
    return name.removesuffix(suffix) if re.fullmatch(r"\.[A-Za-z0-9]{1,5}", suffix) else name
