"""Collection costs: what the law lets a creditor add to the principal, with the sum behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from agency.law.errors import LawMissing
from agency.law.packs import pack
from agency.law.packs.cost_rows import Compensation, Tariff
from agency.law.packs.country import Pack
from agency.law.packs.rows import in_force
from agency.law.vat import vat_rate
from agency.law.vocabulary import DebtorKind
from portal.money import Money, total


class CostStep(StrEnum):
    """What a line of the sum does."""

    BAND = "band"
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    RECURRING_CAP = "recurring_cap"
    COMPENSATION = "compensation"
    VAT = "vat"


@dataclass(frozen=True, slots=True)
class CostLine:
    """One step of the sum; `base` and `percent` are None where the step is a fixed amount."""

    step: CostStep
    amount: Money
    article: str
    base: Money | None = None
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Costs:
    """Costs without VAT, the VAT on them, and the lines that add up to both."""

    amount: Money
    vat: Money
    lines: tuple[CostLine, ...]
    article: str

    @property
    def total(self) -> Money:
        """What the debtor owes in costs, VAT included."""
        return self.amount + self.vat


@dataclass(frozen=True, slots=True)
class Instalment:
    """A periodic instalment, and the costs charged on its contract in the months of the cap."""

    amount: Money
    already_charged: Money


def collection_costs(
    principals: Money | Sequence[Money],
    *,
    debtor: DebtorKind,
    on: date,
    demanded: bool = True,
    creditor_deducts_vat: bool = True,
    vat_declared: bool = False,
    instalment: Instalment | None = None,
    country: str = "NL",
) -> Costs:
    """The costs that the law allows on `on`, the day they are charged (the date of the letter).

    Several claims of one creditor against one debtor count as one principal (NL 6:96 lid 7); the
    base is the principal alone, no interest. Rounded half up to the minor unit once. VAT comes on
    top only where the creditor cannot deduct it and has declared so. A business that was not
    `demanded` owes the fixed compensation alone (6:96 lid 4). For a consumer, ask
    `agency.law.gates.cost_gate` first whether any costs may be charged. LawMissing where no
    reviewed rule covers the day; ValueError on a principal below zero.
    """
    claims = [principals] if isinstance(principals, Money) else list(principals)
    if not claims or any(claim.minor < 0 for claim in claims):
        raise ValueError("Costs are computed over one or more principals of zero or more.")
    law = pack(country)
    law.check_reviewed(on)
    base = total(claims)
    if not base:
        lines = []
    elif debtor is DebtorKind.BUSINESS and not demanded:
        lines = [_compensation(law, on)]
    else:
        lines = _tariff_lines(base, _tariff(law, on))
    if instalment and debtor is DebtorKind.CONSUMER:
        lines += _cap_lines(law, on, lines, instalment)
    amount = total((line.amount for line in lines), base.currency)
    vat = _vat_lines(law, on, amount) if vat_declared and not creditor_deducts_vat else []
    rules = law.cost_rules()
    return Costs(
        amount=amount,
        vat=total((line.amount for line in vat), base.currency),
        lines=tuple(lines + vat),
        article=rules.article if len(claims) == 1 else rules.aggregation_article,
    )


def compensation(country: str, on: date) -> Compensation:
    """The fixed sum for paying late that a business owes without reminder. LawMissing if none."""
    found = in_force(pack(country).compensation, on)
    if found is None:
        raise LawMissing(
            "There is no rule for compensation in %(country)s on %(on)s.", country=country, on=on
        )
    return found


def _compensation(law: Pack, on: date) -> CostLine:
    found = compensation(law.country, on)
    return CostLine(CostStep.COMPENSATION, found.amount, found.article)


def _tariff(law: Pack, on: date) -> Tariff:
    found = in_force(law.cost_rules().tariffs, on)
    if found is None:
        raise LawMissing(
            "There is no tariff for collection costs in %(name)s on %(on)s.", name=law.name, on=on
        )
    return found


def _tariff_lines(base: Money, tariff: Tariff) -> list[CostLine]:
    """The bands that the principal fills, then the step up to the least or down to the most.

    Only the last band reached can hold a fraction of a cent, so rounding each line rounds once.
    """
    lines = []
    for band in tariff.bands:
        if base <= band.over:
            break
        part = (base if band.up_to is None else min(base, band.up_to)) - band.over
        lines.append(
            CostLine(
                CostStep.BAND,
                part.percent(band.percent),
                tariff.article,
                base=part,
                percent=band.percent,
            )
        )
    amount = total((line.amount for line in lines), base.currency)
    if amount < tariff.minimum:
        lines.append(CostLine(CostStep.MINIMUM, tariff.minimum - amount, tariff.article))
    if amount > tariff.maximum:
        lines.append(CostLine(CostStep.MAXIMUM, tariff.maximum - amount, tariff.article))
    return lines


def _cap_lines(
    law: Pack, on: date, lines: list[CostLine], instalment: Instalment
) -> list[CostLine]:
    """What takes the costs of a small instalment down to the room that its contract has left."""
    cap = in_force(law.cost_rules().recurring_caps, on)
    if cap is None or instalment.amount >= cap.instalment_below:
        return []
    amount = total((line.amount for line in lines), law.currency)
    room = max(cap.maximum - instalment.already_charged, Money.zero(law.currency))
    if amount <= room:
        return []
    return [CostLine(CostStep.RECURRING_CAP, room - amount, cap.article)]


def _vat_lines(law: Pack, on: date, amount: Money) -> list[CostLine]:
    rate = vat_rate(law.country, on)
    article = law.cost_rules().vat_article
    return [CostLine(CostStep.VAT, amount.percent(rate), article, base=amount, percent=rate)]
