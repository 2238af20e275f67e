"""The sheet that shows a text message as it is sent: what is looked through, let go and kept. Pure."""

from datetime import UTC, datetime, time

from agency.notices.letters import Letter
from portal import pdf


def compose(letter: Letter) -> bytes:
    """The text on a page under the sender's name. The same text gives the same bytes."""
    logo = letter.letterhead.logo
    return pdf.write_pdf(
        pdf.fill("letters/text_message.html", letter.locale, letter=letter),
        ["letter.css"],
        locale=letter.locale,
        title=letter.subject,
        made_at=datetime.combine(letter.dated_on, time(), UTC),
        images={"asset:logo": logo} if logo else {},
    )
