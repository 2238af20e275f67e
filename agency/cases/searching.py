"""Searching cases by what people type: numbers, beginnings of names, invoices, e-mail addresses.

Each step looks at a bounded number of terms, so that a search costs the same for any agency.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, literal, select, union_all
from sqlalchemy.orm import aliased

from agency.cases.finding import asked_for
from agency.cases.models import Case, CaseTerm
from agency.cases.worklist import LONGEST_NUMBER, begins, lines
from portal import db

SHOWN = 50
"""As many cases are shown; who sees more than these types another letter."""
LOOKED_AT = 5_000
"""So many terms that begin with the rarest word are looked at, the shortest first."""


@dataclass(frozen=True, slots=True)
class Found:
    """Cases that a search found, and whether there are more of them."""

    cases: Sequence[Case]
    has_more: bool = False


def search(text: str) -> Found:
    """Cases, open or closed, whose number it is, or of which every word begins a term."""
    ids = _by_number(text.strip().lstrip("#"))
    if asked := asked_for(text):
        ids += [case_id for case_id in _by_terms(asked) if case_id not in ids]
    if not ids:
        return Found([])
    cases = db.session.scalars(lines().where(Case.id.in_(ids[:SHOWN]))).unique()
    return Found(sorted(cases, key=lambda case: ids.index(case.id)), len(ids) > SHOWN)


def _by_number(text: str) -> list[uuid.UUID]:
    if not text.isdecimal() or len(text) > LONGEST_NUMBER:
        return []
    return list(db.session.scalars(select(Case.id).where(Case.number == int(text))))


def _by_terms(asked: Sequence[str]) -> list[uuid.UUID]:
    """Whole words first, then what they begin; the rarest word leads, the others are checked."""
    rarest, *others = sorted(asked, key=_how_common(asked).__getitem__)
    led = (
        select(CaseTerm.case_id, CaseTerm.term)
        .where(*begins(CaseTerm, rarest))
        .order_by(CaseTerm.term)
        .limit(LOOKED_AT)
        .subquery()
    )
    query: Select[Any] = select(led.c.case_id).group_by(led.c.case_id)
    for word in others:
        term = aliased(CaseTerm)
        query = query.where(
            select(term.case_id)
            .where(term.case_id == led.c.case_id, *begins(term, word))
            .correlate(led)
            .exists()
        )
    query = query.order_by(func.min(led.c.term), led.c.case_id.desc()).limit(SHOWN + 1)
    return [case_id for (case_id,) in db.session.execute(query)]


def _how_common(asked: Sequence[str]) -> dict[str, int]:
    """How many terms begin with each word, as far as it matters."""
    if len(set(asked)) == 1:
        return {asked[0]: 0}
    counts = [
        select(
            literal(word),
            select(func.count())
            .select_from(
                select(CaseTerm.case_id).where(*begins(CaseTerm, word)).limit(LOOKED_AT).subquery()
            )
            .scalar_subquery(),
        )
        for word in set(asked)
    ]
    return {word: int(number) for word, number in db.session.execute(union_all(*counts))}
