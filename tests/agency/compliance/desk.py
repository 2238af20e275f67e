"""A consumer whose contact is looked at, and the moments at which that is done."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from agency.cases.models import Case
from agency.compliance.kinds import Basis, DeclarationKind, Source
from agency.compliance.services import Declared
from agency.law.vocabulary import DebtorKind
from portal.web import get
from tests.office import Office, new_claim, new_debtor

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
"""Eleven in the morning in Amsterdam, when everybody may be approached."""

ANNA = {
    "kind": DebtorKind.CONSUMER,
    "name": "Anna de Wit",
    "street": "Lange Nieuwstraat 12",
    "postcode": "3512 PH",
    "city": "Utrecht",
    "email": "anna@debtor.example",
    "phone": "+31 6 5550 0101",
}


def anna(office: Office, creditor_id: UUID | None = None, **facts: Any) -> UUID:
    """A case of Anna's, at a creditor of its own unless one is named."""
    return office.accepted_case(
        creditor_id or office.new_creditor(), new_claim(debtor=new_debtor(**{**ANNA, **facts}))
    )


def case_of(case_id: UUID) -> Case:
    """The case, in the present session."""
    return get(Case, case_id)


def said(kind: DeclarationKind, **facts: Any) -> Declared:
    """A declaration of a kind with what it needs."""
    needs: dict[DeclarationKind, dict[str, Any]] = {
        DeclarationKind.OPT_OUT: {"channel": "email"},
        DeclarationKind.CONSENT: {"channel": "email"},
        DeclarationKind.PREFERRED_CHANNEL: {"channel": "phone"},
        DeclarationKind.LANGUAGE: {"locale": "en"},
        DeclarationKind.VULNERABLE: {"basis": Basis.CONSENT, "text": "Call, do not write."},
        DeclarationKind.INCONVENIENT: {"from_hour": 9, "before_hour": 12},
        DeclarationKind.REPRESENTED: {"name": "mr. P. Bakker"},
    }
    return Declared(**{"kind": kind, "source": Source.PHONE, **needs.get(kind, {}), **facts})
