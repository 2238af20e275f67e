"""The letter that says that all is paid: written once, mailed, shown, and gone when money goes back."""

import uuid
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from agency.cases.models import Case
from agency.compliance.kinds import DeclarationKind, Source
from agency.compliance.services import Declared, declare
from agency.notices import paid_letters
from agency.notices.models import PaidLetter
from agency.plans import services as plans
from agency.plans.evidence import Consent
from agency.plans.queries import settlement_of
from portal import clock
from portal.i18n import LOCALES
from portal.mail import Mail
from portal.money import Money
from portal.web import get
from tests.agency.remittance.till import pay, refund
from tests.office import Office, new_claim, new_debtor, open_office, rows
from tests.portal.pay.conftest import Payer, path_of, text_of
from tests.worker import run_jobs


def letters_of(office: Office, case_id: uuid.UUID) -> list[PaidLetter]:
    with office.at_work():
        return rows(PaidLetter, PaidLetter.case_id == case_id)


def text_in(office: Office, case_id: uuid.UUID) -> str:
    with office.at_work():
        letter = paid_letters.letter_of(get(Case, case_id))
        assert letter
        pages = PdfReader(BytesIO(paid_letters.read(letter))).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())


def told(office: Office) -> list[Mail]:
    run_jobs(office, only="notices.")
    with office.at_work():
        found = [mail for mail in rows(Mail) if mail.agency_id == office.agency_id]
        return [mail for mail in found if b"application/pdf" in mail.message]


def paid_case(office: Office, **debtor: str) -> uuid.UUID:
    claim = new_claim(debtor=new_debtor(locale="en", **debtor), invoice_no="KW-614")
    case_id = office.accepted_case(office.new_creditor("Kantoorwerk"), claim)
    pay(office, case_id)
    return case_id


def test_who_paid_all_gets_the_letter_once(office: Office) -> None:
    case_id = paid_case(office)
    [mail] = told(office)
    assert b"Nothing is owed any more" in mail.message
    with office.at_work():
        paid_letters.tell(get(Case, case_id))
    assert len(told(office)) == 1
    [kept] = letters_of(office, case_id)
    assert kept.told_at
    said = text_in(office, case_id)
    assert "You paid all that Kantoorwerk asked for" in said
    assert "Invoice KW-614" in said
    assert "€1,000.00" in said
    assert "To pay" not in said
    assert letters_of(office, case_id)[0].file_hash == kept.file_hash


def test_a_case_that_is_not_paid_has_none(office: Office) -> None:
    case_id = office.accepted_case()
    pay(office, case_id, Money.of(10))
    assert told(office) == []
    with office.at_work():
        assert paid_letters.letter_of(get(Case, case_id)) is None


def test_money_that_goes_back_takes_the_letter_off_the_page_and_paying_again_gives_a_new_one(
    office: Office,
) -> None:
    case_id = office.accepted_case(None, new_claim(debtor=new_debtor(locale="en")))
    payment_id = pay(office, case_id)
    told(office)
    refund(office, payment_id)
    with office.at_work():
        assert paid_letters.letter_of(get(Case, case_id)) is None
    pay(office, case_id)
    assert len(told(office)) == 2
    assert len(letters_of(office, case_id)) == 2


def test_who_wants_no_mail_finds_it_on_the_page(office: Office) -> None:
    claim = new_claim(debtor=new_debtor(locale="en"))
    case_id = office.accepted_case(None, claim)
    with office.at_work():
        said = Declared(kind=DeclarationKind.OPT_OUT, source=Source.PORTAL, channel="email")
        declare(get(Case, case_id), said, by="debtor")
    pay(office, case_id)
    assert told(office) == []
    payer = Payer(office.app.test_client(), office, case_id, path_of(office, case_id))
    payer.open(query_string={"lang": "en"})
    payer.answer()
    assert "Letter that nothing is owed any more (PDF)" in text_of(payer.open())
    assert payer.open("/paid-in-full").data.startswith(b"%PDF")


def test_while_something_is_owed_the_page_has_none(office: Office) -> None:
    case_id = office.accepted_case()
    payer = Payer(office.app.test_client(), office, case_id, path_of(office, case_id))
    payer.answer()
    assert payer.open("/paid-in-full").status_code == 404


def test_who_settled_reads_that_the_rest_is_waived(office: Office) -> None:
    case_id = office.accepted_case(None, new_claim(debtor=new_debtor(locale="en")))
    with office.at_work():
        plans.offer_settlement(
            get(Case, case_id),
            Money.of(800),
            clock.today() + timedelta(days=10),
            by=office.manager.user,
            beyond_why="It cannot pay more.",
        )
        made = settlement_of(get(Case, case_id))
        assert made
        consent = Consent(name="Jan", channel="portal")
        plans.accept_settlement(made, consent=consent, by="debtor")
    pay(office, case_id, Money.of(800))
    said = text_in(office, case_id)
    assert "what was left of these invoices is waived" in said
    assert "€800.00" in said


@pytest.mark.parametrize("locale", LOCALES)
def test_the_letter_can_be_written_in_each_language(office: Office, locale: str) -> None:
    case_id = office.accepted_case(None, new_claim(debtor=new_debtor(locale=locale)))
    pay(office, case_id)
    assert "%" not in text_in(office, case_id)


def test_staff_reads_it_and_another_agency_does_not(office: Office) -> None:
    case_id = paid_case(office)
    at = f"/agency/notices/cases/{case_id}/paid-letter"
    assert office.sign_in(office.collector).get(at).data.startswith(b"%PDF")
    other = open_office(office.app)
    assert other.sign_in(other.collector).get(at).status_code == 404
