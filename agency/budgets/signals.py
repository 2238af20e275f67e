"""What happens about statements that others may react to."""

from blinker import Namespace

_names = Namespace()

consent_revoked = _names.signal("budget-consent-revoked")
"""A debtor takes back that we know what it can bear; sender is the Case on which it said so."""
