"""What a case owes on a day, by claim and with reasons; and booking it into the ledger."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from agency.cases.models import Case, Claim
from agency.cases.services import lock
from agency.charges.figures import Charge, Charges, ClaimFacts, charges
from agency.law.costs import Costs
from agency.law.gates import Letter
from agency.law.interest import Reduction
from agency.law.vocabulary import Channel
from agency.ledger.models import Account, AccountKind, Entry, Posting
from agency.ledger.owed import Owed
from agency.ledger.posting import Line, NewEntry, post
from portal import db
from portal.audit import services as audit
from portal.audit.services import Actor
from portal.keys import new_key
from portal.money import Money, total

CHARGED = "charged"
"""The kind of entries that charge interest and costs."""

_KINDS = {
    AccountKind.OWED_PRINCIPAL: "principal",
    AccountKind.OWED_INTEREST: "interest",
    AccountKind.OWED_COSTS: "costs",
}


@dataclass(frozen=True, slots=True)
class ClaimOwed:
    """What one claim owes on a day: `owed` is still to pay, charges up to that day included."""

    claim: Claim
    owed: Owed
    paid: Money
    charge: Charge
    unbooked_interest: Money
    unbooked_costs: Money


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
    history = _history(case)
    zero = Money.zero(case.currency)
    facts = [_facts(claim, history[claim.id]) for claim in claims]
    found = _charges(case, facts, on)
    result = []
    for claim, fact, charge in zip(claims, facts, found.claims, strict=True):
        sums = history[claim.id].open
        more_interest = charge.interest - fact.interest_booked
        more_costs = charge.costs - fact.costs_booked
        result.append(
            ClaimOwed(
                claim,
                Owed(
                    sums.get("principal", zero),
                    sums.get("interest", zero) + more_interest,
                    sums.get("costs", zero) + more_costs,
                ),
                paid=history[claim.id].paid(zero),
                charge=charge,
                unbooked_interest=more_interest,
                unbooked_costs=more_costs,
            )
        )
    return CaseOwed(on, case.currency, tuple(result), found.costs)


def book(case: Case, on: date, *, by: Actor) -> CaseOwed:
    """Bring interest and costs in the books to a day, and return what is owed then.

    Books the difference to what was booked before, so that booking twice adds nothing; facts that
    became known late lower it again.
    """
    lock(case)
    db.session.expire(case, ["claims"])
    found = owed(case, on)
    lines = [line for claim in found.claims for line in _lines(case, claim)]
    if lines:
        entry_id = new_key()
        post(
            NewEntry(
                id=entry_id,
                key=f"charged:{entry_id}",
                kind=CHARGED,
                text=f"Interest and costs through {on}",
                booked_on=on,
                lines=lines,
                creditor_id=case.creditor_id,
                case_id=case.id,
            )
        )
        audit.record(
            case,
            "case.charged",
            by=by,
            through=on,
            interest=total((c.unbooked_interest for c in found.claims), case.currency),
            costs=total((c.unbooked_costs for c in found.claims), case.currency),
        )
        db.session.expire(case, ["balance"])
    return found


def _lines(case: Case, claim: ClaimOwed) -> list[Line]:
    more = claim.unbooked_interest + claim.unbooked_costs
    amounts = (
        (AccountKind.OWED_INTEREST, claim.unbooked_interest),
        (AccountKind.OWED_COSTS, claim.unbooked_costs),
        (AccountKind.CLAIMS_HELD, -more),
    )
    return [
        Line(kind, amount, creditor_id=case.creditor_id, case_id=case.id, claim_id=claim.claim.id)
        for kind, amount in amounts
        if amount
    ]


def _charges(case: Case, facts: Sequence[ClaimFacts], on: date) -> Charges:
    return charges(
        facts,
        debtor=case.debtor.debtor_kind,
        on=on,
        country=case.debtor.country,
        creditor_deducts_vat=case.creditor.deducts_vat,
    )


class _History:
    """What the books say of one claim: still open by kind, charged so far, and paid when."""

    def __init__(self) -> None:
        self.open: dict[str, Money] = {}
        self.charged: dict[str, Money] = {}
        self.paid_on: dict[date, dict[str, Money]] = defaultdict(dict)

    def paid(self, zero: Money) -> Money:
        return total(
            (amount for day in self.paid_on.values() for amount in day.values()), zero.currency
        )


def _history(case: Case) -> dict[uuid.UUID, _History]:
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
        .where(Posting.case_id == case.id, Account.kind.in_(_KINDS))
        .group_by(Posting.claim_id, Account.kind, Entry.kind, Entry.booked_on)
        .order_by(Entry.booked_on)
    )
    found: dict[uuid.UUID, _History] = defaultdict(_History)
    zero = Money.zero(case.currency)
    for claim_id, account_kind, entry_kind, booked_on, minor in rows:
        if claim_id is None:
            continue
        kind, amount = _KINDS[AccountKind(account_kind)], Money(int(minor), case.currency)
        claim = found[claim_id]
        claim.open[kind] = claim.open.get(kind, zero) + amount
        if entry_kind == CHARGED:
            claim.charged[kind] = claim.charged.get(kind, zero) + amount
        elif entry_kind != "claims.accepted":
            day = claim.paid_on[booked_on]
            day[kind] = day.get(kind, zero) - amount
    return found


def _facts(claim: Claim, history: _History) -> ClaimFacts:
    zero = Money.zero(claim.currency)
    letters: tuple[Letter, ...] = ()
    if claim.reminded_on:
        letters = (Letter(claim.reminded_on, Channel(claim.reminded_channel or "post")),)
    return ClaimFacts(
        principal=claim.principal,
        due_on=claim.due_on,
        reductions=tuple(
            Reduction(day, paid.get("principal", zero), paid.get("interest", zero))
            for day, paid in sorted(history.paid_on.items())
        ),
        letters=letters,
        interest_booked=history.charged.get("interest", zero),
        costs_booked=history.charged.get("costs", zero),
    )
