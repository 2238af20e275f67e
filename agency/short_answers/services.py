"""Short answers: written, changed, archived and taken up again, filled for a case, counted in use."""

import uuid
from collections.abc import Callable, Mapping

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select, update

from agency.cases import paylinks
from agency.cases.mails import page_of
from agency.cases.models import Case, Party
from agency.charges.services import owed
from agency.short_answers import queries
from agency.short_answers.filling import fill
from agency.short_answers.models import ShortAnswer
from portal import clock, db
from portal.accounts.models import Agency, AgencySettings, User
from portal.audit import services as audit
from portal.errors import Refused
from portal.filters import money
from portal.keys import new_key
from portal.tenancy import acting


def write(locale: str, title: str, text: str, *, by: User) -> ShortAnswer:
    """A new one. Refused where the language has one of that name."""
    _lock()
    _must_be_free(locale, title)
    made = ShortAnswer(id=new_key(), locale=locale, title=title, text=text, changed_by=by.id)
    db.session.add(made)
    db.session.flush()
    audit.record(made, "short_answer.written", by=by, **_told(made))
    return made


def change(answer: ShortAnswer, locale: str, title: str, text: str, *, by: User) -> None:
    """Other words from now on; what was sent stays as it was."""
    _lock()
    if (answer.locale, answer.title, answer.text) == (locale, title, text):
        return
    if answer.is_offered:
        _must_be_free(locale, title, but=answer)
    answer.locale, answer.title, answer.text = locale, title, text
    answer.changed_at, answer.changed_by = clock.now(), by.id
    db.session.flush()
    audit.record(answer, "short_answer.changed", by=by, **_told(answer))


def archive(answer: ShortAnswer, *, by: User) -> None:
    """Offer it no more. Doing it twice changes nothing."""
    _lock()
    if answer.is_offered:
        answer.archived_at, answer.archived_by = clock.now(), by.id
        db.session.flush()
        audit.record(answer, "short_answer.archived", by=by, **_told(answer))


def restore(answer: ShortAnswer, *, by: User) -> None:
    """Offer it again."""
    _lock()
    if not answer.is_offered:
        _must_be_free(answer.locale, answer.title)
        answer.archived_at = answer.archived_by = None
        db.session.flush()
        audit.record(answer, "short_answer.restored", by=by, **_told(answer))


def filled(answer: ShortAnswer, case: Case, party: Party, *, by: User) -> str:
    """Its words for a case, amounts as its own language writes them. Nothing is sent or counted."""
    with force_locale(answer.locale):
        return fill(answer.text, _values(case, party, by))


def count_use(answer_id: uuid.UUID) -> None:
    """A message that began with it was sent."""
    db.session.execute(
        update(ShortAnswer)
        .where(ShortAnswer.agency_id == acting().agency_id, ShortAnswer.id == answer_id)
        .values(used=ShortAnswer.used + 1, used_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def _values(case: Case, party: Party, by: User) -> Mapping[str, Callable[[], str]]:
    is_creditor = party is Party.CREDITOR
    return {
        "name": lambda: case.creditor.name if is_creditor else case.debtor.name,
        "reference": lambda: case.reference,
        "balance": lambda: money(owed(case, clock.today()).total),
        "link": lambda: (
            page_of(case.id) if is_creditor else paylinks.address(paylinks.link_for(case))
        ),
        "creditor": lambda: case.creditor.name,
        "agency": lambda: db.session.get_one(Agency, acting().agency_id).name,
        "agent": lambda: by.name,
    }


def _must_be_free(locale: str, title: str, *, but: ShortAnswer | None = None) -> None:
    if queries.is_taken(locale, title, but=but):
        raise Refused(_("There is a short answer of this name already. Choose another name."))


def _lock() -> None:
    """Have all of them to ourselves: the agency's settings stand for them."""
    db.session.scalars(select(AgencySettings).with_for_update()).one()


def _told(answer: ShortAnswer) -> dict[str, str]:
    return {"title": answer.title, "language": answer.locale}
