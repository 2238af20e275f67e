"""What happens at the hand-over that others may react to."""

from blinker import Namespace

rows_placed = Namespace().signal("rows-placed")
"""Rows became claims; sender is the Batch, `claims` maps row ids to claim ids."""
