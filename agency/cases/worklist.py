"""The collector's lists: whose move, until when, and what is at stake. One query each, by an index."""

import uuid
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Select, func, literal, select, union, union_all
from sqlalchemy.orm import joinedload, with_expression

from agency.cases.finding import BEYOND, asked_for
from agency.cases.models import Case, CaseTerm, Claim, Debtor, Mover, Review, ReviewOutcome
from portal import db
from portal.accounts.models import Membership
from portal.tenancy import acting

COUNT_UP_TO = 100
"""More than so many cases are counted as so many, so that counting costs the same for any agency."""

LONGEST_NUMBER = 18
"""Digits that surely fit the column of case numbers."""


class Tab(StrEnum):
    """The lists that a case can be on."""

    AGENCY = "agency"
    CREDITOR = "creditor"
    LAWYER = "lawyer"
    DEBTOR = "debtor"
    OPEN = "open"
    CLOSED = "closed"

    @property
    def order(self) -> tuple[Any, ...]:
        """What the list is paged by; the open ones by deadline, the closed ones newest first."""
        return (Case.closed_at, Case.id) if self is Tab.CLOSED else (Case.move_until, Case.id)


TABS = {
    Tab.AGENCY: _("Our move"),
    Tab.CREDITOR: _("Creditor"),
    Tab.LAWYER: _("Lawyer"),
    Tab.DEBTOR: _("Debtor"),
    Tab.OPEN: _("All open"),
    Tab.CLOSED: _("Closed"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which cases somebody wants to see. `collector_id` may be of nobody: cases without one."""

    tab: Tab = Tab.AGENCY
    creditor_id: uuid.UUID | None = None
    debtor_kind: str | None = None
    collector_id: uuid.UUID | None = None
    unassigned: bool = False


def cases(wanted: Wanted) -> Select[Any]:
    """The cases of a list, with all that a line shows."""
    query = lines().where(*_on(wanted.tab))
    if wanted.creditor_id:
        query = query.where(Case.creditor_id == wanted.creditor_id)
    if wanted.debtor_kind:
        query = query.join(Debtor, _of_debtor()).where(Debtor.kind == wanted.debtor_kind)
    if wanted.collector_id:
        query = query.where(Case.collector_id == wanted.collector_id)
    if wanted.unassigned:
        query = query.where(Case.collector_id.is_(None))
    return query


def found(text: str) -> Select[Any] | None:
    """All cases of which every word of `text` begins a term, or that have it as their number.

    For lists that somebody pages through or downloads; staff search with `searching.search`.
    """
    asked, number = asked_for(text), text.strip().lstrip("#")
    ways: list[Select[Any]] = []
    if asked:
        first, *others = (select(CaseTerm.case_id).where(*begins(CaseTerm, word)) for word in asked)
        for other in others:
            first = first.where(CaseTerm.case_id.in_(other))
        ways.append(first)
    if number.isdecimal() and len(number) <= LONGEST_NUMBER:
        ways.append(
            select(Case.id).where(Case.agency_id == acting().agency_id, Case.number == int(number))
        )
    return lines().where(Case.id.in_(union(*ways))) if ways else None


def begins(term: Any, word: str) -> tuple[ColumnElement[bool], ...]:
    """Terms that begin with a word: a range, since row-level security lets an index answer no pattern."""
    return (
        term.agency_id == acting().agency_id,
        term.term >= word,
        term.term < word + BEYOND,
    )


def lines() -> Select[Any]:
    """Cases with all that a line shows of them, in one query."""
    return select(Case).options(
        joinedload(Case.creditor),
        joinedload(Case.debtor),
        joinedload(Case.balance),
        joinedload(Case.running_hold),
        joinedload(Case.collector).joinedload(Membership.user),
        with_expression(Case.placed_minor, _placed()),
    )


def counts() -> dict[Tab, str]:
    """How many cases each list of open ones holds, as far as it is worth counting."""
    parts = [
        select(
            literal(tab.value).label("tab"),
            select(func.count())
            .select_from(
                select(Case.id)
                .where(Case.agency_id == acting().agency_id, *_on(tab))
                .limit(COUNT_UP_TO)
                .subquery()
            )
            .scalar_subquery()
            .label("cases"),
        )
        for tab in Tab
        if tab is not Tab.CLOSED
    ]
    rows = db.session.execute(union_all(*parts))
    return {Tab(tab): f"{COUNT_UP_TO - 1}+" if n >= COUNT_UP_TO else str(n) for tab, n in rows}


def _on(tab: Tab) -> tuple[Any, ...]:
    if tab is Tab.CLOSED:
        return (Case.closed_at.is_not(None),)
    is_open = Case.closed_at.is_(None)
    return (is_open,) if tab is Tab.OPEN else (is_open, Case.mover == Mover(tab))


def _placed() -> Any:
    """The principal of a case's claims that still await the agency's answer."""
    return (
        select(func.sum(Claim.principal_minor))
        .outerjoin(Review, (Review.agency_id == Claim.agency_id) & (Review.id == Claim.review_id))
        .where(
            Claim.agency_id == Case.agency_id,
            Claim.case_id == Case.id,
            Claim.withdrawn_at.is_(None),
            Claim.review_id.is_(None) | (Review.outcome == ReviewOutcome.ASKED),
        )
        .correlate(Case)
        .scalar_subquery()
    )


def _of_debtor() -> Any:
    return (Debtor.agency_id == Case.agency_id) & (Debtor.id == Case.debtor_id)
