"""Who works which case: by rule for those of nobody, and from one collector to another."""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Uuid, select, update

from agency.cases import queries as cases
from agency.cases.models import Case, Debtor
from agency.ledger.models import CaseBalance
from agency.worklist.assigning import CaseFacts, Given, given
from agency.worklist.models import NOBODY, AssignmentRule, RuleTaker, WorklistEntry
from agency.worklist.queries import people
from portal import db
from portal.accounts.models import Membership, User
from portal.accounts.permissions import Permission
from portal.audit import services as audit
from portal.audit.services import Actor, Subject, event_row
from portal.bulk import values_of
from portal.errors import Refused
from portal.keys import new_key
from portal.tenancy import acting

CHUNK = 2_000
"""Cases that one transaction gives to people."""


def assign_after(case_id: uuid.UUID | None) -> uuid.UUID | None:
    """Give a chunk of the cases of nobody to whom the rules say; the last of it, None at the end."""
    found = _unassigned(after=case_id or NOBODY, most=CHUNK)
    _give(found)
    return found[-1].id if len(found) == CHUNK else None


def assign_one(case: Case) -> None:
    """Give a case of nobody to whom the rules say."""
    if case.is_open and case.collector_id is None:
        _give(_unassigned(only=case.id, most=1))
        db.session.expire(case, ["collector_id", "collector"])


def preview(most: int = 5 * CHUNK) -> tuple[int, Counter[uuid.UUID], Counter[uuid.UUID]]:
    """What a run would do now: how many cases it looks at, and how many go by rule and to whom."""
    found = _unassigned(after=NOBODY, most=most)
    done = given(found, people.rule_facts(), people.workers())
    return (
        len(found),
        Counter(one.rule_id for one in done),
        Counter(one.collector_id for one in done),
    )


def make_rule(facts: Mapping[str, Any], collectors: Sequence[uuid.UUID], *, by: User) -> None:
    """Add a rule; cases that somebody has stay where they are."""
    known = dict(cases.collectors())
    if not collectors or any(one not in known for one in collectors):
        raise Refused(_("Name at least one person who works cases here."))
    rule = AssignmentRule(id=new_key(), made_by=by.id, **facts)
    db.session.add(rule)
    db.session.flush()
    for one in dict.fromkeys(collectors):
        db.session.add(RuleTaker(rule_id=rule.id, collector_id=one))
    audit.record(rule, "rule.made", by=by, names=[known[one] for one in collectors])


def end_rule(rule: AssignmentRule, *, by: User) -> None:
    """Take a rule away; cases that went by it stay where they are."""
    audit.record(rule, "rule.ended", by=by)
    for taker in rule.takers:
        db.session.delete(taker)
    db.session.flush()
    db.session.delete(rule)


def hand_over(giver: Membership, taker: Membership | None, *, by: User) -> int:
    """Give all open cases of one collector to another, or to nobody; how many. Twice is once."""
    if taker is not None and (taker.ended_at or not taker.may(Permission.WORK_CASES)):
        raise Refused(_("Only somebody who works cases here can have them."))
    if taker is not None and taker.id == giver.id:
        raise Refused(_("Choose somebody else."))
    moved = db.session.execute(
        update(Case)
        .where(
            Case.id.in_(
                select(WorklistEntry.id).where(
                    WorklistEntry.agency_id == acting().agency_id,
                    WorklistEntry.collector_id == giver.id,
                )
            ),
            Case.collector_id == giver.id,
        )
        .values(collector_id=taker.id if taker else None)
        .returning(Case.id, Case.creditor_id)
        .execution_options(synchronize_session=False)
    ).all()
    after = taker.user.name if taker else ""
    _tell(((case_id, creditor_id, after) for case_id, creditor_id in moved), giver.user.name, by)
    return len(moved)


def _unassigned(
    *, most: int, after: uuid.UUID | None = None, only: uuid.UUID | None = None
) -> list[CaseFacts]:
    query = (
        select(WorklistEntry, Case, Debtor, CaseBalance.open_minor)
        .join(Case, (Case.agency_id == WorklistEntry.agency_id) & (Case.id == WorklistEntry.id))
        .join(Debtor, (Debtor.agency_id == Case.agency_id) & (Debtor.id == Case.debtor_id))
        .outerjoin(
            CaseBalance, (CaseBalance.agency_id == Case.agency_id) & (CaseBalance.id == Case.id)
        )
        .where(WorklistEntry.collector_id == NOBODY)
        .order_by(WorklistEntry.id)
        .limit(most)
        .with_only_columns(
            WorklistEntry.id,
            WorklistEntry.segment,
            Case.creditor_id,
            Case.currency,
            Debtor.country,
            Debtor.locale,
            Debtor.kind,
            CaseBalance.open_minor,
            maintain_column_froms=True,
        )
    )
    if after is not None:
        query = query.where(WorklistEntry.id > after)
    if only is not None:
        query = query.where(WorklistEntry.id == only)
    return [
        CaseFacts(
            id=row.id,
            creditor_id=row.creditor_id,
            country=row.country,
            language=row.locale,
            debtor_kind=row.kind,
            segment=row.segment,
            currency=row.currency,
            open_minor=row.open_minor or 0,
        )
        for row in db.session.execute(query)
    ]


def _give(found: Sequence[CaseFacts]) -> None:
    rules = people.rule_facts() if found else []
    done: list[Given] = given(found, rules, people.workers()) if rules else []
    if not done:
        return
    values = values_of(
        {"id": Uuid(), "collector_id": Uuid()}, ((one.case_id, one.collector_id) for one in done)
    )
    moved = db.session.execute(
        update(Case)
        .where(
            Case.agency_id == acting().agency_id,
            Case.id == values.c.id,
            Case.collector_id.is_(None),
            Case.closed_at.is_(None),
        )
        .values(collector_id=values.c.collector_id)
        .returning(Case.id, Case.creditor_id, Case.collector_id)
        .execution_options(synchronize_session=False)
    ).all()
    names: dict[uuid.UUID | None, str] = dict(cases.collectors())
    _tell(
        ((case_id, creditor_id, names.get(taker, "")) for case_id, creditor_id, taker in moved),
        "",
        "system",
    )


def _tell(moved: Any, before: str, by: Actor) -> None:
    audit.record_many(
        event_row(
            Subject("cases", case_id, case_id, creditor_id),
            "case.assigned",
            by=by,
            before=before,
            after=after,
        )
        for case_id, creditor_id, after in moved
    )
