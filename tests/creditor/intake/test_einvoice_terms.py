"""When an e-invoice is due, read from its terms only where they name a day."""

from datetime import date

import pytest

from creditor.intake.einvoice.due import due_from_terms
from tests.creditor.intake.invoices import UBL, changed, read


def test_a_price_for_nothing_does_not_bring_the_reader_down() -> None:
    document = changed(UBL, "<cbc:BaseQuantity>10<", "<cbc:BaseQuantity>0<")
    assert read(document).row.claim is None


@pytest.mark.parametrize(
    ("terms", "due"),
    [
        (
            "Zahlbar innerhalb 30 Tagen netto bis 14.02.2026, 3% Skonto innerhalb 10 Tagen",
            date(2026, 2, 14),
        ),
        ("Betaling binnen 14 dagen", date(2026, 1, 29)),
        ("Payment within 30 days", date(2026, 2, 14)),
        ("30 days net", date(2026, 2, 14)),
        ("Payable sous 30 jours", date(2026, 2, 14)),
        ("Uiterlijk op 31-01-2026 te voldoen", date(2026, 1, 31)),
        ("Due on 2026-03-01", date(2026, 3, 1)),
        ("2 % discount if paid within 2 days. Payment within 30 days", date(2026, 2, 14)),
        ("Payment within 10 days, 2% discount", None),
        ("Within 14 days or within 30 days", None),
        ("Due on 2025-12-01", None),
        ("Due on 31-02-2026", None),
        ("Charged to your card", None),
        ("", None),
    ],
)
def test_the_due_date_is_read_from_the_terms_only_when_they_name_one(
    terms: str, due: date | None
) -> None:
    assert due_from_terms(terms, date(2026, 1, 15)) == due


def test_a_due_date_taken_from_the_terms_is_said_to_be() -> None:
    document = changed(UBL, "<cbc:DueDate>2026-02-14</cbc:DueDate>", "")
    document = changed(document, "Thank you", "Payment within 30 days")

    reading = read(document)

    assert reading.row.claim is not None
    assert reading.row.claim.due_date == date(2026, 2, 14)
    assert reading.notes == [
        "The due date 2026-02-14 was read from the payment terms: “Payment within 30 days”."
    ]
