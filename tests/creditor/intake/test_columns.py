"""A CSV hand-over is read as its writer meant it, or refused in plain words."""

import csv
from datetime import date
from io import StringIO

import pytest

from creditor.intake.columns import Reading, read_claims, template_csv
from portal.money import Money
from tests import hostile

TODAY = date(2026, 11, 22)
DUTCH = (
    "Klantnaam;E-mail;Straat;Huisnummer;Postcode;Plaats;Factuurnummer;Factuurdatum;Vervaldatum;"
    "Openstaand bedrag;Omschrijving"
)


def read(content: bytes, **options: int) -> Reading:
    return read_claims(content, today=TODAY, default_country="NL", **options)


def claim_lines(**cells: str) -> bytes:
    """A hand-over of one row, sound but for the given cells."""
    row = {
        "debtor_kind": "business",
        "debtor_name": "Voorbeeld B.V.",
        "debtor_email": "info@example.com",
        "street": "Dorpsstraat 1",
        "postcode": "1234 AB",
        "city": "Utrecht",
        "country": "NL",
        "invoice_no": "F1",
        "invoice_date": "2026-01-15",
        "due_date": "2026-02-14",
        "principal": "1234,50",
        "currency": "EUR",
    } | cells
    text = StringIO(newline="")
    writer = csv.DictWriter(text, row.keys(), delimiter=";")
    writer.writeheader()
    writer.writerow(row)
    return text.getvalue().encode()


def test_the_example_file_reads_as_two_claims() -> None:
    reading = read(template_csv())

    business, consumer = reading.claims
    assert (business.debtor_kind, business.kind_reason) == ("business", "stated")
    assert business.principal == Money(123450, "EUR")
    assert business.due_date == date(2026, 2, 14)
    assert (consumer.debtor_kind, consumer.debtor_name) == ("consumer", "J. Voorbeeld")
    assert (reading.problems, reading.notes, reading.delimiter) == ([], [], ";")


def test_dutch_headers_in_any_order_are_understood() -> None:
    reading = read(
        f"{DUTCH}\r\nJan Jansen;;Dorpsstraat;1a;1234ab;Utrecht;F-1;15-1-2026;14-2-2026;"
        "€ 1.234,50;Fiets\r\n".encode()
    )

    [claim] = reading.claims
    assert (claim.street, claim.postcode) == ("Dorpsstraat 1a", "1234 AB")
    assert (claim.invoice_date, claim.due_date) == (date(2026, 1, 15), date(2026, 2, 14))
    assert claim.principal == Money(123450)
    assert (claim.debtor_kind, claim.kind_reason) == ("consumer", "no sign of a business")
    assert reading.columns["principal"] == "Openstaand bedrag"
    assert reading.notes == ["No column names a currency: EUR is assumed."]


@pytest.mark.parametrize(
    "header",
    [
        "Customer name,Email,Invoice no.,Invoice date,Due date,Amount due",
        "name,e-mail,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount",
        "Schuldner,E-Mail,Rechnungs-Nr.,Rechnungsdatum,Fällig am,Offener Betrag",
        "Débiteur,Courriel,Numéro de facture,Date de facture,Date d’échéance,Montant dû",
        "Debiteur,E-mailadres,Factuur nr,Factuurdatum,Vervaldatum,Bedrag",
    ],
)
def test_headers_are_understood_in_four_languages(header: str) -> None:
    row = 'Firma GmbH,info@example.com,R-1,2026-01-15,2026-02-14,"1.234,50"'
    [claim] = read(f"{header}\n{row}\n".encode()).claims

    assert (claim.debtor_name, claim.invoice_no) == ("Firma GmbH", "R-1")
    assert (claim.debtor_kind, claim.kind_reason) == ("business", "the name has a legal form")
    assert claim.principal == Money(123450)


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("cp1252", "windows-1252"),
        ("iso-8859-15", "windows-1252"),
    ],
)
def test_names_survive_the_encoding(encoding: str, found: str) -> None:
    reading = read(hostile.csv_with_dutch_names(encoding))

    assert [claim.debtor_name for claim in reading.claims] == ["Zoë Müller-Désiré"]
    assert (reading.encoding, reading.notes) == (found, [])


def test_a_euro_sign_of_iso_8859_15_is_a_euro() -> None:
    content = claim_lines(description="Rente € 5").decode().encode("iso-8859-15")
    reading = read(content)

    assert reading.encoding == "iso-8859-15"
    assert reading.claims[0].description == "Rente € 5"


@pytest.mark.parametrize("encoding", ["cp850", "mac_roman"])
def test_letters_from_an_old_computer_are_guessed_and_said_to_be(encoding: str) -> None:
    reading = read(hostile.csv_with_dutch_names(encoding))

    assert [claim.debtor_name for claim in reading.claims] == ["Zoë Müller-Désiré"]
    assert "which is a guess" in reading.notes[0]


def test_a_cut_off_utf_16_file_is_refused() -> None:
    content = hostile.csv_with_dutch_names("utf-16")[:-1]
    assert "cut off or damaged" in read(content).problems[0]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    header = hostile.HEADER.replace(";", delimiter)
    row = hostile.ROW.replace(";", delimiter).format(
        number="F1", invoice_date="2026-01-15", due_date="2026-02-14", principal='"1.234,50"'
    )
    reading = read(f"{header}\n{row}\n".encode())

    assert (reading.delimiter, len(reading.claims)) == (delimiter, 1)


def test_lines_above_the_header_do_not_matter() -> None:
    reading = read(b"sep=;\r\nOpen items;22-11-2026\r\n\r\n" + hostile.csv_rows(2))

    assert [row.line for row in reading.rows] == [5, 6]
    assert len(reading.claims) == 2


@pytest.mark.parametrize(
    ("cells", "amounts"),
    [
        (["1.234,50", "1.234"], [123450, 123400]),
        (["1,234.50", "1,234"], [123450, 123400]),
        (["12,5", "7"], [1250, 700]),
        (["1 234,50", "€ 99,00"], [123450, 9900]),
        (["1'234.50", "12.345.-"], [123450, None]),
        (["1’234.50", "CHF 5.00"], [123450, None]),
        (["1.234.567,00", "1.234"], [123456700, 123400]),
        (["12,-", "1.234"], [1200, 123400]),
        (["1.234.567", "1.234"], [123456700, 123400]),
        (["100", "250"], [10000, 25000]),
        (["1,234,50", "1.234,50"], [None, 123450]),
        (["1.23.45", "1.234,50"], [None, 123450]),
        (["1.234,567.89", "1.234,50"], [None, 123450]),
    ],
)
def test_the_decimal_sign_is_decided_by_the_whole_column(
    cells: list[str], amounts: list[int | None]
) -> None:
    rows = [
        hostile.ROW.format(
            number=f"F{i}", invoice_date="2026-01-15", due_date="2026-02-14", principal=cell
        )
        for i, cell in enumerate(cells)
    ]
    reading = read(hostile.csv_of(rows))

    assert reading.problems == []
    assert [row.claim and row.claim.principal.minor for row in reading.rows] == amounts


def test_a_column_that_can_be_read_in_two_ways_refuses_the_file() -> None:
    reading = read(hostile.csv_with_wrong_decimals())

    assert reading.rows == []
    assert reading.problems == [
        "The column “principal” can be read in two ways: “1.234” on line 2 may be 1 thousand or "
        "1 and a fraction. Write every amount with two decimals."
    ]


def test_a_column_with_two_decimal_signs_refuses_the_file() -> None:
    rows = [
        hostile.ROW.format(
            number=number, invoice_date="2026-01-15", due_date="2026-02-14", principal=principal
        )
        for number, principal in [("F1", "1.234,50"), ("F2", "1,234.50")]
    ]
    [problem] = read(hostile.csv_of(rows)).problems

    assert "“1.234,50” on line 2 and “1,234.50” on line 3" in problem


def test_american_dates_are_read_where_a_day_above_twelve_proves_them() -> None:
    header = "Customer;Email;Invoice no;Invoice date;Due date;Amount"
    rows = [
        "Firm Ltd;a@example.com;1;1/15/2026;2/3/2026;10.00",
        "Firm Ltd;a@example.com;2;3/4/2026;5/6/2026;10.00",
    ]
    claims = read(hostile.csv_of(rows, header)).claims

    assert [claim.invoice_date for claim in claims] == [date(2026, 1, 15), date(2026, 3, 4)]
    assert [claim.due_date for claim in claims] == [date(2026, 2, 3), date(2026, 5, 6)]


def test_dates_without_proof_have_the_day_first() -> None:
    [claim] = read(claim_lines(invoice_date="3/4/2026", due_date="05/06/26")).claims
    assert (claim.invoice_date, claim.due_date) == (date(2026, 4, 3), date(2026, 6, 5))


def test_a_column_with_both_orders_refuses_the_file() -> None:
    rows = [
        hostile.ROW.format(
            number=number, invoice_date=written, due_date="2026-02-14", principal="1,50"
        )
        for number, written in [("F1", "15/01/2026"), ("F2", "01/15/2026")]
    ]
    [problem] = read(hostile.csv_of(rows)).problems

    assert "“15/01/2026” on line 2 has the day first, “01/15/2026” on line 3 the month" in problem


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-01-15", date(2026, 1, 15)),
        ("2026/1/15", date(2026, 1, 15)),
        ("20260115", date(2026, 1, 15)),
        ("15.01.2026", date(2026, 1, 15)),
        ("15-1-26", date(2026, 1, 15)),
        ("2026-01-15T00:00:00", date(2026, 1, 15)),
        ("15-01-2026 00:00", date(2026, 1, 15)),
    ],
)
def test_dates_are_read_as_people_and_programs_write_them(written: str, day: date) -> None:
    assert read(claim_lines(invoice_date=written)).claims[0].invoice_date == day


def test_a_date_that_does_not_exist_refuses_its_row_alone() -> None:
    reading = read(hostile.csv_with_impossible_dates())

    assert [row.line for row in reading.rows if row.claim] == [2, 4]
    [refused] = reading.refused
    assert (refused.line, refused.errors) == (
        3,
        ["Invoice date: “31-02-2026” does not exist in the calendar."],
    )
    assert refused.given["invoice_no"] == "F2"
