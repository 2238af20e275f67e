"""Our books against the provider's: every charge, refund and cent of the one is in the other, once."""

from collections import Counter
from typing import Any

from agency.ledger.models import AccountKind, Entry
from agency.ledger.proving import prove
from agency.ledger.queries import account_balance
from agency.payments.models import Payment, ProviderEvent
from portal.audit.models import Event
from tests.office import Office, rows
from tests.standins.stripe import StripeStandIn


def at_provider(stripe: StripeStandIn, office: Office, kind: str) -> list[dict[str, Any]]:
    """All objects of a kind of an office's account at the stand-in."""
    account = stripe.account_of_key(f"sk_test_{office.slug.replace('-', '')}")
    return stripe.store.newest(kind, account)


def must_agree(office: Office, stripe: StripeStandIn) -> None:
    """Nothing was taken twice, nothing booked twice, nothing lost, and the books balance."""
    taken = [it for it in at_provider(stripe, office, "charge") if it["amount_captured"]]
    of_payment = Counter(it["metadata"]["payment_id"] for it in taken)
    assert set(of_payment.values()) <= {1}, f"taken twice: {of_payment}"
    with office.at_work():
        paid = {it.payment_intent: it.amount.minor for it in rows(Payment) if it.paid_at}
        assert paid == {it["payment_intent"]: it["amount"] for it in taken}
        _must_be_said_once("payment.received", len(paid))
        _must_have_ended(at_provider(stripe, office, "checkout.session"))
        waiting = rows(ProviderEvent, ProviderEvent.handled_at.is_(None))
        assert not waiting, f"not acted upon: {[it.kind for it in waiting]}"
        held = sum(it["net"] for it in at_provider(stripe, office, "balance_transaction"))
        assert account_balance(AccountKind.PROVIDER, "EUR").minor == held
        proof = prove("EUR")
        assert proof.holds, proof.faults


def _must_have_ended(pages: list[dict[str, Any]]) -> None:
    """What a bank sent back has ended, once, and holds no amount back any more."""
    sent_back = {
        it["id"] for it in pages if (it["status"], it["payment_status"]) == ("complete", "unpaid")
    }
    ended = {it.checkout_id: it.id for it in rows(Payment) if it.ended_at}
    assert sent_back <= ended.keys(), "a debit that came back is still awaited"
    said = Counter(it.subject_id for it in rows(Event, Event.kind == "payment.ended"))
    assert [said[ended[it]] for it in sent_back] == [1] * len(sent_back)


def _must_be_said_once(kind: str, times: int) -> None:
    assert len(rows(Event, Event.kind == kind)) == times
    assert len(rows(Entry, Entry.kind == "payment")) == times
