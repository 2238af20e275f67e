"""Which law a pack states, from when until when, and what is coming but not in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from agency.law.errors import LawMissing, PackError
from agency.law.packs.reading import Table
from agency.law.vocabulary import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """A body of law. One that is not in force is projected: shown to people, never used for a sum.

    `valid_from` is None where nobody has set the day yet.
    """

    name: str
    says: str
    article: str
    valid_from: date | None
    valid_to: date | None
    reviewed_through: date
    source: str
    read_on: date
    status: Status

    @property
    def is_in_force(self) -> bool:
        """Whether the regime may be used at all, on its days."""
        return self.status is not Status.PROJECTED


def regime_on(regimes: Sequence[Regime], day: date, name: str) -> Regime:
    """The regime of a day. LawMissing where none is in force or nobody has reviewed it so far."""
    for regime in regimes:
        if (
            regime.is_in_force
            and regime.valid_from is not None
            and regime.valid_from <= day <= (regime.valid_to or date.max)
            and day <= regime.reviewed_through
        ):
            return regime
    raise LawMissing(
        "The law of %(name)s for %(day)s has not been reviewed. Review the rules first.",
        name=name,
        day=day,
    )


def regimes(rows: list[Table]) -> tuple[Regime, ...]:
    """The regimes of a pack. PackError where those in force leave a gap or overlap."""
    made = tuple(_regime(row) for row in rows)
    in_force = [regime for regime in made if regime.is_in_force]
    if not in_force:
        raise PackError("regimes: none is in force.")
    for regime in in_force:
        if regime.valid_from is None:
            raise PackError(f"regimes: {regime.name} is in force but has no first day.")
    for earlier, later in pairwise(in_force):
        if earlier.valid_to is None or later.valid_from != earlier.valid_to + timedelta(days=1):
            raise PackError(f"regimes: {later.name} does not follow on {earlier.name}.")
    return made


def _regime(row: Table) -> Regime:
    made = Regime(
        name=row.text("name"),
        says=row.text("says"),
        article=row.text("article"),
        valid_from=row.optional("valid_from", row.day, None),
        valid_to=row.optional("valid_to", row.day, None),
        reviewed_through=row.day("reviewed_through"),
        source=row.source(),
        read_on=row.day("read_on"),
        status=row.choice("status", Status),
    )
    row.close()
    return made
