"""With which short answers a message can begin, and the words of the one that was chosen."""

from collections.abc import Sequence
from dataclasses import dataclass

from agency.cases.models import Case, Party
from agency.messages.schemas import LONGEST
from agency.short_answers import queries
from agency.short_answers.models import ShortAnswer
from agency.short_answers.services import filled
from portal.accounts.models import User
from portal.i18n import written_for


@dataclass(frozen=True, slots=True)
class Beginnings:
    """Those that are offered, in the reader's language first, and the one that was chosen, filled."""

    offered: Sequence[ShortAnswer]
    chosen: ShortAnswer | None = None
    text: str = ""


def beginnings(
    case: Case,
    party: Party,
    chosen: str | None,
    *,
    is_stranger: bool,
    by: User,
    longest: int = LONGEST,
) -> Beginnings:
    """What a message can begin with. To a stranger nothing that tells of the case is offered."""
    reader = case.creditor if party is Party.CREDITOR else case.debtor
    found = [
        each
        for each in queries.offered(written_for(reader.locale))
        if len(each.text) <= longest and not (is_stranger and each.tells_of_the_case)
    ]
    answer = next((each for each in found if str(each.id) == chosen), None)
    return Beginnings(found, answer, filled(answer, case, party, by=by) if answer else "")
