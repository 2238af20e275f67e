"""Costs that follow from letters: which of them carry a fee, and what the collector's work costs."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from agency.law.calendars import months_later
from agency.law.costs.facts import Claimed, FeeLetter
from agency.law.costs.lines import CostLine, CostStep
from agency.law.errors import LawMissing
from agency.law.packs.country import Pack
from agency.law.packs.letter_fee_rows import BaseAmount, LetterTariff
from agency.law.packs.rows import in_force
from agency.law.vocabulary import DebtorKind, FeeLetterKind
from portal.money import Money


def by_letters(claimed: Claimed, law: Pack, tariff: LetterTariff) -> list[CostLine]:
    """The fees of the letters sent by the day, and the work since the agency's demand.

    The work is priced by the base amount of the day on which the principal is paid. A reasonable
    objection of the debtor ends all of it.
    """
    if claimed.known.disputed:
        return []
    until = claimed.known.until or claimed.on
    sent = sorted(
        (letter for letter in claimed.known.letters if letter.sent_on <= until),
        key=lambda letter: letter.sent_on,
    )
    lines = [
        CostLine(CostStep.LETTER, fee, tariff.letter_article)
        for letter in letters_with_fee(sent, claimed.known.due_on, tariff)
        if (fee := letter_fee(letter.kind, law, tariff, letter.sent_on))
    ]
    demands = [letter for letter in sent if letter.kind is FeeLetterKind.AGENCY_DEMAND]
    if demands:
        heavy = until > demands[0].sent_on + timedelta(
            days=tariff.term_days + tariff.heavy_after_days
        )
        lines.append(
            work_line(
                claimed.principal,
                claimed.debtor,
                law,
                tariff,
                heavy=heavy,
                on=claimed.known.paid_on or until,
            )
        )
    return lines


def letters_with_fee(
    letters: Sequence[FeeLetter], due_on: date | None, tariff: LetterTariff
) -> list[FeeLetter]:
    """Of letters in the order they were sent: those that may carry a fee.

    ValueError where the due date, on which it depends, is not given.
    """
    charged: list[FeeLetter] = []
    counted: list[FeeLetter] = []
    for letter in letters:
        if not letter.kind.has_fee:
            continue
        if due_on is None:
            raise ValueError("Fees of letters depend on the due date; give it.")
        if charged and letter.sent_on > months_later(
            charged[-1].sent_on, tariff.resets_after_months
        ):
            counted = []
        if _may_carry(letter, due_on, charged, counted, tariff):
            charged.append(letter)
            counted.append(letter)
    return charged


def _may_carry(
    letter: FeeLetter,
    due_on: date,
    charged: Sequence[FeeLetter],
    counted: Sequence[FeeLetter],
    tariff: LetterTariff,
) -> bool:
    if letter.sent_on < due_on + timedelta(days=tariff.days_after_due):
        return False
    if charged and letter.sent_on <= charged[-1].sent_on + timedelta(days=tariff.term_days):
        return False
    demands = [other for other in counted if other.kind is FeeLetterKind.OWN_DEMAND]
    if letter.kind is FeeLetterKind.OWN_DEMAND:
        return not demands
    return len(counted) - len(demands) < tariff.most_light and not demands


def letter_fee(kind: FeeLetterKind, law: Pack, tariff: LetterTariff, on: date) -> Money:
    """The fee of a kind of letter on a day, rounded half up to the whole unit."""
    return fee_of(kind, base_amount(law, on).amount, tariff)


def fee_of(kind: FeeLetterKind, base: Money, tariff: LetterTariff) -> Money:
    """The fee of a kind of letter over a base amount, rounded half up to the whole unit."""
    exact = (base.decimal * tariff.fractions[kind]).to_integral_value("ROUND_HALF_UP")
    return Money.of(exact, base.currency)


def work_line(
    principal: Money,
    debtor: DebtorKind,
    law: Pack,
    tariff: LetterTariff,
    *,
    heavy: bool,
    on: date,
) -> CostLine:
    """What the collector's work may cost, by the base amount of a day."""
    base = base_amount(law, on).amount
    percent = work_fraction(principal, debtor, tariff, heavy=heavy) * 100
    return CostLine(
        CostStep.WORK, base.percent(percent), tariff.article, base=base, percent=percent
    )


def work_fraction(
    principal: Money, debtor: DebtorKind, tariff: LetterTariff, *, heavy: bool
) -> Decimal:
    """The fraction of the base amount that the collector's work may cost."""
    band = next(row for row in tariff.bands if row.up_to is None or principal <= row.up_to)
    fraction = band.heavy if heavy else band.light
    return fraction if debtor is DebtorKind.CONSUMER else fraction * tariff.business_factor


def base_amount(law: Pack, on: date) -> BaseAmount:
    """The base amount of a day. LawMissing where none is known."""
    found = in_force(law.cost_rules().base_amounts, on)
    if found is None:
        raise LawMissing(
            "The base amount of fees in %(name)s on %(on)s is not known.", name=law.name, on=on
        )
    return found
