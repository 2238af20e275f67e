"""What happens about promises that others may react to."""

from blinker import Namespace

_names = Namespace()

promise_made = _names.signal("promise-made")
"""A debtor promised to pay; sender is the Promise."""

promises_judged = _names.signal("promises-judged")
"""Promises of these `cases` were judged anew, since money came or went."""

contact_logged = _names.signal("contact-logged")
"""A contact was noted; sender is the Contact, `by` who noted it."""
