"""What a case owes on a day, by claim and with reasons; and booking it into the ledger."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from agency.cases.models import Case, Claim
from agency.cases.services import lock
from agency.charges.dues import (
    KINDS,
    Dues,
    History,
    Parties,
    charged_facts,
    charging,
    dues,
)
from agency.charges.reading import CaseFigures
from agency.law.costs import Costs
from agency.ledger.models import Account, Entry, Posting
from agency.ledger.posting import post, post_with
from portal import db
from portal.audit import services as audit
from portal.audit.services import Actor, Subject
from portal.money import Money, total
from portal.together import Batch


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


def owed(case: Case, on: date) -> CaseOwed:
    """What a case owes on a day by books and law, with what is not booked yet."""
    claims = [claim for claim in case.claims if claim.is_accepted and claim.withdrawn_at is None]
    histories = _histories(case)
    files = []
    for claim in claims:
        history = histories.get(claim.id) or History(case.currency)
        facts = history.facts(
            claim.principal, claim.due_on, claim.reminded_on, claim.reminded_channel
        )
        files.append((facts, history))
    found, costs = dues(files, _parties(case), on)
    lines = tuple(
        ClaimOwed(
            claim=claim,
            owed=due.owed,
            paid=due.paid,
            charge=due.charge,
            unbooked_interest=due.unbooked_interest,
            unbooked_costs=due.unbooked_costs,
        )
        for claim, due in zip(claims, found, strict=True)
    )
    return CaseOwed(on, case.currency, lines, costs)


def book(case: Case, on: date, *, by: Actor) -> CaseOwed:
    """Bring interest and costs in the books to a day, and return what is owed then.

    Books the difference to what was booked before, so that booking twice adds nothing; facts that
    became known late lower it again.
    """
    lock(case)
    db.session.expire(case, ["claims"])
    found = owed(case, on)
    lines = [(line.claim.id, line) for line in found.claims]
    entry = charging(lines, on, case_id=case.id, creditor_id=case.creditor_id)
    if entry:
        post(entry)
        facts = charged_facts(found.claims, on, case.currency)
        audit.record(case, "case.charged", by=by, **facts)
        db.session.expire(case, ["balance"])
    return found


def book_with(
    batch: Batch,
    figures: CaseFigures,
    on: date,
    case_id: uuid.UUID,
    creditor_id: uuid.UUID,
    *,
    by: Actor,
) -> None:
    """Bring interest and costs of a locked case in the books to a day, together with other things."""
    lines = [(claim.id, claim.dues) for claim in figures.claims]
    entry = charging(lines, on, case_id=case_id, creditor_id=creditor_id)
    if entry:
        post_with(batch, entry)
        facts = charged_facts((claim.dues for claim in figures.claims), on, figures.open.currency)
        about = Subject("cases", case_id, case_id, creditor_id)
        audit.record_with(batch, about, "case.charged", by=by, **facts)


def _parties(case: Case) -> Parties:
    return Parties(
        debtor=case.debtor.debtor_kind,
        country=case.debtor.country,
        creditor_deducts_vat=case.creditor.deducts_vat,
    )


def _histories(case: Case) -> dict[uuid.UUID | None, History]:
    rows = db.session.execute(
        select(
            Posting.claim_id,
            Account.kind,
            Entry.kind,
            Entry.booked_on,
            func.sum(Posting.amount_minor),
        )
        .join(
            Account, (Account.agency_id == Posting.agency_id) & (Account.id == Posting.account_id)
        )
        .join(Entry, (Entry.agency_id == Posting.agency_id) & (Entry.id == Posting.entry_id))
        .where(
            Posting.case_id == case.id,
            Account.kind.in_(KINDS),
        )
        .group_by(Posting.claim_id, Account.kind, Entry.kind, Entry.booked_on)
        .order_by(Entry.booked_on)
    )
    found: dict[uuid.UUID | None, History] = {}
    for claim_id, account_kind, entry_kind, booked_on, minor in rows:
        history = found.setdefault(claim_id, History(case.currency))
        history.add(account_kind, entry_kind, booked_on, minor)
    return found
