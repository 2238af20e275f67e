"""Claims between a file's row, the table they wait in, and the placement. Pure."""

import uuid
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from agency.cases.facts import DebtorFacts, NewClaim
from agency.law.vocabulary import DebtorKind
from creditor.intake.agreed import interest_of
from creditor.intake.claim_row import ClaimRow
from creditor.intake.contract import contract_of
from portal.money import Money

_TEXTS = tuple(
    field.name
    for field in fields(ClaimRow)
    if field.name not in ("principal", "invoice_date", "due_date")
)


def to_json(claim: ClaimRow) -> dict[str, Any]:
    """How a waiting row keeps its claim."""
    kept: dict[str, Any] = {name: getattr(claim, name) for name in _TEXTS}
    kept["principal"] = {"minor": claim.principal.minor, "currency": claim.principal.currency}
    kept["invoice_date"] = claim.invoice_date.isoformat()
    kept["due_date"] = claim.due_date.isoformat()
    return kept


def to_place(
    row_id: uuid.UUID,
    line: int,
    kept: dict[str, Any],
    *,
    percent: Decimal,
    reasons: list[Any],
    locale: str,
    usual: Mapping[str, Any],
) -> NewClaim:
    """A waiting row as the placement wants it; the claim keeps the row's key.

    `locale` is for debtors whose language is unknown, `usual` for what a claim does not say of its
    contract.
    """
    reminded_on = kept.get("reminded_on")
    principal = kept["principal"]
    return NewClaim(
        line=line,
        id=row_id,
        debtor=DebtorFacts(
            kind=DebtorKind(kept["debtor_kind"]),
            name=kept["debtor_name"],
            customer_no=kept["customer_no"],
            org_no=kept["debtor_org_no"],
            vat_no=kept["debtor_vat"],
            street=kept["street"],
            postcode=kept["postcode"],
            city=kept["city"],
            country=kept["country"],
            email=kept["debtor_email"],
            phone=kept["debtor_phone"],
            locale=kept["language"] or locale,
        ),
        invoice_no=kept["invoice_no"],
        invoice_date=date.fromisoformat(kept["invoice_date"]),
        due_on=date.fromisoformat(kept["due_date"]),
        principal=Money(principal["minor"], principal["currency"]),
        description=kept["description"],
        fee_percent=percent,
        fee_reasons=tuple(reasons),
        reminded_on=date.fromisoformat(reminded_on) if reminded_on else None,
        reminded_channel=str(kept.get("reminded_channel") or ""),
        **interest_of(kept),
        **contract_of(kept, usual),
    )
