"""Selects for the corrections of a case."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from agency.cases.models import Case
from agency.corrections.models import Correction
from portal import db


def corrections_of(case: Case) -> Sequence[Correction]:
    """What was corrected of the claims of a case, the latest first."""
    return db.session.scalars(
        select(Correction)
        .where(Correction.case_id == case.id)
        .options(joinedload(Correction.claim), joinedload(Correction.maker))
        .order_by(Correction.id.desc())
    ).all()
