"""The claims of a notice as data inside its PDF/A-3, for the debtor's bookkeeping. Pure."""

import json
from datetime import date

from agency.notices.contents import Contents
from portal.money import Money

NAME = "claims.json"


def claims_json(contents: Contents, *, dated_on: date) -> bytes:
    """The claims and what is to pay; amounts are decimal texts in the currency named."""
    amounts = contents.amounts
    made = {
        "creditor": contents.creditor,
        "reference": contents.reference,
        "payment_reference": contents.payment_reference,
        "date": dated_on.isoformat(),
        "currency": amounts.total.currency,
        "claims": [
            {
                "invoice": claim.invoice_no,
                "invoice_date": claim.invoiced_on.isoformat(),
                "due_date": claim.due_on.isoformat(),
                "principal": _text(claim.principal),
                "interest": _text(claim.interest),
                "costs": _text(claim.costs),
                "paid": _text(claim.paid),
                "open": _text(claim.open),
            }
            for claim in contents.claims
        ],
        "open": {
            "principal": _text(amounts.principal),
            "interest": _text(amounts.interest),
            "costs": _text(amounts.costs),
            "total": _text(amounts.total),
        },
    }
    return json.dumps(made, ensure_ascii=False, indent=1).encode()


def _text(amount: Money) -> str:
    return str(amount.decimal)
