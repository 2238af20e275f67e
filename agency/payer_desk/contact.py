"""How a debtor wants to be reached, as it says so itself on its page."""

from agency.cases.models import Case
from agency.compliance.kinds import DeclarationKind, Source
from agency.compliance.persons import ids_of
from agency.compliance.queries import running
from agency.compliance.services import Declared, declare, revoke
from agency.law.vocabulary import Channel
from portal.pay.desk import ContactChoices
from portal.pay.wording import STOPPABLE


def choices_of(case: Case) -> ContactChoices:
    """What the case's debtor chose, or what is known of it where it chose nothing."""
    found = running(ids_of(case.debtor))
    stopped = {it.channel for it in found if it.kind == DeclarationKind.OPT_OUT}
    liked = [it.channel for it in found if it.kind == DeclarationKind.PREFERRED_CHANNEL]
    return ContactChoices(
        locale=case.debtor.locale,
        preferred=liked[-1] if liked else "",
        stopped=frozenset(stopped & {*STOPPABLE}),
        channels=_reachable(case),
    )


def choose(case: Case, *, locale: str, preferred: str, stopped: frozenset[str]) -> None:
    """Record what is new about it, and take back what no longer holds."""
    before = choices_of(case)
    if locale != before.locale:
        _declare(case, DeclarationKind.LANGUAGE, locale=locale)
    for channel in sorted(stopped - before.stopped):
        _declare(case, DeclarationKind.OPT_OUT, channel=channel)
    for channel in sorted(before.stopped - stopped):
        _revoke(case, DeclarationKind.OPT_OUT, channel)
    if preferred != before.preferred and before.preferred:
        _revoke(case, DeclarationKind.PREFERRED_CHANNEL, before.preferred)
    if preferred != before.preferred and preferred:
        _declare(case, DeclarationKind.PREFERRED_CHANNEL, channel=preferred)


def _declare(case: Case, kind: DeclarationKind, *, channel: str = "", locale: str = "") -> None:
    said = Declared(kind=kind, source=Source.PORTAL, channel=channel, locale=locale)
    declare(case, said, by="debtor")


def _revoke(case: Case, kind: DeclarationKind, channel: str) -> None:
    for it in running(ids_of(case.debtor)):
        if (it.kind, it.channel) == (kind, channel):
            revoke(it, source=Source.PORTAL, by="debtor")


def _reachable(case: Case) -> list[str]:
    debtor = case.debtor
    known = {
        Channel.EMAIL: debtor.email,
        Channel.PHONE: debtor.phone,
        Channel.SMS: debtor.phone,
        Channel.POST: debtor.street and debtor.city,
    }
    return [channel.value for channel, address in known.items() if address]
