"""The words of a notice that goes as a text message: put together, and what they must not do. Pure."""

import re
from collections.abc import Sequence

from agency.compliance.stopping import line_for
from agency.law.texts import most_segments, threats_in
from agency.notices.contents import Contents, Texts
from agency.notices.segments import counted
from portal.errors import Words

_ADDRESS = re.compile(r"(?:https?://|\bwww\.)\S*", re.IGNORECASE)


def worded(subject: str, lines: Sequence[str], contents: Contents, locale: str) -> Texts:
    """The sentences of a text: our words, and under them who we are, the case, and how to stop."""
    return Texts(
        subject=subject,
        salutation="",
        paragraphs=tuple(lines),
        consequences=(),
        notes=(f"{contents.agency.name}, {contents.reference}", line_for(locale)),
        closing="",
    )


def whole(paragraphs: Sequence[str], notes: Sequence[str]) -> str:
    """The text as it is sent."""
    return "\n".join((*paragraphs, *notes))


def text_faults(words: str, contents: Contents, url: str) -> list[str]:
    """What keeps a text from going out, a sentence each; empty when it may.

    Names are taken out before threats are looked for: a creditor may be called after a court.
    """
    found: list[str] = []
    for fact, missing in (
        (contents.agency.name, Words("It does not name the agency.")),
        (contents.reference, Words("It does not name the case.")),
        (contents.creditor, Words("It does not name the creditor.")),
        (url, Words("The payment link is missing. Put {{ payment_link }} where it goes.")),
    ):
        if not fact or fact not in words:
            found.append(missing)
    if _ADDRESS.search(words.replace(url, "")):
        found.append(
            Words(
                "There is an address besides the payment link. Debtors are to trust none but that."
            )
        )
    bare = words.replace(url, "").replace(contents.creditor, "").replace(contents.agency.name, "")
    if threats := threats_in(bare):
        found.append(
            Words(
                "A text message does not threaten. Leave out: %(words)s.", words=", ".join(threats)
            )
        )
    if (parts := counted(words).segments) > most_segments():
        found.append(
            Words(
                "It takes %(parts)s parts and may take %(most)s. Say it shorter.",
                parts=parts,
                most=most_segments(),
            )
        )
    return found
