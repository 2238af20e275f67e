"""Logos: a small picture that is checked and kept; no SVG, since that can hold programs."""

from collections.abc import Mapping
from typing import Protocol

from flask import current_app

from portal.errors import Invalid, Refused
from portal.tenancy import acting
from portal.uploads import Kind, inspect

PICTURES = frozenset({Kind.PNG, Kind.JPEG})
MOST_BYTES = 1024 * 1024
NO_LOGO: Mapping[str, str] = {}
"""The columns where none was sent along."""


class HasLogo(Protocol):
    """A record that keeps a logo."""

    logo_key: str
    logo_media_type: str


def keep_logo(content: bytes, filename: str, *, form: Mapping[str, str]) -> dict[str, str]:
    """Check and store a PNG or JPEG of 1 MB at most; the columns that name it.

    Invalid, on the field `logo`, when it is something else; `form` is what else was typed.
    """
    try:
        found = inspect(content, filename, allowed=PICTURES, max_bytes=MOST_BYTES)
    except Refused as refused:
        raise Invalid({"logo": [refused.words]}, form) from None
    stored = current_app.extensions["storage"].put(content, prefix=str(acting().agency_id))
    return {"logo_key": stored.key, "logo_media_type": found.media_type}


def logo_of(record: HasLogo) -> bytes:
    """The picture."""
    content: bytes = current_app.extensions["storage"].read(record.logo_key)
    return content
