"""Record keys: UUIDv7, made here, so that new rows land side by side and keys tell their age."""

import uuid

import uuid_utils


def new_key() -> uuid.UUID:
    """A fresh key, in the order of time."""
    return uuid.UUID(int=uuid_utils.uuid7().int)
