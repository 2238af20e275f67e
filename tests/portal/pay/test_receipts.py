"""The receipt of a payment, by mail and on the page."""

from zoneinfo import ZoneInfo

from agency.cases.models import Case
from agency.compliance.kinds import DeclarationKind, Source
from agency.compliance.may_contact import may_contact
from agency.compliance.services import Declared, declare
from agency.law.vocabulary import Channel, Purpose
from portal import clock
from portal.audit.models import Event
from portal.jobs import run
from portal.mail import Mail
from portal.outbox import OutboxJob
from portal.web import get
from tests.office import Office, new_claim, new_debtor, rows
from tests.portal.pay.conftest import Opens, Payer, text_of
from tests.portal.pay.test_paying import come_back, payment_of
from tests.standins.stripe import StripeStandIn


class TestReceiptMails:
    @staticmethod
    def write(office: Office) -> list[Mail]:
        """What is written to payers, once the job has run twice."""
        with office.at_work():
            jobs = [
                (job.name, job.arguments)
                for job in rows(OutboxJob, OutboxJob.agency_id == office.agency_id)
                if job.name.startswith("payments.")
            ]
        for name, arguments in jobs * 2:
            run(name, str(office.agency_id), arguments)
        with office.at_work():
            return [mail for mail in rows(Mail) if mail.agency_id == office.agency_id]

    def pay(self, payer: Payer, stripe: StripeStandIn, **form: str) -> None:
        payer.send("/payments", **form)
        stripe.pay_checkout(str(payment_of(payer).checkout_id))
        stripe.deliver_all()

    def test_the_receipt_goes_once_to_the_address_given(
        self, card_payer: Payer, stripe: StripeStandIn
    ) -> None:
        self.pay(card_payer, stripe, amount="160", amount_email="me@home.example")
        mails = [m for m in self.write(card_payer.office) if m.to_address == "me@home.example"]
        assert len(mails) == 1
        text = mails[0].message.decode()
        assert "Receipt of your payment" in text
        assert card_payer.path in text

    def test_without_one_it_goes_to_the_debtor(
        self, card_payer: Payer, stripe: StripeStandIn
    ) -> None:
        self.pay(card_payer, stripe, amount="160")
        with card_payer.office.at_work():
            address = get(Case, card_payer.case_id).debtor.email
        assert address in {mail.to_address for mail in self.write(card_payer.office)}

    def test_a_debtor_who_wants_no_email_gets_none_and_the_file_says_so(
        self, card_payer: Payer, stripe: StripeStandIn
    ) -> None:
        card_payer.send("/contact", locale="en", stopped="email")
        self.pay(card_payer, stripe, amount="160")
        assert [m for m in self.write(card_payer.office) if b"Receipt" in m.message] == []
        with card_payer.office.at_work():
            (held,) = rows(Event, Event.kind == "contact.held_back")
            assert held.case_id == card_payer.case_id

    def test_who_types_an_address_gets_the_receipt_there_and_the_opt_out_stands(
        self, card_payer: Payer, stripe: StripeStandIn
    ) -> None:
        card_payer.send("/contact", locale="en", stopped="email")
        self.pay(card_payer, stripe, amount="160", amount_email="me@home.example")
        [mail] = [m for m in self.write(card_payer.office) if b"Receipt" in m.message]
        assert mail.to_address == "me@home.example"
        with card_payer.office.at_work():
            debtor = get(Case, card_payer.case_id).debtor
            assert not may_contact(debtor, Channel.EMAIL, purpose=Purpose.RECEIPT).allowed
            assert rows(Event, Event.kind == "contact.revoked") == []

    def test_a_receipt_waits_for_an_hour_that_suits_and_then_goes(
        self, paying: Office, opens_link: Opens, stripe: StripeStandIn
    ) -> None:
        home = {"country": "US", "postcode": "60601", "city": "Chicago"}
        payer = opens_link(new_claim(debtor=new_debtor(**home)))
        payer.answer(home["postcode"])
        with paying.at_work():
            case = get(Case, payer.case_id)
            case.debtor.time_zone = "America/Chicago"
            hour = clock.now().astimezone(ZoneInfo("America/Chicago")).hour
            told = Declared(
                kind=DeclarationKind.INCONVENIENT,
                source=Source.LETTER,
                from_hour=hour,
                before_hour=hour + 1,
            )
            declare(case, told, by=paying.collector.user)
        self.pay(payer, stripe, amount="160")
        assert "Thank you" in text_of(come_back(payer, payment_of(payer)))
        assert [m for m in self.write(paying) if b"Receipt" in m.message] == []
        with paying.at_work():
            assert rows(Event, Event.kind == "contact.held_back") == []
            waiting = [job.due_at for job in rows(OutboxJob) if job.due_at > clock.now()]
        with clock.moved_to(min(waiting)):
            [mail] = [m for m in self.write(paying) if b"Receipt" in m.message]
        assert mail.to_address

    def test_a_debtor_without_address_gets_none(
        self, paying: Office, opens_link: Opens, stripe: StripeStandIn
    ) -> None:
        payer = opens_link(new_claim(debtor=new_debtor(email="")))
        payer.answer()
        self.pay(payer, stripe, amount="160")
        receipts = [mail for mail in self.write(paying) if b"Receipt" in mail.message]
        assert receipts == []
        with paying.at_work():
            assert rows(Event, Event.kind == "payment.receipt_sent") == []

    def test_the_payer_is_told_when_money_goes_back(
        self, card_payer: Payer, stripe: StripeStandIn
    ) -> None:
        self.pay(card_payer, stripe, amount="160", amount_email="me@home.example")
        stripe.refund(str(payment_of(card_payer).payment_intent), 60_00)
        stripe.deliver_all()
        [mail] = [m for m in self.write(card_payer.office) if b"way back" in m.message]
        assert mail.to_address == "me@home.example"
        payment = payment_of(card_payer)
        assert "€60.00 of this payment went back to you" in text_of(come_back(card_payer, payment))
        assert "€60.00 of it went back to you" in text_of(card_payer.open())

    def test_amounts_are_written_in_the_language_of_the_payer(
        self, card_payer: Payer, stripe: StripeStandIn
    ) -> None:
        card_payer.open(query_string={"lang": "nl"})
        self.pay(card_payer, stripe, amount="160", amount_email="ik@thuis.example")
        [mail] = [m for m in self.write(card_payer.office) if m.to_address == "ik@thuis.example"]
        assert "160,00" in mail.message.decode()
