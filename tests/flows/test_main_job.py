"""The whole main job in a real browser: a claim goes in, a debtor pays by card, the creditor gets its
money and a statement. Every page on the way is checked, and the cents at every step."""

import csv
from collections.abc import Sequence
from decimal import Decimal
from io import StringIO

import pytest
from lxml import etree

from agency.ledger.proving import prove
from agency.payments.models import Allocation, ProviderEvent
from portal.audit import services as audit
from portal.money import Money
from tests.browser import NARROW, shown
from tests.conftest import Opens
from tests.flows import at_the_agency, at_the_creditor, behind_the_link, figures, letters
from tests.flows.people import CREDITOR, DEBTOR, DEBTOR_EMAIL, House
from tests.mailbox import Mailbox, attached, text_of
from tests.office import rows
from tests.standins.stripe import StripeStandIn
from tests.worker import run_jobs

pytestmark = pytest.mark.browser


def test_a_claim_goes_in_a_debtor_pays_and_the_creditor_gets_its_money(
    house: House, visit: Opens, mail_server: Mailbox, stripe: StripeStandIn
) -> None:
    clerk = visit()
    clerk.sign_in(house.clerk)
    at_the_creditor.enter_claim(clerk)
    at_the_creditor.add_proof(clerk)
    at_the_creditor.hand_over(clerk)
    run_jobs(house.office)

    collector, lawyer = visit(), visit()
    collector.sign_in(house.office.collector)
    case = at_the_agency.accept(collector, DEBTOR)
    notice = at_the_agency.prepare_notice(collector, house)
    lawyer.sign_in(house.lawyer)
    document = at_the_agency.release_notice(lawyer, DEBTOR)
    at_the_agency.dispatch(collector, house, notice)
    at_the_agency.print_letters(collector, house, document, DEBTOR)

    [mail] = mail_server.to(DEBTOR_EMAIL)
    assert attached(mail) == document, "the very file that was released"
    transfer, link = letters.codes(document)
    assert transfer.iban == "NL02ABNA0123456789"
    assert transfer.amount == "EUR2950.96"
    assert is_creditor_reference(transfer.reference)
    assert link in text_of(mail)

    phone = visit(NARROW)
    behind_the_link.open_link(phone, link, postcode="3511 AB")
    behind_the_link.pay_a_part(phone, stripe)
    is_posted(house, figures.PART_PAYS, figures.PART_FEE)
    with house.office.at_work():
        [told] = rows(ProviderEvent, ProviderEvent.kind == "checkout.session.completed")
        assert told.outcome == "posted", "the webhook did it, before the debtor was back"
    assert f"Paid −{figures.PART} To pay {figures.REST}" in shown(collector.open(case))
    clerk.open("/creditor/cases/")
    of_creditor = shown(clerk.follow(DEBTOR))
    assert f"Card {figures.PART} −{figures.PART_FEE_VAT} €427.40" in of_creditor
    run_jobs(house.office)
    assert f"Still open: {figures.REST}" in text_of(mail_server.to(DEBTOR_EMAIL)[-1])

    behind_the_link.pay_the_rest(phone, stripe)
    is_posted(house, figures.REST_PAYS, figures.REST_FEE)
    assert "The portal closed the case" in shown(collector.open(case))
    assert "Closed on 30 Sept 2026" in shown(clerk.open(clerk.page.url))
    run_jobs(house.office)
    *_, receipt, letter = map(text_of, mail_server.to(DEBTOR_EMAIL))
    assert "this case is paid in full" in receipt
    assert "Er staat niets meer open" in letter

    stripe.payout(house.secret_key)
    stripe.deliver_all()
    finance, manager = visit(), visit()
    finance.sign_in(house.office.finance)
    remittance = at_the_agency.prepare_remittance(finance, CREDITOR)
    at_the_agency.is_not_approved_by_who_prepared_it(finance, remittance)
    manager.sign_in(house.office.manager)
    at_the_agency.approve_remittance(manager, house, remittance)

    owner = visit()
    owner.sign_in(house.owner)
    statement, table = at_the_creditor.fetch_statement(owner)
    assert figures.NET in letters.words(statement)
    lines = list(csv.DictReader(StringIO(table.decode("utf-8-sig")), delimiter=";"))
    order = etree.fromstring(manager.download("Bank file"))
    [paid_out] = order.iterfind(".//{*}InstdAmt")
    assert paid_out.text == "2522.47"
    assert sum(Decimal(line["net"]) for line in lines) == Decimal("2522.47")
    with house.office.at_work():
        assert prove("EUR").holds
        while audit.seal_events():
            pass
        proof = audit.verify()
        assert (list(proof.faults), proof.waiting) == ([], 0)


def is_posted(house: House, pays: Sequence[str], fee: Sequence[str]) -> None:
    """The latest payment is in the books: what it paid off, and the agency's share of it."""
    with house.office.at_work():
        last = rows(Allocation)[-1]
        assert [last.costs, last.interest, last.principal] == [Money.of(each) for each in pays]
        assert [last.fee, last.fee_vat, last.net] == [Money.of(each) for each in fee]
        assert prove("EUR").holds


def is_creditor_reference(text: str) -> bool:
    """Whether a text is an RF reference with the right check digits (ISO 11649)."""
    turned = text[4:] + text[:4]
    return text.startswith("RF") and int("".join(str(int(c, 36)) for c in turned)) % 97 == 1
