"""What happens about promises that others may react to."""

from blinker import Namespace

_names = Namespace()

promise_made = _names.signal("promise-made")
"""A debtor promised to pay; sender is the Promise."""

contact_logged = _names.signal("contact-logged")
"""A contact was noted; sender is the Contact, `by` who noted it."""
