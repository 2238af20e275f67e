"""The claims of cases with what the books say of them, in one query: for what is done all day."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, select

from agency.cases.models import Claim, Placement, Review, ReviewOutcome
from agency.charges.dues import KINDS, Dues, Filed, History, dues
from agency.charges.figures import Parties
from agency.clients.models import Agreement
from agency.ledger.models import Account, CaseBalance, Entry, Posting
from portal.bulk import among
from portal.money import Money, total


@dataclass(frozen=True, slots=True)
class WorkedClaim:
    """A claim that the agency works: what it owes, and the terms of the agency's fee on it."""

    id: uuid.UUID
    dues: Dues
    fee_percent: Decimal
    vat_percent: Decimal
    is_paid_later: bool
    """Whether the books hold something paid or credited after the day."""


@dataclass(frozen=True, slots=True)
class CaseFigures:
    """What a case owes by the books, what each worked claim owes on a day, and what is unanswered."""

    open: Money
    claims: Sequence[WorkedClaim]
    awaits_review: bool

    @property
    def is_behind(self) -> bool:
        """Whether the books have gone on past the day: it became known late, and what was charged
        or paid since has to be looked at again."""
        return any(claim.dues.is_lowered or claim.is_paid_later for claim in self.claims)

    @property
    def owed(self) -> Money:
        """All that is owed on the day, booked or not."""
        return total((self.open, *(claim.dues.unbooked for claim in self.claims)))


def claims_of(case_ids: ColumnElement[Any]) -> Select[Any]:
    """The query for the rows that `figures` reads, of the cases in an array."""
    cases: Any = func.any(case_ids)
    history = booked_of(cases).subquery()
    found: Select[Any] = (
        select(  # type: ignore[assignment]  # More columns than its types are written for.
            Claim.id,
            Claim.case_id,
            Claim.principal_minor,
            Claim.currency,
            Claim.due_on,
            Claim.interest_basis,
            Claim.agreed_percent,
            Claim.agreed_from,
            Claim.reminded_on,
            Claim.reminded_channel,
            Claim.costs_clause,
            Claim.agreed_costs_minor,
            Claim.agreed_costs_percent,
            Claim.proven_costs_minor,
            Claim.due_agreed,
            Claim.disputed,
            Claim.letters,
            Claim.spared_until,
            Claim.fee_percent,
            Claim.withdrawn_at,
            Claim.review_id,
            Review.at.label("accepted_at"),
            Review.outcome,
            Agreement.vat_percent,
            history.c.account_kind,
            history.c.entry_kind,
            history.c.booked_on,
            history.c.minor,
            CaseBalance.open_minor,
        )
        .join(
            Placement,
            and_(Placement.agency_id == Claim.agency_id, Placement.id == Claim.placement_id),
        )
        .join(
            Agreement,
            and_(
                Agreement.agency_id == Placement.agency_id, Agreement.id == Placement.agreement_id
            ),
        )
        .outerjoin(Review, and_(Review.agency_id == Claim.agency_id, Review.id == Claim.review_id))
        .outerjoin(history, history.c.claim_id == Claim.id)
        .outerjoin(
            CaseBalance,
            and_(CaseBalance.agency_id == Claim.agency_id, CaseBalance.id == Claim.case_id),
        )
        .where(Claim.agency_id == bindparam("agency_id"), Claim.case_id == cases)
        .order_by(Claim.due_on, Claim.id)
    )
    return found


def booked_of(case_id: ColumnElement[Any]) -> Select[Any]:
    """The query for what the books say of a case: by claim, account, kind of entry and day."""
    found: Select[Any] = (
        select(  # type: ignore[assignment]  # Its types are those of its columns.
            Posting.claim_id,
            Account.kind.label("account_kind"),
            Entry.kind.label("entry_kind"),
            Entry.booked_on,
            func.sum(Posting.amount_minor).label("minor"),
        )
        .join(
            Account, and_(Account.agency_id == Posting.agency_id, Account.id == Posting.account_id)
        )
        .join(Entry, and_(Entry.agency_id == Posting.agency_id, Entry.id == Posting.entry_id))
        .where(
            Posting.agency_id == bindparam("agency_id"),
            Posting.case_id == case_id,
            among(Account.kind, KINDS),
        )
        .group_by(Posting.claim_id, Account.kind, Entry.kind, Entry.booked_on)
    )
    return found


def figures(rows: Sequence[Any], currency: str, parties: Parties, on: date) -> CaseFigures:
    """What a locked case owes on a day, by its rows of `claims_of`."""
    claims: dict[uuid.UUID, tuple[Any, History]] = {}
    awaits_review = False
    for row in rows:
        if row.withdrawn_at is not None:
            continue
        if row.outcome != ReviewOutcome.ACCEPTED:
            awaits_review |= row.outcome in (None, ReviewOutcome.ASKED)
            continue
        if row.id not in claims:
            claims[row.id] = row, History(currency)
        if row.account_kind:
            claims[row.id][1].add(row.account_kind, row.entry_kind, row.booked_on, row.minor)
    files = [
        (history.facts(Filed.of(row, row.review_id, row.accepted_at)), history)
        for row, history in claims.values()
    ]
    found, _ = dues(files, parties, on)
    return CaseFigures(
        Money((rows[0].open_minor or 0) if rows else 0, currency),
        [
            WorkedClaim(
                claim_id, due, row.fee_percent, row.vat_percent, history.last_reduced_on > on
            )
            for (claim_id, (row, history)), due in zip(claims.items(), found, strict=True)
        ],
        awaits_review,
    )
