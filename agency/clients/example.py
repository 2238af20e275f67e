"""What one claim would cost by a tariff that is still being written."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from marshmallow import ValidationError

from agency.clients.fields import read_percent
from agency.clients.proposal import Proposal
from agency.clients.tariff import ClaimFacts, Quote, fee, quote, vat
from portal.accounts.models import Agency
from portal.errors import Invalid, Refused
from portal.money import Money

PROOF = frozenset({"order", "delivery_proof"})
MOST_DAYS = 20_000


@dataclass(frozen=True, slots=True)
class Example:
    """An invented claim, its quote, and what is left of it for the creditor once it is paid."""

    amount: Money
    age_days: int
    documented: bool
    disputed: bool
    consumer: bool
    abroad: bool
    quote: Quote | None = None
    fee: Money | None = None
    vat: Money | None = None

    @property
    def paid_out(self) -> Money | None:
        """What the creditor gets."""
        return self.amount - self.fee - self.vat if self.fee and self.vat else None

    @classmethod
    def of(cls, proposal: Proposal, form: Mapping[str, str], agency: Agency) -> Self:
        """The example that is asked for; without a quote while the tariff is not one yet."""
        facts = (
            _amount(form.get("example_amount", ""), agency.currency),
            _days(form.get("example_days", "")),
            "example_documented" in form,
            "example_disputed" in form,
            "example_consumer" in form,
            "example_abroad" in form,
        )
        claim = cls(*facts)
        try:
            tariff = proposal.draft.tariff(agency.country, form=form)
            vat_percent = read_percent(proposal.vat_percent, most=30)
        except (Invalid, Refused, ValidationError):
            return claim
        found = quote(tariff, claim.facts(agency.country))
        due = fee(claim.amount, found.percent)
        return cls(*facts, quote=found, fee=due, vat=vat(due, vat_percent))

    def facts(self, home_country: str) -> ClaimFacts:
        """What the tariff asks."""
        return ClaimFacts(
            self.age_days,
            PROOF if self.documented else frozenset(),
            self.disputed,
            "consumer" if self.consumer else "business",
            "" if self.abroad else home_country,
        )


def _amount(text: str, currency: str) -> Money:
    try:
        amount = Money.parse(text, currency)
    except ValueError:
        return Money.of(1000, currency)
    return amount if amount.minor > 0 else Money.of(1000, currency)


def _days(text: str) -> int:
    return min(int(text), MOST_DAYS) if text.isdecimal() else 60
