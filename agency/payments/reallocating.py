"""Sharing payments anew, where a fact shows that they should have been shared otherwise."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from agency.cases.models import Case, Claim, Placement
from agency.charges.dues import AWARDED, CREDITED, Filed, History
from agency.charges.services import filed, histories_of, parties_of
from agency.charges.signals import facts_changed
from agency.charges.why import Why
from agency.clients.models import Agreement
from agency.ledger.models import Account, AccountKind, Entry, Posting
from agency.ledger.posting import NewEntry, post
from agency.payments import books
from agency.payments.allocation import Part
from agency.payments.models import Allocation, Payment, Refund, RefundUndoing
from agency.payments.replay import Happened, Place, Replay, What
from agency.payments.shares import Share, allocations, changed, lines
from portal import db
from portal.audit import services as audit
from portal.audit.services import Actor
from portal.keys import new_key
from portal.money import Money, total
from portal.together import Batch
from portal.web import get


@facts_changed.connect
def on_facts_changed(case: Case, *, by: Actor, why: Why) -> None:
    """What payments did for the claims follows the facts."""
    share_anew(case, by=by, why=why)


def share_anew(case: Case, *, by: Actor, why: Why) -> bool:
    """Post by how much payments should have been shared otherwise; False when they should not.

    What moves from one claim to another takes its fee along, by the percentage of each; what was
    paid in excess is kept for the debtor. Doing it twice changes nothing.
    """
    standing, wanted = _standing(case), replay_of(case).through(happened_to(case))
    terms = _terms(case)
    changes: dict[tuple[uuid.UUID, date], list[Part]] = {}
    for place in sorted(standing.keys() | wanted.keys(), key=str):
        payment_id, on, claim_id = place
        none = terms[claim_id].part
        change = wanted.get(place, none) + -standing.get(place, none)
        if any(change.amounts):
            changes.setdefault((payment_id, on), []).append(change)
    for (payment_id, on), parts in changes.items():
        payment = get(Payment, payment_id)
        before = {share.part.claim_id: share for share in books.standing(payment)}
        shares = [changed(part, before.get(part.claim_id, terms[part.claim_id])) for part in parts]
        _post(case, payment, on, shares, by=by, why=why)
    if changes:
        db.session.expire(case, ["balance"])
    return bool(changes)


def replay_of(
    case: Case,
    *,
    instead: Mapping[uuid.UUID, Filed] | None = None,
    without: uuid.UUID | None = None,
) -> Replay:
    """The claims of a case as things are known today, before anything happened to them.

    `instead` puts other facts in the place of what the file says, and `without` leaves a claim out,
    to see what that would change.
    """
    histories, empty = histories_of(case), History(case.currency)
    known = {
        claim.id: filed(claim) for claim in case.claims if claim.is_worked and claim.id != without
    }
    return Replay(
        claims={
            claim_id: (histories.get(claim_id) or empty).facts((instead or {}).get(claim_id, claim))
            for claim_id, claim in known.items()
        },
        parties=parties_of(case),
        currency=case.currency,
    )


def happened_to(case: Case) -> list[Happened]:
    """The awards of costs, credits, payments and refunds of a case."""
    return [*_awards(case), *_credits(case), *_payments(case), *_refunds(case)]


def _payments(case: Case) -> Iterable[Happened]:
    rows = db.session.scalars(
        select(Payment).where(Payment.case_id == case.id, Payment.entry_id.is_not(None))
    )
    for it in rows:
        if it.entry_id and it.received_on:
            yield Happened(
                what=What.RECEIVED,
                on=it.received_on,
                entry_id=it.entry_id,
                amount=it.amount,
                of=it.id,
                designated=it.designated_claim_id,
            )


def _refunds(case: Case) -> Iterable[Happened]:
    rows = db.session.execute(
        select(Refund, Entry.booked_on)
        .join(Entry, (Entry.agency_id == Refund.agency_id) & (Entry.id == Refund.entry_id))
        .join(Payment, (Payment.agency_id == Refund.agency_id) & (Payment.id == Refund.payment_id))
        .where(Payment.case_id == case.id)
    )
    for refund, booked_on in rows:
        if refund.undoing:
            continue
        yield Happened(
            what=What.RETURNED,
            on=booked_on,
            entry_id=refund.entry_id,
            amount=refund.amount,
            of=refund.payment_id,
        )


def _awards(case: Case) -> Iterable[Happened]:
    for entry_id, booked_on, claim_id, minor in _posted(case, AWARDED, AccountKind.OWED_COSTS):
        amount = Money(minor, case.currency)
        yield Happened(
            what=What.AWARDED, on=booked_on, entry_id=entry_id, amount=amount, of=claim_id
        )


def _credits(case: Case) -> Iterable[Happened]:
    for entry_id, booked_on, claim_id, minor in _posted(case, CREDITED, AccountKind.OWED_PRINCIPAL):
        amount = Money(-minor, case.currency)
        yield Happened(
            what=What.CREDITED, on=booked_on, entry_id=entry_id, amount=amount, of=claim_id
        )


def _posted(
    case: Case, kinds: Collection[str], account: AccountKind
) -> Iterable[tuple[uuid.UUID, date, uuid.UUID, int]]:
    """What entries of these kinds did to an account of a case: entry, day, claim and amount."""
    rows = db.session.execute(
        select(Entry.id, Entry.booked_on, Posting.claim_id, Posting.amount_minor)
        .join(Posting, (Posting.agency_id == Entry.agency_id) & (Posting.entry_id == Entry.id))
        .join(
            Account, (Account.agency_id == Posting.agency_id) & (Account.id == Posting.account_id)
        )
        .where(
            Entry.case_id == case.id,
            Entry.kind.in_(kinds),
            Account.kind == account,
        )
    )
    for entry_id, booked_on, claim_id, minor in rows:
        if claim_id is not None:
            yield entry_id, booked_on, claim_id, minor


def _standing(case: Case) -> dict[Place, Part]:
    """What payments do for the claims, by the books; what went back and came again does nothing."""
    undone = select(RefundUndoing.id).where(
        RefundUndoing.agency_id == Allocation.agency_id,
        RefundUndoing.refund_id == Allocation.refund_id,
    )
    rows = db.session.scalars(
        select(Allocation).where(Allocation.case_id == case.id, ~undone.exists())
    )
    found: dict[Place, Part] = {}
    for row in rows:
        place = (row.payment_id, row.booked_on, row.claim_id)
        part = Part(row.claim_id, row.costs, row.interest, row.principal)
        found[place] = found[place] + part if place in found else part
    return found


def _post(
    case: Case,
    payment: Payment,
    on: date,
    shares: Sequence[Share],
    *,
    by: Actor,
    why: Why,
) -> None:
    place: dict[str, Any] = {"case_id": case.id, "creditor_id": case.creditor_id}
    entry_id = new_key()
    rest = -total((share.part.total for share in shares), case.currency)
    post(
        NewEntry(
            id=entry_id,
            key=f"shared_anew:{entry_id}",
            kind="payment.shared_anew",
            text=why.text,
            booked_on=on,
            lines=lines(Money.zero(case.currency), shares, rest, **place),
            recorded_by=audit.user_id(by),
            **place,
        )
    )
    batch = Batch()
    batch.add(Allocation, *allocations(shares, payment.id, entry_id, on, **place))
    batch.write()
    audit.record(payment, "payment.shared_anew", by=by, reason=why, kept_for_debtor=rest)
    db.session.expire(payment, ["allocations"])


def _terms(case: Case) -> dict[uuid.UUID, Share]:
    """A share of nothing of each claim, with the percentages of its fee."""
    nothing = Money.zero(case.currency)
    rows = db.session.execute(
        select(Claim.id, Claim.fee_percent, Agreement.vat_percent)
        .join(Placement, Claim.placement_id == Placement.id)
        .join(Agreement, Placement.agreement_id == Agreement.id)
        .where(Claim.case_id == case.id)
    )
    return {
        claim_id: Share(Part(claim_id, nothing, nothing, nothing), percent, nothing, vat, nothing)
        for claim_id, percent, vat in rows
    }
