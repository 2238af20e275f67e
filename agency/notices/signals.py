"""What others may react to. Each carries the batch's wish, if the notice was made by one."""

from blinker import Namespace

_signals = Namespace()

notice_prepared = _signals.signal("notice-prepared")
"""A wish of a batch became a notice: sender notice, `action_id`."""

wish_refused = _signals.signal("wish-refused")
"""A wish of a batch could not be granted: sender case, `action_id`, `why`."""

notice_dispatched = _signals.signal("notice-dispatched")
"""A notice left the house: sender notice, `by` whom."""

notice_withdrawn = _signals.signal("notice-withdrawn")
"""A notice was taken back before it left: sender notice, `by` whom, `reason`."""

notice_came_back = _signals.signal("notice-came-back")
"""A text message did not arrive, so that nothing was asked by it: sender notice, `why`."""

notice_wanted = _signals.signal("notice-wanted")
"""Somebody is about to write a notice by hand: sender case, `kind`, `by` whom. Refused stops it."""
