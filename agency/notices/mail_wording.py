"""The opening words of the mail that carries a notice: the agency's own, and what they must not do. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agency.notices.contents import LINK_GAP
from portal.errors import Words

LONGEST, LONGEST_SUBJECT = 1500, 120
"""Characters of the words and of the subject, filled. The letter goes along; the mail is short."""

_ADDRESS = re.compile(r"(?:https?://|\bwww\.)\S*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MailWords:
    """A subject, and the paragraphs between the salutation and what is to pay."""

    subject: str
    paragraphs: tuple[str, ...]


def linked(subject: str, paragraphs: Sequence[str], url: str) -> MailWords:
    """The words with the payment link where it goes."""
    return MailWords(subject, tuple(text.replace(LINK_GAP, url) for text in paragraphs))


def mail_faults(mail: MailWords, url: str) -> list[str]:
    """What keeps the words from going out, a sentence each; empty when they may."""
    found: list[str] = []
    body = "\n\n".join(mail.paragraphs)
    if not mail.subject or len(mail.subject) > LONGEST_SUBJECT:
        found.append(
            Words(
                "A subject has at least one character and at most %(most)s.", most=LONGEST_SUBJECT
            )
        )
    if not body or len(body) > LONGEST:
        found.append(
            Words("The words have at least one character and at most %(most)s.", most=LONGEST)
        )
    if LINK_GAP in mail.subject or _ADDRESS.search(mail.subject):
        found.append(Words("An address cannot stand in the subject."))
    if _ADDRESS.search(body.replace(url, "")):
        found.append(
            Words(
                "There is an address besides the payment link. Debtors are to trust none but that."
            )
        )
    return found
