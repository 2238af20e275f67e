"""A debtor arranges a plan on a phone: sees every day and amount first, agrees by name, and pays."""

import uuid
from datetime import timedelta

import pytest

from agency.cases.models import Case
from agency.payments.models import Payment
from agency.plans import services
from agency.plans.evidence import seal
from agency.plans.models import Plan, Settlement
from portal import clock
from portal.money import Money
from portal.web import get
from tests.agency.remittance.till import pay
from tests.browser import NARROW, shown
from tests.conftest import Opens as Visits
from tests.office import Office, rows
from tests.portal.pay.conftest import POSTCODE, Opens, Payer, text_of
from tests.standins.stripe import StripeStandIn
from tests.worker import run_jobs

CARD = {
    "E-mail": "bakery@debtor.example",
    "Card number": "4242 4242 4242 4242",
    "Expiry date": "12 / 30",
    "Security code": "123",
    "Name on the card": "J. de Bakker",
}
YES = {"name": "Jan de Bakker", "agree": "true"}


def plans(office: Office) -> list[Plan]:
    with office.at_work():
        return list(rows(Plan))


def test_a_plan_is_chosen_seen_and_agreed_to(office: Office, payer: Payer) -> None:
    assert "I want to pay in instalments" in text_of(payer.open())
    assert "3 times" in text_of(payer.open("/plan"))
    draft = text_of(payer.open("/plan/new", query_string={"count": "3", "day": "25"}))
    assert "Total" in draft
    assert "Interest goes on as the law gives it" in draft
    assert plans(office) == []
    sent = payer.send("/plan/new", count="3", day="25", **YES)
    assert sent.status_code == 303
    page = text_of(payer.client.get(sent.location))
    assert "Your plan runs" in page
    assert "Next instalment" in text_of(payer.open())
    assert run_jobs(office, only="plans.") == ["plans.tell"]
    (plan,) = plans(office)
    assert (plan.state, plan.channel, plan.agreed_by) == ("running", "portal", "Jan de Bakker")
    assert plan.agreed_ip
    assert plan.shown["locale"] == "en"
    assert plan.shown_hash == seal(plan.shown)


def test_agreeing_twice_is_one_plan_and_promises_give_way(office: Office, payer: Payer) -> None:
    for _ in range(2):
        assert payer.send("/plan/new", count="3", day="25", **YES).status_code == 303
    assert len(plans(office)) == 1
    assert "I pay later" not in text_of(payer.open())
    assert payer.open("/plan/new").status_code == 302


@pytest.mark.parametrize(
    ("sent", "word"),
    [
        ({"count": "3", "name": "Jan"}, "Tick this box"),
        ({"count": "3", "agree": "true"}, "Fill this in"),
        ({"count": "1", **YES}, "from 2 to 60"),
        ({"count": "3", "amount": "100,00", **YES}, "not both"),
        ({"count": "3", "day": "40", **YES}, "from 1 to 31"),
        ({"amount": "0,50", **YES}, "would take too long"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(
    office: Office, payer: Payer, sent: dict[str, str], word: str
) -> None:
    answer = payer.send("/plan/new", **sent)
    assert answer.status_code in (409, 422)
    assert word in text_of(answer)
    assert plans(office) == []


def test_a_plan_without_a_tick_is_shown_again_as_it_was(payer: Payer) -> None:
    again = payer.send("/plan/new", count="4", day="25", name="Jan")
    assert "This is your plan" in text_of(again)
    assert 'value="Jan"' in again.text


def test_beyond_the_limits_it_is_asked_for(office: Office, payer: Payer) -> None:
    draft = text_of(payer.open("/plan/new", query_string={"count": "12"}))
    assert "We have to look at this first" in draft
    assert payer.send("/plan/new", count="12", day="1", **YES).status_code == 303
    assert "You asked for this plan" in text_of(payer.open("/plan"))
    assert "You asked for a payment plan" in text_of(payer.open())
    assert plans(office)[0].state == "asked"


def test_an_offer_is_agreed_to(office: Office, payer: Payer) -> None:
    with office.at_work():
        case = get(Case, payer.case_id)
        dues = services.draft(services.situation(case), day=28, count=4)
        services.offer(case, dues, day=28, by=office.collector.user)
    assert "We offer you a payment plan" in text_of(payer.open())
    assert "We offer you a payment plan" in text_of(payer.open("/plan"))
    assert payer.send("/plan", **YES).status_code == 303
    assert plans(office)[0].state == "running"


def test_the_debtor_puts_off_once(office: Office, payer: Payer) -> None:
    payer.send("/plan/new", count="3", day="25", **YES)
    assert "Is this month difficult?" in text_of(payer.open("/plan"))
    first = plans(office)[0].next_on
    assert payer.send("/plan/deferral/1").status_code == 303
    assert "Is this month difficult?" not in text_of(payer.open("/plan"))
    assert plans(office)[0].next_on > first


def test_nobody_plans_without_the_light_check(opens_link: Opens) -> None:
    stranger = opens_link()
    assert stranger.open("/plan").status_code == 302
    assert stranger.send("/plan/new", count="3", **YES).status_code == 403
    assert stranger.send("/plan/deferral/1").status_code == 403
    assert stranger.client.get(f"{stranger.path}{uuid.uuid4().hex}/plan").status_code == 404


def test_a_settlement_is_agreed_to_and_then_paid(office: Office, payer: Payer) -> None:
    with office.at_work():
        services.offer_settlement(
            get(Case, payer.case_id),
            Money.of(800),
            clock.today() + timedelta(days=9),
            by=office.manager.user,
            beyond_why="The creditor agrees",
        )
    assert "You can settle for less" in text_of(payer.open())
    page = text_of(payer.open("/settlement"))
    assert "We offer you to settle for less" in page
    assert "nothing more is asked" in page
    assert payer.send("/settlement", name="Jan").status_code == 422
    for _ in range(2):
        assert payer.send("/settlement", **YES).status_code == 303
    assert "You pay less, and all is settled" in text_of(payer.open("/settlement"))
    with office.at_work():
        assert rows(Settlement)[0].state == "agreed"
    pay(office, payer.case_id, Money.of(800))
    assert payer.open("/settlement").status_code == 302
    assert "You do not have to do anything" in text_of(payer.open())


def test_on_a_phone_a_plan_is_arranged_and_the_first_instalment_is_begun(
    office: Office, stripe: StripeStandIn, payer: Payer, visit: Visits
) -> None:
    office.open_stripe(stripe)
    window = visit(NARROW)
    page = window.open(f"{payer.path}?lang=en")
    page.get_by_role("textbox").fill(POSTCODE)
    window.after(lambda: page.get_by_role("textbox").press("Enter"))
    window.after(page.get_by_role("link", name="I want to pay in instalments").click)
    page.get_by_label("Number of instalments").fill("4")
    page.get_by_label("Day of the month").fill("25")
    window.press("Show the instalments")
    page.get_by_label("Your name").fill("Jan de Bakker")
    page.get_by_label("I agree to this plan").check()
    window.press("Agree to this plan")
    assert "Your plan runs" in shown(page)
    with office.at_work():
        first = rows(Plan)[0].next_amount
    window.press(f"Pay {first.format('en')}")
    with office.at_work():
        (payment,) = rows(Payment)
        assert (payment.amount, payment.checkout_url) == (first, page.url)
    for label, typed in CARD.items():
        page.get_by_label(label).fill(typed)
    window.press(f"Pay {first.format('en')}")
    assert "Thank you" in shown(page)
    with office.at_work():
        assert rows(Plan)[0].next_on > clock.today() + timedelta(days=25)
