"""Money was taken from a payer: by which method, and what the provider keeps of it."""

from datetime import date

from agency.payments.news.reading import NOT_OURS, Facts, payment_in
from portal import outbox


def charged(_kind: str, _on: date, charge: Facts) -> str:
    """Note the method; have the fee read from the provider's statement, once it is written there."""
    payment = payment_in(charge)
    if payment is None:
        return NOT_OURS
    method = str((charge.get("payment_method_details") or {}).get("type") or payment.method)
    if method != payment.method:
        payment.method = method
    if not charge.get("balance_transaction"):
        return "no fee yet"
    outbox.later("payments.take_movement", reference=str(charge["balance_transaction"]))
    return "fee asked for"
