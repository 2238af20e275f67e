"""A rate that the contract names: whether it holds against this debtor, and what holds instead."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agency.law.packs import pack
from agency.law.rates import PACK_RATES, RateBook
from agency.law.vocabulary import DebtorKind, InterestKind


@dataclass(frozen=True, slots=True)
class AgreedRate:
    """The rate and kind of interest that a clause leads to; `maximum` is the most it may ask."""

    percent: Decimal
    kind: InterestKind
    is_valid: bool
    maximum: Decimal | None
    article: str


def agreed_rate(
    percent: Decimal,
    *,
    country: str,
    debtor: DebtorKind,
    on: date,
    rates: RateBook = PACK_RATES,
) -> AgreedRate:
    """What a clause about interest leads to on a day.

    In Belgium a clause above the published trade rate is void against a consumer, and only the
    ordinary legal rate is left (Book XIX WER). RateMissing where a rate of the day is not known;
    ValueError on a rate below zero.
    """
    if percent < 0:
        raise ValueError("An agreed rate is zero or more.")
    law = pack(country)
    contract, cap = law.interest_rule(InterestKind.CONTRACTUAL), law.agreed_cap
    if cap is None or debtor not in cap.debtors or on < cap.valid_from:
        return AgreedRate(percent, InterestKind.CONTRACTUAL, True, None, contract.article)
    maximum = rates.rule(country, cap.cap).rate_on(on)[0].percent
    if percent <= maximum:
        return AgreedRate(percent, InterestKind.CONTRACTUAL, True, maximum, cap.article)
    fallback = rates.rule(country, cap.fallback).rate_on(on)[0].percent
    return AgreedRate(fallback, cap.fallback, False, maximum, cap.article)
