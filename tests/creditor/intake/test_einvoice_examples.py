"""The published examples of e-invoices, read as what they are."""

from datetime import date
from pathlib import Path

import pytest

from portal.errors import Refused
from portal.money import Money
from tests.creditor.intake.invoices import read

EXAMPLES = Path(__file__).resolve().parents[4] / "shared" / "data" / "einvoice"


def example(name: str) -> bytes:
    if not EXAMPLES.is_dir():
        pytest.skip("The published examples are not here (../shared/data/einvoice).")
    return (EXAMPLES / name).read_bytes()


def test_the_peppol_base_example_becomes_a_claim() -> None:
    reading = read(example("ubl/base-example.xml"))

    claim = reading.row.claim
    assert claim is not None
    assert (reading.seller.name, reading.seller.vat) == ("SupplierOfficialName Ltd", "GB1232434")
    assert claim.debtor_name == "Buyer Official Name"
    assert (claim.debtor_vat, claim.debtor_org_no) == ("SE4598375937", "39937423947")
    assert (claim.debtor_email, claim.debtor_phone) == ("lj@buyer.se", "23434234")
    assert (claim.street, claim.postcode, claim.city, claim.country) == (
        "Hovedgatan 32, Po box 878",
        "456 34",
        "Stockholm",
        "SE",
    )
    assert (claim.debtor_kind, claim.kind_reason) == ("business", "has a VAT number")
    assert claim.invoice_no == "Snippet1"
    assert (claim.invoice_date, claim.due_date) == (date(2017, 11, 13), date(2017, 12, 1))
    assert claim.principal == Money(165625, "EUR")


@pytest.mark.parametrize(
    ("name", "principal", "due"),
    [
        ("ubl/Allowance-example.xml", Money(612500), date(2017, 12, 1)),
        ("ubl/sales-order-example.xml", Money(165625), date(2017, 12, 1)),
        ("cii/EN16931_Einfach.cii.xml", Money(52987), date(2018, 4, 4)),
        ("cii/EN16931_Einfach_DueDate.cii.xml", Money(52987), date(2019, 3, 5)),
        ("cii/XRECHNUNG_Einfach.cii.xml", Money(52987), date(2024, 12, 15)),
        ("facturx/EN16931_Einfach.pdf", Money(52987), date(2018, 4, 4)),
        ("facturx/EN16931_Einfach_DueDate.pdf", Money(52987), date(2019, 3, 5)),
        ("facturx/XRECHNUNG_Einfach.pdf", Money(52987), date(2018, 4, 4)),
    ],
)
def test_a_published_example_becomes_a_claim(name: str, principal: Money, due: date) -> None:
    claim = read(example(name)).row.claim
    assert claim is not None
    assert (claim.principal, claim.due_date) == (principal, due)
    assert claim.debtor_kind == "business"


@pytest.mark.parametrize(
    ("name", "errors"),
    [
        ("cii/EN16931_Miete.cii.xml", ["The due date is missing."]),
        ("facturx/EN16931_Miete.pdf", ["The due date is missing."]),
        (
            "ubl/Norwegian-example-1.xml",
            ["“101” is not a Norwegian postcode of four digits. A leading zero may be lost."],
        ),
    ],
)
def test_a_published_example_that_lacks_something_says_what(name: str, errors: list[str]) -> None:
    assert read(example(name)).row.errors == errors


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ubl/base-creditnote-correction.xml", "credit note"),
        ("cii/EN16931_Gutschrift.cii.xml", "made out by the buyer"),
        ("facturx/EN16931_Gutschrift.pdf", "made out by the buyer"),
    ],
)
def test_a_published_example_that_is_no_claim_is_refused(name: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        read(example(name))
