"""Corrections in the office's words."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from agency.cases.told import LETTERS
from agency.charges.running import InterestBasis
from agency.corrections.models import Correction, CorrectionKind
from agency.law.vocabulary import FeeLetterKind
from portal.audit.words import words
from portal.filters import day, money, percent
from portal.money import Money

KINDS = {
    CorrectionKind.CREDIT_NOTE: _("Credit note"),
    CorrectionKind.DUE_DATE: _("Due date"),
    CorrectionKind.WITHDRAWAL: _("Withdrawn"),
    CorrectionKind.INTEREST: _("Interest"),
    CorrectionKind.CIRCUMSTANCES: _("What the law asks"),
    CorrectionKind.DESCRIPTION: _("Description"),
}

COLUMNS = {
    "interest_basis": _("Interest"),
    "agreed_percent": _("Agreed rate"),
    "agreed_from": _("Runs from"),
    "costs_clause": _("The contract lets costs be charged"),
    "agreed_costs_minor": _("Agreed costs"),
    "agreed_costs_percent": _("Agreed costs, in percent"),
    "proven_costs_minor": _("Proven costs"),
    "due_agreed": _("The contract fixes the due date"),
    "disputed": _("Disputed with reason"),
    "letters": _("Letters"),
    "description": _("Description"),
}
"""What a claim's columns are called."""
_BASES = {
    InterestBasis.LAW: _("by law"),
    InterestBasis.AGREED: _("as agreed"),
    InterestBasis.NONE: _("none"),
}


def changes_of(correction: Correction) -> list[tuple[str, str, str]]:
    """What a correction changed: the subject, as it was, as it is."""
    currency = correction.currency
    return [
        (str(COLUMNS[name]), _said(name, before, currency), _said(name, after, currency))
        for name, (before, after) in (correction.changes or {}).items()
    ]


def _said(name: str, value: Any, currency: str) -> str:
    """A value that a correction kept, as the reader writes it."""
    if value in (None, "", []):
        return "–"
    say = _SAYING.get(name)
    return say(value, currency) if say else gettext("yes") if value else gettext("no")


def _letters(kept: Any, _currency: str) -> str:
    return ", ".join(
        f"{LETTERS[FeeLetterKind(it['kind'])]} {day(date.fromisoformat(it['sent_on']))}"
        for it in kept
    )


def _percent(kept: Any, _currency: str) -> str:
    return percent(Decimal(kept))


def _money(kept: Any, currency: str) -> str:
    return money(Money(kept, currency))


_SAYING: dict[str, Callable[[Any, str], str]] = {
    "interest_basis": lambda kept, _currency: str(_BASES[InterestBasis(kept)]),
    "agreed_percent": _percent,
    "agreed_costs_percent": _percent,
    "agreed_from": lambda kept, _currency: day(date.fromisoformat(kept)),
    "agreed_costs_minor": _money,
    "proven_costs_minor": _money,
    "letters": _letters,
    "description": lambda kept, _currency: str(kept),
}
"""How the values of columns are said; the others are yes or no."""

words(
    {
        "claim.credited": _("entered a credit note"),
        "claim.due_date_corrected": _("corrected a due date"),
        "claim.withdrawn": _("withdrew a claim"),
        "claim.interest_corrected": _("corrected which interest runs"),
        "claim.circumstances_corrected": _("corrected what the law asks of a claim"),
        "claim.description_corrected": _("corrected the description of a claim"),
    }
)
