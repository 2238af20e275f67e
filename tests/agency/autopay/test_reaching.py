"""What a debtor must do about its card reaches it: by mail, by text, and by one press of the office."""

import uuid
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import update

from agency.autopay import services
from agency.autopay.kinds import Risk
from agency.autopay.models import SavedMethod
from agency.cases.models import Case, Debtor
from agency.compliance.kinds import DeclarationKind, Source
from agency.compliance.services import Declared, declare
from agency.law.vocabulary import Channel
from agency.messages.models import Message
from agency.plans.models import Plan
from portal import db
from portal.mail import Mail
from portal.web import get
from tests.agency.autopay.desk import by_card, due, first_day, night, saved_of, takes_all, told
from tests.agency.contacts.desk import new_case, on
from tests.agency.messages.texting import set_up
from tests.agency.plans.test_plans import agreed
from tests.agency.plans.test_views import shown
from tests.office import Office, open_office, rows
from tests.standins.stripe import StripeStandIn
from tests.worker import run_jobs

ALWAYS_ASKS, LOST = "4000002760003184", "4000000000009987"
AT_RISK = "/agency/plans?risk=1"


@pytest.fixture
def paying(office: Office, stripe: StripeStandIn, live: str) -> Office:
    set_up(office)
    return takes_all(office, stripe)


def plan_by(office: Office, stripe: StripeStandIn, card: str) -> tuple[uuid.UUID, uuid.UUID]:
    """A case and its plan, whose instalments are taken from a card."""
    case_id = new_case(office, locale="en", email="jan@bakery.example")
    plan_id = agreed(office, case_id)
    by_card(office, stripe, plan_id, card)
    run_jobs(office)
    return case_id, plan_id


def has_no_mail(office: Office, case_id: uuid.UUID) -> None:
    with office.at_work():
        debtor_id = get(Case, case_id).debtor_id
        db.session.execute(update(Debtor).where(Debtor.id == debtor_id).values(email=""))


def texts(office: Office) -> Sequence[str]:
    with office.at_work():
        return [it.text for it in rows(Message) if it.way == "sms"]


def mails(office: Office) -> Sequence[str]:
    with office.at_work():
        found = rows(Mail, Mail.agency_id == office.agency_id)
        return [it.message.decode() for it in found if it.to_address == "jan@bakery.example"]


@pytest.mark.parametrize("has_mail", [True, False])
def test_where_the_bank_asks_for_its_customer_a_text_brings_the_link(
    paying: Office, stripe: StripeStandIn, has_mail: bool
) -> None:
    case_id, plan_id = plan_by(paying, stripe, ALWAYS_ASKS)
    if not has_mail:
        has_no_mail(paying, case_id)
    before = len(mails(paying))
    with due(paying, plan_id):
        night(paying)
        night(paying)
    [text] = texts(paying)
    assert "approve the payment" in text
    assert "/plan" in text
    assert len(mails(paying)) - before == has_mail


def test_whoever_wants_no_texts_is_mailed_alone(paying: Office, stripe: StripeStandIn) -> None:
    case_id, plan_id = plan_by(paying, stripe, ALWAYS_ASKS)
    with paying.at_work():
        stop = Declared(kind=DeclarationKind.OPT_OUT, source=Source.PHONE, channel=Channel.SMS)
        declare(get(Case, case_id), stop, by=paying.collector.user)
    with due(paying, plan_id):
        night(paying)
        assert told(paying, "declined") == 1
    assert texts(paying) == []


@pytest.mark.parametrize("has_mail", [True, False])
def test_one_press_sends_the_link_for_another_card(
    paying: Office, stripe: StripeStandIn, has_mail: bool
) -> None:
    case_id, plan_id = plan_by(paying, stripe, "4242424242424242")
    with paying.at_work():
        [saved] = rows(SavedMethod)
    stripe.behave(str(saved.method_ref), LOST)
    with due(paying, plan_id):
        night(paying)
        if not has_mail:
            has_no_mail(paying, case_id)
        client = paying.sign_in(paying.collector)
        page = shown(client.get(AT_RISK).text)
        assert "The card or account refused" in page
        assert "Send a link for a new card" in page
        before = len(mails(paying))
        press = f"/agency/cases/{case_id}/plans/{plan_id}/card-link"
        assert client.post(press, data={"from": "list"}).headers["Location"].endswith(AT_RISK)
        assert client.post(press).status_code == 409
        assert told(paying, "another") == 1
        found = mails(paying)[before:] if has_mail else texts(paying)
        assert len(found) == 1
        assert "/plan/autopay" in found[0].replace("=\n", "")
    stranger = open_office(paying.app)
    assert stranger.sign_in(stranger.collector).post(press).status_code == 404
    by_card(paying, stripe, plan_id)
    with due(paying, plan_id):
        assert "Send a link" not in paying.sign_in(paying.collector).get(AT_RISK).text


def test_without_any_way_to_the_debtor_the_office_is_told_to_call(
    paying: Office, stripe: StripeStandIn
) -> None:
    case_id, plan_id = plan_by(paying, stripe, ALWAYS_ASKS)
    has_no_mail(paying, case_id)
    with paying.at_work():
        debtor_id = get(Plan, plan_id).case.debtor_id
        db.session.execute(update(Debtor).where(Debtor.id == debtor_id).values(phone=""))
    client = paying.sign_in(paying.collector)
    answer = client.post(f"/agency/cases/{case_id}/plans/{plan_id}/card-link")
    assert answer.status_code == 409
    assert "Call, or write a letter" in answer.text


def test_each_cause_is_told_once_for_an_instalment(paying: Office, stripe: StripeStandIn) -> None:
    _case, plan_id = plan_by(paying, stripe, "4242424242424242")
    with paying.at_work():
        [saved] = rows(SavedMethod)
    with on(first_day(paying, plan_id) - timedelta(days=6)):
        for risk in (Risk.EXPIRES, Risk.EXPIRES, Risk.GONE, Risk.GONE):
            with paying.at_work():
                services.see_risk(get(SavedMethod, saved.id), risk)
        assert told(paying, "at_risk") == 1  # Only what is still so is told, by then.
        assert saved_of(paying, saved.id).risk == "gone"
        client = paying.sign_in(paying.collector)
        assert "is not known any more" in shown(client.get(AT_RISK).text)
