"""Taking in a placement: debtors found or entered, cases joined or opened, claims filed. In sets."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from sqlalchemy import select, tuple_, update
from sqlalchemy.dialects.postgresql import insert as upsert

from agency.cases import signals
from agency.cases.facts import DebtorFacts, NewClaim
from agency.cases.finding import Term, terms_of_debtor, terms_of_invoice
from agency.cases.matching import match_key
from agency.cases.models import Case, CaseTerm, Claim, Debtor, Mover, Placement
from agency.clients.models import Agreement, Creditor
from agency.clients.numbers import next_numbers
from portal import clock, db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.keys import new_key
from portal.tenancy import acting

REVIEW_DAYS = 1
"""Within how many days the agency answers new claims."""


def open_placement(*, creditor: Creditor, agreement: Agreement, key: str, by: User) -> Placement:
    """The placement that `key` names; the same one when it is opened again."""
    found = db.session.scalars(select(Placement).where(Placement.key == key)).one_or_none()
    if found:
        return found
    placement = Placement(
        id=new_key(),
        number=next_numbers("placement")[0],
        key=key,
        creditor_id=creditor.id,
        agreement_id=agreement.id,
        placed_by=by.id,
    )
    db.session.add(placement)
    db.session.flush()
    audit.record(placement, "placement.received", by=by, number=placement.number)
    return placement


def place(placement: Placement, claims: Sequence[NewClaim], *, by: User) -> dict[int, uuid.UUID]:
    """File claims under a placement. Returns the new claim of each line.

    A line whose invoice number the creditor has placed before is left out. May be called again
    with more claims of the same placement.
    """
    known = _known_invoices(placement.creditor_id, [claim.invoice_no for claim in claims])
    fresh = {claim.invoice_no: claim for claim in claims if claim.invoice_no not in known}
    if not fresh:
        return {}
    debtors = _debtors(placement.creditor_id, [claim.debtor for claim in fresh.values()])
    places = {
        claim.invoice_no: (debtors[match_key(claim.debtor)], claim.principal.currency)
        for claim in fresh.values()
    }
    cases, opened = _cases(placement.creditor_id, set(places.values()))
    rows: list[dict[str, Any]] = [
        {
            "agency_id": acting().agency_id,
            "id": new_key(),
            "creditor_id": placement.creditor_id,
            "case_id": cases[places[claim.invoice_no]],
            "placement_id": placement.id,
            "invoice_no": claim.invoice_no,
            "invoice_date": claim.invoice_date,
            "due_on": claim.due_on,
            "principal_minor": claim.principal.minor,
            "currency": claim.principal.currency,
            "description": claim.description,
            "reminded_on": claim.reminded_on,
            "reminded_channel": claim.reminded_channel,
            "fee_percent": claim.fee_percent,
            "fee_reasons": list(claim.fee_reasons),
        }
        for claim in fresh.values()
    ]
    filed = db.session.execute(
        upsert(Claim).values(rows).on_conflict_do_nothing().returning(Claim.invoice_no, Claim.id)
    ).all()
    new = {invoice_no for invoice_no, _ in filed}
    rows = [row for row in rows if row["invoice_no"] in new]
    _make_findable(
        placement.creditor_id, [(row["case_id"], fresh[row["invoice_no"]]) for row in rows]
    )
    touched = {row["case_id"] for row in rows}
    _await_review(touched)
    _tell(placement, rows, opened, by)
    signals.claims_placed.send(placement, cases=touched)
    return {fresh[invoice_no].line: claim_id for invoice_no, claim_id in filed}


def _known_invoices(creditor_id: uuid.UUID, numbers: Sequence[str]) -> set[str]:
    return set(
        db.session.scalars(
            select(Claim.invoice_no).where(
                Claim.creditor_id == creditor_id,
                Claim.invoice_no.in_(numbers),
                Claim.withdrawn_at.is_(None),
            )
        )
    )


def _debtors(creditor_id: uuid.UUID, facts: Iterable[DebtorFacts]) -> dict[str, uuid.UUID]:
    """The id of each debtor by its match key; entered where the creditor did not have it yet."""
    by_key = {match_key(debtor): debtor for debtor in facts}
    found = _find_debtors(creditor_id, by_key)
    missing = by_key.keys() - found.keys()
    if missing:
        rows = [
            {
                "agency_id": acting().agency_id,
                "id": new_key(),
                "creditor_id": creditor_id,
                "match_key": key,
                "time_zone": clock.OFFICE_ZONE.key,
                **asdict(by_key[key]),
            }
            for key in sorted(missing)
        ]
        db.session.execute(upsert(Debtor).values(rows).on_conflict_do_nothing())
        found = _find_debtors(creditor_id, by_key)
    return found


def _find_debtors(creditor_id: uuid.UUID, keys: Iterable[str]) -> dict[str, uuid.UUID]:
    query = select(Debtor.match_key, Debtor.id).where(
        Debtor.creditor_id == creditor_id, Debtor.match_key.in_(list(keys))
    )
    return dict(iter(db.session.execute(query)))


CasePlace = tuple[uuid.UUID, str]


def _cases(
    creditor_id: uuid.UUID, wanted: set[CasePlace]
) -> tuple[dict[CasePlace, uuid.UUID], list[uuid.UUID]]:
    """The open case of each debtor and currency, and which of them were opened just now."""
    found = _find_cases(wanted)
    missing = sorted(wanted - found.keys(), key=str)
    opened: list[uuid.UUID] = []
    if missing:
        numbers = next_numbers("case", len(missing))
        rows = [
            {
                "agency_id": acting().agency_id,
                "id": new_key(),
                "number": number,
                "creditor_id": creditor_id,
                "debtor_id": debtor_id,
                "currency": currency,
                "opened_at": clock.now(),
                "mover": Mover.AGENCY,
                "move": "review",
                "move_since": clock.now(),
                "move_until": clock.today() + timedelta(days=REVIEW_DAYS),
            }
            for number, (debtor_id, currency) in zip(numbers, missing, strict=True)
        ]
        opened = list(
            db.session.scalars(
                upsert(Case).values(rows).on_conflict_do_nothing().returning(Case.id)
            )
        )
        found = _find_cases(wanted)
    return found, opened


def _find_cases(wanted: set[CasePlace]) -> dict[CasePlace, uuid.UUID]:
    query = select(Case.debtor_id, Case.currency, Case.id).where(
        tuple_(Case.debtor_id, Case.currency).in_(list(wanted)),
        Case.closed_at.is_(None),
        Case.reopened_at.is_(None),
    )
    return {
        (debtor_id, currency): case_id for debtor_id, currency, case_id in db.session.execute(query)
    }


def _make_findable(creditor_id: uuid.UUID, claims: Iterable[tuple[uuid.UUID, NewClaim]]) -> None:
    """Keep the words by which staff will look for these cases."""
    found: set[tuple[uuid.UUID, Term]] = set()
    for case_id, claim in claims:
        terms = terms_of_debtor(claim.debtor) | terms_of_invoice(claim.invoice_no)
        found |= {(case_id, term) for term in terms}
    rows = [
        {
            "agency_id": acting().agency_id,
            "id": new_key(),
            "creditor_id": creditor_id,
            "case_id": case_id,
            "kind": kind,
            "term": term,
        }
        for case_id, (kind, term) in sorted(found, key=str)
    ]
    if rows:
        db.session.execute(upsert(CaseTerm).on_conflict_do_nothing(), rows)


def _await_review(case_ids: Iterable[uuid.UUID]) -> None:
    db.session.execute(
        update(Case)
        .where(Case.id.in_(list(case_ids)), Case.move != "review")
        .values(
            mover=Mover.AGENCY,
            move="review",
            move_since=clock.now(),
            move_until=clock.today() + timedelta(days=REVIEW_DAYS),
        )
    )


def _tell(
    placement: Placement, claims: Sequence[Mapping[str, Any]], opened: Sequence[uuid.UUID], by: User
) -> None:
    def event(
        kind: str, subject_type: str, subject_id: Any, case_id: Any, **data: Any
    ) -> dict[str, Any]:
        return {
            **audit.event_row(placement, kind, by=by, **data),
            "subject_type": subject_type,
            "subject_id": subject_id,
            "case_id": case_id,
        }

    audit.record_many(event("case.opened", "cases", case_id, case_id) for case_id in opened)
    audit.record_many(
        event(
            "claim.placed",
            "claims",
            claim["id"],
            claim["case_id"],
            invoice_no=claim["invoice_no"],
            principal_minor=claim["principal_minor"],
            currency=claim["currency"],
            fee_percent=claim["fee_percent"],
        )
        for claim in claims
    )
