"""Finding a debtor's address after a letter came back: what its cases wait for, until it is known."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy import delete, select

from agency.cases import services as cases
from agency.cases.finding import TermKind, terms_of_debtor
from agency.cases.models import Case, CaseTerm, Debtor, Mover
from agency.cases.pending import Pending
from agency.notices import queries
from agency.notices.models import NoticeState
from agency.notices.services.moves import wait_for
from portal import db
from portal.accounts.models import User
from portal.audit import services as audit

MOVE = "address"
FIND_DAYS = 7
_PRESSING = ("review", "answer", "request")
_AFTER_DAYS = 1
_LEFT = {
    NoticeState.WAITS_RELEASE: (Mover.LAWYER, "release"),
    NoticeState.READY: (Mover.AGENCY, "dispatch"),
    NoticeState.REFUSED: (Mover.AGENCY, "rewrite"),
    NoticeState.FAULTY: (Mover.AGENCY, "rewrite"),
}
"""What a case goes back to whose notice still lies in the house."""


def pending_of(case: Case) -> Iterable[Pending]:
    """What a case waits for while letters to its debtor come back."""
    if since := case.debtor.address_failed_on:
        yield Pending(Mover.AGENCY, MOVE, since + timedelta(days=FIND_DAYS))


def look_for_address(debtor: Debtor, since: date) -> None:
    """Write nothing to this address any more, and let the debtor's cases wait for another."""
    debtor.address_failed_on = since
    db.session.flush()
    for case in _open_cases(debtor):
        if case.move not in _PRESSING:
            cases.carry_on(case, _AFTER_DAYS)


def change_address(case: Case, *, street: str, postcode: str, city: str, by: User) -> None:
    """Enter where the debtor lives or sits now; all of its cases go on."""
    cases.lock(case)
    debtor = case.debtor
    debtor.street, debtor.postcode, debtor.city = street, postcode, city
    debtor.address_failed_on = None
    db.session.flush()
    _make_findable(debtor)
    text = f"{street}, {postcode} {city}"
    audit.record(case, "debtor.address_changed", by=by, text=text)
    _go_on(debtor)


def confirm_address(case: Case, why: str, *, by: User) -> None:
    """Note why the address is right all the same. Doing it twice changes nothing."""
    cases.lock(case)
    debtor = case.debtor
    if not debtor.address_fails:
        return
    debtor.address_failed_on = None
    db.session.flush()
    audit.record(case, "debtor.address_confirmed", by=by, why=why)
    _go_on(debtor)


def _go_on(debtor: Debtor) -> None:
    for case in _open_cases(debtor):
        if case.move != MOVE:
            continue
        cases.carry_on(case, _AFTER_DAYS)
        notice = queries.open_notice(case)
        if notice is not None and notice.state in _LEFT:
            wait_for(case, *_LEFT[notice.state], days=_AFTER_DAYS)


def _open_cases(debtor: Debtor) -> Sequence[Case]:
    mine = select(Case).where(Case.debtor_id == debtor.id, Case.closed_at.is_(None))
    return db.session.scalars(mine.order_by(Case.id).with_for_update(of=Case)).all()


def _make_findable(debtor: Debtor) -> None:
    """Let the debtor's cases be found by where it is now."""
    mine = db.session.execute(select(Case.id, Case.creditor_id).where(Case.debtor_id == debtor.id))
    rows = mine.all()
    db.session.execute(
        delete(CaseTerm).where(
            CaseTerm.case_id.in_([row.id for row in rows]), CaseTerm.kind == TermKind.PLACE
        )
    )
    for kind, term in sorted(terms_of_debtor(debtor)):
        if kind is TermKind.PLACE:
            for row in rows:
                db.session.add(
                    CaseTerm(term=term, kind=kind, case_id=row.id, creditor_id=row.creditor_id)
                )
    db.session.flush()
