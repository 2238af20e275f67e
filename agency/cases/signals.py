"""What happens to cases that others may react to."""

from blinker import Namespace

_names = Namespace()

claims_placed = _names.signal("claims-placed")
"""Claims were handed over; sender is the Placement, `cases` the ids of the cases they are in."""

claims_accepted = _names.signal("claims-accepted")
"""The agency works new claims; sender is the Case, `claims` are they."""

question_asked = _names.signal("question-asked")
"""The agency asks the creditor before it accepts; sender is the Review."""

case_closed = _names.signal("case-closed")
"""Nothing is left to do; sender is the Case, `reason` says why."""

case_reopened = _names.signal("case-reopened")
"""A closed case is worked again; sender is the Case."""

hold_lifted = _names.signal("hold-lifted")
"""A case that rested is worked again; sender is the Case."""

debtor_asked = _names.signal("debtor-asked")
"""A debtor objected, wants a call, or says it is somebody else; sender is the DebtorRequest."""
