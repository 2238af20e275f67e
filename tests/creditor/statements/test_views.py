"""A creditor follows its money: what is held, what was paid out, and from which payments."""

import csv
import io
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

from agency.remittance.queries import waiting_by_creditor
from portal import clock
from portal.accounts.permissions import Role
from portal.money import Money
from tests.agency.remittance import till
from tests.office import Office
from tests.worker import run_jobs


def test_a_newcomer_reads_what_will_appear(office: Office) -> None:
    owner = office.sign_in(office.person(Role.OWNER, office.new_creditor()))
    page = owner.get("/creditor/statements/")
    assert page.status_code == 200
    assert "No statement yet" in page.text


def test_what_is_held_is_shown_until_it_is_paid_out(office: Office) -> None:
    creditor_id = office.new_creditor()
    till.pay(office, office.accepted_case(creditor_id), Money.of(500))
    owner = office.sign_in(office.person(Role.OWNER, creditor_id))
    assert "€409.25" in owner.get("/creditor/statements/").text  # 500 − 75 fee − 15.75 VAT
    till.pay_out(office)
    till.approve(office, till.prepare(office, creditor_id))
    run_jobs(office)
    page = owner.get("/creditor/statements/").text
    assert "€0.00" in page
    assert "€409.25" in page


def test_a_payout_day_is_promised_until_it_has_passed(office: Office) -> None:
    creditor_id = office.new_creditor()
    till.pay(office, office.accepted_case(creditor_id), Money.of(500))
    owner = office.sign_in(office.person(Role.OWNER, creditor_id))
    page = owner.get("/creditor/statements/").text
    assert "Paid out about" in page
    assert "as soon as the agency has approved it" not in page
    with office.at_work():
        [waiting] = waiting_by_creditor(creditor_id)
        assert waiting.due_on
        day_after = waiting.due_on + timedelta(days=1)
    with clock.moved_to(datetime.combine(day_after, time(12), UTC)):
        later = office.sign_in(office.person(Role.OWNER, creditor_id))
        page = later.get("/creditor/statements/").text
        assert "Paid out about" not in page
        assert "as soon as the agency has approved it" in page
        assert "paid out about" not in later.get("/creditor/").text


def test_the_downloaded_lines_sum_to_what_was_paid_out(office: Office) -> None:
    creditor_id = office.new_creditor()
    for amount in (500, 123):
        till.pay(office, office.accepted_case(creditor_id), Money.of(amount))
    till.pay_out(office)
    remittance_id = till.prepare(office, creditor_id)
    till.approve(office, remittance_id)
    run_jobs(office)
    viewer = office.sign_in(office.person(Role.VIEWER, creditor_id))
    at = f"/creditor/statements/{remittance_id}"
    assert viewer.get(f"{at}/statement.pdf").data.startswith(b"%PDF")
    text = viewer.get(f"{at}/statement.csv").data.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    net = sum(Decimal(line["net"]) for line in lines)
    assert Money.of(net).format("en_GB") in viewer.get(at).text


def test_what_is_still_being_prepared_is_no_statement(office: Office) -> None:
    creditor_id = office.new_creditor()
    till.pay(office, office.accepted_case(creditor_id), Money.of(500))
    till.pay_out(office)
    remittance_id = till.prepare(office, creditor_id)
    owner = office.sign_in(office.person(Role.OWNER, creditor_id))
    assert owner.get(f"/creditor/statements/{remittance_id}").status_code == 404
    assert owner.get(f"/creditor/statements/{remittance_id}/statement.pdf").status_code == 404
