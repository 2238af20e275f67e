"""Costs that follow from letters, as data: fees per letter, and what the agency's own work costs.

All are fractions of one amount that the law sets from time to time.
"""

from dataclasses import dataclass
from decimal import Decimal

from agency.law.errors import PackError
from agency.law.packs.reading import Table
from agency.law.packs.rows import Row
from agency.law.packs.tariff_rows import ForDebtors, debtors_of
from agency.law.vocabulary import FeeLetterKind
from portal.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseAmount(Row):
    """The amount of which fees are fractions."""

    amount: Money


@dataclass(frozen=True, slots=True)
class WorkBand:
    """Claims up to an amount (None: no end): the fractions for light and for heavy work."""

    up_to: Money | None
    light: Decimal
    heavy: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterTariff(ForDebtors):
    """Fees for letters, and for the agency's work after its own demand.

    No fee for a letter sent earlier than `days_after_due`, nor for one sent before the term of the
    last one with a fee ran out. At most `most_light` light letters and one own demand carry a fee;
    the count starts anew `resets_after_months` after the last letter with a fee. Work is heavy when
    the term of the agency's demand is missed by more than `heavy_after_days`.
    """

    letter_article: str
    fractions: dict[FeeLetterKind, Decimal]
    days_after_due: int
    term_days: int
    most_light: int
    resets_after_months: int
    heavy_after_days: int
    business_factor: Decimal
    bands: tuple[WorkBand, ...]


def base_amount(row: Table, currency: str) -> BaseAmount:
    """A base amount from its row."""
    return row.dated(BaseAmount, amount=row.money("amount", currency))


def letter_tariff(row: Table, currency: str) -> LetterTariff:
    """A tariff of letters. PackError where its bands do not rise or end."""
    fractions = row.table("fractions")
    by_kind = {kind: fractions.number(kind) for kind in FeeLetterKind if kind.has_fee}
    fractions.close()
    return row.dated(
        LetterTariff,
        article=row.text("article"),
        letter_article=row.text("letter_article"),
        debtors=debtors_of(row),
        fractions=by_kind,
        days_after_due=row.whole("days_after_due"),
        term_days=row.whole("term_days"),
        most_light=row.whole("most_light"),
        resets_after_months=row.whole("resets_after_months"),
        heavy_after_days=row.whole("heavy_after_days"),
        business_factor=row.number("business_factor"),
        bands=_bands(row, currency),
    )


def _bands(row: Table, currency: str) -> tuple[WorkBand, ...]:
    bands = tuple(_band(band, currency) for band in row.tables("bands"))
    reached = Money.zero(currency)
    for band in bands[:-1]:
        if band.up_to is None or band.up_to <= reached:
            raise PackError(f"{row.where}: the bands do not rise after {reached}.")
        reached = band.up_to
    if not bands or bands[-1].up_to is not None:
        raise PackError(f"{row.where}: the last band must have no end.")
    return bands


def _band(band: Table, currency: str) -> WorkBand:
    made = WorkBand(
        up_to=band.optional("up_to", lambda key: band.money(key, currency), None),
        light=band.number("light"),
        heavy=band.number("heavy"),
    )
    band.close()
    return made
