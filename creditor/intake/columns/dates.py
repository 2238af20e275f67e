"""How a column writes its dates, decided once for the whole file."""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from portal.errors import Refused, Words

DAY_FIRST, MONTH_FIRST = "day first", "month first"
TIME = re.compile(r"[T ]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?$")
YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
COMPACT = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.]) ?([0-9]{1,2})\2 ?([0-9]{4}|[0-9]{2})")


@dataclass(slots=True)
class DateColumn:
    """Looks at every date of a column before any is read."""

    name: str
    proof: dict[str, tuple[int, str]] = field(default_factory=dict)

    def see(self, line: int, cell: str) -> None:
        """Note what one cell proves about the order of day and month."""
        match = YEAR_LAST.match(cell)
        if not match:
            return
        first, second = int(match[1]), int(match[3])
        if first > 12 >= second:
            self.proof.setdefault(DAY_FIRST, (line, cell))
        elif second > 12 >= first and second <= 31:
            self.proof.setdefault(MONTH_FIRST, (line, cell))

    def decide(self, *others: "DateColumn") -> str:
        """Day first, unless this column, or else another one of the file, proves month first.

        Refused when the column proves both.
        """
        if len(self.proof) == 2:
            (line, cell), (other_line, other) = self.proof[DAY_FIRST], self.proof[MONTH_FIRST]
            raise Refused(
                "The column “%(name)s” writes dates in two ways: “%(cell)s” on line "
                "%(line)s has the day first, “%(other)s” on line %(other_line)s the "
                "month. Write all dates as year-month-day.",
                name=self.name,
                cell=cell,
                line=line,
                other=other,
                other_line=other_line,
            )
        if self.proof:
            return next(iter(self.proof))
        elsewhere = {order for other in others for order in other.proof}
        return MONTH_FIRST if elsewhere == {MONTH_FIRST} else DAY_FIRST


@lru_cache(maxsize=16_384)
def read_date(cell: str, order: str) -> date:
    """A date in the column's order; year first is always understood. ValueError, in words."""
    text = TIME.sub("", cell.strip())
    if match := YEAR_FIRST.fullmatch(text) or COMPACT.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    elif match := YEAR_LAST.fullmatch(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        year += 2000 if year < 100 else 0
        day, month = (first, second) if order == DAY_FIRST else (second, first)
    elif re.fullmatch(r"[0-9]{5}", text):
        raise ValueError(
            Words("“%(cell)s” is a spreadsheet's day number. Show the column as a date.", cell=cell)
        )
    else:
        raise ValueError(
            Words("“%(cell)s” is not a date. Write it as 2026-01-31 or 31-01-2026.", cell=cell)
        )
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(Words("“%(cell)s” does not exist in the calendar.", cell=cell)) from None
