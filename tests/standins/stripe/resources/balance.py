"""The account's balance: what each charge, refund and payout did to it, and Stripe's fee."""

from collections.abc import Mapping
from typing import Any

from stripe.params import (
    BalanceRetrieveParams,
    BalanceTransactionListParams,
    BalanceTransactionRetrieveParams,
)

from tests.standins.stripe.endpoints import endpoint, listing, retrieving
from tests.standins.stripe.merchant import Merchant
from tests.standins.stripe.store import Resource

SETTLEMENT_SECONDS = 2 * 24 * 3600
"""A charge is available for payout two days after it."""

DISPUTE_FEE = 2000
"""What a dispute costs the merchant, in minor units."""

_FIXED = {"card": 25, "bancontact": 35, "ideal": 29, "sepa_debit": 35}
_PER_MILLE = {"card": 15}

listing("/v1/balance_transactions", "balance_transaction", BalanceTransactionListParams)
retrieving("/v1/balance_transactions", "balance_transaction", BalanceTransactionRetrieveParams)


@endpoint("GET", "/v1/balance", BalanceRetrieveParams)
def balance(merchant: Merchant, _params: Mapping[str, Any]) -> Resource:
    """What can be paid out now, and what will be."""
    sums: dict[str, dict[str, int]] = {"available": {}, "pending": {}}
    for entry in merchant.all("balance_transaction"):
        state = "available" if entry["available_on"] <= merchant.now else "pending"
        at = sums[state]
        at[entry["currency"]] = at.get(entry["currency"], 0) + entry["net"]
    currencies = sorted({c for at in sums.values() for c in at} or {"eur"})

    def money(at: Mapping[str, int]) -> list[Resource]:
        return [
            {"amount": at.get(c, 0), "currency": c, "source_types": {"card": at.get(c, 0)}}
            for c in currencies
        ]

    return {
        "object": "balance",
        "available": money(sums["available"]),
        "connect_reserved": [{"amount": 0, "currency": c} for c in currencies],
        "livemode": merchant.livemode,
        "pending": money(sums["pending"]),
    }


def fee_of(amount: int, method: str) -> int:
    """Stripe's fee in minor units: 1.5 % and 0.25 for cards, a fixed sum for bank methods.

    Half a minor unit is rounded up. The rates are Stripe's published European ones.
    """
    return (amount * _PER_MILLE.get(method, 0) + 500) // 1000 + _FIXED[method]


def enter(
    merchant: Merchant,
    kind: str,
    source: Resource,
    amount: int,
    *,
    fee: int = 0,
    category: str | None = None,
    at_once: bool = False,
) -> Resource:
    """Write one balance transaction for `source`; `amount` is signed, in minor units."""
    fees = [
        {
            "amount": fee,
            "application": None,
            "currency": source["currency"],
            "description": "Stripe processing fees",
            "type": "stripe_fee",
        }
    ]
    return merchant.add(
        {
            "id": merchant.new_id("txn_3"),
            "object": "balance_transaction",
            "amount": amount,
            "available_on": merchant.now + (0 if at_once else SETTLEMENT_SECONDS),
            "balance_type": "payments",
            "created": merchant.now,
            "currency": source["currency"],
            "description": source.get("description"),
            "exchange_rate": None,
            "fee": fee,
            "fee_details": fees if fee else [],
            "net": amount - fee,
            "reporting_category": category or kind,
            "source": source["id"],
            "status": "available" if at_once else "pending",
            "type": kind,
            "_payout": None,
        }
    )
