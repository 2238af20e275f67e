"""What the pages of messages show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from agency.cases.models import Case, Party
from agency.contacts.models import Contact
from agency.messages import queries
from agency.messages.kinds import ON_PAGE
from agency.messages.models import Message
from agency.messages.schemas import LONGEST_TEXT
from agency.messages.services import obstacle_to, page_obstacle, text_gateway
from agency.messages.services.recipients import Recipient, asked_on_page, recipients
from agency.messages.services.settling import BEFORE
from agency.messages.services.text_writing import ending, numbers, text_obstacle
from portal import db
from portal.web import keyset

SHOWN = 10
"""Messages on a page of the panel."""


@dataclass(frozen=True, slots=True)
class Desk:
    """All that somebody needs to write: to whom, whether it is lawful, and what is answered."""

    case: Case
    party: Party
    answers: Message | None
    to: Sequence[Recipient]
    obstacle: str
    subject: str
    no_mail: str = ""
    """Why what was asked on the debtor's page is answered there alone."""

    @property
    def may_write(self) -> bool:
        """Whether there is somebody to write to, and nothing forbids it."""
        return bool(self.to) and not self.obstacle

    @property
    def fails(self) -> bool:
        """Whether e-mail to the debtor came back."""
        return any(each.fails for each in self.to)

    @property
    def has_stranger(self) -> bool:
        """Whether who wrote did so from an address that we did not know."""
        return any(not each.is_known for each in self.to)


@dataclass(frozen=True, slots=True)
class TextDesk:
    """The same for a text message, and what will stand under it."""

    answers: Message | None
    to: Sequence[Recipient]
    obstacle: str
    ending: str
    longest: int = LONGEST_TEXT

    @property
    def has_stranger(self) -> bool:
        """Whether who wrote did so from a number that we did not know."""
        return any(not each.is_known for each in self.to)


def text_desk(case: Case, answers: Message | None = None) -> TextDesk:
    """What a writer of a text message sees."""
    to = numbers(case, answers)
    is_stranger = bool(to) and not to[0].is_known
    return TextDesk(
        answers, to, text_obstacle(case, answers), ending(case, is_stranger=is_stranger)
    )


def can_text(case: Case) -> bool:
    """Whether the debtor has a number, and somebody carries text messages."""
    return bool(case.debtor.phone) and text_gateway() is not None


def desk(case: Case, party: Party, answers: Message | None = None) -> Desk:
    """What a writer sees. What was asked on the debtor's page is answered there where no mail may go."""
    to, obstacle = recipients(case, party, answers), obstacle_to(case, party, answers)
    if not asked_on_page(answers):
        return Desk(case, party, answers, to, obstacle, _subject(case, answers))
    if obstacle:
        to = [each for each in to if each.address == ON_PAGE]
    return Desk(
        case, party, answers, to, page_obstacle(case), _subject(case, answers), no_mail=obstacle
    )


def panel_of(case: Case) -> dict[str, Any]:
    """What the case page shows of messages: a page of them, and the files of all."""
    return {
        "case": case,
        "messages": keyset(queries.messages_of(case), Message.id, descending=True, size=SHOWN),
        "first_waiting": next(iter(queries.waiting_on(case)), None),
        "files": queries.files_of(case),
        "can_text": can_text(case),
    }


def contacts_since(message: Message) -> Sequence[Contact]:
    """The contacts of its case that may have dealt with a message, the newest first."""
    return db.session.scalars(
        select(Contact)
        .where(Contact.case_id == message.case_id, Contact.at >= message.at - BEFORE)
        .order_by(Contact.id.desc())
        .limit(10)
    ).all()


def _subject(case: Case, answers: Message | None) -> str:
    if answers is None or not answers.subject:
        return str(_("Your case %(reference)s", reference=case.reference))
    known = answers.subject
    return known if known.lower().startswith(("re:", "aw:", "antw:", "sv:")) else f"Re: {known}"
