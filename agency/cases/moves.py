"""Whose move a case waits for, in words."""

from flask_babel import lazy_gettext as _

from agency.cases.models import Mover

MOVERS = {
    Mover.AGENCY: _("The agency"),
    Mover.CREDITOR: _("The creditor"),
    Mover.LAWYER: _("The lawyer"),
    Mover.DEBTOR: _("The debtor"),
    Mover.NOBODY: _("Nobody"),
}

MOVES = {
    "review": _("accepts the new claims or asks about them"),
    "answer": _("answers the agency's question"),
    "notice": _("prepares the next notice"),
    "release": _("releases or refuses the notice"),
    "dispatch": _("sends the released notice"),
    "rewrite": _("changes the notice that the lawyer refused"),
    "pay": _("pays or objects"),
    "request": _("answers what the debtor asked"),
    "closed": _("the case is closed"),
}
"""What is waited for; completes the sentence that a mover begins."""
