"""Invoices in UBL 2.1, as Peppol sends them."""

from decimal import Decimal
from typing import TYPE_CHECKING

from creditor.intake.einvoice.terms import (
    ZERO,
    Invoice,
    InvoiceLine,
    Node,
    Party,
    TaxGroup,
    Totals,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

INVOICE = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
CREDIT_NOTE = "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"
NAMES = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}


def read_ubl(root: "_Element") -> Invoice:
    """The terms of a UBL invoice."""
    top = Node(root, NAMES)
    currency = top.text("cbc:DocumentCurrencyCode")
    extras = [_extra(node) for node in top.all("cac:AllowanceCharge")]
    return Invoice(
        syntax="UBL",
        type_code=top.text("cbc:InvoiceTypeCode"),
        number=top.text("cbc:ID"),
        issued_on=top.day("cbc:IssueDate"),
        due_on=top.day("cbc:DueDate", "cac:PaymentMeans/cbc:PaymentDueDate"),
        payment_terms="\n".join(node.text() for node in top.all("cac:PaymentTerms/cbc:Note")),
        currency=currency,
        seller=_party(top.first("cac:AccountingSupplierParty/cac:Party")),
        buyer=_party(top.first("cac:AccountingCustomerParty/cac:Party")),
        totals=_totals(top, currency),
        lines=[_line(node) for node in top.all("cac:InvoiceLine")],
        allowances=[-extra for is_charge, extra in extras if not is_charge],
        charges=[extra for is_charge, extra in extras if is_charge],
        taxes=_taxes(top, currency),
    )


def _party(node: Node | None) -> Party:
    if node is None:
        return Party()
    street = [
        node.text("cac:PostalAddress/cbc:StreetName"),
        node.text("cac:PostalAddress/cbc:AdditionalStreetName"),
        *(line.text() for line in node.all("cac:PostalAddress/cac:AddressLine/cbc:Line")),
    ]
    person = " ".join(
        filter(
            None, (node.text("cac:Person/cbc:FirstName"), node.text("cac:Person/cbc:FamilyName"))
        )
    )
    name = node.text("cac:PartyLegalEntity/cbc:RegistrationName")
    trade_name = node.text("cac:PartyName/cbc:Name")
    return Party(
        name=name or trade_name or person,
        trade_name=trade_name,
        number=node.text("cac:PartyIdentification/cbc:ID"),
        org_no=node.text("cac:PartyLegalEntity/cbc:CompanyID"),
        vat=next(
            (
                scheme.text("cbc:CompanyID")
                for scheme in node.all("cac:PartyTaxScheme")
                if scheme.text("cac:TaxScheme/cbc:ID") == "VAT"
            ),
            "",
        ),
        street=", ".join(filter(None, street)),
        postcode=node.text("cac:PostalAddress/cbc:PostalZone"),
        city=node.text("cac:PostalAddress/cbc:CityName"),
        country=node.text("cac:PostalAddress/cac:Country/cbc:IdentificationCode"),
        email=node.text("cac:Contact/cbc:ElectronicMail"),
        phone=node.text("cac:Contact/cbc:Telephone"),
    )


def _totals(top: Node, currency: str) -> Totals:
    tax = _tax_total(top, currency)
    sums = "cac:LegalMonetaryTotal/cbc:"
    return Totals(
        lines=top.amount(f"{sums}LineExtensionAmount"),
        allowances=top.amount(f"{sums}AllowanceTotalAmount"),
        charges=top.amount(f"{sums}ChargeTotalAmount"),
        net=top.amount(f"{sums}TaxExclusiveAmount"),
        tax=tax.amount("cbc:TaxAmount") if tax else None,
        gross=top.amount(f"{sums}TaxInclusiveAmount"),
        prepaid=top.amount(f"{sums}PrepaidAmount"),
        rounding=top.amount(f"{sums}PayableRoundingAmount"),
        payable=top.amount(f"{sums}PayableAmount"),
    )


def _tax_total(top: Node, currency: str) -> Node | None:
    """The VAT in the invoice's currency; a second total may repeat it in the seller's own."""
    for total in top.all("cac:TaxTotal"):
        amount = total.first("cbc:TaxAmount")
        if amount is not None and amount.element.get("currencyID", currency) == currency:
            return total
    return None


def _taxes(top: Node, currency: str) -> list[TaxGroup]:
    total = _tax_total(top, currency)
    return [
        TaxGroup(
            basis=group.amount("cbc:TaxableAmount") or ZERO,
            tax=group.amount("cbc:TaxAmount") or ZERO,
            rate=group.amount("cac:TaxCategory/cbc:Percent"),
        )
        for group in (total.all("cac:TaxSubtotal") if total else ())
    ]


def _line(node: Node) -> InvoiceLine:
    return InvoiceLine(
        number=node.text("cbc:ID"),
        item=node.text("cac:Item/cbc:Name", "cac:Item/cbc:Description"),
        net=node.amount("cbc:LineExtensionAmount") or ZERO,
        quantity=node.amount("cbc:InvoicedQuantity"),
        price=node.amount("cac:Price/cbc:PriceAmount"),
        per=node.amount("cac:Price/cbc:BaseQuantity") or Decimal(1),
        extras=sum((extra for _, extra in map(_extra, node.all("cac:AllowanceCharge"))), ZERO),
    )


def _extra(node: Node) -> tuple[bool, Decimal]:
    """Whether it is a charge, and its amount, which is negative for an allowance."""
    amount = node.amount("cbc:Amount") or ZERO
    is_charge = node.text("cbc:ChargeIndicator") in {"true", "1"}
    return is_charge, amount if is_charge else -amount
