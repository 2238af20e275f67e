"""Selects of plans, their terms, and what the books say of them."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, select
from sqlalchemy.orm import joinedload, selectinload

from agency.cases.models import Case, Claim, Hold, Placement
from agency.charges.dues import CHARGED, CHARGED_BACK
from agency.clients.models import Agreement, Creditor
from agency.compliance.contacts import Earlier
from agency.law.vocabulary import Channel
from agency.ledger.models import Account, AccountKind, CaseBalance, Entry, Posting
from agency.payments.models import Payment
from agency.payments.queries import given_back
from agency.plans.kinds import ALIVE, SettlementState
from agency.plans.models import Plan, PlanTerms, Referral, Settlement, cautious
from portal import clock, db
from portal.audit.models import Event
from portal.bulk import among
from portal.together import together

WARNED = "plan.warned"
"""The event of a word to the debtor before an instalment is missed."""
_ALIVE_SETTLEMENTS = (
    SettlementState.OFFERED,
    SettlementState.AGREED,
    SettlementState.IN_FORCE,
)


def plans_of(case: Case) -> Sequence[Plan]:
    """The plans of a case, the latest first."""
    return db.session.scalars(
        select(Plan)
        .where(Plan.case_id == case.id)
        .options(selectinload(Plan.instalments), selectinload(Plan.deferrals))
        .order_by(Plan.id.desc())
    ).all()


def alive(case: Case) -> Plan | None:
    """The plan that runs on a case, or waits to be agreed to."""
    return db.session.scalars(
        select(Plan).where(Plan.case_id == case.id, Plan.state.in_(ALIVE))
    ).one_or_none()


def settlement_of(case: Case) -> Settlement | None:
    """The settlement that is offered, agreed or in force on a case."""
    return db.session.scalars(
        select(Settlement)
        .where(
            Settlement.case_id == case.id,
            Settlement.state.in_(_ALIVE_SETTLEMENTS),
        )
        .order_by(Settlement.id.desc())
        .limit(1)
    ).first()


def void_settlement_of(case: Case) -> Settlement | None:
    """The last settlement of a case, where it is void."""
    last = db.session.scalars(
        select(Settlement)
        .where(Settlement.case_id == case.id)
        .order_by(Settlement.id.desc())
        .limit(1)
    ).first()
    return last if last and last.state == SettlementState.VOID else None


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands about how a case is paid: a plan, a settlement, a question to its creditor."""

    plan: Plan | None
    settlement: Settlement | None
    referral: Referral | None


NOTHING = Standing(None, None, None)


def standing_on(case: Case) -> Standing:
    """What `alive`, `settlement_of` and `open_referral` find, by one query."""
    row = db.session.execute(
        select(Plan, Settlement, Referral)
        .select_from(Case)
        .outerjoin(Plan, and_(_is_of(Plan), Plan.state.in_(ALIVE)))
        .outerjoin(Settlement, and_(_is_of(Settlement), Settlement.state.in_(_ALIVE_SETTLEMENTS)))
        .outerjoin(Referral, and_(_is_of(Referral), Referral.answer == ""))
        .where(Case.id == case.id)
        .order_by(Settlement.id.desc())
        .limit(1)
    ).one()
    return Standing(*row)


def _is_of(model: type[Plan | Settlement | Referral]) -> ColumnElement[bool]:
    return and_(model.agency_id == Case.agency_id, model.case_id == Case.id)


def agreement_of(case: Case) -> Agreement | None:
    """The agreement under which the first of a case's claims was handed over."""
    return db.session.scalars(
        select(Agreement)
        .join(
            Placement,
            and_(
                Placement.agency_id == Agreement.agency_id, Placement.agreement_id == Agreement.id
            ),
        )
        .join(
            Claim, and_(Claim.agency_id == Placement.agency_id, Claim.placement_id == Placement.id)
        )
        .where(Claim.case_id == case.id)
        .order_by(Claim.id)
        .limit(1)
    ).first()


def terms_of(agreement: Agreement | None) -> PlanTerms:
    """What an agreement says of plans today; the cautious terms where it says nothing."""
    return next(iter(versions_of(agreement, 1)), None) or cautious()


def versions_of(agreement: Agreement | None, most: int = 20) -> Sequence[PlanTerms]:
    """What an agreement said of plans over time, the version that holds first."""
    if agreement is None:
        return []
    return db.session.scalars(
        select(PlanTerms)
        .where(PlanTerms.agreement_id == agreement.id)
        .options(joinedload(PlanTerms.writer))
        .order_by(PlanTerms.version.desc())
        .limit(most)
    ).all()


def agreement_today(creditor: Creditor) -> Agreement | None:
    """The agreement under which a creditor's claims are handed over today."""
    valid = [it for it in creditor.agreements if it.valid_from <= clock.today()]
    return valid[-1] if valid else None


def open_referral(case: Case) -> Referral | None:
    """What the creditor of a case is asked and has not answered."""
    return db.session.scalars(
        select(Referral).where(Referral.case_id == case.id, Referral.answer == "")
    ).one_or_none()


def referrals_of(case: Case) -> Sequence[Referral]:
    """All that the creditor of a case was asked about plans, the latest first."""
    return db.session.scalars(
        select(Referral)
        .where(Referral.case_id == case.id)
        .options(joinedload(Referral.plan).selectinload(Plan.instalments))
        .order_by(Referral.id.desc())
    ).all()


def terms_for(case: Case) -> PlanTerms:
    """What the creditor of a case allows, by the agreement that `agreement_of` finds."""
    [found] = together((TERMS, {"case_id": case.id}))
    return terms_in(found)


TERMS = (
    select(PlanTerms.__table__)
    .select_from(Claim)
    .join(
        Placement,
        and_(Placement.agency_id == Claim.agency_id, Placement.id == Claim.placement_id),
    )
    .outerjoin(
        PlanTerms,
        and_(
            PlanTerms.agency_id == Placement.agency_id,
            PlanTerms.agreement_id == Placement.agreement_id,
        ),
    )
    .where(Claim.agency_id == bindparam("agency_id"), Claim.case_id == bindparam("case_id"))
    .order_by(Claim.id, PlanTerms.version.desc())
    .limit(1)
)
"""The row that `terms_in` reads; may be asked together with others."""


def terms_in(rows: Sequence[Any]) -> PlanTerms:
    """The same by the rows of `TERMS`, as a record by itself that is not written back."""
    return PlanTerms(**rows[0]._asdict()) if rows and rows[0].id else cautious()


def received_for(plans: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    """What came in since plans were agreed, in minor units, less what of it went back."""
    rows = db.session.execute(
        select(Plan.id, func.coalesce(func.sum(Payment.amount_minor - given_back()), 0))
        .join(
            Payment,
            and_(
                Payment.agency_id == Plan.agency_id,
                Payment.case_id == Plan.case_id,
                Payment.paid_at >= Plan.agreed_at,
            ),
        )
        .where(among(Plan.id, plans))
        .group_by(Plan.id)
    )
    return {plan_id: int(minor) for plan_id, minor in rows}


def rested_until(cases: Iterable[uuid.UUID]) -> dict[uuid.UUID, date]:
    """The day on which the last hold of cases was lifted, of those that ever rested."""
    rows = db.session.execute(
        select(Hold.case_id, func.max(Hold.lifted_at))
        .where(among(Hold.case_id, cases), Hold.lifted_at.is_not(None))
        .group_by(Hold.case_id)
    )
    return {case_id: clock.day_of(at) for case_id, at in rows if at}


def booked_for(cases: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    """What cases owe by the books, in minor units."""
    rows = db.session.execute(
        select(CaseBalance.id, CaseBalance.open_minor).where(among(CaseBalance.id, cases))
    )
    return {row.id: row.open_minor for row in rows}


def interest_charged(cases: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    """All interest that stands charged on cases by the books, in minor units."""
    rows = db.session.execute(_charged_interest(among(Posting.case_id, cases)))
    return {case_id: int(minor) for case_id, minor in rows if case_id}


def _charged_interest(of_cases: ColumnElement[bool]) -> Select[uuid.UUID | None, int]:
    return (
        select(Posting.case_id, func.sum(Posting.amount_minor))
        .join(
            Account, and_(Account.agency_id == Posting.agency_id, Account.id == Posting.account_id)
        )
        .join(Entry, and_(Entry.agency_id == Posting.agency_id, Entry.id == Posting.entry_id))
        .where(
            of_cases,
            Account.kind == AccountKind.OWED_INTEREST,
            Entry.kind.in_((CHARGED, CHARGED_BACK)),
        )
        .group_by(Posting.case_id)
    )


def ran_while_debited(case_id: uuid.UUID) -> int:
    """The interest that was charged on a case while a bank carried its last debit out, in minor units."""
    debit = db.session.execute(
        select(db.day_of(Payment.awaited_since), Payment.received_on)
        .where(
            Payment.case_id == case_id,
            Payment.paid_at.is_not(None),
            Payment.awaited_since.is_not(None),
        )
        .order_by(Payment.paid_at.desc())
        .limit(1)
    ).one_or_none()
    if debit is None:
        return 0
    confirmed_on, received_on = debit
    charged = _charged_interest(Posting.case_id == case_id)
    found = db.session.execute(
        charged.where(Entry.booked_on > confirmed_on, Entry.booked_on <= received_on)
    ).one_or_none()
    return int(found[1]) if found else 0


def reminded(debtors: Sequence[uuid.UUID], since: datetime) -> list[Earlier]:
    """What was mailed about instalments to come, as the limits on contact count it."""
    in_plan = and_(Case.agency_id == Plan.agency_id, Case.id == Plan.case_id)
    theirs = among(Case.debtor_id, debtors)
    asked = select(Plan.reminded_at, Case.debtor_id).join(Case, in_plan)
    warned = (
        select(Event.at, Case.debtor_id)
        .join(Plan, and_(Plan.agency_id == Event.agency_id, Plan.id == Event.subject_id))
        .join(Case, in_plan)
        .where(Event.kind == WARNED, Event.data["channel"].astext == Channel.EMAIL)
    )
    rows = [
        *db.session.execute(asked.where(theirs, Plan.reminded_at >= since)),
        *db.session.execute(warned.where(theirs, Event.at >= since)),
    ]
    return [Earlier(Channel.EMAIL, at, debtor_id=debtor_id) for at, debtor_id in rows if at]


def oldest_due(case: Case) -> date:
    """The due date of the oldest claim that is worked."""
    return min((claim.due_on for claim in case.claims if claim.is_worked), default=clock.today())
