"""Invented cases by which a text is shown and held against the law of a country. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from agency.law.notices import answer_by, contest_by
from agency.law.vocabulary import DebtorKind, NoticeKind
from agency.notices.contents import AgencyFacts, Amounts, Contents, Head
from agency.notices.letters import ClaimRow, InterestRow
from portal.money import Money

_CURRENCIES = {"NO": "NOK", "GB": "GBP", "UK": "GBP", "US": "USD"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Who writes: the agency, and the firm and lawyer under whose letterhead, if any."""

    agency: AgencyFacts
    head: Head
    law_firm: str = ""
    signatory: str = ""


def samples(
    country: str, kind: NoticeKind, debtor: DebtorKind, on: date, writer: Writer
) -> Iterator[Contents]:
    """A claim with interest and costs, one with interest alone, and one with neither.

    A reminder in the creditor's own name asks for neither.
    """
    first = _sample(country, kind, debtor, on, writer)
    if kind is NoticeKind.OWN_REMINDER:
        yield _without_costs(first, Money.zero(first.paid.currency))
        return
    yield first
    if kind is not NoticeKind.FOURTEEN_DAY_LETTER:
        yield _without_costs(first, first.amounts.interest)
        yield _without_costs(first, Money.zero(first.paid.currency))


def _sample(
    country: str, kind: NoticeKind, debtor: DebtorKind, on: date, writer: Writer
) -> Contents:
    currency, due_on = _CURRENCIES.get(country, "EUR"), on - timedelta(days=60)
    principal, interest, costs = (Money(n, currency) for n in (123_450, 1_234, 18_518))
    free, zero = kind is NoticeKind.FOURTEEN_DAY_LETTER, Money.zero(currency)
    row = ClaimRow(
        invoice_no="2026-0417",
        invoiced_on=due_on - timedelta(days=30),
        due_on=due_on,
        principal=principal,
        interest=interest,
        costs=zero if free else costs,
        paid=zero,
    )
    period = InterestRow(
        due_on + timedelta(days=1), on, 60, Decimal(6), principal, interest, "art. 1"
    )
    return Contents(
        country=country,
        debtor=debtor,
        debtor_name="A. Example",
        creditor="Example Bakery B.V.",
        recipient=("A. Example", "Example Street 1", "1234 AB  Exampletown"),
        reference="0000417",
        claim_ids=(),
        claims=(row,),
        interest_periods=(period,),
        interest_article="art. 1",
        amounts=Amounts(
            principal=principal,
            interest=interest,
            costs=zero if free else costs,
            total=principal + interest + (zero if free else costs),
            vat=None,
            to_come=costs if free else None,
        ),
        paid=zero,
        agency=writer.agency,
        head=writer.head,
        law_firm=writer.law_firm,
        signatory=writer.signatory,
        signatory_title=writer.agency.name,
        account_name="Example Client Account",
        iban="NL93DEMO0123456789",
        bic="DEMONL2A",
        payment_reference="RF712348231",
        pay_link_id=None,
        creditor_address="Baker Street 2, 1234 AB Exampletown",
        creditor_number="12345678",
        supplied=("Bread in March",),
        contest_by=contest_by(country, kind, debtor, on + timedelta(days=7)),
        answer_by=answer_by(country, kind, debtor, on),
    )


def _without_costs(sample: Contents, interest: Money) -> Contents:
    """The same claim without costs, and with this interest."""
    zero = Money.zero(interest.currency)
    return replace(
        sample,
        claims=(replace(sample.claims[0], interest=interest, costs=zero),),
        interest_periods=sample.interest_periods if interest else (),
        amounts=replace(
            sample.amounts,
            interest=interest,
            costs=zero,
            total=sample.amounts.principal + interest,
        ),
    )
