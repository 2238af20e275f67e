"""Which courts are open to a claim, what they ask, and what they cost."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agency.law.calendars import half_year_of
from agency.law.errors import LawMissing
from agency.law.packs import pack
from agency.law.packs.court_rows import Court, CourtFees
from agency.law.packs.rows import in_force
from agency.law.vocabulary import Claimant, DebtorKind, Holds, Status
from portal.money import Money


@dataclass(frozen=True, slots=True)
class CourtFee:
    """What a court charges the claimant; `base` and `percent` are what it is computed from."""

    amount: Money
    article: str
    source: str
    status: Status
    base: Money | None = None
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """A court that is open to a claim, and its fee, or why the fee is not known."""

    court: Court
    fee: CourtFee | None
    why_no_fee: str


def routes(
    country: str,
    claim: Money,
    *,
    debtor: DebtorKind,
    on: date,
    claimant: Claimant = Claimant.LEGAL,
    disputed: bool = False,
    cross_border: bool = False,
) -> tuple[Route, ...]:
    """The routes that a claim of an amount may take on a day, without those for other claims."""
    law, found = pack(country), []
    law.check_currency(claim.currency)
    for court in law.courts.values():
        if not _is_open(court, claim, debtor, on, disputed=disputed, cross_border=cross_border):
            continue
        try:
            fee, why = court_fee(country, court.route, claim, claimant=claimant, on=on), ""
        except LawMissing as error:
            fee, why = None, error.words
        found.append(Route(court, fee, why))
    return tuple(found)


def court_fee(
    country: str, route: str, claim: Money, *, claimant: Claimant = Claimant.LEGAL, on: date
) -> CourtFee:
    """The fee of a claim at a court on a day. LawMissing where no table of that day is known."""
    court = court_of(country, route)
    pack(country).check_currency(claim.currency)
    fees = fees_on(court, claimant, on)
    if fees.base:
        amount, base = fees.base.over(fees.base.amount), fees.base.amount
        percent = fees.base.factor * 100
        return CourtFee(amount, court.article, fees.source, fees.status, base, percent)
    band = next(row for row in fees.bands if row.up_to is None or claim <= row.up_to)
    if band.percent is None:
        return CourtFee(band.fees[claimant], court.article, fees.source, fees.status)
    percent = band.percent
    minor = (claim.minor * percent / 100).to_integral_value("ROUND_FLOOR")
    return CourtFee(
        Money(int(minor), claim.currency), court.article, fees.source, fees.status, claim, percent
    )


def court_of(country: str, route: str) -> Court:
    """A court by the name of its route. LawMissing where the pack has none."""
    law = pack(country)
    if route not in law.courts:
        raise LawMissing("There is no court “%(route)s” in %(name)s.", route=route, name=law.name)
    return law.courts[route]


def fees_on(court: Court, claimant: Claimant, on: date) -> CourtFees:
    """The fees of a day. LawMissing where those of its year are not known."""
    found = in_force([row for row in court.fees if claimant in row.claimants], on)
    if found is None or not _holds(found, on):
        raise LawMissing(
            "The fee of %(court)s for %(period)s is not known. Ask the court, and enter it by hand.",
            court=court.name,
            period=on.year if found is None or found.holds is Holds.YEAR else half_year_of(on),
        )
    return found


def _holds(fees: CourtFees, on: date) -> bool:
    match fees.holds:
        case Holds.YEAR:
            return fees.valid_from.year == on.year
        case Holds.HALF_YEAR:
            return half_year_of(fees.valid_from) == half_year_of(on)
        case _:
            return True


def _is_open(
    court: Court,
    claim: Money,
    debtor: DebtorKind,
    on: date,
    *,
    disputed: bool,
    cross_border: bool,
) -> bool:
    return (
        court.valid_from <= on
        and court.status is not Status.PROJECTED
        and debtor in court.debtors
        and (court.over is None or claim > court.over)
        and (court.up_to is None or claim <= court.up_to)
        and (cross_border or not court.cross_border)
        and not (disputed and court.undisputed)
    )
