"""Contact with a debtor at a glance: what is allowed now by each channel, and what was declared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from agency.cases.models import Case, Debtor
from agency.compliance.may_contact import Contactability
from agency.compliance.models import Declaration
from agency.compliance.persons import ids_of
from agency.compliance.queries import declared
from agency.law.errors import LawMissing
from agency.law.vocabulary import Channel
from portal.i18n import said


@dataclass(frozen=True, slots=True)
class ChannelNow:
    """Whether a channel may be used at this moment; if not, why and from when."""

    channel: Channel
    to: str
    allowed: bool
    reason: str
    article: str
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class ContactNow:
    """What a case page shows of contact."""

    channels: Sequence[ChannelNow]
    running: Sequence[Declaration]
    past: Sequence[Declaration]


def contact_now(case: Case) -> ContactNow:
    """The channels of a case's debtor as they are now, and its declarations."""
    found = Contactability(case.debtor)
    history = declared(ids_of(case.debtor))
    return ContactNow(
        [_channel(found, channel) for channel in Channel],
        [each for each in history if each.is_running],
        [each for each in history if not each.is_running],
    )


def _channel(found: Contactability, channel: Channel) -> ChannelNow:
    to = _address(found.debtor, channel)
    try:
        verdict = found.by(channel)
    except LawMissing as error:
        return ChannelNow(channel, to, False, said(error.words), "", None)
    if verdict.allowed and not to:
        return ChannelNow(channel, to, False, _("We have no address for this channel."), "", None)
    return ChannelNow(
        channel, to, verdict.allowed, said(verdict.reason), verdict.article, verdict.next_at
    )


def _address(debtor: Debtor, channel: Channel) -> str:
    home = ", ".join(part for part in (debtor.street, f"{debtor.postcode} {debtor.city}") if part)
    return {
        Channel.EMAIL: debtor.email,
        Channel.PHONE: debtor.phone,
        Channel.SMS: debtor.phone,
        Channel.POST: home if debtor.street and debtor.city and not debtor.address_fails else "",
        Channel.VISIT: home if debtor.street and debtor.city else "",
    }[channel]
