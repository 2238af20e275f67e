"""A debtor whose instalments are taken from a card or account, at a stand-in of the provider."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from agency.autopay import services
from agency.autopay.models import ChargeAttempt, SavedMethod
from agency.payments.models import Payment
from agency.plans.evidence import Consent
from agency.plans.models import Plan
from agency.plans.services import judge_due
from portal.audit.models import Event
from portal.money import Money
from portal.web import get
from tests.agency.contacts.desk import new_case, on
from tests.agency.plans.test_plans import agreed
from tests.office import Office, rows
from tests.standins.stripe import StripeStandIn
from tests.worker import run_jobs

SAID = Consent(name="Jan de Bakker", channel="portal", ip="192.0.2.7", browser="Firefox")
IBAN = "NL13TEST0123456789"
BACK = ("http://localhost/thanks", "http://localhost/back")
METHODS = ["card", "ideal", "sepa_debit"]


def takes_all(office: Office, stripe: StripeStandIn) -> Office:
    """An office with an account at the provider that takes cards and direct debits."""
    from agency.payments.accounts import choose_methods

    office.open_stripe(stripe)
    with office.at_work():
        choose_methods(METHODS, by=office.admin.user)
    return office


def new_plan(office: Office, count: int = 4) -> uuid.UUID:
    """A plan that runs, on a case of a debtor with mail."""
    return agreed(office, new_case(office), count)


def allowed(office: Office, plan_id: uuid.UUID) -> uuid.UUID:
    """What the debtor allowed, before it chose by what."""
    with office.at_work():
        made = services.begin(
            get(Plan, plan_id),
            consent=SAID,
            email="debtor@debtor.example",
            locale="en",
            back_to=lambda _id: BACK,
        )
        return made.id


def by_card(
    office: Office,
    stripe: StripeStandIn,
    plan_id: uuid.UUID,
    card: str = "4242424242424242",
    **expiry: int,
) -> uuid.UUID:
    """A card that the debtor chose; `month` and `year` say until when it is good."""
    by = {"number": card, "exp_month": expiry.get("month", 12), "cvc": "123"}
    by["exp_year"] = expiry.get("year", date.today().year + 3)  # noqa: DTZ011 - the stand-in's own time
    return _chosen(office, stripe, plan_id, {"type": "card", "card": by})


def by_account(
    office: Office, stripe: StripeStandIn, plan_id: uuid.UUID, iban: str = "NL39RABO0300065264"
) -> uuid.UUID:
    """An account that the debtor chose."""
    return _chosen(office, stripe, plan_id, {"type": "sepa_debit", "sepa_debit": {"iban": iban}})


def _chosen(
    office: Office, stripe: StripeStandIn, plan_id: uuid.UUID, method: dict[str, Any]
) -> uuid.UUID:
    saved_id = allowed(office, plan_id)
    with office.at_work():
        checkout = str(get(SavedMethod, saved_id).checkout_id)
    stripe.pay_checkout(checkout, method=method)
    with office.at_work():
        assert services.complete(get(SavedMethod, saved_id))
    return saved_id


def saved_of(office: Office, saved_id: uuid.UUID) -> SavedMethod:
    """A saved method as it stands."""
    with office.at_work():
        return get(SavedMethod, saved_id)


def first_day(office: Office, plan_id: uuid.UUID) -> date:
    """The day of the next instalment."""
    with office.at_work():
        found = get(Plan, plan_id).next_on
        assert found
        return found


def attempts(office: Office) -> list[tuple[date, int, str, str]]:
    """Day, number, state and code of each try."""
    with office.at_work():
        found = sorted(rows(ChargeAttempt), key=lambda it: (it.due_on, it.number))
        return [(it.due_on, it.number, it.state, it.code) for it in found]


def taken(office: Office) -> list[Money]:
    """What came in."""
    with office.at_work():
        return [it.amount for it in rows(Payment, Payment.paid_at.is_not(None))]


def night(office: Office) -> None:
    """What happens each hour, with all that it has done."""
    with office.at_work():
        judge_due()
        services.run()
    run_jobs(office, only="autopay")


def look(office: Office) -> None:
    """What is looked at before the day."""
    with office.at_work():
        services.announce_due()
        services.look_ahead()
        services.check_at_provider()
        services.look_up_due()
    run_jobs(office, only="autopay")


@contextmanager
def due(office: Office, plan_id: uuid.UUID, *, days: int = 0) -> Iterator[date]:
    """So many days after the day of the next instalment."""
    day = first_day(office, plan_id) + timedelta(days=days)
    with on(day):
        yield day


def intents(stripe: StripeStandIn, office: Office) -> list[dict[str, Any]]:
    """All that the provider was asked for on behalf of this office's tries."""
    with office.at_work():
        ids = {str(it.id) for it in rows(ChargeAttempt)}
    found = [stripe.store.newest("payment_intent")]
    return [it for [*each] in found for it in each if it["metadata"].get("attempt_id") in ids]


def told(office: Office, news: str) -> int:
    """How often the debtor was written to about something."""
    run_jobs(office, only="autopay")
    with office.at_work():
        events = rows(Event, Event.kind == "autopay.told")
        return sum(str(it.data["mail"]).startswith(f"{news}:") for it in events)
