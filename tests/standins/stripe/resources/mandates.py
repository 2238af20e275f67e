"""Mandates: the debtor's consent to a direct debit."""

from stripe.params import MandateRetrieveParams

from tests.standins.stripe.endpoints import retrieving
from tests.standins.stripe.merchant import Merchant
from tests.standins.stripe.store import Resource

retrieving("/v1/mandates", "mandate", MandateRetrieveParams)


def open_mandate(merchant: Merchant, method: Resource, *, usage: str) -> Resource:
    """A mandate given on the page just now, for once or for more than once."""
    reference = merchant.new_id("M", 12).upper()
    return merchant.add(
        {
            "id": merchant.new_id("mandate_1"),
            "object": "mandate",
            "customer_acceptance": {
                "accepted_at": merchant.now,
                "online": {"ip_address": "127.0.0.1", "user_agent": "device"},
                "type": "online",
            },
            "livemode": merchant.livemode,
            usage: {},
            "payment_method": method["id"],
            "payment_method_details": {
                "sepa_debit": {"reference": reference, "url": f"{merchant.url}/mandates"},
                "type": "sepa_debit",
            },
            "status": "active",
            "type": usage,
        }
    )
