"""Selects of short answers."""

from collections.abc import Sequence

from sqlalchemy import Select, select

from agency.short_answers.models import ShortAnswer
from portal import db

MOST_OFFERED = 100


def all_of_them(*, archived: bool) -> Select[ShortAnswer]:
    """Those that are offered, or those that are archived, to be paged by key."""
    is_archived = ShortAnswer.archived_at.is_not(None)
    return select(ShortAnswer).where(is_archived if archived else ~is_archived)


def offered(locale: str) -> Sequence[ShortAnswer]:
    """What a message to a reader of a language can begin with: that language first, the most used on top."""
    return db.session.scalars(
        all_of_them(archived=False)
        .order_by(
            ShortAnswer.locale != locale,
            ShortAnswer.locale,
            ShortAnswer.used.desc(),
            ShortAnswer.title,
            ShortAnswer.id,
        )
        .limit(MOST_OFFERED)
    ).all()


def is_taken(locale: str, title: str, *, but: ShortAnswer | None = None) -> bool:
    """Whether another one that is offered has this name in this language."""
    query = all_of_them(archived=False).where(
        ShortAnswer.locale == locale, ShortAnswer.title == title
    )
    if but is not None:
        query = query.where(ShortAnswer.id != but.id)
    return db.session.scalars(query.limit(1)).first() is not None
