"""Costs by bands of the principal."""

from agency.law.costs.facts import Claimed
from agency.law.costs.lines import CostLine, CostStep
from agency.law.packs.tariff_rows import Band, Tariff
from agency.law.vocabulary import BandCount
from portal.money import Money, total


def by_bands(claimed: Claimed, tariff: Tariff) -> list[CostLine]:
    """The bands that the principal fills, then the step up to the least or down to the most.

    Only the last band reached can hold a fraction of a cent, so rounding each line rounds once.
    Nothing without the clause that the tariff needs; never more than the contract names.
    """
    if tariff.needs_clause and not claimed.known.clause:
        return []
    reached = [band for band in tariff.bands if claimed.principal > band.over]
    if tariff.counts is BandCount.OWN_BAND:
        reached = reached[-1:]
    lines = [line for band in reached for line in _band(band, claimed.principal, tariff.article)]
    amount = total((line.amount for line in lines), claimed.principal.currency)
    maximum = tariff.maximum
    if tariff.needs_clause and claimed.known.agreed is not None:
        maximum = min(maximum, claimed.known.agreed)
    if amount < tariff.minimum:
        lines.append(CostLine(CostStep.MINIMUM, tariff.minimum - amount, tariff.article))
    if amount > maximum:
        lines.append(CostLine(CostStep.MAXIMUM, maximum - amount, tariff.article))
    return lines


def _band(band: Band, principal: Money, article: str) -> list[CostLine]:
    lines = [CostLine(CostStep.FIXED, band.fixed, article)] if band.fixed else []
    if band.percent:
        part = (principal if band.up_to is None else min(principal, band.up_to)) - band.over
        amount = part.percent(band.percent)
        lines.append(CostLine(CostStep.BAND, amount, article, base=part, percent=band.percent))
    return lines
