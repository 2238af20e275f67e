"""Claims between a file's row, the table they wait in, and the placement. Pure."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from agency.cases.facts import DebtorFacts, NewClaim
from agency.law.vocabulary import DebtorKind
from creditor.intake.claim_row import ClaimRow
from portal.money import Money


def to_json(claim: ClaimRow) -> dict[str, Any]:
    """How a waiting row keeps its claim."""
    kept = asdict(claim)
    kept["principal"] = {"minor": claim.principal.minor, "currency": claim.principal.currency}
    kept["invoice_date"] = claim.invoice_date.isoformat()
    kept["due_date"] = claim.due_date.isoformat()
    return kept


def from_json(kept: dict[str, Any]) -> ClaimRow:
    """The claim of a waiting row."""
    facts = {name: value for name, value in kept.items() if not name.startswith("reminded_")}
    return ClaimRow(
        **{
            **facts,
            "principal": Money(kept["principal"]["minor"], kept["principal"]["currency"]),
            "invoice_date": date.fromisoformat(kept["invoice_date"]),
            "due_date": date.fromisoformat(kept["due_date"]),
        }
    )


def to_place(
    line: int, kept: dict[str, Any], *, percent: Decimal, reasons: list[Any], locale: str
) -> NewClaim:
    """A waiting row as the placement wants it; `locale` is for debtors whose language is unknown."""
    claim = from_json(kept)
    reminded_on = kept.get("reminded_on")
    return NewClaim(
        line=line,
        debtor=DebtorFacts(
            kind=DebtorKind(claim.debtor_kind),
            name=claim.debtor_name,
            customer_no=claim.customer_no,
            org_no=claim.debtor_org_no,
            vat_no=claim.debtor_vat,
            street=claim.street,
            postcode=claim.postcode,
            city=claim.city,
            country=claim.country,
            email=claim.debtor_email,
            phone=claim.debtor_phone,
            locale=claim.language or locale,
        ),
        invoice_no=claim.invoice_no,
        invoice_date=claim.invoice_date,
        due_on=claim.due_date,
        principal=claim.principal,
        description=claim.description,
        fee_percent=percent,
        fee_reasons=tuple(reasons),
        reminded_on=date.fromisoformat(reminded_on) if reminded_on else None,
        reminded_channel=str(kept.get("reminded_channel") or ""),
    )
