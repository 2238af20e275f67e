"""For which notices a text is, and the invented cases by which it is looked at."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from agency.clients.models import LawFirm
from agency.law.vocabulary import DebtorKind, NoticeKind
from agency.notices.contents import Contents
from agency.notices.media import Medium
from agency.notices.models import NoticeTemplate
from agency.notices.samples import Writer, samples
from agency.notices.services.parties import agency_facts, agency_head, firm_head
from agency.notices.tones import Tone
from portal import clock, db
from portal.accounts.models import AgencySettings
from portal.web import get

LINK = "https://…/pay/…"
"""The payment link of an invented case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """For which notices a text is: the kind, the tone, the language, whose letterhead, and whether
    it is the letter's or its mail's."""

    kind: NoticeKind
    tone: Tone
    locale: str
    law_firm_id: uuid.UUID | None = None
    medium: Medium = Medium.LETTER


def place_of(template: NoticeTemplate) -> Place:
    """For which notices a version is."""
    return Place(
        kind=NoticeKind(template.kind),
        tone=Tone(template.tone),
        locale=template.locale,
        law_firm_id=template.law_firm_id,
        medium=Medium(template.medium),
    )


def samples_of(place: Place, country: str, debtor: DebtorKind) -> Iterator[Contents]:
    """Invented cases of a country under the letterhead of a place."""
    settings = db.session.scalars(select(AgencySettings)).one()
    firm = get(LawFirm, place.law_firm_id) if place.law_firm_id else None
    signs = next((each.name for each in firm.lawyers if each.closed_at is None), "") if firm else ""
    writer = Writer(
        agency=agency_facts(settings),
        head=firm_head(firm) if firm else agency_head(settings),
        law_firm=firm.name if firm else "",
        signatory=signs or settings.legal_name,
    )
    return samples(country, place.kind, debtor, clock.today(), writer)
