"""A batch by hand: the cases of the worklist that wait for their next notice."""

from dataclasses import dataclass

from sqlalchemy import func, select

from agency.law.vocabulary import NoticeKind
from agency.notices import queries
from agency.notices.models import NoticeBatch
from agency.notices.queries import Chosen
from agency.notices.services.batches.making import MOST, Wish
from agency.notices.services.batches.making import make as make_of
from agency.notices.tones import Tone
from portal import db
from portal.accounts.models import User


@dataclass(frozen=True, slots=True)
class Found:
    """How many cases a choice is about; `all` of them, of which a batch takes the most pressing."""

    wanted: Chosen
    all: int

    @property
    def cases(self) -> int:
        """So many are in the batch."""
        return min(self.all, MOST)


def of(wanted: Chosen) -> Found:
    """How many cases wait for their next notice and are like that."""
    cases = queries.cases_to_write(wanted).order_by(None).subquery()
    return Found(wanted, db.session.scalar(select(func.count()).select_from(cases)) or 0)


def make(
    wanted: Chosen, *, title: str, kind: NoticeKind | None, tone: Tone, channel: str, by: User
) -> NoticeBatch:
    """A batch of the most pressing of these cases. Refused when there are none."""
    found = db.session.scalars(queries.cases_to_write(wanted).limit(MOST)).all()
    wishes = [Wish(case_id=each, kind=kind, tone=tone, channel=channel) for each in found]
    return make_of(wishes, by=by, title=title, origin="hand")
