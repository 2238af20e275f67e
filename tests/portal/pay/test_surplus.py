"""A debtor paid too much and says what becomes of it; on a phone, without scripts, once."""

import re
import uuid

from agency.cases.models import Case
from agency.payments.models import SurplusMove
from agency.surplus import mails
from agency.surplus.models import SurplusChoice
from portal.mail import Mail
from portal.money import Money
from portal.web import get
from tests.agency.remittance.till import pay, refund
from tests.agency.surplus.desk import TOO_MUCH, kept_on, overpaid, owed_on
from tests.browser import BOTH, NARROW
from tests.conftest import Opens as Visits
from tests.office import Office, rows
from tests.portal.pay.conftest import Opens, Payer, text_of
from tests.worker import run_jobs


def form_of(payer: Payer) -> dict[str, str]:
    """What the form sends along by itself."""
    key = re.search(r'name="form_key" value="([^"]+)"', payer.open("/surplus").text)
    assert key
    return {"form_key": key.group(1)}


def test_it_is_used_for_the_other_case_and_kept_as_it_was_shown(
    office: Office, opens_link: Opens
) -> None:
    it = overpaid(office)
    before, payer = owed_on(office, it.second), opens_link(case_id=it.first)
    payer.answer()
    assert "You paid €80.00 too much" in text_of(payer.open())
    asked = text_of(payer.open("/surplus"))
    assert "Use €80.00 for case" in asked
    assert "Pay it back to me" in asked
    form = form_of(payer) | {"wish": str(it.second)}
    for _ in range(2):
        assert payer.send("/surplus", **form).status_code == 303
    assert "We used €80.00 for case" in text_of(payer.open("/surplus"))
    assert owed_on(office, it.second) == before - TOO_MUCH
    assert "is used for another case" in text_of(payer.open())
    with office.at_work():
        [choice] = rows(SurplusChoice)
        assert (choice.channel, choice.recorded_by) == ("portal", None)
        assert "[x] Use €80.00 for case" in choice.shown
        assert "What should we do with it?" in choice.shown
        assert len(rows(SurplusMove)) == 1
    other = opens_link(case_id=it.second)
    other.answer()
    assert "from what was paid too much on another case" in text_of(other.open())


def test_who_wants_it_back_asks_once_and_finance_sees_it(office: Office, opens_link: Opens) -> None:
    it = overpaid(office)
    payer = opens_link(case_id=it.first)
    payer.answer()
    for _ in range(2):
        sent = payer.send("/surplus", wish="back", form_key=str(uuid.uuid4()))
        assert sent.status_code == 303
    assert "You asked on" in text_of(payer.open("/surplus"))
    assert "to have back the €80.00" in text_of(payer.open())
    with office.at_work():
        assert len(rows(SurplusChoice)) == 1
    finance = office.sign_in(office.finance)
    assert "1 debtor asks for it back" in finance.get("/agency/surplus").text
    assert str(it.first) in finance.get("/agency/surplus?show=asked").text
    on = finance.get(f"/agency/cases/{it.first}/surplus/refund")
    assert f"/agency/payments/{it.payment_id}/refund?amount=80.00" in on.location
    refund(office, it.payment_id, TOO_MUCH)
    assert "Nothing is kept for debtors" in finance.get("/agency/surplus").text


def test_who_asked_for_it_back_may_still_use_it(office: Office, opens_link: Opens) -> None:
    it = overpaid(office)
    payer = opens_link(case_id=it.first)
    payer.answer()
    payer.send("/surplus", wish="back", form_key=str(uuid.uuid4()))
    payer.send("/surplus", wish=str(it.second), form_key=str(uuid.uuid4()))
    assert kept_on(office, it.first) == Money.zero()
    with office.at_work():
        assert all(choice.ended_at for choice in rows(SurplusChoice))


def test_nothing_but_an_own_case_can_be_chosen(office: Office, opens_link: Opens) -> None:
    it = overpaid(office)
    stranger = office.accepted_case(it.creditor_id)
    payer = opens_link(case_id=it.first)
    payer.answer()
    for answer in (str(stranger), "nonsense", ""):
        sent = payer.send("/surplus", wish=answer, form_key=str(uuid.uuid4()))
        assert sent.status_code in {409, 422}, answer
    assert kept_on(office, it.first) == TOO_MUCH
    away = Payer(office.app.test_client(), office, it.first, payer.path)
    assert away.send("/surplus", wish="back", form_key=str(uuid.uuid4())).status_code == 403


def test_without_another_case_it_is_paid_back(office: Office, opens_link: Opens) -> None:
    it = overpaid(office)
    pay(office, it.second)
    payer = opens_link(case_id=it.first)
    payer.answer()
    asked = text_of(payer.open("/surplus"))
    assert "You paid €80.00 too much. We pay it back to you." in asked
    assert "Please pay it back now" in asked


def test_the_debtor_is_asked_by_mail_once(office: Office) -> None:
    it = overpaid(office)
    assert "surplus.ask" in run_jobs(office, only="surplus.")
    for _ in range(2):
        with office.at_work():
            mails.ask_due()
        assert not run_jobs(office, only="surplus.")
    with office.at_work():
        found = [mail.message.decode() for mail in rows(Mail, Mail.agency_id == office.agency_id)]
        asked = [text for text in found if "too much" in text]
        reference = get(Case, it.second).reference
    assert len(asked) == 1
    assert reference in asked[0]
    assert "/surplus" in asked[0]


def test_the_pages_stand_on_a_phone(office: Office, visit: Visits, opens_link: Opens) -> None:
    it = overpaid(office)
    path = opens_link(case_id=it.first).path
    window = visit(NARROW, BOTH)
    page = window.open(f"{path}?lang=en")
    page.get_by_role("textbox").fill("3511 AB")
    window.after(lambda: page.get_by_role("textbox").press("Enter"))
    window.open(f"{path}/surplus")
    page.get_by_label("Use €80.00 for case").check()
    window.press("Do it this way")
    assert kept_on(office, it.first) == Money.zero()
