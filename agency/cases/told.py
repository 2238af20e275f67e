"""What the creditor said of a claim besides its figures, in the office's words."""

from collections.abc import Iterator
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from agency.cases.models import Claim
from agency.law.vocabulary import FeeLetterKind
from portal.filters import day, money, percent
from portal.money import Money

LETTERS = {
    FeeLetterKind.REMINDER: _l("Reminder"),
    FeeLetterKind.WARNING: _l("Free letter before costs"),
    FeeLetterKind.OWN_DEMAND: _l("The creditor's own demand"),
    FeeLetterKind.AGENCY_DEMAND: _l("The agency's demand"),
}
"""Letters that count for costs."""


def told(claim: Claim) -> list[str]:
    """What is known of a claim for the law's sake, a phrase each, but for the letter before costs."""
    return [*_interest(claim), *_costs(claim), *_letters(claim)]


def _interest(claim: Claim) -> Iterator[str]:
    if claim.interest_basis == "none":
        yield _("asks for no interest")
    elif claim.agreed_percent is not None and claim.agreed_from:
        yield _(
            "agreed interest of %(rate)s from %(day)s",
            rate=percent(claim.agreed_percent),
            day=day(claim.agreed_from),
        )
    elif claim.agreed_percent is not None:
        yield _("agreed interest of %(rate)s", rate=percent(claim.agreed_percent))


def _costs(claim: Claim) -> Iterator[str]:
    if claim.due_agreed:
        yield _("the contract fixes the due date")
    if claim.costs_clause:
        yield _("the contract lets costs be charged")
    if claim.agreed_costs_minor:
        yield _(
            "agreed costs of %(amount)s",
            amount=money(Money(claim.agreed_costs_minor, claim.currency)),
        )
    if claim.agreed_costs_percent:
        yield _("agreed costs of %(rate)s", rate=percent(claim.agreed_costs_percent))
    if claim.proven_costs_minor:
        yield _(
            "proven costs of %(amount)s",
            amount=money(Money(claim.proven_costs_minor, claim.currency)),
        )
    if claim.disputed:
        yield _("disputed with reason")


def _letters(claim: Claim) -> Iterator[str]:
    for letter in claim.letters:
        yield _(
            "%(letter)s of %(day)s",
            letter=str(LETTERS[FeeLetterKind(letter["kind"])]),
            day=day(date.fromisoformat(letter["sent_on"])),
        )
