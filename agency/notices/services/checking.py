"""Whether a letter holds what the law asks, read off the very page it is made of."""

import html
import re

from agency.law.notices import check_notice
from agency.law.vocabulary import NoticeKind
from agency.notices.contents import Contents, law_facts
from agency.notices.letters import Letter
from portal import pdf

_TAG = re.compile(r"<[^>]*>")


def problems(letter: Letter, contents: Contents) -> list[str]:
    """What the letter lacks, a sentence each; empty when it may go."""
    return check_notice(
        plain_text(letter),
        NoticeKind(letter.kind),
        contents.debtor,
        law_facts(contents, letter.payment_url),
        country=contents.country,
    )


def plain_text(letter: Letter) -> str:
    """The text of a letter as its reader finds it."""
    page = pdf.fill(
        f"letters/{letter.kind}.html", letter.locale, letter=letter, pictures=letter.pictures
    )
    return html.unescape(_TAG.sub(" ", page))
