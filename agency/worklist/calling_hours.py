"""The bands of a day, and in which of them people answered the telephone. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

STARTS = (8, 10, 12, 14, 17)
"""The hours at which the bands of a day begin; the last goes on into the evening."""
ENDS = (10, 12, 14, 17, 21)
ENOUGH = 5
"""Fewer tries say nothing."""
ENOUGH_IN_A_BAND = 2


@dataclass(frozen=True, slots=True)
class Band:
    """How many calls in a band of the day reached somebody."""

    starts: int
    tries: int
    reached: int

    @property
    def ends(self) -> int:
        """The hour before which it ends."""
        return ENDS[STARTS.index(self.starts)]

    @property
    def percent(self) -> int:
        """How many of a hundred calls."""
        return self.reached * 100 // self.tries if self.tries else 0


def band_of(hour: int) -> int | None:
    """The band that holds an hour of the debtor's day; None early and late, when nobody calls."""
    return next(
        (start for start, end in zip(STARTS, ENDS, strict=True) if start <= hour < end), None
    )


def counted(calls: Iterable[tuple[int, bool]]) -> dict[int, tuple[int, int]]:
    """Tries and right parties reached by band, from the hours of calls."""
    found: dict[int, tuple[int, int]] = {}
    for hour, was_reached in calls:
        band = band_of(hour)
        if band is not None:
            tries, reached = found.get(band, (0, 0))
            found[band] = (tries + 1, reached + was_reached)
    return found


def best(counts: Mapping[int, tuple[int, int]]) -> Band | None:
    """The band in which most calls reached somebody; None where too few were made, or none did."""
    if sum(tries for tries, _ in counts.values()) < ENOUGH:
        return None
    bands = [
        Band(start, tries, reached)
        for start, (tries, reached) in counts.items()
        if reached and tries >= ENOUGH_IN_A_BAND
    ]
    return max(bands, key=lambda band: (band.percent, band.tries, -band.starts), default=None)
