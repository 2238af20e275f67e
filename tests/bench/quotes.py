"""How fast the law is asked: interest, costs and the gate of varied claims."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle, islice
from time import process_time

from agency.law.gates import Letter
from agency.law.quote import Quoted, quote
from agency.law.vocabulary import Channel, DebtorKind
from portal.money import Money
from tests.bench.rows import Row, row

COUNT = 20_000
GOAL = 10_000
ON = date(2026, 11, 22)


def rows() -> dict[str, Row]:
    """Quotes a second of one core, each with its breakdown."""
    claims = list(islice(varied(), COUNT))
    quote(claims[0], ON)
    began = process_time()
    for claim in claims:
        found = quote(claim, ON)
        assert found.interest is not None
        assert not found.missing
    value = COUNT / (process_time() - began)
    return {
        "law_quotes_per_second": row(
            value,
            "1/s",
            f"{COUNT} different claims in NL, BE and DE, consumers and businesses, 1 to 700 days "
            "overdue, half of them reminded: interest by stretch, costs by line and the gate, packs "
            f"read before; CPU time of one core; floor: the goal of {GOAL} (100,000 in 10 s)",
            floor=GOAL,
        )
    }


def varied() -> Iterator[Quoted]:
    """Claims that differ in country, debtor, amount, age and letters."""
    kinds = cycle((country, debtor) for country in ("NL", "BE", "DE") for debtor in DebtorKind)
    for n, (country, debtor) in enumerate(kinds):
        due_on = ON - timedelta(days=1 + n * 37 % 700)
        letters = [Letter(due_on + timedelta(days=1 + n % 20), Channel.EMAIL)] if n // 6 % 2 else []
        yield Quoted(
            principal=Money(1 + n * 7919 % 2_000_000),
            country=country,
            debtor=debtor,
            due_on=due_on,
            letters=letters,
        )
