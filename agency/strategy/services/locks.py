"""One person at a time: a strategy or a draft to ourselves, as it is in the database now."""

from flask_babel import gettext as _
from sqlalchemy import select

from agency.strategy.models import Strategy, StrategyVersion
from portal import db
from portal.errors import Refused


def lock(strategy: Strategy) -> Strategy:
    """Have a strategy to ourselves until the transaction ends, as it is in the database now."""
    return db.session.scalars(
        select(Strategy)
        .where(Strategy.id == strategy.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def lock_draft(version: StrategyVersion) -> StrategyVersion:
    """Have a draft to ourselves; Refused once it was released."""
    found = db.session.scalars(
        select(StrategyVersion)
        .where(StrategyVersion.id == version.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise Refused(_("This draft was thrown away meanwhile."))
    if not found.is_draft:
        raise Refused(_("This version is released and stays as it is. Write a new one."))
    return found
