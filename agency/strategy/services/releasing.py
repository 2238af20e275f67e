"""Releasing a version, and saying which versions new cases begin with."""

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from agency.strategy.kinds import Arm
from agency.strategy.models import InForce, Strategy, StrategyVersion
from agency.strategy.queries.versions import problems_of
from agency.strategy.services.locks import lock, lock_draft
from portal import clock, db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.errors import Refused
from portal.i18n import said
from portal.keys import new_key

LEAST_PERCENT, MOST_PERCENT = 1, 90
"""How many of a hundred new cases a challenger may take; the champion keeps some to compare."""


def release(version: StrategyVersion, *, by: User) -> None:
    """Let a version stand as it is from now on. Refused while anything is wrong with it."""
    lock(version.strategy)
    db.session.refresh(version)
    if not version.is_draft:
        return
    lock_draft(version)
    _refuse_faulty(version)
    version.released_by, version.released_at = by.id, clock.now()
    db.session.flush()
    audit.record(version, "strategy.released", by=by, number=version.number, note=version.note)


def lead(version: StrategyVersion, *, by: User) -> None:
    """Let new cases begin with a version. What challenged it before no longer does."""
    strategy = _ready(version)
    current = _in_force(strategy)
    if (challenger := current.get(Arm.CHALLENGER)) and challenger.version_id == version.id:
        db.session.delete(challenger)
        db.session.flush()
    champion = current.get(Arm.CHAMPION)
    if champion and champion.version_id == version.id:
        return
    _put(strategy, champion, version, Arm.CHAMPION, 100)
    audit.record(version, "strategy.leads", by=by, number=version.number)


def challenge(version: StrategyVersion, percent: int, *, by: User) -> None:
    """Let some of a hundred new cases begin with a version, to compare it with the champion."""
    strategy = _ready(version)
    current = _in_force(strategy)
    champion, challenger = current.get(Arm.CHAMPION), current.get(Arm.CHALLENGER)
    if champion is None:
        raise Refused(_("No version leads yet. Let one lead first; then another can challenge it."))
    if champion.version_id == version.id:
        raise Refused(_("This version leads already. Only another one can challenge it."))
    if not LEAST_PERCENT <= percent <= MOST_PERCENT:
        raise Refused(
            _("Choose from %(least)s to %(most)s percent.", least=LEAST_PERCENT, most=MOST_PERCENT)
        )
    if challenger and (challenger.version_id, challenger.percent) == (version.id, percent):
        return
    _put(strategy, challenger, version, Arm.CHALLENGER, percent)
    audit.record(version, "strategy.challenges", by=by, number=version.number, percent=percent)


def end_challenge(strategy: Strategy, *, by: User) -> None:
    """Let all new cases begin with the champion again; those of the challenger go on with it."""
    lock(strategy)
    challenger = _in_force(strategy).get(Arm.CHALLENGER)
    if challenger is None:
        return
    number = challenger.version.number
    db.session.delete(challenger)
    db.session.flush()
    audit.record(strategy, "strategy.challenge_ended", by=by, number=number)


def archive(strategy: Strategy, *, by: User) -> None:
    """Let no new case begin with a strategy; those that follow it go on."""
    lock(strategy)
    if strategy.archived_at:
        return
    strategy.archived_at = clock.now()
    audit.record(strategy, "strategy.archived", by=by)


def take_out(strategy: Strategy, *, by: User) -> None:
    """Let new cases begin with an archived strategy again."""
    lock(strategy)
    if strategy.archived_at is None:
        return
    strategy.archived_at = None
    audit.record(strategy, "strategy.taken_out", by=by)


def must_be_ready(version: StrategyVersion) -> None:
    """Refuse a version that is not released, or no longer fits the law of this day."""
    if version.is_draft:
        raise Refused(_("Release this version first."))
    _refuse_faulty(version)


def _ready(version: StrategyVersion) -> Strategy:
    strategy = lock(version.strategy)
    must_be_ready(version)
    return strategy


def _refuse_faulty(version: StrategyVersion) -> None:
    found = problems_of(version)
    if found:
        raise Refused(
            ngettext(
                "One thing is wrong with this version: %(why)s",
                "%(num)d things are wrong with this version. The first: %(why)s",
                len(found),
                why=said(found[0].words),
            )
        )


def _in_force(strategy: Strategy) -> dict[str, InForce]:
    rows = db.session.scalars(
        select(InForce)
        .where(InForce.strategy_id == strategy.id)
        .execution_options(populate_existing=True)
    )
    return {row.arm: row for row in rows}


def _put(
    strategy: Strategy, row: InForce | None, version: StrategyVersion, arm: Arm, percent: int
) -> None:
    row = row or InForce(id=new_key(), strategy_id=strategy.id, arm=arm)
    row.version_id, row.percent, row.since = version.id, percent, clock.now()
    db.session.add(row)
    db.session.flush()
    db.session.expire(strategy, ["in_force"])
