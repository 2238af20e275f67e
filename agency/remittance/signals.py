"""What happens to remittances that others may react to."""

from blinker import Namespace

remittance_sent = Namespace().signal("remittance-sent")
"""Client money is on its way to a creditor with its statement; sender is the Remittance."""
