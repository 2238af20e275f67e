"""The pack of one country: everything its law says, put together from the tables of its file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from agency.law.calendars import half_year_of
from agency.law.errors import LawMissing
from agency.law.packs.allocation_rows import AllocationRule, allocation_rule
from agency.law.packs.compensation_rows import Compensations, compensations
from agency.law.packs.cost_rows import CostRules, VatRate, cost_rules, vat_rates
from agency.law.packs.court_rows import Court, courts
from agency.law.packs.interest_rows import (
    AgreedCap,
    InterestRule,
    LaterStart,
    agreed_cap,
    interest_owed,
    interest_rules,
    later_start,
    reference_rates,
)
from agency.law.packs.rate_rows import RateTable
from agency.law.packs.reading import Table
from agency.law.packs.regime_rows import Regime, regime_on, regimes
from agency.law.vocabulary import DebtorKind, InterestKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """The law of one country; parts that it does not rule on are None."""

    country: str
    name: str
    currency: str
    reviewed_through: date
    regimes: tuple[Regime, ...]
    references: Mapping[str, RateTable]
    interest: Mapping[InterestKind, InterestRule]
    interest_owed: Mapping[DebtorKind, InterestKind]
    agreed_cap: AgreedCap | None
    later_start: LaterStart | None
    costs: CostRules | None
    compensation: Compensations | None
    vat: tuple[VatRate, ...]
    courts: Mapping[str, Court]
    allocation: AllocationRule | None

    def interest_rule(self, kind: InterestKind) -> InterestRule:
        """How a kind of interest runs here. LawMissing where the pack does not rule on it."""
        if kind not in self.interest:
            raise LawMissing(
                "There are no rules for %(kind)s interest in %(name)s yet.",
                kind=kind,
                name=self.name,
            )
        return self.interest[kind]

    def cost_rules(self) -> CostRules:
        """The rules on collection costs. LawMissing where the pack has none."""
        if self.costs is None:
            raise LawMissing(
                "There are no rules for collection costs in %(name)s yet.", name=self.name
            )
        return self.costs

    def check_currency(self, currency: str) -> None:
        """Refuse to compare an amount with those of a law that counts in another currency."""
        if currency != self.currency:
            raise LawMissing(
                "The amounts in the law of %(name)s are in %(own)s, and there is no rule for "
                "claims in %(currency)s. Charge no costs.",
                name=self.name,
                own=self.currency,
                currency=currency,
            )

    def check_reviewed(self, on: date) -> None:
        """Refuse to charge by rules of a day up to which nobody has reviewed this pack."""
        if on > self.reviewed_through:
            raise LawMissing(
                "The rules of %(name)s were reviewed through %(reviewed_through)s and "
                "are not known for %(period)s. Review the rules first.",
                name=self.name,
                reviewed_through=self.reviewed_through,
                period=half_year_of(on),
            )
        if self.regimes:
            regime_on(self.regimes, on, self.name)


def build(values: dict[str, Any]) -> Pack:
    """The pack that its tables describe. PackError where they are incomplete or say too much."""
    top = Table(values, str(values.get("country", "pack")))
    sources = top.table("sources")
    top.sources = {key: sources.text(key) for key in values["sources"]}
    country, name, currency = top.text("country"), top.text("name"), top.text("currency")
    reviewed_through = top.day("reviewed_through")
    references: Mapping[str, RateTable] = {}
    if "references" in top:
        references = reference_rates(top.table("references"), reviewed_through)
    made = Pack(
        country=country,
        name=name,
        currency=currency,
        reviewed_through=reviewed_through,
        regimes=top.optional("regimes", lambda key: regimes(top.tables(key)), ()),
        references=references,
        interest=interest_rules(top, country, references, reviewed_through),
        interest_owed=interest_owed(top.table("interest_owed")),
        agreed_cap=top.optional("agreed_cap", lambda key: agreed_cap(top.table(key)), None),
        later_start=top.optional("later_start", lambda key: later_start(top.table(key)), None),
        compensation=top.optional(
            "compensation", lambda key: compensations(top.table(key), name, currency), None
        ),
        costs=top.optional("costs", lambda key: cost_rules(top.table(key), currency), None),
        vat=top.optional("vat", lambda key: vat_rates(top.tables(key)), ()),
        courts=top.optional("courts", lambda key: courts(top.table(key), currency), {}),
        allocation=top.optional("allocation", lambda key: allocation_rule(top.table(key)), None),
    )
    top.close()
    return made
