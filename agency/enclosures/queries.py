"""Selects of forms: those in force, and what was there before them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from agency.enclosures.asked import Asked
from agency.enclosures.models import Enclosure
from agency.law.packs.files import pack_code
from agency.law.packs.notice_rows import notice_rule
from agency.law.vocabulary import DebtorKind, NoticeKind
from portal import db


def versions() -> Sequence[Enclosure]:
    """All forms that were ever sent in, the latest first."""
    return db.session.scalars(
        select(Enclosure).options(joinedload(Enclosure.sender)).order_by(Enclosure.id.desc())
    ).all()


def enclosures_for(
    country: str, kind: NoticeKind, debtor: DebtorKind
) -> tuple[Sequence[Enclosure], Sequence[str]]:
    """The forms in force that a notice must carry, in their order; and the titles of those lacking.

    LawMissing where the law knows no such notice to such a debtor.
    """
    wanted = notice_rule(country, kind, debtor).enclosures
    if not wanted:
        return (), ()
    there = {
        it.name: it
        for it in db.session.scalars(
            select(Enclosure).where(
                Enclosure.country == pack_code(country),
                Enclosure.kind == kind,
                Enclosure.replaced_at.is_(None),
            )
        )
    }
    found = [there[form.name] for form in wanted if form.name in there]
    return found, [form.title for form in wanted if form.name not in there]


def in_force(asked: Asked) -> Enclosure | None:
    """The form that goes with letters now, locked, so that one takes its place at a time."""
    return db.session.scalars(
        select(Enclosure)
        .where(
            Enclosure.country == asked.country,
            Enclosure.kind == asked.kind,
            Enclosure.name == asked.form.name,
            Enclosure.replaced_at.is_(None),
        )
        .with_for_update()
    ).one_or_none()
