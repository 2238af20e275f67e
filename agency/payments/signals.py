"""What happens to payments that others may react to. Of money that came in, see `following`."""

from blinker import Namespace

_names = Namespace()

payment_refunded = _names.signal("payment-refunded")
"""Money went back to the debtor by our own doing and is out of the books; sender is the Refund."""

payment_taken_back = _names.signal("payment-taken-back")
"""The payer's bank took money back: a chargeback, or a debit it returned; sender is the Refund."""

refund_undone = _names.signal("refund-undone")
"""Money that had gone back came in again and is in the books; sender is the Refund."""

account_left = _names.signal("account-left")
"""An agency took its account back: what the provider keeps there is out of reach; sender is the account."""
