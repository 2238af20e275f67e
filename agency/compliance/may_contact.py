"""Whether a debtor may be approached by a channel at a moment: what everything that contacts asks."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from agency.cases.models import Debtor
from agency.compliance import contacts
from agency.compliance.blocks import blocks_of
from agency.compliance.kinds import DeclarationKind
from agency.compliance.models import Declaration
from agency.compliance.persons import ids_of, records_of_each
from agency.compliance.queries import running
from agency.law import contact as law
from agency.law.contact import Approach, Verdict
from agency.law.errors import LawMissing
from agency.law.vocabulary import Channel, Purpose
from agency.law.zones import zones_for
from portal import clock
from portal.errors import Words

_ASKED_FOR = {Purpose.ANSWER, Purpose.RECEIPT}
LOOK_BACK = timedelta(days=31)
"""Earlier contacts that count; no country's limit on frequency looks back further."""


def may_contact(
    debtor: Debtor,
    channel: Channel,
    at: datetime | None = None,
    *,
    purpose: Purpose = Purpose.COLLECTION,
) -> Verdict:
    """Yes, or no with the reason, its article and the next lawful moment; now unless told otherwise.

    Counts what was declared and done on every record of the person within the agency. Where nobody
    knows the rules of the debtor's country, what it asked for or paid for is still answered unless
    it wants no such channel; anything else is LawMissing.
    """
    return Contactability(debtor).by(channel, at, purpose=purpose)


@dataclass(frozen=True, slots=True)
class Known:
    """What was declared for a person, and what was sought from it before."""

    declarations: Sequence[Declaration]
    earlier: Sequence[contacts.Earlier]


class Contactability:
    """What is known of a debtor's contacts, read once, for several channels."""

    def __init__(
        self,
        debtor: Debtor,
        *,
        counts_earlier: bool = True,
        known: "Known | None" = None,
        lifted: Collection[str] = (),
    ) -> None:
        """What was declared, and what was sent before unless the contact is counted already.

        `known` is both, where somebody has read it for many debtors. `lifted` are kinds of
        declarations that do not stand in the way of this contact: that a lawyer acts, of writing to
        that lawyer; an opt-out, of what the payer asked for at an address typed for it.
        """
        self.debtor = debtor
        if known is None:
            ids = ids_of(debtor)
            since = clock.now() - LOOK_BACK
            known = Known(running(ids), contacts.earlier(ids, since) if counts_earlier else [])
        self.declarations: Sequence[Declaration] = [
            it for it in known.declarations if it.kind not in lifted
        ]
        self._earlier = known.earlier

    def by(
        self,
        channel: Channel,
        at: datetime | None = None,
        *,
        purpose: Purpose = Purpose.COLLECTION,
    ) -> Verdict:
        """The verdict on one channel."""
        approach = self._approach(channel, at or clock.now(), purpose)
        try:
            return law.may_contact(approach)
        except LawMissing:
            if purpose not in _ASKED_FOR:
                raise
            return self._without_law(approach)

    def open_until(self, channel: Channel) -> datetime | None:
        """Until when today a contact that is lawful now stays so, as far as hours say."""
        return law.open_until(self._approach(channel, clock.now(), Purpose.COLLECTION))

    def _approach(self, channel: Channel, at: datetime, purpose: Purpose) -> Approach:
        zone, *others = zones_for(self.debtor.country, ZoneInfo(self.debtor.time_zone))
        mine = [contact for contact in self._earlier if contact.channel is channel]
        return Approach(
            channel=channel,
            at=at,
            country=self.debtor.country,
            debtor=self.debtor.debtor_kind,
            zone=zone,
            other_zones=tuple(others),
            purpose=purpose,
            attempts=tuple(contact.at for contact in mine),
            conversations=tuple(contact.at for contact in mine if contact.is_conversation),
            blocks=blocks_of(self.declarations, zone),
        )

    def _without_law(self, approach: Approach) -> Verdict:
        """What the debtor itself declared, where no rules are known."""
        if any(
            it.kind == DeclarationKind.OPT_OUT and it.channel == approach.channel
            for it in self.declarations
        ):
            return Verdict(False, Words("The debtor wants nothing by this channel."), "", None)
        return Verdict(True, "", "", approach.at.astimezone(approach.zone))


def contactability_of(debtors: Sequence[Debtor]) -> Mapping[uuid.UUID, Contactability]:
    """The same of many debtors by a few questions, by the keys of their records."""
    records = {
        debtor_id: {record.id for record in found}
        for debtor_id, found in records_of_each(debtors).items()
    }
    ids = list(set[uuid.UUID]().union(*records.values()))
    declared, sought = running(ids), contacts.earlier(ids, clock.now() - LOOK_BACK)
    return {
        debtor.id: Contactability(
            debtor,
            known=Known(
                [each for each in declared if each.debtor_id in records[debtor.id]],
                [each for each in sought if each.debtor_id in records[debtor.id]],
            ),
        )
        for debtor in debtors
    }
