"""What a case owes on a day, by claim and with reasons; and booking it into the ledger."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased

from agency.cases.models import Case, Claim
from agency.cases.services import lock
from agency.charges import signals
from agency.charges.dues import (
    CHARGED,
    Dues,
    Filed,
    History,
    charged_facts,
    charging,
    dues,
)
from agency.charges.figures import Parties
from agency.charges.reading import CaseFigures, booked_of
from agency.charges.why import Why
from agency.law.costs import Costs
from agency.law.rates import RateBook
from agency.ledger.models import Entry
from agency.ledger.posting import NewEntry, post, post_with, reverse
from agency.rates.books import STANDING, book_of, rate_book
from portal import clock, db
from portal.audit import services as audit
from portal.audit.services import Actor, Subject
from portal.money import Money, total
from portal.together import Batch, together

_OF_DUES = tuple(field.name for field in fields(Dues))
_BOOKED = booked_of(bindparam("case_id")).order_by(Entry.booked_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimOwed(Dues):
    """What one claim owes on a day, with the claim."""

    claim: Claim


@dataclass(frozen=True, slots=True)
class CaseOwed:
    """What a case owes on a day, claim by claim."""

    on: date
    currency: str
    claims: tuple[ClaimOwed, ...]
    costs: Costs | None

    @property
    def principal(self) -> Money:
        """Principal still to pay."""
        return total((c.owed.principal for c in self.claims), self.currency)

    @property
    def interest(self) -> Money:
        """Interest still to pay, through the day."""
        return total((c.owed.interest for c in self.claims), self.currency)

    @property
    def collection_costs(self) -> Money:
        """Costs still to pay, VAT on them included."""
        return total((c.owed.costs for c in self.claims), self.currency)

    @property
    def paid(self) -> Money:
        """What was paid and not given back."""
        return total((c.paid for c in self.claims), self.currency)

    @property
    def total(self) -> Money:
        """All that is still to pay."""
        return total((c.owed.total for c in self.claims), self.currency)

    @property
    def is_lowered(self) -> bool:
        """Whether less is due of a claim than was charged."""
        return any(claim.is_lowered for claim in self.claims)


def owed(case: Case, on: date) -> CaseOwed:
    """What a case owes on a day by books and law, with what is not booked yet."""
    claims = [claim for claim in case.claims if claim.is_worked]
    booked, rates = together((_BOOKED, {"case_id": case.id}), (STANDING, {}))
    histories = _histories(booked, case.currency)
    files = []
    for claim in claims:
        history = histories.get(claim.id) or History(case.currency)
        files.append((history.facts(filed(claim)), history))
    found, costs = dues(files, _parties(case, book_of(rates)), on)
    lines = tuple(
        ClaimOwed(claim=claim, **{name: getattr(due, name) for name in _OF_DUES})
        for claim, due in zip(claims, found, strict=True)
    )
    return CaseOwed(on, case.currency, lines, costs)


def book(case: Case, on: date, *, by: Actor, why: Why | None = None) -> CaseOwed:
    """Bring interest and costs in the books to a day, and return what is owed then.

    Books what came on top of what was booked before, so that booking twice adds nothing. `why`
    says which fact has changed, if one has: what was paid is then shared again, and charges that
    were wrong by it are taken back by reverse entries and charged anew. So are charges that turn
    out too high.
    """
    lock(case)
    db.session.expire(case, ["claims"])
    found = owed(case, on)
    if why or found.is_lowered:
        return _book_anew(case, on, by=by, why=why or Why.LATE_FACT)
    return _book_more(case, found, by=by)


def _book_more(case: Case, found: CaseOwed, *, by: Actor) -> CaseOwed:
    lines = ((it.claim.id, it.unbooked_interest, it.unbooked_costs) for it in found.claims)
    entry = charging(lines, found.on, case_id=case.id, creditor_id=case.creditor_id)
    if entry:
        post(entry)
        facts = charged_facts(found.claims, found.on, case.currency)
        audit.record(case, "case.charged", by=by, **facts)
        db.session.expire(case, ["balance"])
    return found


def _book_anew(case: Case, on: date, *, by: Actor, why: Why) -> CaseOwed:
    signals.facts_changed.send(case, by=by, why=why)
    standing = standing_charges(case)
    found = owed(case, on)
    if not found.is_lowered and not _are_wrong(case, standing):
        return _book_more(case, found, by=by)
    for entry in standing:
        post(take_back(entry, by=by, why=why))
    lines = ((it.claim.id, it.charge.interest, it.charge.costs) for it in found.claims)
    anew = charging(lines, found.on, case_id=case.id, creditor_id=case.creditor_id, why=why.text)
    if anew:
        post(anew)
    facts = charged_facts(found.claims, found.on, case.currency)
    audit.record(case, "case.charged_anew", by=by, reason=why, **facts)
    db.session.expire(case, ["balance"])
    return found


def _are_wrong(case: Case, standing: Sequence[Entry]) -> bool:
    """Whether what was charged is not what the law gives by now for the day it was charged to, or
    stands on a claim that is worked no more."""
    if not standing:
        return False
    then = owed(case, max(entry.booked_on for entry in standing))
    worked = {line.claim.id for line in then.claims}
    return any(line.unbooked_interest or line.unbooked_costs for line in then.claims) or any(
        any(history.charged.values())
        for claim_id, history in histories_of(case).items()
        if claim_id not in worked
    )


def take_back(entry: Entry, *, by: Actor, why: Why) -> NewEntry:
    """The entry that takes a charge back."""
    return reverse(
        entry,
        key=f"charged_back:{entry.id}",
        text=why.text,
        booked_on=clock.today(),
        recorded_by=audit.user_id(by),
    )


def book_with(
    batch: Batch,
    figures: CaseFigures,
    on: date,
    case_id: uuid.UUID,
    creditor_id: uuid.UUID,
    *,
    by: Actor,
) -> None:
    """Bring interest and costs of a locked case in the books to a day, together with other things.

    Only for a day that is not behind the books; see `CaseFigures.is_behind`.
    """
    lines = ((it.id, it.dues.unbooked_interest, it.dues.unbooked_costs) for it in figures.claims)
    entry = charging(lines, on, case_id=case_id, creditor_id=creditor_id)
    if entry:
        post_with(batch, entry)
        facts = charged_facts((claim.dues for claim in figures.claims), on, figures.open.currency)
        about = Subject("cases", case_id, case_id, creditor_id)
        audit.record_with(batch, about, "case.charged", by=by, **facts)


def standing_charges(case: Case) -> Sequence[Entry]:
    """The entries that charge a case and were not taken back, the oldest first."""
    back = aliased(Entry)
    taken_back = select(back.id).where(
        back.agency_id == Entry.agency_id, back.reverses_id == Entry.id
    )
    return db.session.scalars(
        select(Entry)
        .where(Entry.case_id == case.id, Entry.kind == CHARGED, ~taken_back.exists())
        .order_by(Entry.id)
    ).all()


def filed(claim: Claim) -> Filed:
    """What the file says of an accepted claim."""
    if claim.review is None:
        raise ValueError("The agency does not work this claim.")
    return Filed.of(claim, claim.review.id, claim.review.at)


def parties_of(case: Case) -> Parties:
    """What the law wants to know of the case besides its claims."""
    return _parties(case, rate_book())


def _parties(case: Case, rates: RateBook) -> Parties:
    return Parties(
        debtor=case.debtor.debtor_kind,
        country=case.debtor.country,
        creditor_deducts_vat=case.creditor.deducts_vat,
        rates=rates,
    )


def histories_of(case: Case) -> dict[uuid.UUID | None, History]:
    """What the books say of each claim of a case."""
    [rows] = together((_BOOKED, {"case_id": case.id}))
    return _histories(rows, case.currency)


def _histories(rows: Sequence[Any], currency: str) -> dict[uuid.UUID | None, History]:
    found: dict[uuid.UUID | None, History] = {}
    for row in rows:
        history = found.setdefault(row.claim_id, History(currency))
        history.add(row.account_kind, row.entry_kind, row.booked_on, row.minor)
    return found
