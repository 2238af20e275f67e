"""What happens about promises that others may react to."""

from blinker import Namespace

_names = Namespace()

promise_made = _names.signal("promise-made")
"""A debtor promised to pay; sender is the Promise."""

promise_judged = _names.signal("promise-judged")
"""The books changed how a promise stands; sender is the Promise, `state` how it stands now."""
