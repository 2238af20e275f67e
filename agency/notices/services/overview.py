"""One notice as its pages show it: what it says, what stands in its way, what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from agency.cases.timeline import Happening, told
from agency.notices import carrying, queries
from agency.notices.contents import Contents
from agency.notices.freezing import thaw
from agency.notices.models import Notice, NoticeState, Release, Reprint
from agency.notices.services import obstacles
from portal import db
from portal.audit.models import Event


@dataclass(frozen=True, slots=True)
class Overview:
    """The contents of a notice, its obstacle to going out now, the word on it, and its history."""

    contents: Contents
    problems: Sequence[str]
    obstacle: str
    release: Release | None
    voided: Release | None
    happenings: Sequence[Happening]
    opens_at: datetime | None
    """When a text message may go that only the hour keeps back now."""
    held_until: datetime | None
    """When it goes by itself, once somebody has sent it off."""
    text_state: str
    copies: Sequence[Reprint]
    """Copies that were made after it had gone out, latest first."""


def of(notice: Notice) -> Overview:
    """All that a page of the notice shows."""
    ready = notice.state is NoticeState.READY
    events = select(Event).where(Event.subject_id == notice.id).order_by(Event.id.desc())
    return Overview(
        contents=thaw(Contents, notice.facts["contents"]),
        problems=notice.render_error.splitlines(),
        obstacle=obstacles.of_dispatch(notice) if ready else "",
        release=notice.release,
        voided=notice.voided_release if notice.is_open else None,
        happenings=told(db.session.scalars(events)),
        opens_at=obstacles.opens_at(notice) if ready else None,
        held_until=notice.held_until if ready else None,
        text_state=carrying.carrier().became_of(notice) if notice.is_text else "",
        copies=queries.reprints_of(notice) if notice.dispatched_at else (),
    )
