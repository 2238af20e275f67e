"""Where a debtor may be, as far as the clock asks: in the zone that is known, or any of the country's."""

from zoneinfo import ZoneInfo

from babel.core import get_global

from agency.law.errors import LawMissing
from agency.law.packs.conduct import conduct

UNKNOWN = ZoneInfo("UTC")
"""Stands for a zone that nobody knows; no country lives by it."""


def zones_for(country: str, kept: ZoneInfo) -> tuple[ZoneInfo, ...]:
    """The zones in which a moment must suit: the one kept of a debtor, if it is its country's own.

    Any other says nothing of where the debtor is: then all zones of the country. The kept one where
    nobody knows the country.
    """
    if get_global("zone_territories").get(kept.key) == country:
        return (kept,)
    try:
        return conduct(country).zones or (kept,)
    except LawMissing:
        return (kept,)


def zone_of(country: str) -> ZoneInfo:
    """The zone to keep of a debtor of whom only the country is known; UNKNOWN where that has many."""
    try:
        found = conduct(country).zones
    except LawMissing:
        return UNKNOWN
    return found[0] if len(found) == 1 else UNKNOWN
