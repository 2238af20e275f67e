"""What is not asked any more, taken out of the books claim by claim; undone by a reverse entry."""

from agency.cases.models import Case
from agency.charges.services import CaseOwed
from agency.ledger.models import AccountKind
from agency.ledger.posting import Line, NewEntry
from portal import clock

WRITTEN_OFF = "written_off"


def write_off(case: Case, found: CaseOwed, *, key: str, text: str) -> NewEntry:
    """The entry that writes off all that a case still owes; post it with `post`."""
    lines = [
        Line(kind, amount, case.creditor_id, case.id, claim.claim.id)
        for claim in found.claims
        for kind, amount in (
            (AccountKind.OWED_PRINCIPAL, -claim.owed.principal),
            (AccountKind.OWED_INTEREST, -claim.owed.interest),
            (AccountKind.OWED_COSTS, -claim.owed.costs),
            (AccountKind.CLAIMS_HELD, claim.owed.total),
        )
    ]
    return NewEntry(
        key=key,
        kind=WRITTEN_OFF,
        text=text,
        booked_on=clock.today(),
        lines=lines,
        creditor_id=case.creditor_id,
        case_id=case.id,
    )
