"""The stand-in as tests and the demo hold it: a hand on debtors, banks and Stripe itself."""

import time
from collections.abc import Mapping
from typing import Any

from tests.standins.stripe import paying, visits
from tests.standins.stripe.resources import accounts, charges, disputes, payouts, refunds
from tests.standins.stripe.server import Server, shown
from tests.standins.stripe.store import Resource


class StripeStandIn(Server):
    """Plays Stripe on loopback: `with StripeStandIn() as stripe: …`.

    `state_path` keeps everything in a SQLite file; without it a test starts from nothing.
    `settle_delay` seconds after it was given, a direct debit settles by itself; without, on demand.
    """

    def pay_checkout(
        self,
        session_id: str,
        card: str = "4242424242424242",
        *,
        method: Mapping[str, Any] | None = None,
        passed: bool = True,
        email: str | None = None,
    ) -> Resource:
        """Pay a session as its hosted page does; the session. ApiError when it is declined.

        `method` pays otherwise than by card (`{"type": "ideal"}`); a challenge of the bank is
        passed, or failed.
        """
        year = time.gmtime(self.now()).tm_year + 2
        by_card = {"number": card, "exp_month": 12, "exp_year": year, "cvc": "123"}
        data = method or {"type": "card", "card": by_card}
        merchant = self.owner(session_id)
        session = visits.open_session(merchant, session_id)
        with self.acting():
            intent = visits.pay(merchant, session, data, email=email)
        if intent["status"] == "requires_action":
            with self.acting():
                visits.authenticate(merchant, intent["id"], passed=passed)
        return self.read(session_id)

    def behave(self, method: str, card: str) -> None:
        """Let the bank behind a kept card answer from now on as that of another test card does."""
        with self.acting():
            merchant = self.owner(method)
            kept = merchant.get("payment_method", method)
            kept["_number"] = card
            merchant.save(kept)

    def renew_card(self, method: str, exp_month: int, exp_year: int) -> None:
        """Let a card network give a kept card a new date of expiry."""
        with self.acting():
            merchant = self.owner(method)
            kept = merchant.get("payment_method", method)
            before = {
                "card": {
                    "exp_month": kept["card"]["exp_month"],
                    "exp_year": kept["card"]["exp_year"],
                }
            }
            kept["card"].update(exp_month=exp_month, exp_year=exp_year)
            merchant.save(kept)
            merchant.emit("payment_method.automatically_updated", kept, before)

    def end_mandate(self, mandate: str) -> None:
        """Let the payer's bank take a mandate back."""
        with self.acting():
            merchant = self.owner(mandate)
            found = merchant.get("mandate", mandate)
            found["status"] = "inactive"
            merchant.save(found)
            merchant.emit("mandate.updated", found, {"status": "active"})

    def settle(
        self, payment_intent: str, *, paid: bool | None = None, why: str = "generic_decline"
    ) -> Resource:
        """Let a direct debit succeed or come back; by default as its account number says."""
        with self.acting():
            merchant = self.owner(payment_intent)
            intent = merchant.get("payment_intent", payment_intent)
            return shown(paying.settle_debit(merchant, intent, paid=paid, why=why))

    def return_debit(self, payment_intent: str) -> Resource:
        """Let the payer's bank return a direct debit that had succeeded, weeks later perhaps."""
        with self.acting():
            merchant = self.owner(payment_intent)
            intent = merchant.get("payment_intent", payment_intent)
            charge = merchant.get("charge", str(intent["latest_charge"]))
            charges.give_back(merchant, charge)
            return shown(charge)

    def refund(
        self, payment_intent: str, amount: int | None = None, reason: str | None = None
    ) -> Resource:
        """Refund from Stripe's own dashboard, in minor units; by default all that is left."""
        params: Resource = {"payment_intent": payment_intent, "reason": reason}
        if amount is not None:
            params["amount"] = amount
        with self.acting():
            return shown(refunds.create(self.owner(payment_intent), params))

    def finish_refund(self, refund: str, *, succeeded: bool = True) -> Resource:
        """Let a refund that is under way arrive, or any refund come back."""
        verdict = refunds.finish_refund if succeeded else refunds.fail_refund
        with self.acting():
            merchant = self.owner(refund)
            return shown(verdict(merchant, merchant.get("refund", refund)))

    def dispute(
        self, payment_intent: str, reason: str = "fraudulent", amount: int | None = None
    ) -> Resource:
        """Let the cardholder dispute a payment."""
        with self.acting():
            merchant = self.owner(payment_intent)
            intent = merchant.get("payment_intent", payment_intent)
            charge = merchant.get("charge", str(intent["latest_charge"]))
            return shown(disputes.open_dispute(merchant, charge, reason, amount))

    def close_dispute(self, dispute: str, *, won: bool) -> Resource:
        """Let the bank decide a dispute."""
        with self.acting():
            merchant = self.owner(dispute)
            found = merchant.get("dispute", dispute)
            return shown(disputes.close_dispute(merchant, found, won=won))

    def introduce(self, account: str) -> None:
        """Let the owner of a connected account tell Stripe all that it wants to know."""
        with self.acting():
            accounts.tell(self.merchant(account))

    def restrict(self, account: str, *wanted: str) -> None:
        """Let Stripe stop an account's charges until it has told more."""
        with self.acting():
            accounts.tell(self.merchant(account), wanted=wanted)

    def deauthorize(self, account: str) -> None:
        """Let the owner of a connected account let the platform go, in Stripe's dashboard."""
        with self.acting():
            accounts.leave(self.merchant(account))

    def authorize(self, account: str, secret_key: str) -> None:
        """Let the owner of an account let a platform in, on the page that Stripe has for that."""
        with self.acting():
            accounts.join(self.merchant(account), self.own(secret_key).account)

    def payout(self, secret_key: str = "", currency: str = "eur", *, account: str = "") -> Resource:
        """Pay out all that no payout has carried yet, of a secret key's account or a connected one."""
        with self.acting():
            of = self.merchant(account) if account else self.own(secret_key)
            return shown(payouts.pay_out(of, currency))
