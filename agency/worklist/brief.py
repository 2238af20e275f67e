"""What somebody must know who takes over a case: last events, promises, open points, the next move."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext

from agency.cases import timeline
from agency.cases.models import Case, HoldReason, Mover, RequestKind
from agency.cases.moves import HOLD_REASONS, MOVERS, MOVES, REQUESTS
from agency.contacts.kinds import Outcome, PromiseState
from agency.contacts.models import Contact, Promise
from agency.contacts.queries import contacts_of_case, open_callbacks, promises_of
from agency.contacts.wording import OUTCOMES, STATES
from agency.notes.queries import pinned_on
from agency.worklist.queries.places import place_of
from agency.worklist.queries.reasons import reasons_of
from agency.worklist.wording import step_words, why
from portal import db
from portal.audit.models import Event
from portal.filters import day, instant, money

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Brief:
    """A case in a few lines."""

    why: str
    next_move: str
    planned: str
    notes: Sequence[str]
    open_points: Sequence[str]
    promises: Sequence[str]
    contacts: Sequence[str]
    happenings: Sequence[object]


def brief_of(case: Case) -> Brief:
    """All of it, as it stands now."""
    place = place_of(case)
    known = reasons_of([case], {case.id: place.rank}) if place else None
    planned = known.planned.get(case.id) if known else None
    contacts = db.session.scalars(
        contacts_of_case(case).order_by(Contact.at.desc(), Contact.id.desc()).limit(SHOWN)
    ).all()
    events = db.session.scalars(
        timeline.events_of(case).order_by(Event.id.desc()).limit(SHOWN)
    ).all()
    return Brief(
        why=why(case, place, known) if place and known else "",
        next_move=gettext(
            "%(who)s %(what)s, until %(day)s",
            who=MOVERS[Mover(case.mover)],
            what=MOVES.get(case.move, case.move),
            day=day(case.move_until),
        ),
        planned=step_words(planned) if planned else "",
        notes=[it.text for it in pinned_on(case)],
        open_points=_open_points(case),
        promises=[_promised(it) for it in promises_of(case)[:SHOWN]],
        contacts=[
            f"{day(it.at)}: {OUTCOMES[Outcome(it.outcome)]}{f' – {it.note}' if it.note else ''}"
            for it in contacts
        ],
        happenings=timeline.told(events),
    )


def _open_points(case: Case) -> list[str]:
    found = [
        gettext("%(who)s wants to be called on %(when)s", who=it.asked_by, when=instant(it.due_at))
        for it in open_callbacks(case)
    ]
    found += [
        f"{REQUESTS[RequestKind(it.kind)]}{f': {it.text}' if it.text else ''}"
        for it in case.requests
        if not it.is_answered
    ]
    if case.hold:
        reason = HOLD_REASONS[HoldReason(case.hold.reason)]
        found.append(
            gettext("On hold since %(day)s: %(reason)s", day=day(case.hold.held_at), reason=reason)
        )
    if any(claim.awaits_review for claim in case.claims):
        found.append(gettext("New claims wait for an answer"))
    return found


def _promised(it: Promise) -> str:
    _kind, state = STATES[PromiseState(it.state)]
    return str(
        gettext(
            "%(amount)s by %(day)s: %(state)s",
            amount=money(it.amount),
            day=day(it.due_on),
            state=state,
        )
    )
