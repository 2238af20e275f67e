"""The order in which a payment is shared, as data."""

from dataclasses import dataclass

from agency.law.errors import PackError
from agency.law.packs.reading import Table
from agency.law.packs.rows import Row
from agency.law.vocabulary import Across, Portion


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationRule(Row):
    """Within a debt: which portion first. Across debts: by what the next one is chosen."""

    article: str
    across_article: str
    order: tuple[Portion, ...]
    across: tuple[Across, ...]


def allocation_rule(row: Table) -> AllocationRule:
    """The rule of a country. PackError where a portion of the debt is left out or named twice."""
    made = row.dated(
        AllocationRule,
        article=row.text("article"),
        across_article=row.text("across_article"),
        order=row.choices("order", Portion),
        across=row.choices("across", Across),
    )
    if sorted(made.order) != sorted(Portion):
        raise PackError(f"{row.where}.order must name each portion of a debt once.")
    if len(set(made.across)) != len(made.across):
        raise PackError(f"{row.where}.across names a rule twice.")
    return made
