"""Statements: every cent stands in them, the client money proves, and the table is safe to open."""

import csv
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pikepdf
import pypdfium2
import pytest

from agency.remittance.statement import (
    COLUMNS,
    Line,
    Party,
    Proof,
    Statement,
    statement_csv,
    statement_pdf,
)
from portal import pdf
from portal.money import Money, total


def line(i: int, **changes: Any) -> Line:
    """The i-th line, with costs on every third."""
    principal = Money(120000 + i * 733)
    fee = principal.percent(Decimal("15"))
    return Line(
        **{
            "received_on": date(2026, 11, 1 + i % 20),
            "case": f"2026-{4711 + i:06}",
            "debtor": "Installatiebedrijf Voorbeeld en Zonen Nederland B.V.",
            "invoice": f"F2026-{1041 + i}",
            "method": "Card",
            "payment_reference": "pi_3QDemo00000000012345",
            "principal": principal,
            "interest": Money(4312 + i),
            "costs": Money(0 if i % 3 else 18675),
            "fee_percent": Decimal("15"),
            "fee_reason": "documented, under 120 days",
            "fee": fee,
            "fee_vat": fee.percent(Decimal("21")),
            **changes,
        }
    )


def statement(count: int = 3, **changes: Any) -> Statement:
    """A statement with so many lines; `changes` replace any of its parts."""
    return Statement(
        **{
            "locale": "en",
            "number": "R-2026-0031",
            "dated_on": date(2026, 11, 22),
            "period_from": date(2026, 11, 1),
            "period_to": date(2026, 11, 21),
            "agency": Party("Lantaarn Incasso", ["Kade 9990, 9999 XB Rotterdam"]),
            "creditor": Party("Noordwind Groothandel B.V.", ["Handelsweg 9991", "9999 XC Utrecht"]),
            "registration": ["KvK 00000000"],
            "client_account_name": "Stichting Derdengelden Lantaarn",
            "client_account_iban": "NL19DEMO0987654321",
            "payout_iban": "NL66DEMO0123456789",
            "payout_reference": "R-2026-0031",
            "fee_vat_percent": Decimal("21"),
            "lines": [line(i) for i in range(count)],
            "proof": Proof(Money(12500), Money(12500), "18204"),
            "approved_by": "M. Jansen",
            "notes": ["Each line can be followed to its payment."],
            **changes,
        }
    )


def read(document: bytes) -> list[str]:
    """The text of each page, line ends as spaces."""
    texts = (p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(document))
    return [" ".join(text.replace("\xa0", " ").split()) for text in texts]


def rows(table: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(table.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize("locale", ["en", "nl"])
@pytest.mark.parametrize("lines", [0, 1, 40])
def test_a_statement_is_archivable(locale: str, lines: int) -> None:
    assert pdf.check_pdfa(statement_pdf(statement(lines, locale=locale))) == []


def test_every_line_and_every_total_stands_in_it() -> None:
    made = statement(40)
    whole = " ".join(read(statement_pdf(made)))
    for shown in made.lines:
        assert shown.case in whole
        assert shown.net.format("en").strip("€") in whole
    assert made.totals.net.format("en") in whole
    assert (-made.totals.fee).format("en") in whole


def test_a_line_says_that_the_debtor_chose_the_invoice() -> None:
    made = statement(lines=[line(0), line(1, is_designated=True)])
    whole = " ".join(read(statement_pdf(made)))
    assert "F2026-1042, as your customer asked" in whole
    assert whole.count("as your customer asked") == 1


def test_the_totals_are_the_sums_of_the_lines() -> None:
    made = statement(7)
    assert made.totals.received == total(shown.received for shown in made.lines)
    assert made.totals.received == made.totals.principal + made.totals.interest + made.totals.costs
    assert made.totals.net == made.totals.received - made.totals.fee - made.totals.fee_vat


def test_the_head_of_the_table_returns_on_each_page_and_pages_are_counted() -> None:
    pages = read(statement_pdf(statement(40)))
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert ("F2026-" in page) == ("Debtor and case" in page)


def test_a_statement_that_does_not_prove_is_refused() -> None:
    with pytest.raises(ValueError, match="does not prove against the ledger"):
        statement_pdf(statement(proof=Proof(Money(12500), Money(12501), "18204")))


def test_a_period_without_money_says_so() -> None:
    made = statement(0)
    assert "Nothing was received in this period." in read(statement_pdf(made))[0]
    assert rows(statement_csv(made)) == []


def test_the_table_holds_the_same_lines_as_the_page_and_travels_inside_it() -> None:
    made = statement(3)
    found = rows(statement_csv(made))
    assert list(found[0]) == COLUMNS
    assert [row["net"] for row in found] == [str(shown.net.decimal) for shown in made.lines]
    assert {row["currency"] for row in found} == {"EUR"}
    with pikepdf.open(BytesIO(statement_pdf(made))) as document:
        inside = document.attachments["R-2026-0031.csv"].get_file().read_bytes()
        assert inside == statement_csv(made)
        assert document.Root.AF[0].AFRelationship == pikepdf.Name.Data


def test_the_table_opens_in_a_spreadsheet_by_double_click() -> None:
    assert statement_csv(statement()).startswith(b"\xef\xbb\xbfstatement;period_from;")
    shown = rows(statement_csv(statement(1)))[0]
    assert shown["received"] == "1429.87"
    assert shown["received_on"] == "2026-11-01"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_a_name_cannot_become_a_formula(start: str) -> None:
    hostile = f'{start}HYPERLINK("https://evil.example";"open")'
    made = statement(lines=[line(0, debtor=hostile, payment_reference=hostile)])
    shown = rows(statement_csv(made))[0]
    assert shown["debtor"] == shown["payment_reference"] == f"'{hostile}"


def test_a_refund_is_a_number_and_stays_one() -> None:
    back = line(1, principal=Money(-5000), interest=Money(0), costs=Money(0), fee=Money(-750))
    made = statement(lines=[line(0), back])
    assert rows(statement_csv(made))[1]["received"] == "-50.00"
    assert "−50.00" in read(statement_pdf(made))[0]


def test_the_same_statement_gives_the_same_bytes() -> None:
    assert statement_pdf(statement()) == statement_pdf(statement())
