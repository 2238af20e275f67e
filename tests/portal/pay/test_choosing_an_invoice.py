"""Who pays a part says for which of its invoices, where the law lets it and there is a choice."""

import re
from datetime import date
from email import message_from_bytes
from email.policy import default

import pytest

from agency.cases.models import Case, Claim
from agency.corrections.services import withdraw
from agency.payments.models import Allocation, Payment
from portal.mail import Mail
from portal.money import Money
from portal.web import get
from tests.office import Office, new_claim, new_debtor, rows
from tests.portal.pay import test_receipts
from tests.portal.pay.conftest import Opens, Payer, text_of
from tests.portal.pay.test_guests import made_by
from tests.portal.pay.test_paying import all_of_it, come_back, payment_of
from tests.standins.stripe import StripeStandIn

QUESTION = "For which invoice?"


@pytest.fixture
def paying(office: Office, stripe: StripeStandIn, live: str) -> Office:
    office.open_stripe(stripe)
    return office


def payer_with(opens_link: Opens, months: int, **debtor: object) -> Payer:
    """A debtor with an invoice of each of the first months of the year."""
    whose = new_debtor(**debtor)
    claims = [
        new_claim(
            debtor=whose,
            invoice_no=f"KW-{month}",
            invoice_date=date(2026, month, 1),
            due_on=date(2026, month, 20),
        )
        for month in range(1, months + 1)
    ]
    payer = opens_link(*claims)
    payer.answer(str(debtor.get("postcode", "3511 AB")))
    return payer


@pytest.fixture
def payer(paying: Office, opens_link: Opens) -> Payer:
    """A debtor with three invoices, KW-1 the oldest."""
    return payer_with(opens_link, 3)


def claim_of(payer: Payer, number: str) -> Claim:
    with payer.office.at_work():
        [found] = rows(Claim, Claim.case_id == payer.case_id, Claim.invoice_no == number)
        return found


def pays(payer: Payer, stripe: StripeStandIn, amount: str, number: str) -> Payment:
    """Pay a part for an invoice."""
    chosen = str(claim_of(payer, number).id)
    answer = payer.send("/payments", amount=amount, invoice=chosen)
    assert answer.status_code == 303, text_of(answer)
    payment = payment_of(payer)
    stripe.pay_checkout(str(payment.checkout_id))
    stripe.deliver_all()
    return payment


def written(mail: Mail) -> list[str]:
    """What a mail says, as text and as HTML."""
    parts = message_from_bytes(mail.message, policy=default).walk()
    return [part.get_content() for part in parts if part.get_content_maintype() == "text"]


def test_a_part_is_paid_for_the_invoice_that_was_chosen(
    payer: Payer, stripe: StripeStandIn
) -> None:
    page = payer.open()
    said = text_of(page)
    assert f"{QUESTION} The oldest invoice first So it goes if you choose nothing." in said
    assert re.search(r"Invoice KW-3 €[0-9,.]+ open, of 1 Mar 2026", said)
    assert 'name="invoice" value="" checked' in " ".join(page.text.split())
    payment = pays(payer, stripe, "250", "KW-3")
    with payer.office.at_work():
        [part] = rows(Allocation)
        assert (part.claim.invoice_no, part.received) == ("KW-3", Money.of(250))
    receipt = text_of(come_back(payer, payment))
    assert "Invoices KW-3 You chose to pay Invoice KW-3" in receipt
    assert "for invoice KW-3, as you chose" in text_of(payer.open())


def test_without_a_choice_the_oldest_goes_first(payer: Payer, stripe: StripeStandIn) -> None:
    assert payer.send("/payments", amount="250", invoice="").status_code == 303
    payment = payment_of(payer)
    assert payment.designated_claim_id is None
    stripe.pay_checkout(str(payment.checkout_id))
    stripe.deliver_all()
    with payer.office.at_work():
        assert {part.claim.invoice_no for part in rows(Allocation)} == {"KW-1"}
    receipt = text_of(come_back(payer, payment))
    assert "You chose" not in receipt
    assert "as you chose" not in text_of(payer.open())


def test_one_invoice_is_paid_whole_with_one_button(payer: Payer, stripe: StripeStandIn) -> None:
    page = payer.open().text
    chosen = claim_of(payer, "KW-2")
    form = re.search(
        rf'name="amount" value="([0-9.]+)">\s*<input type="hidden" name="invoice" value="{chosen.id}"',
        page,
    )
    assert form
    assert f"Pay this invoice: {Money.of(form[1]).format()}" in text_of(payer.open())
    pays(payer, stripe, form[1], "KW-2")
    said = text_of(payer.open())
    assert said.count("Pay this invoice") == 2
    assert "Invoice KW-2 €" not in said.partition(QUESTION)[2].partition("Pay this amount")[0]


def test_paying_all_asks_nothing(payer: Payer) -> None:
    page = payer.open().text
    everything = page.partition('name="all"')[2].partition("</form>")[0]
    assert 'name="invoice"' not in everything
    assert payer.send("/payments", all=all_of_it(payer)).status_code == 303
    assert payment_of(payer).designated_claim_id is None


def test_with_one_open_invoice_there_is_nothing_to_choose(
    paying: Office, opens_link: Opens
) -> None:
    assert 'name="invoice"' not in payer_with(opens_link, 1).open().text


def test_where_no_law_is_known_nothing_is_asked(paying: Office, opens_link: Opens) -> None:
    abroad = payer_with(opens_link, 3, country="CH", postcode="8001", city="Zürich")
    page = abroad.open().text
    assert "Pay another amount" in page
    assert 'name="invoice"' not in page
    answer = abroad.send("/payments", amount="10", invoice=str(claim_of(abroad, "KW-2").id))
    assert answer.status_code == 409
    assert "Here you cannot choose an invoice. Pay without choosing one." in text_of(answer)


def test_an_invoice_that_is_gone_is_refused_and_the_rest_kept(payer: Payer) -> None:
    gone = claim_of(payer, "KW-2")
    with payer.office.at_work():
        withdraw(get(Claim, gone.id), why="?", by=payer.office.manager.user)
    answer = payer.send("/payments", amount="25", invoice=str(gone.id))
    assert answer.status_code == 409
    assert "Nothing is open on the invoice that you chose. Choose another one, or none." in text_of(
        answer
    )
    assert '<details class="pay-part" open>' in answer.text
    assert 'value="25"' in answer.text
    with payer.office.at_work():
        assert rows(Payment) == []


def test_what_is_no_invoice_is_said_beside_the_question(payer: Payer) -> None:
    answer = payer.send("/payments", amount="25", invoice="all of them")
    assert answer.status_code == 422
    assert f"{QUESTION}: Choose what fits best." in text_of(answer)


def test_what_is_being_paid_says_for_which_invoice(payer: Payer) -> None:
    payer.send("/payments", amount="25", invoice=str(claim_of(payer, "KW-3").id))
    assert "€25.00 For invoice KW-3. The payment page is open until" in text_of(payer.open())


def test_the_receipt_by_mail_says_for_which_invoice(payer: Payer, stripe: StripeStandIn) -> None:
    pays(payer, stripe, "250", "KW-3")
    [mail] = test_receipts.TestReceiptMails.write(payer.office)
    text, html = written(mail)
    assert "You chose to pay: Invoice KW-3" in text
    assert "Invoice KW-3" in html


def test_somebody_who_pays_for_the_debtor_is_not_asked(payer: Payer) -> None:
    guest = made_by(payer)
    page = guest.open().text
    assert QUESTION not in page
    assert "KW-" not in page
    answer = guest.send("/payments", amount="25", invoice=str(claim_of(payer, "KW-3").id))
    assert answer.status_code == 303
    assert payment_of(payer).designated_claim_id is None


@pytest.mark.parametrize("months", [2, 5, 9])
def test_the_page_stays_light(paying: Office, opens_link: Opens, months: int) -> None:
    page = payer_with(opens_link, months).open()
    assert QUESTION in text_of(page)
    assert len(page.data) < 60_000


def test_many_invoices_are_chosen_from_a_list(paying: Office, opens_link: Opens) -> None:
    payer = payer_with(opens_link, 9)
    page = payer.open()
    assert '<select class="form-select" id="f-invoice" name="invoice"' in page.text
    assert '<option value="">The oldest invoice first</option>' in page.text
    payer.send("/payments", amount="25", invoice=str(claim_of(payer, "KW-7").id))
    with payer.office.at_work():
        case = get(Case, payer.case_id)
        assert case.claims[6].id == payment_of(payer).designated_claim_id
