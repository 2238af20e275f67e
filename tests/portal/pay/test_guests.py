"""Somebody pays for a debtor by a link that shows nothing of the case."""

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from agency.cases.models import Case
from agency.payments.answering import proof_of
from agency.payments.guests import address
from agency.payments.models import GuestLink, Payment
from portal import clock
from portal.audit.models import Event
from portal.mail import Mail
from portal.web import get
from tests.office import Office, new_claim, new_debtor, open_office, rows
from tests.portal.pay import test_receipts
from tests.portal.pay.conftest import Opens, Payer, text_of
from tests.portal.pay.test_paying import all_of_it, payment_of
from tests.standins.stripe import StripeStandIn

CREDITOR = "Kantoorwerk B.V."


@dataclass
class Guest:
    """Somebody with a link to pay with."""

    client: FlaskClient
    path: str

    def open(self, page: str = "") -> TestResponse:
        return self.client.get(self.path + page, query_string={"lang": "en"})

    def send(self, page: str, **form: str) -> TestResponse:
        return self.client.post(self.path + page, data=form)


@pytest.fixture
def debtor(office: Office, stripe: StripeStandIn, live: str, opens_link: Opens) -> Payer:
    """A debtor whose relative would pay."""
    office.open_stripe(stripe)
    claim = new_claim(debtor=new_debtor(name="Anna de Graaf"), invoice_no="KW-614")
    payer = opens_link(case_id=office.accepted_case(office.new_creditor(CREDITOR), claim))
    payer.answer()
    return payer


def made_by(debtor: Payer, **form: str) -> Guest:
    """The link that a debtor makes, opened by somebody else."""
    answer = debtor.send("/helpers", **({"label": "Anna", "days": "14"} | form))
    assert answer.status_code == 303, text_of(answer)
    with debtor.office.at_work():
        found = rows(GuestLink, GuestLink.case_id == debtor.case_id)[-1]
        path = "/" + address(found).split("/", 3)[3]
    guest = Guest(debtor.office.app.test_client(), path)
    guest.open()
    return guest


def mails_of(debtor: Payer) -> list[Mail]:
    """What was written to payers."""
    return test_receipts.TestReceiptMails.write(debtor.office)


def link_of(debtor: Payer) -> GuestLink:
    with debtor.office.at_work():
        found: GuestLink = rows(GuestLink, GuestLink.case_id == debtor.case_id)[-1]
        return found


def pays(guest: Guest, debtor: Payer, stripe: StripeStandIn, **form: str) -> Payment:
    """Somebody pays with the link."""
    answer = guest.send("/payments", **form)
    assert answer.status_code == 303, text_of(answer)
    stripe.pay_checkout(str(payment_of(debtor).checkout_id))
    stripe.deliver_all()
    return payment_of(debtor)


def test_a_relative_pays_the_amount_of_the_link_and_both_see_it(
    debtor: Payer, stripe: StripeStandIn
) -> None:
    guest = made_by(debtor, label="Anna's bill", amount="150")
    assert "Payment for Anna's bill" in text_of(guest.open())
    paid = pays(guest, debtor, stripe, amount="150", email="mother@home.example")
    assert "Thank you. We received €150.00." in text_of(guest.open(f"/payments/{paid.id}"))
    assert "paid by somebody else, for Anna's bill" in text_of(debtor.open())
    assert "€150.00 was paid with it." in text_of(debtor.open("/helpers"))
    assert "Pay €" not in text_of(guest.open())
    assert guest.send("/payments", amount="1").status_code == 409


def test_nothing_of_the_case_is_shown_to_who_pays(debtor: Payer, stripe: StripeStandIn) -> None:
    guest = made_by(debtor, amount="150")
    paid = pays(guest, debtor, stripe, amount="150", email="mother@home.example")
    checkout = stripe.read(str(paid.checkout_id))
    [mail] = [m for m in mails_of(debtor) if m.to_address.startswith("mother")]
    shown = (
        guest.open().text,
        guest.open(f"/payments/{paid.id}").text,
        str(checkout),
        mail.message.decode(),
    )
    for text in shown:
        for secret in (CREDITOR, "de Graaf", "KW-614", debtor.path, all_of_it(debtor)):
            assert secret not in text
    assert "150.00" in mail.message.decode()


def test_a_link_without_amount_takes_any_part_of_what_is_open(
    debtor: Payer, stripe: StripeStandIn
) -> None:
    guest = made_by(debtor)
    pays(guest, debtor, stripe, amount="40")
    pays(guest, debtor, stripe, amount="60")
    assert "€100.00 was paid with it." in text_of(debtor.open("/helpers"))
    answer = guest.send("/payments", amount="90000")
    assert answer.status_code == 409


def test_who_pays_is_not_told_who_else_pays(debtor: Payer) -> None:
    guest = made_by(debtor)
    debtor.send("/payments", all=all_of_it(debtor))
    said = text_of(guest.open())
    assert "There is nothing to pay now" in said
    refused = text_of(guest.send("/payments", amount="50"))
    assert "or somebody is paying it." in refused


def test_what_a_guest_pays_is_kept_aside_and_the_debtor_may_cancel_it(debtor: Payer) -> None:
    guest = made_by(debtor, amount="150")
    guest.send("/payments", amount="150", email="mother@home.example")
    begun = payment_of(debtor)
    page = debtor.open()
    assert "Somebody else is paying, for Anna." in text_of(page)
    assert begun.checkout_url not in page.text
    assert debtor.open(f"/payments/{begun.id}").status_code == 404
    assert debtor.send(f"/payments/{begun.id}/cancellation").status_code == 303
    assert payment_of(debtor).ended_why == "cancelled"


def test_a_guest_goes_on_or_cancels(debtor: Payer) -> None:
    guest = made_by(debtor, amount="150")
    first = guest.send("/payments", amount="150").location
    assert f'href="{first}"' in guest.open().text.replace("&amp;", "&")
    assert guest.send("/payments", amount="150").location == first
    payment = payment_of(debtor)
    assert "You have not paid yet" in text_of(guest.open(f"/payments/{payment.id}"))
    guest.send(f"/payments/{payment.id}/cancellation")
    assert payment_of(debtor).ended_why == "cancelled"
    assert "Pay €150.00" in text_of(guest.open())


def test_only_the_payments_of_the_link_itself_are_there(debtor: Payer) -> None:
    guest = made_by(debtor, amount="150")
    debtor.send("/payments", amount="10")
    own = payment_of(debtor)
    assert guest.open(f"/payments/{own.id}").status_code == 404
    assert guest.send(f"/payments/{own.id}/cancellation").status_code == 404


def test_a_link_ends_by_its_day_and_by_the_debtors_word(debtor: Payer) -> None:
    guest = made_by(debtor, amount="150", days="7")
    with clock.moved_to(link_of(debtor).expires_at + timedelta(seconds=1)):
        assert guest.open().status_code == 404
    assert guest.open().status_code == 200
    debtor.send(f"/helpers/{link_of(debtor).id}/revocation")
    answer = guest.open()
    assert answer.status_code == 404
    assert "This link does not work any more" in text_of(answer)
    assert guest.send("/payments", amount="150").status_code == 404


def test_who_paid_comes_back_to_its_receipt_though_the_link_is_over_meanwhile(
    debtor: Payer, stripe: StripeStandIn
) -> None:
    guest = made_by(debtor, amount="150", days="7")
    guest.send("/payments", amount="150")
    begun = payment_of(debtor)
    stripe.pay_checkout(str(begun.checkout_id))
    with clock.moved_to(link_of(debtor).expires_at + timedelta(seconds=1)):
        answer = guest.open(f"/payments/{begun.id}")
        assert answer.status_code == 200
        assert "Thank you. We received €150.00." in text_of(answer)
        assert f'href="{guest.path}"' not in answer.text
        assert guest.open().status_code == 404


def test_what_was_begun_with_a_link_that_is_shut_can_be_cancelled(debtor: Payer) -> None:
    guest = made_by(debtor, amount="150")
    guest.send("/payments", amount="150")
    debtor.send(f"/helpers/{link_of(debtor).id}/revocation")
    begun = payment_of(debtor)
    assert "You have not paid yet" in text_of(guest.open(f"/payments/{begun.id}"))
    guest.send(f"/payments/{begun.id}/cancellation")
    assert payment_of(debtor).ended_why == "cancelled"


def test_another_cases_link_is_not_shut(debtor: Payer, opens_link: Opens) -> None:
    made_by(debtor)
    other = opens_link()
    other.answer()
    assert other.send(f"/helpers/{link_of(debtor).id}/revocation").status_code == 404
    assert link_of(debtor).revoked_at is None


def test_the_code_is_kept_only_hashed_and_sealed(debtor: Payer) -> None:
    code = made_by(debtor).path.rpartition("/")[2]
    link = link_of(debtor)
    assert code.encode() not in link.code_sealed
    assert code.encode() not in link.code_hash


def test_more_than_is_open_makes_no_link(debtor: Payer) -> None:
    answer = debtor.send("/helpers", label="Anna", amount="90000", days="14")
    assert answer.status_code == 422
    assert "Choose that much or less." in text_of(answer)


def test_what_goes_back_goes_back_to_who_paid_and_is_told_to_nobody_else(
    debtor: Payer, stripe: StripeStandIn
) -> None:
    guest = made_by(debtor, amount="150")
    paid = pays(guest, debtor, stripe, amount="150", email="mother@home.example")
    stripe.refund(str(paid.payment_intent), 60_00)
    stripe.deliver_all()
    mails = mails_of(debtor)
    [told] = [m for m in mails if b"way back" in m.message]
    assert told.to_address == "mother@home.example"
    assert "€60.00 of this payment went back to you" in text_of(guest.open(f"/payments/{paid.id}"))
    assert "€60.00 of it went back to who paid" in text_of(debtor.open())
    receipt = text_of(debtor.open(f"/payments/{paid.id}"))
    assert "€60.00 of this payment went back to who paid." in receipt


def test_without_an_address_nobody_is_written_to(debtor: Payer, stripe: StripeStandIn) -> None:
    guest = made_by(debtor, amount="150")
    paid = pays(guest, debtor, stripe, amount="150")
    stripe.refund(str(paid.payment_intent), 60_00)
    stripe.deliver_all()
    assert [m for m in mails_of(debtor) if b"Receipt" in m.message] == []
    with debtor.office.at_work():
        log = " ".join(proof_of(get(Payment, paid.id)).log)
    assert "gave money back" in log
    assert "mailed" not in log, "No bank is told that somebody was written to who was not."


def test_who_pays_is_never_among_those_we_approach(debtor: Payer, stripe: StripeStandIn) -> None:
    guest = made_by(debtor, amount="150")
    pays(guest, debtor, stripe, amount="150", email="mother@home.example")
    with debtor.office.at_work():
        person = get(Case, debtor.case_id).debtor
        assert person.email != "mother@home.example"
        assert [m for m in rows(Mail) if m.to_address == "mother@home.example"] == []
    assert len([m for m in mails_of(debtor) if "mother" in m.to_address]) == 1


def test_the_bank_of_who_paid_learns_nothing_of_the_case(
    debtor: Payer, stripe: StripeStandIn
) -> None:
    guest = made_by(debtor, amount="150")
    paid = pays(guest, debtor, stripe, amount="150", email="mother@home.example")
    with debtor.office.at_work():
        proof = proof_of(get(Payment, paid.id))
        text = " ".join((proof.what, proof.payer, *proof.log))
    assert proof.email == "mother@home.example"
    for secret in (CREDITOR, "de Graaf", "KW-614"):
        assert secret not in text
    assert any("began to pay" in line for line in proof.log)


def test_staff_makes_a_link_and_shuts_it(debtor: Payer) -> None:
    office = debtor.office
    client = office.sign_in(office.collector)
    at = f"/agency/cases/{debtor.case_id}/guest-links"
    assert "No such link was made yet" in client.get(at).text
    answer = client.post(at, data={"label": "Anna", "amount": "50", "days": "7"})
    assert answer.status_code == 302
    page = client.get(at).text
    found = re.search(r"/guest/[a-z0-9-]+/[a-z0-9]+", page)
    assert found
    guest = Guest(office.app.test_client(), found[0])
    assert "Payment for Anna" in text_of(guest.open())
    client.post(f"/agency/guest-links/{link_of(debtor).id}/revocation")
    assert guest.open().status_code == 404
    with office.at_work():
        kinds = [event.kind for event in rows(Event, Event.case_id == debtor.case_id)]
    assert {"guest_link.made", "guest_link.revoked"} <= set(kinds)


def test_another_agencys_staff_finds_no_link(debtor: Payer) -> None:
    made_by(debtor)
    other = open_office(debtor.office.app)
    client = other.sign_in(other.collector)
    assert client.get(f"/agency/cases/{debtor.case_id}/guest-links").status_code == 404
    assert client.post(f"/agency/guest-links/{link_of(debtor).id}/revocation").status_code == 404
