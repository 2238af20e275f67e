"""How some debtors of the story want to be reached."""

import uuid

from agency.cases.models import Case
from agency.compliance.kinds import Basis, DeclarationKind, Source
from agency.compliance.models import Declaration
from agency.compliance.services import Declared, declare, revoke
from portal.accounts.permissions import Role
from portal.web import get
from tests.demo.story.agency import Chapter


def declared(
    chapter: Chapter, *, evenings: uuid.UUID, care: uuid.UUID, no_email: uuid.UUID
) -> None:
    """How some of them want to be reached, and what one took back."""
    with chapter.day(4, 12):
        case, by = get(Case, evenings), chapter.person(Role.COLLECTOR)
        agreed = Declared(kind=DeclarationKind.CONSENT, source=Source.PHONE, channel="sms")
        consent = declare(case, agreed, by=by)
        at_work = Declared(
            kind=DeclarationKind.INCONVENIENT,
            source=Source.PHONE,
            days=(0, 1, 2, 3, 4),
            from_hour=8,
            before_hour=18,
        )
        declare(case, at_work, by=by)
    with chapter.day(2, 12):
        revoke(
            get(Declaration, consent.id),
            source=Source.EMAIL,
            text="Toch liever geen sms",
            by=chapter.person(Role.COLLECTOR),
        )
        needs = Declared(
            kind=DeclarationKind.VULNERABLE,
            source=Source.PHONE,
            basis=Basis.CONSENT,
            text="Bellen in plaats van schrijven; meer tijd geven om te antwoorden.",
        )
        declare(get(Case, care), needs, by=chapter.person(Role.COLLECTOR))
    with chapter.day(1, 12):
        stop = Declared(kind=DeclarationKind.OPT_OUT, source=Source.PORTAL, channel="email")
        likes = Declared(
            kind=DeclarationKind.PREFERRED_CHANNEL, source=Source.PORTAL, channel="post"
        )
        for said in (stop, likes):
            declare(get(Case, no_email), said, by="debtor")
