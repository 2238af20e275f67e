"""An electronic invoice (UBL 2.1 or CII) read into a claim on its buyer."""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from lxml import etree

from creditor.intake.claim_row import Row, check_row
from creditor.intake.einvoice import cii, ubl
from creditor.intake.einvoice.due import due_from_terms
from creditor.intake.einvoice.terms import MOST_LINES, Invoice, Party
from creditor.intake.einvoice.totals import wrong_sums
from portal.errors import Refused, Words
from portal.money import MINOR_DIGITS, Money

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["InvoiceReading", "Party", "read_invoice"]

# UNTDID 1001, as EN 16931 allows them.
CREDIT_NOTES = {"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532"}
INVOICES = {"", "71", "80", "82", "84", "102", "130", "202", "203", "204", "211", "218", "219"} | {
    *("295", "325", "326", "331", "380", "382", "383", "384", "385", "386", "387", "388", "390"),
    *("393", "394", "395", "456", "457", "527", "553", "575", "623", "633", "751", "780", "817"),
    *("870", "875", "876", "877", "935"),
}
SELF_BILLED = {"389", "500", "501"}


@dataclass(frozen=True, slots=True)
class InvoiceReading:
    """What an electronic invoice said: who sent it, and its one row."""

    seller: Party
    row: Row
    syntax: str
    notes: list[str] = field(default_factory=list)


def read_invoice(root: "_Element", *, today: date, default_country: str = "NL") -> InvoiceReading:
    """A claim on the buyer for the amount due (BT-115). Refused when it is no invoice.

    The debtor is a business when it has a VAT or company number or a legal form in its name, else
    a consumer; `kind_reason` says which, and whoever hands over may say otherwise. Sums that do
    not add up, a missing due date and the like refuse the row, in its `errors`.
    """
    invoice = _terms(root)
    notes: list[str] = []
    due_on = invoice.due_on
    if due_on is None and invoice.issued_on:
        due_on = due_from_terms(invoice.payment_terms, invoice.issued_on)
        if due_on:
            terms = " ".join(invoice.payment_terms.split())[:200]
            notes.append(
                Words(
                    "The due date %(day)s was read from the payment terms: “%(terms)s”.",
                    day=due_on,
                    terms=terms,
                )
            )
    errors = wrong_sums(invoice)
    principal = _principal(invoice, errors)
    row = check_row(
        1,
        _given(invoice, due_on),
        invoice_date=invoice.issued_on,
        due_date=due_on,
        principal=principal,
        errors=errors,
        today=today,
        default_country=default_country,
    )
    return InvoiceReading(invoice.seller, row, invoice.syntax, notes)


def _terms(root: "_Element") -> Invoice:
    name = etree.QName(root)
    if name.namespace == ubl.CREDIT_NOTE:
        raise Refused(CREDIT)
    if name.namespace == ubl.INVOICE and name.localname == "Invoice":
        invoice = ubl.read_ubl(root)
    elif name.namespace == cii.INVOICE and name.localname == "CrossIndustryInvoice":
        invoice = cii.read_cii(root)
    elif name.localname == "CrossIndustryDocument":
        raise Refused("The invoice is in ZUGFeRD 1.0, which is out of use. Enter it by hand.")
    else:
        raise Refused(
            "The XML is a “%(name)s”, not an invoice we can read. We read UBL "
            "2.1 (Peppol) and CII (XRechnung, Factur-X, ZUGFeRD 2).",
            name=name.localname[:60],
        )
    if invoice.type_code in CREDIT_NOTES:
        raise Refused(CREDIT)
    if invoice.type_code in SELF_BILLED:
        raise Refused(
            "This invoice was made out by the buyer itself (self-billing, “Gutschrift”), so it may "
            "credit rather than claim. If it is owed, enter the claim by hand."
        )
    if invoice.type_code not in INVOICES:
        raise Refused("A document of type %(code)s is not an invoice.", code=invoice.type_code[:10])
    if len(invoice.lines) > MOST_LINES:
        raise Refused("The invoice has more than %(most)s lines.", most=f"{MOST_LINES:,}")
    return invoice


def _principal(invoice: Invoice, errors: list[str]) -> Money | None:
    if invoice.totals.payable is None:
        return None
    if invoice.currency not in MINOR_DIGITS:
        known = ", ".join(MINOR_DIGITS)
        errors.append(
            Words(
                "“%(given)s” is no currency we handle: %(known)s.",
                given=invoice.currency[:10],
                known=known,
            )
        )
        return None
    try:
        return Money.of(invoice.totals.payable, invoice.currency)
    except ValueError as error:
        errors.append(Words("Amount: %(why)s", why=str(error)))
        return None


def _given(invoice: Invoice, due_on: date | None) -> dict[str, str]:
    buyer, totals = invoice.buyer, invoice.totals
    items = dict.fromkeys(line.item for line in invoice.lines[:5] if line.item)
    given = {
        "debtor_name": buyer.name,
        "debtor_org_no": buyer.org_no,
        "debtor_vat": buyer.vat,
        "debtor_email": buyer.email,
        "debtor_phone": buyer.phone,
        "street": buyer.street,
        "postcode": buyer.postcode,
        "city": buyer.city,
        "country": buyer.country,
        "customer_no": buyer.number,
        "invoice_no": invoice.number,
        "invoice_date": str(invoice.issued_on or ""),
        "due_date": str(due_on or ""),
        "principal": "" if totals.payable is None else str(totals.payable),
        "currency": invoice.currency,
        "description": "; ".join(items)[:300],
    }
    return {name: text for name, text in given.items() if text}


CREDIT = Words(
    "This is a credit note, not a claim. If it takes something off a claim that we work for you, "
    "hand it in there as a credit note."
)
