"""Reading texts of notices: which is in force, the versions of one, and who may see which."""

import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload

from agency.law.vocabulary import NoticeKind
from agency.notices.media import Medium
from agency.notices.models import NoticeTemplate
from agency.notices.queries.notices import lawyer_of
from agency.notices.tones import Tone
from portal import db
from portal.accounts.models import Membership
from portal.accounts.permissions import Role
from portal.errors import NotFound


def template_in_force(
    kind: NoticeKind,
    tone: Tone,
    locale: str,
    law_firm_id: uuid.UUID | None,
    country: str,
    *,
    medium: Medium = Medium.LETTER,
) -> NoticeTemplate | None:
    """The agency's own text for a notice; none where the house's stands."""
    return db.session.scalars(
        select(NoticeTemplate).where(
            NoticeTemplate.medium == medium,
            NoticeTemplate.kind == kind,
            NoticeTemplate.tone == tone,
            NoticeTemplate.locale == locale,
            _under(law_firm_id),
            NoticeTemplate.in_force_at.is_not(None),
            NoticeTemplate.retired_at.is_(None),
            NoticeTemplate.countries.contains([country]),
        )
    ).one_or_none()


def templates_for(membership: Membership) -> Select[NoticeTemplate]:
    """The texts that a person may see, not yet retired; a lawyer those of its firm."""
    query = select(NoticeTemplate).options(
        joinedload(NoticeTemplate.law_firm), joinedload(NoticeTemplate.maker)
    )
    if membership.role != Role.LAWYER:
        return query
    lawyer = lawyer_of(membership.id)
    return query.where(NoticeTemplate.law_firm_id == (lawyer.law_firm_id if lawyer else None))


def seen_template(template: NoticeTemplate, membership: Membership) -> NoticeTemplate:
    """The text, if the person may see it. NotFound otherwise."""
    mine = templates_for(membership).where(NoticeTemplate.id == template.id)
    if db.session.scalars(mine).unique().one_or_none() is None:
        raise NotFound
    return template


def versions_of(template: NoticeTemplate) -> Sequence[NoticeTemplate]:
    """All versions for the same notices, the latest first."""
    return (
        db.session.scalars(
            select(NoticeTemplate)
            .where(
                NoticeTemplate.medium == template.medium,
                NoticeTemplate.kind == template.kind,
                NoticeTemplate.tone == template.tone,
                NoticeTemplate.locale == template.locale,
                _under(template.law_firm_id),
            )
            .order_by(NoticeTemplate.number.desc())
        )
        .unique()
        .all()
    )


def _under(law_firm_id: uuid.UUID | None) -> ColumnElement[bool]:
    if law_firm_id is None:
        return NoticeTemplate.law_firm_id.is_(None)
    return NoticeTemplate.law_firm_id == law_firm_id
