"""Taking in a placement: debtors found or entered, cases joined or opened, claims filed. In sets."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import timedelta
from typing import Any

from sqlalchemy import Text, Uuid, func, literal, select, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.types import TypeEngine

from agency.cases import signals
from agency.cases.facts import DebtorFacts, NewClaim
from agency.cases.finding import TermKind, terms_of_debtor, terms_of_invoice
from agency.cases.matching import match_key
from agency.cases.models import Case, CaseTerm, Claim, Debtor, Mover, Placement
from agency.cases.phones import mobile
from agency.clients.models import Agreement, Creditor
from agency.clients.numbers import next_numbers
from agency.law.zones import zone_of
from portal import clock, db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.bulk import among, insert_rows, values_of
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


def place(
    placement: Placement, claims: Sequence[NewClaim], *, by: User, more_follow: bool = False
) -> dict[int, uuid.UUID]:
    """File claims under a placement. Returns the new claim of each line.

    A line whose invoice number the creditor has placed before is left out. May be called again
    with more claims of the same placement: with `more_follow` until the last, then `complete()`.
    """
    known = _known_invoices(placement.creditor_id, [claim.invoice_no for claim in claims])
    fresh = {claim.invoice_no: claim for claim in claims if claim.invoice_no not in known}
    if not fresh:
        return {}
    keys = {claim.invoice_no: match_key(claim.debtor) for claim in fresh.values()}
    debtors = _debtors(
        placement.creditor_id, {keys[claim.invoice_no]: claim.debtor for claim in fresh.values()}
    )
    places = {
        claim.invoice_no: (debtors[keys[claim.invoice_no]], claim.principal.currency)
        for claim in fresh.values()
    }
    cases, opened = _cases(placement.creditor_id, set(places.values()))
    rows = [_row(placement, claim, cases[places[claim.invoice_no]]) for claim in fresh.values()]
    filed = insert_rows(Claim, rows, skip_known=True, returning=(Claim.invoice_no, Claim.id))
    new = {invoice_no for invoice_no, _ in filed}
    rows = [row for row in rows if row["invoice_no"] in new]
    _make_findable(
        placement.creditor_id, [(row["case_id"], fresh[row["invoice_no"]]) for row in rows]
    )
    touched = {row["case_id"] for row in rows}
    _await_review(touched - set(opened))
    _tell(placement, rows, opened, by)
    if not more_follow:
        signals.claims_placed.send(placement, cases=touched)
    return {fresh[invoice_no].line: claim_id for invoice_no, claim_id in filed}


def complete(placement: Placement) -> None:
    """Say that all claims of a placement are in, where they were filed in parts."""
    cases = db.session.scalars(
        select(Claim.case_id).where(Claim.placement_id == placement.id).distinct()
    )
    signals.claims_placed.send(placement, cases=set(cases))


def _row(placement: Placement, claim: NewClaim, case_id: uuid.UUID) -> dict[str, Any]:
    return {
        "id": claim.id,
        "creditor_id": placement.creditor_id,
        "case_id": case_id,
        "placement_id": placement.id,
        "invoice_no": claim.invoice_no,
        "invoice_date": claim.invoice_date,
        "due_on": claim.due_on,
        "principal_minor": claim.principal.minor,
        "currency": claim.principal.currency,
        "description": claim.description,
        "reminded_on": claim.reminded_on,
        "reminded_channel": claim.reminded_channel,
        "interest_basis": claim.interest_basis,
        "agreed_percent": claim.agreed_percent,
        "agreed_from": claim.agreed_from,
        "costs_clause": claim.costs_clause,
        "agreed_costs_minor": claim.agreed_costs_minor,
        "agreed_costs_percent": claim.agreed_costs_percent,
        "due_agreed": claim.due_agreed,
        "disputed": claim.disputed,
        "letters": list(claim.letters),
        "fee_percent": claim.fee_percent,
        "fee_reasons": claim.fee_reasons,
    }


def _known_invoices(creditor_id: uuid.UUID, numbers: Sequence[str]) -> set[str]:
    return set(
        db.session.scalars(
            select(Claim.invoice_no).where(
                Claim.creditor_id == creditor_id,
                among(Claim.invoice_no, numbers),
                Claim.withdrawn_at.is_(None),
            )
        )
    )


def _debtors(creditor_id: uuid.UUID, facts: Mapping[str, DebtorFacts]) -> dict[str, uuid.UUID]:
    """The id of each debtor by its match key; entered where the creditor did not have it yet."""
    found = _find_debtors(creditor_id, facts)
    missing = facts.keys() - found.keys()
    if missing:
        rows = [
            {
                "id": new_key(),
                "creditor_id": creditor_id,
                "match_key": key,
                "time_zone": zone_of(facts[key].country).key,
                "mobile": mobile(facts[key].phone, facts[key].country),
                **{name: getattr(facts[key], name) for name in _FACTS},
            }
            for key in sorted(missing)
        ]
        entered = insert_rows(
            Debtor, rows, skip_known=True, returning=(Debtor.match_key, Debtor.id)
        )
        found |= dict(iter(entered))
        if elsewhere := missing - found.keys():  # Entered by another placement at this moment.
            found |= _find_debtors(creditor_id, elsewhere)
    return found


_FACTS = tuple(field.name for field in fields(DebtorFacts))


def _find_debtors(creditor_id: uuid.UUID, keys: Iterable[str]) -> dict[str, uuid.UUID]:
    query = select(Debtor.match_key, Debtor.id).where(
        Debtor.creditor_id == creditor_id, among(Debtor.match_key, keys)
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
        now, until = clock.now(), clock.today() + timedelta(days=REVIEW_DAYS)
        rows = [
            {
                "id": new_key(),
                "number": number,
                "creditor_id": creditor_id,
                "debtor_id": debtor_id,
                "currency": currency,
                "opened_at": now,
                "mover": Mover.AGENCY,
                "move": "review",
                "move_since": now,
                "move_until": until,
            }
            for number, (debtor_id, currency) in zip(numbers, missing, strict=True)
        ]
        new = insert_rows(
            Case, rows, skip_known=True, returning=(Case.debtor_id, Case.currency, Case.id)
        )
        opened = [case_id for _, _, case_id in new]
        found |= {(debtor_id, currency): case_id for debtor_id, currency, case_id in new}
        if elsewhere := wanted - found.keys():
            found |= _find_cases(elsewhere)
    return found, opened


def _find_cases(wanted: set[CasePlace]) -> dict[CasePlace, uuid.UUID]:
    query = select(Case.debtor_id, Case.currency, Case.id).where(
        among(Case.debtor_id, {debtor_id for debtor_id, _ in wanted}),
        Case.closed_at.is_(None),
        Case.reopened_at.is_(None),
    )
    return {
        (debtor_id, currency): case_id
        for debtor_id, currency, case_id in db.session.execute(query)
        if (debtor_id, currency) in wanted
    }


def _make_findable(creditor_id: uuid.UUID, claims: Iterable[tuple[uuid.UUID, NewClaim]]) -> None:
    """Keep the words by which staff will look for these cases.

    They go in the order of their key, so that two who file at once never wait for each other.
    """
    words: dict[tuple[uuid.UUID, TermKind], list[str]] = {}
    for case_id, claim in claims:
        for kind, term in (*terms_of_debtor(claim.debtor), *terms_of_invoice(claim.invoice_no)):
            words.setdefault((case_id, kind), []).append(term)
    columns: dict[str, TypeEngine[Any]]
    columns = {"case_id": Uuid(), "kind": Text(), "terms": ARRAY(Text())}
    given = values_of(columns, ((case_id, kind, terms) for (case_id, kind), terms in words.items()))
    own = (literal(acting().agency_id, Uuid()), literal(creditor_id, Uuid()))
    rows = select(*own, given.c.case_id, given.c.kind, func.unnest(given.c.terms).label("term"))
    db.session.execute(
        insert(CaseTerm)
        .from_select(
            ["agency_id", "creditor_id", "case_id", "kind", "term"],
            rows.distinct().order_by("term", "kind", "case_id"),
        )
        .on_conflict_do_nothing()
    )


def _await_review(case_ids: Iterable[uuid.UUID]) -> None:
    db.session.execute(
        update(Case)
        .where(among(Case.id, case_ids), Case.move != "review")
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
