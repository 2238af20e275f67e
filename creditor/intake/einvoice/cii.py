"""Invoices in CII, as XRechnung, ZUGFeRD and Factur-X carry them."""

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

INVOICE = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
NAMES = {
    "rsm": INVOICE,
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
}
TRADE = "rsm:SupplyChainTradeTransaction/"
DEAL = f"{TRADE}ram:ApplicableHeaderTradeSettlement/"
AGREEMENT = f"{TRADE}ram:ApplicableHeaderTradeAgreement/"
HEADER = "rsm:ExchangedDocument/"
ONLY_SHOWN = {"GROUP", "INFORMATION"}


def read_cii(root: "_Element") -> Invoice:
    """The terms of a CII invoice."""
    top = Node(root, NAMES)
    currency = top.text(f"{DEAL}ram:InvoiceCurrencyCode")
    extras = [_extra(node) for node in top.all(f"{DEAL}ram:SpecifiedTradeAllowanceCharge")]
    extras += [
        (True, node.amount("ram:AppliedAmount") or ZERO)
        for node in top.all(f"{DEAL}ram:SpecifiedLogisticsServiceCharge")
    ]
    terms = f"{DEAL}ram:SpecifiedTradePaymentTerms/"
    return Invoice(
        syntax="CII",
        type_code=top.text(f"{HEADER}ram:TypeCode"),
        number=top.text(f"{HEADER}ram:ID"),
        issued_on=top.day(f"{HEADER}ram:IssueDateTime/udt:DateTimeString"),
        due_on=top.day(f"{terms}ram:DueDateDateTime/udt:DateTimeString"),
        payment_terms="\n".join(
            node.element.text or "" for node in top.all(f"{terms}ram:Description")
        ),
        currency=currency,
        seller=_party(top.first(f"{AGREEMENT}ram:SellerTradeParty")),
        buyer=_party(top.first(f"{AGREEMENT}ram:BuyerTradeParty")),
        totals=_totals(top, currency),
        lines=[
            _line(node)
            for node in top.all(f"{TRADE}ram:IncludedSupplyChainTradeLineItem")
            if node.text("ram:AssociatedDocumentLineDocument/ram:LineStatusReasonCode")
            not in ONLY_SHOWN
        ],
        allowances=[-extra for is_charge, extra in extras if not is_charge],
        charges=[extra for is_charge, extra in extras if is_charge],
        taxes=[
            TaxGroup(
                basis=group.amount("ram:BasisAmount") or ZERO,
                tax=group.amount("ram:CalculatedAmount") or ZERO,
                rate=group.amount("ram:RateApplicablePercent"),
            )
            for group in top.all(f"{DEAL}ram:ApplicableTradeTax")
        ],
    )


def _party(node: Node | None) -> Party:
    if node is None:
        return Party()
    address, contact = "ram:PostalTradeAddress/ram:", "ram:DefinedTradeContact/ram:"
    street = [node.text(f"{address}{part}") for part in ("LineOne", "LineTwo", "LineThree")]
    return Party(
        name=node.text("ram:Name"),
        trade_name=node.text("ram:SpecifiedLegalOrganization/ram:TradingBusinessName"),
        number=node.text("ram:ID"),
        org_no=node.text("ram:SpecifiedLegalOrganization/ram:ID"),
        vat=node.text("ram:SpecifiedTaxRegistration/ram:ID[@schemeID='VA']"),
        street=", ".join(filter(None, street)),
        postcode=node.text(f"{address}PostcodeCode"),
        city=node.text(f"{address}CityName"),
        country=node.text(f"{address}CountryID"),
        email=node.text(f"{contact}EmailURIUniversalCommunication/ram:URIID"),
        phone=node.text(f"{contact}TelephoneUniversalCommunication/ram:CompleteNumber"),
    )


def _totals(top: Node, currency: str) -> Totals:
    sums = f"{DEAL}ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:"
    taxes = [
        node
        for node in top.all(f"{sums}TaxTotalAmount")
        if node.element.get("currencyID", currency) == currency
    ]
    return Totals(
        lines=top.amount(f"{sums}LineTotalAmount"),
        allowances=top.amount(f"{sums}AllowanceTotalAmount"),
        charges=top.amount(f"{sums}ChargeTotalAmount"),
        net=top.amount(f"{sums}TaxBasisTotalAmount"),
        tax=taxes[0].amount(".") if taxes else None,
        gross=top.amount(f"{sums}GrandTotalAmount"),
        prepaid=top.amount(f"{sums}TotalPrepaidAmount"),
        rounding=top.amount(f"{sums}RoundingAmount"),
        payable=top.amount(f"{sums}DuePayableAmount"),
    )


def _line(node: Node) -> InvoiceLine:
    agreement, deal = "ram:SpecifiedLineTradeAgreement/", "ram:SpecifiedLineTradeSettlement/"
    price = f"{agreement}ram:NetPriceProductTradePrice/ram:"
    extras = map(_extra, node.all(f"{deal}ram:SpecifiedTradeAllowanceCharge"))
    return InvoiceLine(
        number=node.text("ram:AssociatedDocumentLineDocument/ram:LineID"),
        item=node.text("ram:SpecifiedTradeProduct/ram:Name"),
        net=node.amount(
            f"{deal}ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount"
        )
        or ZERO,
        quantity=node.amount("ram:SpecifiedLineTradeDelivery/ram:BilledQuantity"),
        price=node.amount(f"{price}ChargeAmount"),
        per=node.amount(f"{price}BasisQuantity") or Decimal(1),
        extras=sum((extra for _, extra in extras), ZERO),
    )


def _extra(node: Node) -> tuple[bool, Decimal]:
    """Whether it is a charge, and its amount, which is negative for an allowance."""
    amount = node.amount("ram:ActualAmount") or ZERO
    is_charge = node.text("ram:ChargeIndicator/udt:Indicator") in {"true", "1"}
    return is_charge, amount if is_charge else -amount
