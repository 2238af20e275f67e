"""Each row of a file: taken, or refused with all its reasons."""

import pytest

from portal.money import Money
from tests import hostile
from tests.creditor.intake.test_columns import claim_lines, read


def errors_of(content: bytes) -> list[str]:
    reading = read(content)
    assert reading.problems == []
    [row] = reading.rows
    assert row.claim is None
    return row.errors


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"debtor_name": ""}, "The debtor's name is missing."),
        ({"invoice_no": " "}, "The invoice number is missing."),
        ({"invoice_date": ""}, "The invoice date is missing."),
        ({"due_date": ""}, "The due date is missing."),
        ({"principal": ""}, "The amount is missing."),
        ({"principal": "0"}, "The amount is 0.00 EUR: a claim is more than zero."),
        ({"principal": "-12,50"}, "The amount is -12.50 EUR: a claim is more than zero."),
        ({"principal": "12,50-"}, "The amount is -12.50 EUR: a claim is more than zero."),
        ({"principal": "1234,505"}, "Amount: “1234,505” has more than 2 decimals."),
        ({"principal": "twelve"}, "Amount: “twelve” is not an amount."),
        ({"principal": "1.23,45"}, "Amount: “1.23,45” is not an amount."),
        ({"principal": "USD 5,00"}, "Amount: The amount is in USD but the row's currency is EUR."),
        ({"principal": "1e3"}, "Amount: “1e3” is not an amount."),
        ({"principal": "9" * 13}, f"Amount: “{'9' * 13}” is larger than any claim we take."),
        (
            {"currency": "XAU"},
            "“XAU” is no currency we handle: EUR, NOK, GBP, USD, CHF, SEK, DKK, PLN, JPY.",
        ),
        (
            {"due_date": "2026-01-14"},
            "The due date 2026-01-14 lies before the invoice date 2026-01-15.",
        ),
        (
            {"due_date": "2026-11-22"},
            "The due date 2026-11-22 has not passed: the claim is not overdue yet.",
        ),
        (
            {"invoice_date": "1995-01-01"},
            "The invoice date 1995-01-01 is more than 30 years ago.",
        ),
        (
            {"invoice_date": "46037"},
            "Invoice date: “46037” is a spreadsheet's day number. Show the column as a date.",
        ),
        (
            {"invoice_date": "soon"},
            "Invoice date: “soon” is not a date. Write it as 2026-01-31 or 31-01-2026.",
        ),
        ({"debtor_email": "info@example"}, "“info@example” is not an e-mail address."),
        ({"debtor_email": "a b@example.com"}, "“a b@example.com” is not an e-mail address."),
        ({"debtor_phone": "call me"}, "“call me” is not a phone number."),
        ({"postcode": "1234"}, "“1234” is not a Dutch postcode, such as 1234 AB."),
        (
            {"country": "DE", "postcode": "1067"},
            "“1067” is not a German postcode of five digits. A leading zero may be lost.",
        ),
        (
            {"country": "Atlantis"},
            "“Atlantis” is no country we know. Write its code, such as NL or DE.",
        ),
        (
            {"language": "Elvish"},
            "“Elvish” is no language we know. Write its code, such as nl or en.",
        ),
        ({"debtor_kind": "maybe"}, "“maybe” is neither consumer nor business."),
        (
            {"street": "", "postcode": "", "city": "", "debtor_email": ""},
            "There is neither an address nor an e-mail address of the debtor.",
        ),
        (
            {"street": "", "debtor_email": ""},
            "The address lacks the street, and there is no e-mail address.",
        ),
        (
            {"debtor_name": "=1+1"},
            "The debtor's name starts with “=”. Formulas are not worked out: write the value.",
        ),
        ({"debtor_name": "A\u202eB"}, "The debtor's name holds characters that cannot be printed."),
        ({"debtor_name": "A" * 201}, "The debtor's name is longer than 200 characters."),
    ],
)
def test_a_row_is_refused_with_its_reason(cells: dict[str, str], words: str) -> None:
    assert words in errors_of(claim_lines(**cells))


def test_a_refused_row_says_all_its_reasons_once() -> None:
    errors = errors_of(claim_lines(principal="0", due_date="2026-01-01", debtor_email="x"))
    assert len(errors) == len(set(errors)) == 3


def test_a_future_invoice_is_refused() -> None:
    errors = errors_of(claim_lines(invoice_date="2026-12-01", due_date="2026-12-31"))
    assert errors == [
        "The invoice date 2026-12-01 lies in the future.",
        "The due date 2026-12-31 has not passed: the claim is not overdue yet.",
    ]


@pytest.mark.parametrize(
    ("cells", "kind", "reason"),
    [
        ({"debtor_kind": "Zakelijk"}, "business", "stated"),
        ({"debtor_kind": "Privé"}, "consumer", "stated"),
        ({"debtor_kind": "", "debtor_vat": "NL 1234.56.782.B90"}, "business", "has a VAT number"),
        ({"debtor_kind": "", "debtor_org_no": "12345678"}, "business", "has a company number"),
        (
            {"debtor_kind": "", "debtor_name": "X GmbH & Co. KG"},
            "business",
            "the name has a legal form",
        ),
        ({"debtor_kind": "", "debtor_name": "P. van As"}, "consumer", "no sign of a business"),
    ],
)
def test_the_kind_of_debtor_is_stated_or_told_by_a_sign(
    cells: dict[str, str], kind: str, reason: str
) -> None:
    [claim] = read(claim_lines(**cells)).claims
    assert (claim.debtor_kind, claim.kind_reason) == (kind, reason)


@pytest.mark.parametrize(
    ("cells", "field", "value"),
    [
        ({"postcode": "1234ab"}, "postcode", "1234 AB"),
        ({"country": "Duitsland", "postcode": "D-01067"}, "postcode", "01067"),
        ({"country": "Duitsland", "postcode": "01067"}, "country", "DE"),
        ({"country": "BEL", "postcode": "1000"}, "country", "BE"),
        ({"country": "Irlande", "postcode": ""}, "country", "IE"),
        ({"language": "nl-NL"}, "language", "nl"),
        ({"language": "Deutsch"}, "language", "de"),
        ({"language": "no"}, "language", "nb"),
        ({"language": "Norsk"}, "language", "nb"),
        ({"language": "lietuvių"}, "language", "lt"),
        ({"debtor_name": '="Jansen"'}, "debtor_name", "Jansen"),
        ({"debtor_name": "@Home B.V."}, "debtor_name", "@Home B.V."),
        ({"description": "two\nlines"}, "description", "two lines"),
        ({"invoice_no": "000123"}, "invoice_no", "000123"),
        ({"debtor_email": "zoë@voorbeeld.example"}, "debtor_email", "zoë@voorbeeld.example"),
        ({"debtor_vat": "nl 123456782b90"}, "debtor_vat", "NL123456782B90"),
        ({"currency": "eur"}, "currency", "EUR"),
        ({"principal": "USD 5,00", "currency": ""}, "principal", Money(500, "USD")),
    ],
)
def test_values_are_kept_as_the_field_writes_them(
    cells: dict[str, str], field: str, value: object
) -> None:
    [claim] = read(claim_lines(**cells)).claims
    assert getattr(claim, field) == value


def test_a_formula_is_never_worked_out() -> None:
    [row] = read(hostile.csv_with_formula()).rows
    assert row.claim is None
    assert "Formulas are not worked out" in row.errors[0]


def test_the_same_row_twice_is_taken_once() -> None:
    content = hostile.csv_rows(2)
    rows = read(content + content.split(b"\r\n")[1] + b"\r\n").rows

    assert [row.claim is not None for row in rows] == [True, True, False]
    assert rows[2].errors == ["The invoice number is on line 2 already."]


def test_one_invoice_number_with_two_contents_is_taken_from_neither_row() -> None:
    content = hostile.csv_rows(1) + hostile.csv_rows(1, principal="9,99").split(b"\r\n")[1]
    first, second = read(content).rows

    assert first.errors == ["The invoice number is on another line too, with other contents."]
    assert second.errors == ["The invoice number is on line 2 already."]


def test_a_refused_row_is_named_by_its_line_even_after_a_text_of_several_lines() -> None:
    content = hostile.csv_rows(3).replace(b"Fiets", b'"Fiets\r\nmet\r\nslot"', 1)
    content = content.replace(b"1234 AB;Utrecht;NL;F3", b"1234;Utrecht;NL;F3")

    reading = read(content)

    assert [(row.line, row.claim is None) for row in reading.rows] == [
        (2, False),
        (5, False),
        (6, True),
    ]
    assert reading.claims[0].description == "Fiets met slot"


def test_a_row_with_too_many_cells_is_refused() -> None:
    content = hostile.csv_rows(1).replace(b";Fiets", b";Fiets; met slot")
    [row] = read(content).rows
    assert "more cells than the header" in row.errors[0]


def test_a_row_with_too_few_cells_is_read_with_what_it_has() -> None:
    [claim] = read(hostile.csv_rows(1).replace(b";EUR;Fiets", b"")).claims
    assert (claim.currency, claim.description) == ("EUR", "")


def test_the_open_amount_is_used_rather_than_the_invoice_amount() -> None:
    header = "Name;Email;Invoice no;Invoice date;Due date;Amount;Open amount;Region"
    reading = read(
        hostile.csv_of(["Jan;a@example.com;1;2026-01-01;2026-02-01;100,00;40,00;391"], header)
    )

    assert reading.claims[0].principal == Money(4000)
    assert "These columns are not used: Region, Amount." in reading.notes
