"""What a debtor is told about a settlement: offered, confirmed on paper, due soon, void."""

import uuid
from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest

from agency.cases.models import Case
from agency.plans import letters, settlement_letters, settlement_mails
from agency.plans.models import Settlement
from agency.plans.services import lapse_settlements
from portal.i18n import LOCALES
from portal.mail import Mail
from portal.money import Money
from portal.web import get
from tests.agency.contacts.desk import new_case, on
from tests.agency.plans.test_settlements import PAY_BY, TODAY, settled
from tests.agency.remittance.till import pay
from tests.office import Office, open_office, rows
from tests.worker import run_jobs


def subjects(office: Office) -> list[str]:
    """The subjects of what was written, once the jobs have run."""
    run_jobs(office, only="plans.")
    with office.at_work():
        mails = [mail for mail in rows(Mail) if mail.agency_id == office.agency_id]
        return [
            line.removeprefix("Subject: ")
            for mail in mails
            for line in mail.message.decode().splitlines()
            if line.startswith("Subject: ")
        ]


def paper(office: Office, made: uuid.UUID) -> str:
    with office.at_work():
        content = letters.read(get(Settlement, made), settlement_letters.compose)
    pages = pypdfium2.PdfDocument(BytesIO(content))
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())


def test_what_was_agreed_is_confirmed_on_paper_once(office: Office) -> None:
    with on(TODAY):
        made = settled(office, new_case(office, locale="en"))
        found = subjects(office)
        assert found.count("Your settlement: this is what we agreed") == 1
        said = paper(office, made)
        assert "Confirmation of your settlement" in said
        assert "€800.00" in said
        with office.at_work():
            kept = get(Settlement, made).letter_hash
            settlement_mails.tell(get(Settlement, made), settlement_mails.News.AGREED)
            assert get(Settlement, made).letter_hash == kept
        assert subjects(office) == found


def test_it_is_reminded_of_once_before_its_day(office: Office) -> None:
    with on(TODAY):
        settled(office, new_case(office, locale="en"))
        with office.at_work():
            settlement_mails.remind_due()
        subjects(office)
    with on(PAY_BY - timedelta(days=2)):
        for _twice in range(2):
            with office.at_work():
                settlement_mails.remind_due()
            found = subjects(office)
        assert found.count("Your settlement is to be paid soon") == 1


def test_who_does_not_pay_in_time_is_told_that_it_no_longer_holds(office: Office) -> None:
    with on(TODAY):
        settled(office, new_case(office, locale="en"))
    with on(PAY_BY + timedelta(days=1)):
        with office.at_work():
            lapse_settlements()
        assert "Your settlement no longer holds" in subjects(office)


def test_who_paid_is_reminded_of_nothing(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office, locale="en")
        settled(office, case_id)
        pay(office, case_id, Money.of(800))
    with on(PAY_BY - timedelta(days=2)):
        with office.at_work():
            settlement_mails.remind_due()
            assert not get(Case, case_id).is_open
        assert "Your settlement is to be paid soon" not in subjects(office)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_paper_can_be_written_in_each_language(office: Office, locale: str) -> None:
    with on(TODAY):
        made = settled(office, new_case(office, locale=locale))
        assert "%(" not in paper(office, made)


def test_staff_reads_the_paper_and_another_agency_does_not(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office, locale="en")
        at = f"/agency/cases/{case_id}/settlements/{settled(office, case_id)}/letter"
        assert office.sign_in(office.collector).get(at).data.startswith(b"%PDF")
        other = open_office(office.app)
        assert other.sign_in(other.collector).get(at).status_code == 404
