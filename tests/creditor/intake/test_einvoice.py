"""An electronic invoice becomes a claim on its buyer, for the amount due and no other."""

from datetime import date

import pytest

from portal.errors import Refused
from portal.money import Money
from tests import hostile
from tests.creditor.intake.invoices import CII, UBL, changed, read


def test_a_ubl_invoice_becomes_a_claim_for_what_is_still_due() -> None:
    reading = read(UBL)

    claim = reading.row.claim
    assert claim is not None
    assert (reading.syntax, reading.seller.name) == ("UBL", "Leverancier B.V.")
    assert (claim.debtor_name, claim.debtor_email) == ("Jan Jansen", "jan@example.com")
    assert (claim.street, claim.postcode, claim.city) == (
        "Dorpsstraat 1, Achterhuis",
        "3511 AB",
        "Utrecht",
    )
    assert (claim.invoice_no, claim.customer_no) == ("2026-17", "K-9")
    assert (claim.invoice_date, claim.due_date) == (date(2026, 1, 15), date(2026, 2, 14))
    assert claim.principal == Money(10000, "EUR")
    assert claim.description == "Bicycle repair"
    assert (claim.debtor_kind, claim.kind_reason) == ("consumer", "no sign of a business")


def test_a_cii_invoice_becomes_a_claim() -> None:
    reading = read(CII)

    claim = reading.row.claim
    assert claim is not None
    assert (reading.syntax, reading.seller.name) == ("CII", "Lieferant GmbH")
    assert (claim.debtor_name, claim.postcode, claim.country) == ("Käufer KG", "01067", "DE")
    assert (claim.debtor_kind, claim.kind_reason) == ("business", "the name has a legal form")
    assert claim.debtor_vat == ""
    assert claim.due_date == date(2026, 2, 14)
    assert claim.principal == Money(11900, "EUR")


@pytest.mark.parametrize("name", ["factur-x.xml", "ZUGFeRD-invoice.xml", "my-invoice.xml"])
def test_the_invoice_inside_a_pdf_is_read(name: str) -> None:
    reading = read(hostile.pdf_with_attachment(name, CII.encode()))
    assert reading.row.claim == read(CII).row.claim


def test_a_business_is_told_by_its_vat_number() -> None:
    document = changed(
        UBL,
        "<cac:Contact>",
        "<cac:PartyTaxScheme><cbc:CompanyID>NL123456782B90</cbc:CompanyID>"
        "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme><cac:Contact>",
    )
    claim = read(document).row.claim
    assert claim is not None
    assert (claim.debtor_kind, claim.kind_reason) == ("business", "has a VAT number")
    assert claim.debtor_vat == "NL123456782B90"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "Quantity>4<",
            "Quantity>5<",
            "Line 1 says 100.00, but quantity times price gives 125.00.",
        ),
        (
            'LineExtensionAmount currencyID="EUR">100.00',
            'LineExtensionAmount currencyID="EUR">101.00',
            "The sum of the lines says 101.00, but adding them gives 100.00.",
        ),
        (
            'AllowanceTotalAmount currencyID="EUR">10.00',
            'AllowanceTotalAmount currencyID="EUR">11.00',
            "The allowances say 11.00, but adding them gives 10.00.",
        ),
        (
            'TaxExclusiveAmount currencyID="EUR">90.00',
            'TaxExclusiveAmount currencyID="EUR">95.00',
            "The total without VAT says 95.00, but lines less allowances plus charges gives 90.00.",
        ),
        (
            'TaxableAmount currencyID="EUR">90.00',
            'TaxableAmount currencyID="EUR">90.02',
            "The total without VAT says 90.00, but adding what the VAT is on gives 90.02.",
        ),
        (
            "<cbc:Percent>21",
            "<cbc:Percent>9",
            "The VAT at 9% says 18.90, but the rate on 90.00 gives 8.10.",
        ),
        (
            'TaxAmount currencyID="EUR">18.90',
            'TaxAmount currencyID="EUR">19.90',
            "The VAT says 19.90, but adding the rates gives 18.90.",
        ),
        (
            'TaxInclusiveAmount currencyID="EUR">108.90',
            'TaxInclusiveAmount currencyID="EUR">109.90',
            "The total with VAT says 109.90, but net plus VAT gives 108.90.",
        ),
        (
            'PayableAmount currencyID="EUR">100.00',
            'PayableAmount currencyID="EUR">108.90',
            "The amount due says 108.90, but the total less what was prepaid gives 100.00.",
        ),
        ("<cbc:DueDate>2026-02-14</cbc:DueDate>", "", "The due date is missing."),
        ("<cbc:ID>2026-17</cbc:ID>", "", "The invoice number is missing."),
        (">Jan Jansen<", "><", "The debtor's name is missing."),
        (
            '<cbc:PayableAmount currencyID="EUR">100.00</cbc:PayableAmount>',
            "",
            "The amount is missing.",
        ),
        (
            "<cbc:DueDate>2026-02-14",
            "<cbc:DueDate>2027-02-14",
            "The due date 2027-02-14 has not passed: the claim is not overdue yet.",
        ),
        ("CurrencyCode>EUR<", "CurrencyCode>XAU<", "“XAU” is no currency we handle"),
        (">3511AB<", ">35<", "“35” is not a Dutch postcode, such as 1234 AB."),
    ],
)
def test_an_invoice_that_is_wrong_or_lacks_something_is_refused_with_reasons(
    old: str, new: str, words: str
) -> None:
    row = read(changed(UBL, old, new)).row

    assert row.claim is None
    assert any(error.startswith(words) for error in row.errors), row.errors
    assert row.given["city"] == "Utrecht"


def test_a_wrong_total_in_cii_is_refused() -> None:
    row = read(changed(CII, "<ram:GrandTotalAmount>119.00", "<ram:GrandTotalAmount>120.00")).row
    assert row.errors == [
        "The total with VAT says 120.00, but net plus VAT gives 119.00.",
        "The amount due says 119.00, but the total less what was prepaid gives 120.00.",
    ]


def test_vat_may_be_rounded_per_line_and_no_further() -> None:
    cent_up = UBL
    for old, new in [("18.90", "18.91"), ("108.90", "108.91"), (">8.90", ">8.91")]:
        cent_up = changed(cent_up, old, new, 2 if old == "18.90" else 1)
    assert read(cent_up).row.errors == []

    two_up = cent_up.replace("18.91", "18.92").replace("108.91", "108.92").replace(">8.91", ">8.92")
    assert read(two_up).row.errors == [
        "The VAT at 21% says 18.92, but the rate on 90.00 gives 18.90."
    ]


@pytest.mark.parametrize(("price", "is_right"), [("250.05", True), ("250.08", False)])
def test_a_line_may_be_two_cents_off_its_price_and_no_further(price: str, is_right: bool) -> None:
    row = read(changed(UBL, "250.00", price)).row
    assert (row.claim is not None) is is_right


def test_lines_that_only_group_others_do_not_count_twice() -> None:
    start = CII.index("<ram:IncludedSupplyChainTradeLineItem>")
    end = CII.index("<ram:ApplicableHeaderTradeAgreement>")
    group = CII[start:end].replace(
        "</ram:LineID>", "</ram:LineID><ram:LineStatusReasonCode>GROUP</ram:LineStatusReasonCode>"
    )
    assert read(CII[:start] + group + CII[start:]).row.claim is not None


def test_freight_counts_as_a_charge() -> None:
    document = changed(
        CII,
        "<ram:SpecifiedTradePaymentTerms>",
        "<ram:SpecifiedLogisticsServiceCharge><ram:AppliedAmount>10.00</ram:AppliedAmount>"
        "</ram:SpecifiedLogisticsServiceCharge><ram:SpecifiedTradePaymentTerms>",
    )
    for old, new in (
        (
            "<ram:TaxBasisTotalAmount>100.00",
            "<ram:ChargeTotalAmount>10.00</ram:ChargeTotalAmount><ram:TaxBasisTotalAmount>110.00",
        ),
        ("<ram:BasisAmount>100.00", "<ram:BasisAmount>110.00"),
        ("<ram:CalculatedAmount>19.00", "<ram:CalculatedAmount>20.90"),
        (">19.00</ram:TaxTotalAmount", ">20.90</ram:TaxTotalAmount"),
        ("<ram:GrandTotalAmount>119.00", "<ram:GrandTotalAmount>130.90"),
        ("<ram:DuePayableAmount>119.00", "<ram:DuePayableAmount>130.90"),
    ):
        document = changed(document, old, new)

    row = read(document).row

    assert row.errors == []
    assert row.claim is not None
    assert row.claim.principal == Money(13090)


def test_vat_repeated_in_another_currency_is_left_aside() -> None:
    document = changed(
        UBL,
        "<cac:TaxTotal>",
        '<cac:TaxTotal><cbc:TaxAmount currencyID="NOK">220.00</cbc:TaxAmount></cac:TaxTotal><cac:TaxTotal>',
    )
    assert read(document).row.claim is not None


@pytest.mark.parametrize(
    "document",
    [
        UBL.replace("<Invoice ", "<CreditNote ")
        .replace("Invoice-2", "CreditNote-2")
        .replace("</Invoice>", "</CreditNote>"),
        UBL.replace(">380<", ">381<"),
        CII.replace(">380<", ">381<"),
    ],
)
def test_a_credit_note_is_sent_where_it_belongs(document: str) -> None:
    with pytest.raises(Refused, match="This is a credit note, not a claim"):
        read(document)


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (CII.replace(">380<", ">389<"), "made out by the buyer itself"),
        (UBL.replace(">380<", ">999<"), "type 999 is not an invoice"),
        ("<order xmlns='urn:x'/>", "“order”, not an invoice"),
        ("<x:CrossIndustryDocument xmlns:x='urn:x'/>", "ZUGFeRD 1.0"),
        (UBL.replace("2026-01-15", "2026-02-31"), "“2026-02-31” where a date belongs"),
        (UBL.replace(">100.00<", ">1e9999<"), "“1e9999” where a number belongs"),
        (UBL[: len(UBL) // 2], "broken or cut off"),
        ("hello", "broken or cut off"),
        (hostile.xml_with_external_entity(), "document type"),
        (hostile.billion_laughs(), "document type"),
        (hostile.deep_xml(), "100 levels"),
        (hostile.wide_xml(), "500,000 tags"),
        (hostile.pdf(), "carries no electronic invoice"),
        (hostile.pdf_with_attachment("factur-x.xml", hostile.billion_laughs()), "document type"),
        (hostile.truncated_pdf(), "cut off|damaged|carries no"),
        (hostile.encrypted_pdf(), "locked with a password"),
    ],
)
def test_what_is_no_sound_invoice_is_refused_in_words(document: str | bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        read(document)


# The published examples
