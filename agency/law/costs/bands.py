"""Costs by bands of the principal."""

from agency.law.costs.facts import Claimed
from agency.law.costs.lines import CostLine, CostStep, sum_of
from agency.law.packs.tariff_rows import Band, Tariff
from agency.law.vocabulary import BandCount
from portal.money import Money


def by_bands(claimed: Claimed, tariff: Tariff) -> list[CostLine]:
    """The bands that the principal fills, then the step up to the least or down to the most.

    Only the last band reached can hold a fraction of a cent, so rounding each line rounds once.
    Nothing without the clause that the tariff needs; never more than the contract names.
    """
    if tariff.needs_clause and not claimed.known.clause:
        return []
    principal, article = claimed.principal, tariff.article
    reached = [band for band in tariff.bands if principal.minor > band.over.minor]
    if tariff.counts is BandCount.OWN_BAND:
        reached = reached[-1:]
    lines = []
    for band in reached:
        if band.fixed.minor:
            lines.append(CostLine(CostStep.FIXED, band.fixed, article))
        if band.percent:
            lines.append(_part(band, principal, article))
    amount = sum_of(lines, principal.currency)
    maximum = tariff.maximum
    if tariff.needs_clause and claimed.known.agreed is not None:
        maximum = min(maximum, claimed.known.agreed)
    if amount < tariff.minimum:
        lines.append(CostLine(CostStep.MINIMUM, tariff.minimum - amount, article))
    elif amount > maximum:
        lines.append(CostLine(CostStep.MAXIMUM, maximum - amount, article))
    return lines


def _part(band: Band, principal: Money, article: str) -> CostLine:
    """What the part of the principal within a band costs."""
    end = principal.minor if band.up_to is None else min(principal.minor, band.up_to.minor)
    part = Money(end - band.over.minor, principal.currency)
    amount = part.percent(band.percent)
    return CostLine(CostStep.BAND, amount, article, base=part, percent=band.percent)
