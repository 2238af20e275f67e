"""What is owed, to whom, why, and what was paid: at one glance, and true to the cent."""

import re
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import update

from agency.cases import services
from agency.cases.models import Case, Claim, ClosureReason, HoldReason, Mover, Placement
from agency.corrections.services import enter_credit_note
from agency.law.vocabulary import DebtorKind
from agency.payer_desk.desk import AgencyDesk
from portal import clock, db, filters
from portal.accounts.models import AgencySettings
from portal.money import Money, total
from portal.pay.sheets import CaseSheet
from portal.web import get
from tests.office import Office, new_claim, new_debtor, rows
from tests.portal.pay.conftest import Opens, Payer, text_of

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def sheet_of(payer: Payer) -> CaseSheet:
    with payer.office.at_work():
        return AgencyDesk().sheet(payer.path.rpartition("/")[2])


def test_one_glance_says_what_is_owed_to_whom_and_why(office: Office, opens_link: Opens) -> None:
    creditor = office.new_creditor("Kantoorwerk B.V.")
    claim = new_claim(
        debtor=new_debtor(name="De Graaf Interieur"), invoice_no="KW-614", description="Desk chairs"
    )
    payer = opens_link(case_id=office.accepted_case(creditor, claim))
    with clock.moved_to(NOW):
        payer.answer()
        said = text_of(payer.open())
    assert "Hello De Graaf Interieur" in said
    assert "Kantoorwerk B.V. asked us" in said
    assert "To pay €1,224.97" in said
    for part in (
        "Invoice KW-614",
        "Desk chairs",
        "Invoice amount €1,000.00",
        "Interest until today €74.97",
        "Collection costs €150.00",
        "10.15 % a year on €1,000.00, from 2 Mar 2026 to 30 Jun 2026: 121 days",
        "art. 6:119a BW",
        "15 % of €1,000.00",
        "A business pays collection costs",
    ):
        assert part in said


def test_the_figures_of_several_invoices_add_up(opens_link: Opens) -> None:
    debtor = new_debtor()
    claims = [
        new_claim(debtor=debtor, principal=Money.of(amount), due_on=date(2026, month, 1))
        for amount, month in (("333.33", 3), ("1250.50", 5), ("80.01", 9))
    ]
    sheet = sheet_of(opens_link(*claims))
    assert len(sheet.claims) == 3
    for line in sheet.claims:
        assert line.principal + line.interest + line.costs - line.paid == line.total
        reasons = [reason.amount for reason in line.interest_reasons]
        assert total(reasons) == line.interest
    assert sheet.principal + sheet.interest + sheet.costs - sheet.paid == sheet.total
    assert total(line.total for line in sheet.claims) == sheet.total
    assert total(reason.amount for reason in sheet.costs_reasons) == sheet.costs


def test_each_part_of_an_invoice_opens_to_its_reasons(opens_link: Opens) -> None:
    debtor = new_debtor(kind=DebtorKind.CONSUMER)
    claim = new_claim(debtor=debtor, reminded_on=date(2026, 4, 1), reminded_channel="email")
    payer = opens_link(claim)
    with payer.office.at_work():
        enter_credit_note(
            get(Claim, claim.id),
            Money.of(250),
            reference="C-88",
            counts_from=date(2026, 3, 20),
            why="",
            by=payer.office.manager.user,
        )
    payer.answer()
    page = payer.open().text
    assert page.count('<details class="part">') == 3
    said = text_of(payer.open())
    for part in (
        "Invoice amount €750.00",
        "Credit note C-88 of 20 Mar 2026 −€250.00",
        "4 % a year on €1,000.00, from 2 Mar 2026 to 20 Mar 2026: 19 days (art. 6:119 BW) €2.08",
        "Collection costs €112.50",
        "15 % of €750.00",
    ):
        assert part in said, part


def test_a_consumer_is_told_why_there_are_no_costs_and_where_help_is(opens_link: Opens) -> None:
    debtor = new_debtor(kind=DebtorKind.CONSUMER, name="Eline Kuipers")
    payer = opens_link(new_claim(debtor=debtor))
    payer.answer()
    said = text_of(payer.open())
    assert "No collection costs." in said
    assert "Collection costs €" not in said
    assert "0800-8115" in said


def test_a_consumer_who_got_the_letter_is_told_when_its_time_ended(opens_link: Opens) -> None:
    debtor = new_debtor(kind=DebtorKind.CONSUMER)
    claim = new_claim(debtor=debtor, reminded_on=date(2026, 4, 1), reminded_channel="post")
    payer = opens_link(claim)
    payer.answer()
    said = text_of(payer.open())
    assert "You got a letter of 1 Apr 2026, by post. You had until 18 Apr 2026 to pay" in said


def test_a_business_is_not_sent_to_the_help_line_of_consumers(payer: Payer) -> None:
    said = text_of(payer.open())
    assert "0800-8115" not in said
    assert "Tell us early" in said


def test_the_bank_details_carry_reference_and_code(payer: Payer) -> None:
    page = payer.open()
    said = text_of(page)
    sheet = sheet_of(payer)
    assert "IBAN NL02 ABNA 0123 4567 89" in said
    assert sheet.bank
    assert sheet.bank.reference in said
    assert sheet.bank.epc.splitlines()[7] == f"EUR{sheet.total.decimal}"
    assert 'src="data:image/png;base64,' in page.text


def test_without_a_client_account_nobody_is_sent_to_a_bank(office: Office, payer: Payer) -> None:
    with office.at_work():
        rows(AgencySettings)[0].client_account_iban = ""
    said = text_of(payer.open())
    assert "bank transfer" not in said
    assert "Please call us or write to us to pay" in said


def test_the_day_to_pay_by_shows_when_it_is_the_debtors_move(office: Office, payer: Payer) -> None:
    assert "in 14 days" not in text_of(payer.open())
    with office.at_work(), clock.moved_to(NOW):
        get(Case, payer.case_id).waits_for(Mover.DEBTOR, "pay", date(2026, 12, 6))
    assert "by 6 Dec 2026" in text_of(payer.open())


def test_a_case_on_hold_says_so_and_why_and_can_still_be_paid(office: Office, payer: Payer) -> None:
    with office.at_work():
        case = get(Case, payer.case_id)
        services.put_on_hold(
            case, HoldReason.CREDITOR_REQUEST, by=office.collector.user, text="internal words"
        )
    said = text_of(payer.open())
    assert "This case rests The creditor asked us to wait." in said
    assert "internal words" not in said
    assert "To pay" in said


def test_a_case_that_the_creditor_took_back_asks_nothing(office: Office, payer: Payer) -> None:
    with office.at_work():
        services.close(
            get(Case, payer.case_id),
            ClosureReason.WITHDRAWN,
            text="settled between them",
            by=office.manager.user,
        )
    said = text_of(payer.open())
    assert "You do not have to do anything" in said
    for gone in ("To pay", "bank transfer", "settled between them", "€"):
        assert gone not in said


def test_claims_that_the_agency_has_not_accepted_ask_nothing_yet(
    office: Office, opens_link: Opens
) -> None:
    payer = opens_link(case_id=office.place(office.new_creditor(), new_claim()))
    payer.answer()
    said = text_of(payer.open())
    assert "There is nothing to pay now" in said
    assert "€" not in said


def test_days_whose_law_is_not_known_are_not_charged_and_that_is_said(opens_link: Opens) -> None:
    payer = opens_link()
    with clock.moved_to(datetime(2027, 1, 20, 9, 0, tzinfo=UTC)):
        payer.answer()
        said = text_of(payer.open())
    assert "So we have charged nothing for them." in said


def test_names_cannot_become_markup(office: Office, opens_link: Opens) -> None:
    evil = "<script>alert(1)</script>"
    creditor = office.new_creditor(f"Evil {evil} B.V.")
    claim = new_claim(
        debtor=new_debtor(name=f"Bobby {evil}"),
        invoice_no=f"F-1 {evil}",
        description='"><img src=x onerror=alert(1)>',
    )
    payer = opens_link(case_id=office.accepted_case(creditor, claim))
    payer.answer()
    for path in ("", "/objection", "/call", "/not-me"):
        page = payer.open(path).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert not re.search(r'\son\w+="', page)


def test_it_shows_how_to_check_that_this_is_no_scam(office: Office, payer: Payer) -> None:
    said = text_of(payer.open())
    for part in ("WKI-000000", "+31 10 555 0100", "Coolsingel 1", "whether it works with us"):
        assert part in said


@pytest.mark.parametrize("path", ["", "/objection", "/call", "/not-me"])
def test_the_pages_are_light(payer: Payer, path: str) -> None:
    assert len(payer.open(path).data) < 60_000


def test_a_page_that_is_not_there_leads_back(payer: Payer) -> None:
    page = payer.open("/payments/00000000-0000-7000-8000-000000000000")
    assert page.status_code == 404
    assert f'href="{payer.path}"' in page.text
    assert "This link does not work" not in page.text


def test_the_creditor_s_own_hand_over_confirms_that_this_is_real(payer: Payer) -> None:
    payer.answer()
    with payer.office.at_work():
        case = get(Case, payer.case_id)
        creditor, [placement] = case.creditor.name, rows(Placement)
    day = placement.placed_at.astimezone(clock.OFFICE_ZONE).date()
    said = text_of(payer.open())
    assert f"{creditor} confirms that we work for it" in said
    assert f"handed this over to us on {filters.day(day)}" in said
    with payer.office.at_work():
        db.session.execute(update(Placement).values(placed_by=payer.office.collector.user.id))
    assert "confirms that we work for it" not in text_of(payer.open()), "we entered it ourselves"
