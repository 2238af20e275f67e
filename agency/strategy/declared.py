"""Whether what a debtor declared bars an action, by the law of its country."""

from datetime import date, timedelta

from agency.compliance.may_contact import Contactability
from agency.law.errors import LawMissing
from agency.law.vocabulary import Channel
from agency.strategy.kinds import By, Deed
from agency.strategy.models import Action
from portal import clock

A_WEEKEND = timedelta(days=4)
"""How soon a door that only the hours have shut opens again."""
_WAYS = {
    By.EMAIL: [Channel.EMAIL],
    By.POST: [Channel.POST],
    By.BOTH: [Channel.EMAIL, Channel.POST],
    By.SMS: [Channel.SMS],
}


def declared_bar(action: Action) -> tuple[bool, date | None]:
    """Whether it is barred on every channel it would go by, and through which day where that ends.

    Hours of the day are not looked at here: they are for the moment of acting.
    """
    known = Contactability(action.case.debtor, counts_earlier=False)
    untils: list[date | None] = []
    for channel in _channels(action):
        try:
            verdict = known.by(channel)
        except LawMissing:
            untils.append(None)
            continue
        opens = verdict.next_at
        if verdict.allowed or (opens is not None and opens <= clock.now() + A_WEEKEND):
            return False, None
        untils.append(day - timedelta(days=1) if (day := verdict.next_on) else None)
    return True, min((day for day in untils if day), default=None)


def _channels(action: Action) -> list[Channel]:
    if action.deed == Deed.CALL:
        return [Channel.PHONE]
    if action.deed == Deed.VISIT:
        return [Channel.VISIT]
    return _WAYS[By(action.channel)]
