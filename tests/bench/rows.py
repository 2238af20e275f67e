"""One row of the result: a figure, its unit, the floor of the same run, and how it was taken."""

import time
from collections.abc import Callable
from typing import Any

Row = dict[str, Any]


def row(value: float, unit: str, method: str, *, floor: float | None = None) -> Row:
    """A figure; `ratio` is value over floor."""
    return {
        "value": round(value, 2),
        "unit": unit,
        "floor": round(floor, 2) if floor is not None else None,
        "ratio": round(value / floor, 4) if floor else None,
        "method": method,
    }


def per_second(count: int, work: Callable[[], object]) -> float:
    """How many of `count` things a second, doing `work` once."""
    began = time.perf_counter()
    work()
    return count / (time.perf_counter() - began)


def p99_ms(times: int, call: Callable[[int], object]) -> float:
    """The 99th percentile of `times` calls, in milliseconds; the first tenth only warms up."""
    taken = []
    for number in range(times + times // 10):
        began = time.perf_counter()
        call(number)
        if number >= times // 10:
            taken.append((time.perf_counter() - began) * 1000)
    return sorted(taken)[int(len(taken) * 0.99) - 1]
