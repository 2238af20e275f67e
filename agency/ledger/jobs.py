"""The books are counted anew each night."""

from agency.ledger import proving
from portal.jobs import every, job


@job("ledger.recount")
def recount() -> None:
    """Count all postings against what is kept of them."""
    proving.recount()


every(24 * 3600, "ledger.recount")
