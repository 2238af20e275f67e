"""On a phone: a plan, a card that is about to expire, an alert, a new card with its bank's check, all paid."""

from datetime import timedelta

import pytest

from agency.autopay import services
from agency.autopay.models import SavedMethod
from agency.plans.models import Plan
from portal import clock
from portal.web import get
from tests.agency.autopay.desk import first_day, night, takes_all, told
from tests.agency.contacts.desk import on, waits_for
from tests.browser import NARROW, Window, shown
from tests.conftest import Opens
from tests.office import Office, rows
from tests.portal.pay.conftest import POSTCODE, path_of
from tests.standins.stripe import StripeStandIn

PLAIN, CHECKED = "4242 4242 4242 4242", "4000 0025 0000 3155"


@pytest.mark.parametrize("width", [NARROW])
def test_a_debtor_keeps_its_plan_by_card(
    office: Office, stripe: StripeStandIn, visit: Opens, width: int
) -> None:
    takes_all(office, stripe)
    case_id = office.accepted_case()
    phone = visit(width)
    plan_page = _agrees(phone, path_of(office, case_id))
    _chooses(phone, plan_page, PLAIN)
    assert "Visa •••• 4242" in shown(phone.page)
    with office.at_work():
        plan_id, [saved] = rows(Plan)[0].id, rows(SavedMethod)
    day = first_day(office, plan_id)

    before = day.replace(day=1) - timedelta(days=1)
    stripe.renew_card(str(saved.method_ref), before.month, before.year)
    stripe.deliver_all()
    with on(day - timedelta(days=7)):
        with office.at_work():
            services.look_ahead()
        assert told(office, "at_risk") == 1
    assert waits_for(office, case_id)[:2] == ("agency", "plan_at_risk")

    phone.open(plan_page)
    assert "Your card expires before the next instalment." in shown(phone.page)
    _chooses(phone, plan_page, CHECKED, asked=True)
    assert "Visa •••• 3155" in shown(phone.page)
    assert waits_for(office, case_id)[:2] == ("debtor", "instalment")

    for _ in range(3):
        with on(first_day(office, plan_id)):
            night(office)
    with office.at_work():
        plan = get(Plan, plan_id)
        assert plan.state == "completed"
        assert not plan.case.is_open
    assert "paid" in shown(phone.open(plan_page.removesuffix("/plan")))


def _agrees(phone: Window, path: str) -> str:
    page = phone.open(f"{path}?lang=en")
    page.get_by_label("Your postcode, or an invoice number").fill(POSTCODE)
    phone.press("Go on")
    soon = (clock.today() + timedelta(days=20)).day
    phone.open(f"{path}/plan/new?count=3&day={min(soon, 28)}")
    page.get_by_label("Your name").fill("Jan de Bakker")
    page.get_by_role("checkbox").check()
    phone.press("Agree to this plan")
    assert "Your plan runs" in shown(page)
    return f"{path}/plan"


def _chooses(phone: Window, plan_page: str, card: str, *, asked: bool = False) -> None:
    page = phone.page
    phone.open(f"{plan_page}/autopay")
    page.get_by_label("Your name").fill("Jan de Bakker")
    page.get_by_role("checkbox").check()
    phone.press("Choose a card or account")
    typed = {
        "E-mail": "bakery@debtor.example",
        "Card number": card,
        "Expiry date": "12 / 30",
        "Security code": "123",
        "Name on the card": "J. de Bakker",
    }
    for label, words in typed.items():
        if page.get_by_label(label).count():
            page.get_by_label(label).fill(words)
    phone.press("Save")
    if asked:
        phone.press("Complete")
