"""Record keys: UUIDv7, made here, so that new rows land side by side and keys tell their age."""

import uuid

from uuid_utils import compat


def new_key() -> uuid.UUID:
    """A fresh key, in the order of time."""
    return compat.uuid7()
