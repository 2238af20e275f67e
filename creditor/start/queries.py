"""What the first page counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, not_, select
from sqlalchemy.orm import joinedload

from agency.cases.models import Case, Claim, Mover
from agency.ledger.models import AccountKind
from agency.ledger.queries import account_balance
from agency.payments.models import Payment
from creditor.access import my_cases, my_creditor
from creditor.evidence.models import Document, EvidenceKind
from portal import db
from portal.counts import Count, counted
from portal.money import Money

PROOF = (EvidenceKind.ORDER, EvidenceKind.CONTRACT, EvidenceKind.DELIVERY_PROOF)
FEW = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """How the cases stand: counted by whose move it is, and what is open on them."""

    by_mover: Mapping[str, Count]
    closed: Count
    open: Money

    @property
    def is_empty(self) -> bool:
        """Whether there has never been a case."""
        return not self.closed and not self.by_mover


def standing(currency: str) -> Standing:
    """The acting creditor's cases, counted by the database; what is open by its account."""
    mine = my_cases().with_only_columns(Case.id)
    running = [mine.where(Case.closed_at.is_(None), Case.mover == mover) for mover in Mover]
    closed, *counts = db.session.execute(
        select(counted(mine.where(Case.closed_at.is_not(None))), *map(counted, running))
    ).one()
    return Standing(
        {mover: Count(count) for mover, count in zip(Mover, counts, strict=True) if count},
        Count(closed),
        -account_balance(AccountKind.CLAIMS_HELD, currency, my_creditor().id),
    )


def unproved() -> Sequence[Claim]:
    """Claims that are not settled and have no order, contract or proof of delivery; the newest."""
    proof = exists().where(
        Document.agency_id == Claim.agency_id,
        Document.claim_id == Claim.id,
        Document.removed_at.is_(None),
        Document.kind.in_(PROOF),
    )
    return db.session.scalars(
        select(Claim)
        .join(Case, (Case.agency_id == Claim.agency_id) & (Case.id == Claim.case_id))
        .where(
            Claim.creditor_id == my_creditor().id,
            Claim.withdrawn_at.is_(None),
            Case.closed_at.is_(None),
            not_(proof),
        )
        .options(joinedload(Claim.case).joinedload(Case.debtor))
        .order_by(Claim.id.desc())
        .limit(FEW)
    ).all()


def latest_payments() -> Sequence[Payment]:
    """What came in last."""
    return db.session.scalars(
        select(Payment)
        .where(Payment.creditor_id == my_creditor().id, Payment.paid_at.is_not(None))
        .options(joinedload(Payment.case).joinedload(Case.debtor))
        .order_by(Payment.paid_at.desc())
        .limit(FEW)
    ).all()
