"""The sheet on top of a copy: that it is one, of which letter, and that it asks for nothing new. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from agency.notices.letters import Letterhead, Signatory
from portal import pdf


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """All that stands on the sheet, in the language of `locale`."""

    locale: str
    letterhead: Letterhead
    sender: str
    recipient: Sequence[str]
    reference: str
    client: str
    dated_on: date
    subject: str
    salutation: str
    paragraphs: Sequence[str]
    closing: str
    signatory: Signatory
    due_on: date | None = None
    notes: Sequence[str] = ()


def compose(cover: Cover, letter: bytes, title: str) -> bytes:
    """The sheet with the pages of the letter behind it. The same cover and letter give the same bytes."""
    pictures = {"asset:logo": cover.letterhead.logo} if cover.letterhead.logo else {}
    sheet = pdf.write_pdf(
        pdf.fill("letters/copy.html", cover.locale, letter=cover),
        ["letter.css"],
        locale=cover.locale,
        title=cover.subject,
        made_at=datetime.combine(cover.dated_on, time(), UTC),
        images=pictures,
    )
    return pdf.enclose(sheet, [(title, letter)])
