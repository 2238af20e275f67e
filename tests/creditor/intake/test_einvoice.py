"""An electronic invoice becomes a claim on its buyer, for the amount due and no other."""

from datetime import date
from pathlib import Path

import pytest

from creditor.intake.einvoice import InvoiceReading
from creditor.intake.einvoice.due import due_from_terms
from creditor.intake.invoice_files import read_einvoice
from portal.errors import Refused
from portal.money import Money
from tests import hostile

TODAY = date(2026, 11, 22)
EXAMPLES = Path(__file__).resolve().parents[4] / "shared" / "data" / "einvoice"

UBL = """<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
  xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
  xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <cbc:ID>2026-17</cbc:ID>
  <cbc:IssueDate>2026-01-15</cbc:IssueDate>
  <cbc:DueDate>2026-02-14</cbc:DueDate>
  <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
  <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
  <cac:AccountingSupplierParty><cac:Party>
    <cac:PartyLegalEntity><cbc:RegistrationName>Leverancier B.V.</cbc:RegistrationName></cac:PartyLegalEntity>
  </cac:Party></cac:AccountingSupplierParty>
  <cac:AccountingCustomerParty><cac:Party>
    <cac:PartyIdentification><cbc:ID>K-9</cbc:ID></cac:PartyIdentification>
    <cac:PostalAddress>
      <cbc:StreetName>Dorpsstraat 1</cbc:StreetName>
      <cac:AddressLine><cbc:Line>Achterhuis</cbc:Line></cac:AddressLine>
      <cbc:CityName>Utrecht</cbc:CityName><cbc:PostalZone>3511AB</cbc:PostalZone>
      <cac:Country><cbc:IdentificationCode>NL</cbc:IdentificationCode></cac:Country>
    </cac:PostalAddress>
    <cac:PartyLegalEntity><cbc:RegistrationName>Jan Jansen</cbc:RegistrationName></cac:PartyLegalEntity>
    <cac:Contact><cbc:ElectronicMail>jan@example.com</cbc:ElectronicMail></cac:Contact>
  </cac:Party></cac:AccountingCustomerParty>
  <cac:PaymentTerms><cbc:Note>Thank you</cbc:Note></cac:PaymentTerms>
  <cac:AllowanceCharge>
    <cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:Amount currencyID="EUR">10.00</cbc:Amount>
  </cac:AllowanceCharge>
  <cac:TaxTotal><cbc:TaxAmount currencyID="EUR">18.90</cbc:TaxAmount>
    <cac:TaxSubtotal>
      <cbc:TaxableAmount currencyID="EUR">90.00</cbc:TaxableAmount>
      <cbc:TaxAmount currencyID="EUR">18.90</cbc:TaxAmount>
      <cac:TaxCategory><cbc:Percent>21</cbc:Percent></cac:TaxCategory>
    </cac:TaxSubtotal>
  </cac:TaxTotal>
  <cac:LegalMonetaryTotal>
    <cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount>
    <cbc:TaxExclusiveAmount currencyID="EUR">90.00</cbc:TaxExclusiveAmount>
    <cbc:TaxInclusiveAmount currencyID="EUR">108.90</cbc:TaxInclusiveAmount>
    <cbc:AllowanceTotalAmount currencyID="EUR">10.00</cbc:AllowanceTotalAmount>
    <cbc:PrepaidAmount currencyID="EUR">8.90</cbc:PrepaidAmount>
    <cbc:PayableAmount currencyID="EUR">100.00</cbc:PayableAmount>
  </cac:LegalMonetaryTotal>
  <cac:InvoiceLine>
    <cbc:ID>1</cbc:ID><cbc:InvoicedQuantity>4</cbc:InvoicedQuantity>
    <cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount>
    <cac:Item><cbc:Name>Bicycle repair</cbc:Name></cac:Item>
    <cac:Price><cbc:PriceAmount currencyID="EUR">250.00</cbc:PriceAmount>
      <cbc:BaseQuantity>10</cbc:BaseQuantity></cac:Price>
  </cac:InvoiceLine>
</Invoice>"""

CII = """<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice
  xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
  xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
  xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
  <rsm:ExchangedDocument><ram:ID>R-17</ram:ID><ram:TypeCode>380</ram:TypeCode>
    <ram:IssueDateTime><udt:DateTimeString format="102">20260115</udt:DateTimeString></ram:IssueDateTime>
  </rsm:ExchangedDocument>
  <rsm:SupplyChainTradeTransaction>
    <ram:IncludedSupplyChainTradeLineItem>
      <ram:AssociatedDocumentLineDocument><ram:LineID>1</ram:LineID></ram:AssociatedDocumentLineDocument>
      <ram:SpecifiedTradeProduct><ram:Name>Gerüst</ram:Name></ram:SpecifiedTradeProduct>
      <ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice>
        <ram:ChargeAmount>50.00</ram:ChargeAmount></ram:NetPriceProductTradePrice>
      </ram:SpecifiedLineTradeAgreement>
      <ram:SpecifiedLineTradeDelivery><ram:BilledQuantity>2</ram:BilledQuantity></ram:SpecifiedLineTradeDelivery>
      <ram:SpecifiedLineTradeSettlement><ram:SpecifiedTradeSettlementLineMonetarySummation>
        <ram:LineTotalAmount>100.00</ram:LineTotalAmount>
      </ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement>
    </ram:IncludedSupplyChainTradeLineItem>
    <ram:ApplicableHeaderTradeAgreement>
      <ram:SellerTradeParty><ram:Name>Lieferant GmbH</ram:Name></ram:SellerTradeParty>
      <ram:BuyerTradeParty><ram:ID>K-9</ram:ID><ram:Name>Käufer KG</ram:Name>
        <ram:PostalTradeAddress><ram:PostcodeCode>01067</ram:PostcodeCode><ram:LineOne>Weg 1</ram:LineOne>
          <ram:CityName>Dresden</ram:CityName><ram:CountryID>DE</ram:CountryID></ram:PostalTradeAddress>
        <ram:SpecifiedTaxRegistration><ram:ID schemeID="FC">11/222</ram:ID></ram:SpecifiedTaxRegistration>
      </ram:BuyerTradeParty>
    </ram:ApplicableHeaderTradeAgreement>
    <ram:ApplicableHeaderTradeSettlement>
      <ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
      <ram:ApplicableTradeTax><ram:CalculatedAmount>19.00</ram:CalculatedAmount>
        <ram:BasisAmount>100.00</ram:BasisAmount>
        <ram:RateApplicablePercent>19.00</ram:RateApplicablePercent></ram:ApplicableTradeTax>
      <ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime>
        <udt:DateTimeString format="102">20260214</udt:DateTimeString></ram:DueDateDateTime>
      </ram:SpecifiedTradePaymentTerms>
      <ram:SpecifiedTradeSettlementHeaderMonetarySummation>
        <ram:LineTotalAmount>100.00</ram:LineTotalAmount>
        <ram:TaxBasisTotalAmount>100.00</ram:TaxBasisTotalAmount>
        <ram:TaxTotalAmount currencyID="EUR">19.00</ram:TaxTotalAmount>
        <ram:GrandTotalAmount>119.00</ram:GrandTotalAmount>
        <ram:DuePayableAmount>119.00</ram:DuePayableAmount>
      </ram:SpecifiedTradeSettlementHeaderMonetarySummation>
    </ram:ApplicableHeaderTradeSettlement>
  </rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>"""


def read(document: str | bytes) -> InvoiceReading:
    content = document.encode() if isinstance(document, str) else document
    return read_einvoice(content, today=TODAY, default_country="NL")


def changed(document: str, old: str, new: str, count: int = 1) -> str:
    assert old in document
    return document.replace(old, new, count)


def example(name: str) -> bytes:
    if not EXAMPLES.is_dir():
        pytest.skip("The published examples are not here (../shared/data/einvoice).")
    return (EXAMPLES / name).read_bytes()


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


# The published examples


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
