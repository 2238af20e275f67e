"""A debtor lets its instalments be taken: sees what it allows, chooses a card, changes it, stops it."""

import pytest

from agency.autopay.models import SavedMethod
from agency.payments.accounts import choose_methods
from agency.payments.models import Payment
from agency.plans.evidence import seal
from agency.plans.models import Plan
from portal.web import get
from tests.agency.autopay.desk import METHODS
from tests.browser import NARROW, WIDE
from tests.conftest import Opens as Visits
from tests.office import Office, rows
from tests.portal.pay.conftest import POSTCODE, Opens, Payer, text_of
from tests.portal.pay.test_plans import CARD, YES
from tests.standins.stripe import StripeStandIn


@pytest.fixture
def planned(office: Office, stripe: StripeStandIn, live: str, payer: Payer) -> Payer:
    """A debtor behind its link whose plan runs."""
    office.open_stripe(stripe)
    with office.at_work():
        choose_methods(METHODS, by=office.admin.user)
    payer.send("/plan/new", count="3", day="25", **YES)
    return payer


def saved(office: Office) -> list[SavedMethod]:
    with office.at_work():
        return sorted(rows(SavedMethod), key=lambda it: it.id)


def chosen(payer: Payer, stripe: StripeStandIn) -> str:
    """The debtor allows it, chooses a card, and comes back; what it reads then."""
    sent = payer.send("/plan/autopay", **YES)
    assert sent.status_code == 303
    assert stripe.url in sent.location
    newest = saved(payer.office)[-1]
    stripe.pay_checkout(str(newest.checkout_id))
    back = payer.open(f"/plan/autopay/{newest.id}")
    return text_of(payer.client.get(back.location))


def test_what_is_allowed_is_read_first_and_the_card_is_shown_after(
    office: Office, planned: Payer, stripe: StripeStandIn
) -> None:
    assert "Have the instalments taken" in text_of(planned.open("/plan"))
    page = text_of(planned.open("/plan/autopay"))
    assert "From that moment nothing is taken" in page
    assert "without asking me each time" in page
    assert planned.send("/plan/autopay", name="Jan de Bakker").status_code == 422
    assert saved(office) == []
    page = chosen(planned, stripe)
    assert "We take your instalments on their days from now on" in page
    assert "Visa •••• 4242" in page
    [kept] = saved(office)
    assert kept.shown_hash == seal(kept.shown)
    assert (kept.agreed_by, kept.agreed_ip, kept.locale) == ("Jan de Bakker", "127.0.0.1", "en")


def test_the_next_instalment_is_paid_on_the_same_page_of_the_provider(
    office: Office, planned: Payer, stripe: StripeStandIn
) -> None:
    page = text_of(planned.open("/plan/autopay"))
    assert "Pay nothing now" in page
    assert "Pay the next instalment" in page
    assert planned.send("/plan/autopay", **YES, when="never").status_code == 422
    assert planned.send("/plan/autopay", **YES, when="now").status_code == 303
    [kept] = saved(office)
    stripe.pay_checkout(str(kept.checkout_id))
    back = planned.open(f"/plan/autopay/{kept.id}")
    page = text_of(planned.client.get(back.location))
    assert "We take your instalments on their days from now on" in page
    assert "Visa •••• 4242" in page
    with office.at_work():
        [paid] = rows(Payment)
        assert paid.paid_at
        assert paid.amount == get(Plan, kept.plan_id).dues[0].amount


def test_while_its_bank_carries_the_first_one_out_nothing_is_asked(
    office: Office, planned: Payer, stripe: StripeStandIn
) -> None:
    planned.send("/plan/autopay", **YES, when="now")
    [kept] = saved(office)
    account = {"type": "sepa_debit", "sepa_debit": {"iban": "NL39RABO0300065264"}}
    stripe.pay_checkout(str(kept.checkout_id), method=account)
    planned.open(f"/plan/autopay/{kept.id}")
    assert "You do not have to pay it" in text_of(planned.open("/plan"))


def test_another_card_takes_its_place_and_stopping_is_at_once(
    office: Office, planned: Payer, stripe: StripeStandIn
) -> None:
    chosen(planned, stripe)
    chosen(planned, stripe)
    assert [it.over_why for it in saved(office)] == ["replaced", ""]
    assert planned.send("/plan/autopay/end").status_code == 303
    assert [it.over_why for it in saved(office)] == ["replaced", "revoked"]
    assert planned.send("/plan/autopay/end").status_code == 303
    assert "Have the instalments taken" in text_of(planned.open("/plan"))


def test_who_chooses_nothing_is_told_that_nothing_is_taken(
    office: Office, planned: Payer, stripe: StripeStandIn
) -> None:
    planned.send("/plan/autopay", **YES)
    assert "nothing is taken" in text_of(planned.open("/plan/autopay?back=1"))
    [asked] = saved(office)
    back = planned.open(f"/plan/autopay/{asked.id}")
    assert "has not reached us yet" in text_of(planned.client.get(back.location))
    assert saved(office)[0].state == "asked"


def test_without_a_plan_there_is_nothing_to_allow(
    office: Office, stripe: StripeStandIn, live: str, payer: Payer
) -> None:
    office.open_stripe(stripe)
    assert payer.open("/plan/autopay").status_code == 302
    assert payer.send("/plan/autopay", **YES).status_code == 409


def test_while_the_provider_is_away_nothing_is_changed(
    office: Office, planned: Payer, stripe: StripeStandIn
) -> None:
    with stripe.outage("unavailable"):
        sent = planned.send("/plan/autopay", **YES)
    assert "does not work just now" in text_of(sent)
    assert saved(office) == []


def test_the_choice_of_another_case_is_not_there(
    office: Office, planned: Payer, stripe: StripeStandIn, opens_link: Opens
) -> None:
    chosen(planned, stripe)
    other = opens_link()
    other.answer()
    assert other.open(f"/plan/autopay/{saved(office)[0].id}").status_code == 404


@pytest.mark.parametrize(("width", "pays_now"), [(NARROW, True), (WIDE, False)])
def test_a_card_is_chosen_on_a_phone_and_on_a_desk(
    office: Office, planned: Payer, stripe: StripeStandIn, visit: Visits, width: int, pays_now: bool
) -> None:
    window = visit(width)
    page = window.open(f"{planned.path}?lang=en")
    page.get_by_label("Your postcode, or an invoice number").fill(POSTCODE)
    window.press("Go on")
    window.open(f"{planned.path}/plan")
    window.follow("Have the instalments taken")
    if pays_now:
        page.get_by_label("Pay the next instalment").check()
    page.get_by_label("Your name").fill("Jan de Bakker")
    page.get_by_role("checkbox").check()
    window.press("Choose a card or account")
    for label, typed in CARD.items():
        if page.get_by_label(label).count():
            page.get_by_label(label).fill(typed)
    with office.at_work():
        first = rows(Plan)[0].dues[0].amount
    window.press(f"Pay {first.format('en')}" if pays_now else "Save")
    assert "Visa •••• 4242" in page.content()
    with office.at_work():
        assert get(SavedMethod, saved(office)[0].id).is_active
