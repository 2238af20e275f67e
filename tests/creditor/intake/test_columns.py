"""A CSV hand-over is read as its writer meant it, or refused in plain words."""

import csv
from datetime import date
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


def errors_of(content: bytes) -> list[str]:
    reading = read(content)
    assert reading.problems == []
    [row] = reading.rows
    assert row.claim is None
    return row.errors


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


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"Name;Invoice no;Due date\nJan;1;2\n", "no column for the invoice date and the amount"),
        (b"hello world\n", "No line names the columns"),
        (hostile.HEADER.encode(), "a header and no rows"),
        (hostile.csv_of([], hostile.HEADER + ";city"), "Two columns are called “city”"),
        (hostile.csv_rows(3).replace(b"F2;", b'"F2;'), "From line 3 on the quotation marks"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, words: str) -> None:
    reading = read(content)
    assert reading.rows == []
    assert words in reading.problems[0]


def test_more_rows_than_allowed_refuse_the_file() -> None:
    [problem] = read(hostile.csv_rows(11), max_rows=10).problems
    assert problem == "The file has more than 10 rows. Split it and send the parts."
    assert len(read(hostile.csv_rows(10), max_rows=10).claims) == 10


def test_a_hundred_thousand_rows_are_read_and_one_more_is_too_many() -> None:
    content = hostile.csv_rows(100_001)

    assert "more than 100,000 rows" in read(content).problems[0]
    assert len(read(content[: content.rindex(b"consumer")]).claims) == 100_000


WORDS = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=30
).filter(lambda text: not text.startswith("="))


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.tuples(WORDS, st.integers(1, 10**9), st.dates(date(2000, 1, 1), date(2026, 11, 21))),
        min_size=1,
        max_size=5,
    ),
    delimiter=st.sampled_from(";,\t|"),
    decimal_sign=st.sampled_from(".,"),
    grouped=st.booleans(),
    day=st.sampled_from(["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%Y%m%d", "%d.%m.%Y"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_is_written_is_what_is_read(
    rows: list[tuple[str, int, date]],
    delimiter: str,
    decimal_sign: str,
    grouped: bool,
    day: str,
    encoding: str,
) -> None:
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(["name", "email", "invoice no", "invoice date", "due date", "amount"])
    for number, (name, cents, on) in enumerate(rows):
        amount = f"{cents // 100:{',' if grouped else ''}}|{cents % 100:02}"
        amount = amount.replace(",", "." if decimal_sign == "," else ",").replace("|", decimal_sign)
        written = on.strftime(day)
        writer.writerow([name, "a@example.com", f"F{number}", written, written, amount])

    reading = read(text.getvalue().encode(encoding))

    assert reading.problems == []
    assert [row.errors for row in reading.rows] == [[] for _ in rows]
    assert [
        (claim.debtor_name, claim.principal.minor, claim.due_date) for claim in reading.claims
    ] == rows


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: hostile.csv_of([text])))
def test_no_file_brings_the_reader_down(content: bytes) -> None:
    reading = read(content)
    assert bool(reading.problems) != bool(reading.rows)
