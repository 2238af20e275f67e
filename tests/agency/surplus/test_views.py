"""What was paid too much on the staff's desk: the list, the debtor's word, taking back, reminders."""

import re
import uuid
from datetime import timedelta

from agency.cases.models import Case
from agency.cases.services import reopen
from agency.corrections.services import enter_credit_note
from agency.ledger.models import Account, CaseBalance
from agency.payments import moving
from agency.payments.models import SurplusMove
from agency.surplus import reminders, services
from agency.surplus.models import SurplusChoice
from agency.surplus.queries import settings
from portal import clock, db
from portal.accounts.permissions import Role
from portal.audit.models import Event
from portal.mail import Mail
from portal.money import Money
from portal.web import get
from tests.agency.remittance.till import pay, refund
from tests.agency.surplus.desk import TOO_MUCH, kept_on, overpaid, owed_on
from tests.conftest import Opens
from tests.office import Office, open_office, rows
from tests.worker import run_jobs

LIST = "/agency/surplus"


def test_an_empty_list_says_what_will_be_there(office: Office) -> None:
    assert "Nothing is kept for debtors" in office.sign_in(office.finance).get(LIST).text


def test_the_list_goes_on_by_key_and_forgets_nobody(office: Office) -> None:
    made = [overpaid(office).first for _ in range(3)]
    with office.at_work():
        for number, balance in enumerate(rows(CaseBalance, CaseBalance.surplus_minor > 0)):
            balance.surplus_since = clock.today() - timedelta(days=number)
    client = office.sign_in(office.finance)
    text = client.get(LIST).text
    places = [text.index(str(case_id)) for case_id in reversed(made)]
    assert places == sorted(places), "the longest first"


def test_staff_use_it_on_the_debtors_word(office: Office) -> None:
    it = overpaid(office)
    before = owed_on(office, it.second)
    client, url = office.sign_in(office.collector), f"/agency/cases/{it.first}/surplus"
    assert "Kept for the debtor" in client.get(url).text
    form = {
        "answer": str(it.second),
        "said_by": "Anna",
        "channel": "phone",
        "form_key": str(uuid.uuid4()),
    }
    assert client.post(url, data={**form, "said_by": ""}).status_code == 422
    for _ in range(2):
        assert client.post(url, data=form).status_code == 302
    assert owed_on(office, it.second) == before - TOO_MUCH
    with office.at_work():
        [choice] = rows(SurplusChoice)
        assert (choice.said_by, choice.channel) == ("Anna", "phone")
        assert choice.recorded_by == office.collector.user_id
        assert len(rows(Event, Event.kind == "surplus.used")) == 1
    shown = client.get(url).text
    assert "Anna" in shown
    assert "by telephone" in shown


def test_the_case_says_what_it_keeps(office: Office) -> None:
    it = overpaid(office)
    client, kept = office.sign_in(office.collector), "€80.00 was paid too much and is kept"
    assert kept in client.get(f"/agency/cases/{it.first}").text
    assert kept not in client.get(f"/agency/cases/{it.second}").text


def test_taking_back_needs_a_reason_and_happens_once(office: Office) -> None:
    it = overpaid(office)
    before, client = owed_on(office, it.second), office.sign_in(office.finance)
    with office.at_work():
        word = services.Word(channel="phone", said_by="Anna")
        services.choose(
            get(Case, it.first), it.second, word, form_key=uuid.uuid4(), by=office.finance.user
        )
        [move] = rows(SurplusMove)
    url = f"/agency/surplus-moves/{move.id}/undoing"
    seen = re.search(r'name="seen" value="([^"]+)"', client.get(url).text)
    assert seen
    assert client.post(url, data={"seen": seen.group(1)}).status_code == 422
    for _ in range(2):
        sent = client.post(url, data={"seen": seen.group(1), "text": "The debtor meant another."})
        assert sent.status_code == 302
    assert owed_on(office, it.second) == before
    assert kept_on(office, it.first) == TOO_MUCH
    with office.at_work():
        [told] = rows(Event, Event.kind == "payment.moved_back")
        assert told.data["text"] == "The debtor meant another."


def test_what_the_other_case_has_no_need_of_comes_back_alone(office: Office) -> None:
    it = overpaid(office)
    pay(office, it.second, owed_on(office, it.second) - TOO_MUCH - Money.of(10))
    with office.at_work():
        services.choose(
            get(Case, it.first), it.second, services.Word(), form_key=uuid.uuid4(), by="debtor"
        )
    with office.at_work():
        claim = get(Case, it.second).claims[0]
        enter_credit_note(
            claim,
            Money.of(30),
            reference="CN-1",
            counts_from=claim.invoice_date,
            why="",
            by=office.manager.user,
        )
        [move] = rows(SurplusMove)
        seen = move.refund_id
    kept = kept_on(office, it.second)
    assert Money.zero() < kept < TOO_MUCH
    client = office.sign_in(office.finance)
    for _ in range(2):
        client.post(f"/agency/surplus-moves/{move.id}/undoing", data={"seen": seen, "text": "Rest"})
    assert kept_on(office, it.first) + kept_on(office, it.second) == kept
    with office.at_work():
        assert not get(Case, it.second).open_amount


def test_another_agency_finds_nothing(office: Office) -> None:
    it = overpaid(office)
    other = open_office(office.app)
    client = other.sign_in(other.finance)
    assert client.get(f"/agency/cases/{it.first}/surplus").status_code == 404
    assert str(it.first) not in client.get(LIST).text
    assert office.sign_in(office.new_person(Role.ADMIN)).get(LIST).status_code == 403


def test_an_open_case_gets_its_next_move_when_the_debtor_asks_or_money_waits(
    office: Office,
) -> None:
    it = overpaid(office)
    with office.at_work():
        reopen(get(Case, it.first), by=office.manager.user, why="refund")
        assert get(Case, it.first).move != "surplus"
    with clock.moved_to(clock.now() + timedelta(days=15)), office.at_work():
        services.bring_up()
        assert get(Case, it.first).move == "surplus"
    other = overpaid(office)
    with office.at_work():
        case = get(Case, other.first)
        reopen(case, by=office.manager.user, why="refund")
        services.choose(case, None, services.Word(), form_key=uuid.uuid4(), by="debtor")
        assert case.move == "surplus"
    refund(office, other.payment_id, TOO_MUCH)
    with office.at_work():
        services.end_wishes([other.first])
        assert get(Case, other.first).move != "surplus"


def test_finance_is_reminded_of_what_waits_and_not_each_day(office: Office) -> None:
    overpaid(office)
    _ = office.finance

    def reminded() -> int:
        with office.at_work():
            reminders.remind()
        run_jobs(office, only="surplus.")
        with office.at_work():
            found = rows(Mail, Mail.agency_id == office.agency_id)
            return sum(b"keeps money of its debtor" in mail.message for mail in found)

    assert reminded() == 0
    start = clock.now()
    with clock.moved_to(start + timedelta(days=14)):
        assert reminded() == 1
        assert reminded() == 1
    with clock.moved_to(start + timedelta(days=15)):
        assert reminded() == 1
    with clock.moved_to(start + timedelta(days=28)):
        assert reminded() == 2


def test_the_days_are_the_agencys_own(office: Office) -> None:
    client = office.sign_in(office.admin)
    assert client.post("/agency/settings/surplus", data={"days": "0"}).status_code == 422
    for _ in range(2):
        assert client.post("/agency/settings/surplus", data={"days": "3"}).status_code == 302
    with office.at_work():
        assert len(rows(Event, Event.kind == "surplus.days_changed")) == 1
        db.session.expire_all()
        assert settings().days == 3


def test_the_pages_stand(office: Office, visit: Opens) -> None:
    it = overpaid(office)
    with office.at_work():
        services.choose(
            get(Case, it.first), None, services.Word(), form_key=uuid.uuid4(), by="debtor"
        )
    other = overpaid(office)
    with office.at_work():
        case = get(Case, other.first)
        services.choose(case, other.second, services.Word(), form_key=uuid.uuid4(), by="debtor")
        [move] = rows(SurplusMove)
        moving.undo(move, seen=move.refund_id, text="x", by=office.finance.user)
        [account_id] = [it.id for it in rows(Account, Account.kind == "debtor_funds")]
    for width in (390, 1440):
        window = visit(width)
        window.sign_in(office.finance)
        window.open(LIST)
        window.open(f"/agency/cases/{it.first}/surplus")
        window.open(f"/agency/ledger/accounts/{account_id}")
