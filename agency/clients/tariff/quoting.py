"""What a claim costs by a tariff: the percent, the rows that led to it, and what proof is worth."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Self

from agency.clients.tariff.terms import ZERO, Tariff

ORDER = "order"
CONTRACT = "contract"
DELIVERY_PROOF = "delivery_proof"


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """What a tariff asks of a claim."""

    age_days: int
    """Days since the due date; below zero when it is not yet due."""
    evidence: frozenset[str] = frozenset()
    """Kinds of documents that are there."""
    disputed: bool = False
    debtor_kind: str = "business"
    country: str = "NL"
    """Where the debtor lives."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A row of the tariff that counted: its code, its points, and the figures of its text."""

    code: str
    points: Decimal
    figures: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """How a claim keeps it."""
        return {"code": self.code, "points": str(self.points), "figures": dict(self.figures)}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """What a claim kept."""
        return cls(kept["code"], Decimal(kept["points"]), dict(kept["figures"]))


@dataclass(frozen=True, slots=True)
class Missing:
    """A kind of proof that would lower the fee, and the fee once all that is missing is there."""

    evidence: str
    percent_with_it: Decimal


@dataclass(frozen=True, slots=True)
class Quote:
    """The success fee of a claim in percent; its reasons' points add up to it exactly."""

    percent: Decimal
    reasons: tuple[Reason, ...]
    missing: tuple[Missing, ...] = ()

    def reasons_as_json(self) -> list[dict[str, Any]]:
        """The reasons as a claim keeps them."""
        return [reason.as_json() for reason in self.reasons]


def quote(tariff: Tariff, facts: ClaimFacts) -> Quote:
    """The success fee of a claim, in percent of what is recovered. Nothing is rounded."""
    reasons = _reasons(tariff, facts)
    percent = _sum(reasons)
    lacking = _lacking(facts.evidence)
    with_all = _sum(_reasons(tariff, facts, documented=True))
    missing = tuple(Missing(kind, with_all) for kind in lacking) if with_all < percent else ()
    return Quote(percent, reasons, missing)


def _reasons(
    tariff: Tariff, facts: ClaimFacts, *, documented: bool | None = None
) -> tuple[Reason, ...]:
    if documented is None:
        documented = not _lacking(facts.evidence)
    found = [
        _age(tariff, facts.age_days),
        Reason("documented", -tariff.documented_discount if documented else ZERO),
        Reason("disputed", tariff.disputed_surcharge if facts.disputed else ZERO),
        Reason("consumer", tariff.consumer_surcharge if facts.debtor_kind == "consumer" else ZERO),
        Reason("abroad", ZERO, {"country": facts.country})
        if facts.country == tariff.home_country
        else Reason("abroad", tariff.abroad_surcharge, {"country": facts.country}),
    ]
    short = tariff.minimum_percent - _sum(found)
    found.append(Reason("minimum", max(short, ZERO), {"percent": str(tariff.minimum_percent)}))
    return tuple(reason for reason in found if reason.points or reason.code == "age")


def _age(tariff: Tariff, age_days: int) -> Reason:
    band = tariff.band_for(age_days)
    at = tariff.bands.index(band)
    before = tariff.bands[at - 1].max_age_days if at else None
    figures = {"days": str(max(age_days, 0))}
    if before is not None:
        figures["over"] = str(before)
    if band.max_age_days is not None:
        figures["up_to"] = str(band.max_age_days)
    return Reason("age", band.percent, figures)


def _lacking(evidence: frozenset[str]) -> list[str]:
    lacking = [] if evidence & {ORDER, CONTRACT} else [ORDER]
    return lacking if DELIVERY_PROOF in evidence else [*lacking, DELIVERY_PROOF]


def _sum(reasons: tuple[Reason, ...] | list[Reason]) -> Decimal:
    return sum((reason.points for reason in reasons), ZERO)
