"""Whether two shares differ by more than chance: Newcombe's interval, from Wilson's of each share."""

from dataclasses import dataclass
from math import sqrt

Z_95 = 1.959964
"""The two-sided 95 % point of the normal distribution."""
LEAST_CASES = 30
"""With fewer cases on either side nothing is said."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of so many."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """The share itself; zero of none."""
        return self.hits / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class Difference:
    """One share less another, and between what it lies in 95 of 100 such comparisons."""

    value: float
    low: float
    high: float
    is_enough: bool

    @property
    def is_clear(self) -> bool:
        """Whether there are enough cases, and chance alone would rarely make such a difference."""
        return self.is_enough and (self.low > 0 or self.high < 0)


def difference(one: Share, other: Share) -> Difference:
    """One share less the other with its 95 % interval (Newcombe 1998, method 10)."""
    if not one.of or not other.of:
        return Difference(0.0, -1.0, 1.0, is_enough=False)
    low, high = wilson(one)
    other_low, other_high = wilson(other)
    value = one.value - other.value
    below = sqrt((one.value - low) ** 2 + (other_high - other.value) ** 2)
    above = sqrt((high - one.value) ** 2 + (other.value - other_low) ** 2)
    is_enough = min(one.of, other.of) >= LEAST_CASES
    return Difference(value, value - below, value + above, is_enough)


def wilson(share: Share) -> tuple[float, float]:
    """Between what a share lies in 95 of 100 samples (Wilson 1927)."""
    n, p, z = share.of, share.value, Z_95
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return middle - half, middle + half
