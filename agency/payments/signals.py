"""What happens to payments that others may react to."""

from blinker import Namespace

_names = Namespace()

payment_received = _names.signal("payment-received")
"""Money came in and is in the books; sender is the Payment."""

payment_refunded = _names.signal("payment-refunded")
"""Money went back to the debtor and is out of the books; sender is the Refund."""
