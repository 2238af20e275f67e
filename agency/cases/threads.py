"""Conversations about a case: what mails about it carry, so that answers find the case again.

A word such as `vandijk.123d.k3jq…`: the agency's slug, the case's number, with whom (`d`ebtor or
`c`reditor), and a keyed mark that nobody can guess.
"""

import re
import uuid
from dataclasses import dataclass

from sqlalchemy import select

from agency.cases.models import Case, Party
from portal import db
from portal.accounts.models import Agency
from portal.crypto import is_mark, mark
from portal.tenancy import acting

_ABOUT = re.compile(
    r"(?P<slug>[a-z0-9-]+)\.(?P<number>\d{1,18})(?P<party>[cd])\.(?P<mark>[a-z2-7]+)"
)
_PARTIES = {"d": Party.DEBTOR, "c": Party.CREDITOR}
_LETTERS = {party: letter for letter, party in _PARTIES.items()}


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation: about which case, and with whom."""

    case: Case
    party: Party


def about(case: Case, party: Party) -> str:
    """What a mail about a case carries when it goes to its debtor, or to the creditor's people."""
    slug = db.session.get_one(Agency, acting().agency_id).slug
    return f"{slug}.{case.number}{_LETTERS[party]}.{mark('thread', _signed(case, party))}"


def agency_of(word: str) -> uuid.UUID | None:
    """The agency that a word names, if it is open; who reads on acts for it."""
    found = _ABOUT.fullmatch(word)
    if found is None:
        return None
    return db.session.scalars(
        select(Agency.id).where(Agency.slug == found["slug"], Agency.closed_at.is_(None))
    ).one_or_none()


def find(word: str) -> Thread | None:
    """The acting agency's conversation that a word stands for; None when it was made up."""
    found = _ABOUT.fullmatch(word)
    if found is None or agency_of(word) != acting().agency_id:
        return None
    case = db.session.scalars(select(Case).where(Case.number == int(found["number"]))).one_or_none()
    party = _PARTIES[found["party"]]
    if case is None or not is_mark(found["mark"], "thread", _signed(case, party)):
        return None
    return Thread(case, party)


def _signed(case: Case, party: Party) -> str:
    return f"{case.agency_id}/{case.id}/{party}"
