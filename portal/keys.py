"""Record keys: UUIDv7, made here, so that new rows land side by side and keys tell their age."""

import uuid
from datetime import timedelta

from uuid_utils import compat

FIRST_KEY = uuid.UUID(int=0)
"""Before all others."""
_TIME = 80
"""Bits after those that tell the millisecond."""


def new_key() -> uuid.UUID:
    """A fresh key, in the order of time."""
    return compat.uuid7()


def key_of_age(age: timedelta) -> uuid.UUID:
    """What comes before all keys that were made since, by the clock that makes them."""
    milliseconds = (new_key().int >> _TIME) - age // timedelta(milliseconds=1)
    return uuid.UUID(int=milliseconds << _TIME)
