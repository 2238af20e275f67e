"""A file as the port hands it out."""

from dataclasses import dataclass
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class File:
    """A stored file, opened."""

    name: str
    media_type: str
    size: int
    content: BinaryIO
