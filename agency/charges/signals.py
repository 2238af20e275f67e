"""What happens to charges that others may react to."""

from blinker import Namespace

_names = Namespace()

facts_changed = _names.signal("facts-changed")
"""A fact of a locked case was mended or became known late; sender is the Case, `why` says which.

Sent before it is charged anew, so that what was paid is shared again by then; `by` is who changed it.
"""
