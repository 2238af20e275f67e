"""The files of a remittance: written once, after every cent is booked, and each cent can be followed."""

import csv
import uuid
from decimal import Decimal
from email import message_from_bytes
from email.policy import default
from io import StringIO
from typing import Any

import pypdfium2
import pytest
from flask import current_app

from agency.cases.models import Claim
from agency.clients.models import Creditor
from agency.ledger.models import AccountKind, Entry
from agency.ledger.queries import account_balance
from agency.payments.models import Payment, Refund
from agency.remittance import queries, writing
from agency.remittance.models import Remittance
from agency.remittance.statement import statement_pdf
from portal import db
from portal.accounts.models import AgencySettings
from portal.accounts.permissions import Role
from portal.errors import Refused
from portal.mail import Mail
from portal.money import Money, total
from portal.web import get
from tests.agency.remittance.till import approve, pay, pay_out, prepare, write
from tests.office import Office, rows


def files_of(office: Office, remittance_id: uuid.UUID) -> tuple[str, list[dict[str, str]], bytes]:
    """The statement's text, the table's rows and the bank file."""
    with office.at_work():
        found = get(Remittance, remittance_id)
        read = current_app.extensions["storage"].read
        pages = pypdfium2.PdfDocument(read(found.statement_key))
        words = " ".join(page.get_textpage().get_text_range() for page in pages)
        table = StringIO(read(found.csv_key).decode("utf-8-sig"), newline="")
        return (
            " ".join(words.replace("\xa0", " ").split()),
            list(csv.DictReader(table, delimiter=";")),
            read(found.bank_file_key),
        )


def test_the_statement_says_what_the_ledger_says(office: Office, approved: uuid.UUID) -> None:
    write(office, approved)
    words, _, _ = files_of(office, approved)
    with office.at_work():
        found = get(Remittance, approved)
        lines = [line.allocation for line in db.session.scalars(queries.lines(found.id))]
        entry = get(Entry, found.entry_id) if found.entry_id else None
        assert entry is not None
        facts = writing.statement_of(found)
        booked = max(posting.amount for posting in entry.postings)
        held = queries.held_around(found)

        assert found.collected == Money.of("1577.17")
        assert facts.totals.received == total(a.received for a in lines) == found.collected
        assert facts.totals.fee == total(a.fee for a in lines) == found.fee
        assert facts.totals.fee_vat == total(a.fee_vat for a in lines) == found.fee_vat
        assert facts.totals.net == booked == held.moved == held.paid_out == found.net
        assert facts.proof.closing == -account_balance(
            AccountKind.CREDITOR_FUNDS, "EUR", found.creditor_id
        )
        for amount in (found.collected, found.net, -found.fee, -found.fee_vat):
            assert amount.format("en_GB") in words, amount
        assert found.reference in words
        assert str(entry.id) in words
        assert "NL91 ABNA 0417 1643 00" in words
        assert office.manager.user.name in words


def test_every_cent_of_the_table_can_be_followed_to_its_payment(
    office: Office, approved: uuid.UUID
) -> None:
    write(office, approved)
    _, table, _ = files_of(office, approved)
    with office.at_work():
        found = get(Remittance, approved)
        came_in = {
            payment.payment_intent: payment.amount
            - total(refund.amount for refund in payment.refunds)
            for payment in rows(Payment)
        }
        assert len(rows(Refund)) == 1
    sums: dict[str, Decimal] = {}
    for row in table:
        sums.setdefault(row["payment_reference"], Decimal(0))
        sums[row["payment_reference"]] += Decimal(row["received"])
        parts = [Decimal(row[name]) for name in ("principal", "interest", "costs")]
        assert sum(parts) == Decimal(row["received"])
        kept = Decimal(row["fee"]) + Decimal(row["fee_vat"])
        assert Decimal(row["received"]) - kept == Decimal(row["net"])
    assert sums == {intent: amount.decimal for intent, amount in came_in.items()}
    assert sum(Decimal(row["net"]) for row in table) == found.net.decimal
    assert sum(Decimal(row["fee"]) for row in table) == found.fee.decimal
    assert {row["payment_method"] for row in table} == {"Card", "Refunded"}
    [back] = [row for row in table if row["payment_method"] == "Refunded"]
    assert back["received"] == "-33.33"


def test_the_fee_is_shown_with_its_reasons(office: Office, approved: uuid.UUID) -> None:
    write(office, approved)
    _, table, _ = files_of(office, approved)
    why = {row["invoice"]: row["fee_reason"] for row in table}
    quoted = [row["fee_reason"] for row in table if row["fee_percent"] == "17.5"]
    assert quoted == [
        "Due for 140 days (121 to 365 days): 20 %; "
        "Order or contract and proof of delivery are there: −2.5 %"
    ]
    assert sorted(why.values()) == [*quoted, *quoted, "as agreed", "as agreed"]


def test_the_bank_file_pays_the_net_to_the_creditor(office: Office, approved: uuid.UUID) -> None:
    write(office, approved)
    _, _, bank_file = files_of(office, approved)
    with office.at_work():
        found = get(Remittance, approved)
        assert f">{found.net.decimal}</InstdAmt>".encode() in bank_file
        assert b"<IBAN>NL91ABNA0417164300</IBAN>" in bank_file
        assert b"<IBAN>NL02ABNA0123456789</IBAN>" in bank_file
        assert f"<EndToEndId>{found.reference}</EndToEndId>".encode() in bank_file


def test_what_came_in_since_is_held_besides(office: Office, creditor_id: uuid.UUID) -> None:
    case_id = office.accepted_case(creditor_id)
    pay(office, case_id, Money.of(100))
    made = prepare(office, creditor_id)
    pay(office, case_id, Money.of(200))
    pay_out(office)
    approve(office, made)
    pay(office, case_id, Money.of(400))
    write(office, made)
    with office.at_work():
        facts = writing.statement_of(get(Remittance, made))
        assert facts.totals.net == Money.of("81.85")
        assert (facts.proof.opening, facts.proof.closing) == (Money.of("163.70"),) * 2
    words, _, _ = files_of(office, made)
    assert "What is held for you besides was received after this period" in words


def test_a_creditor_reads_its_statement_in_its_language(
    office: Office, creditor_id: uuid.UUID, approved: uuid.UUID
) -> None:
    with office.at_work():
        get(Creditor, creditor_id).locale = "nl"
    with office.at_work():
        facts = writing.statement_of(get(Remittance, approved))
        document = pypdfium2.PdfDocument(statement_pdf(facts))
    words = document[0].get_textpage().get_text_range().replace("\xa0", " ")
    assert facts.locale == "nl"
    assert facts.totals.received.format("nl").replace("\xa0", " ") in words


def test_rates_of_vat_that_differ_are_not_shown_as_one(
    office: Office, creditor_id: uuid.UUID
) -> None:
    first = office.accepted_case(creditor_id)
    with office.at_work():
        get(Creditor, creditor_id).agreements[0].vat_percent = Decimal(0)
    second = office.accepted_case(creditor_id)
    with office.at_work():
        get(Creditor, creditor_id).agreements[0].vat_percent = Decimal(21)
    pay(office, first, Money.of(100))
    with office.at_work():
        get(Creditor, creditor_id).agreements[0].vat_percent = Decimal(9)
    pay(office, second, Money.of(100))
    pay_out(office)
    made = prepare(office, creditor_id)
    approve(office, made)
    write(office, made)
    words, _, _ = files_of(office, made)
    with office.at_work():
        assert writing.statement_of(get(Remittance, made)).fee_vat_percent is None
    assert "VAT on the fee (" not in words
    assert "VAT on the fee" in words


def kept(office: Office, remittance_id: uuid.UUID) -> tuple[Any, ...]:
    with office.at_work():
        found = get(Remittance, remittance_id)
        return (
            found.statement_key,
            found.statement_sha256,
            found.csv_key,
            found.bank_file_key,
            found.sent_at,
        )


def mails(office: Office) -> list[Any]:
    with office.at_work():
        found = rows(Mail, Mail.agency_id == office.agency_id)
        return [message_from_bytes(mail.message, policy=default) for mail in found]


def test_those_who_may_see_statements_are_told_without_anything_personal(
    office: Office, creditor_id: uuid.UUID, approved: uuid.UUID
) -> None:
    owner = office.person(Role.OWNER, creditor_id)
    viewer = office.person(Role.VIEWER, creditor_id)
    office.person(Role.CLERK, creditor_id)
    office.person(Role.OWNER, office.new_creditor())
    write(office, approved)

    told = mails(office)
    with office.at_work():
        found = get(Remittance, approved)
        names = {claim.case.debtor.name for claim in rows(Claim)}
    assert {message["To"] for message in told} == {owner.email, viewer.email}
    for message in told:
        text = "".join(
            part.get_content() for part in message.walk() if part.get_content_maintype() == "text"
        )
        assert message["Subject"] == f"We have paid out {found.net.format()} to you"
        assert found.reference in text
        assert "/creditor/statements" in text
        assert "ending in 4300" in text
        assert "0417164300" not in text
        assert not any(name in text for name in names)
        assert list(message.iter_attachments()) == []


def test_without_a_client_account_nothing_is_written_and_it_says_what_to_do(
    office: Office, approved: uuid.UUID
) -> None:
    with office.at_work():
        [settings] = rows(AgencySettings)
        iban, settings.client_account_iban = settings.client_account_iban, ""
    with pytest.raises(Refused, match="An administrator enters its IBAN in the settings"):
        write(office, approved)
    assert kept(office, approved) == ("", "", "", "", None)

    with office.at_work():
        [settings] = rows(AgencySettings)
        settings.client_account_iban = iban
    write(office, approved)
    assert all(kept(office, approved))


def test_one_that_is_not_approved_is_not_written(office: Office, creditor_id: uuid.UUID) -> None:
    pay(office, office.accepted_case(creditor_id), Money.of(100))
    made = prepare(office, creditor_id)
    with pytest.raises(Refused, match="written when it is approved"):
        write(office, made)
    assert kept(office, made) == ("", "", "", "", None)
