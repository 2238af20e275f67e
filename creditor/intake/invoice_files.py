"""Electronic invoices as they come in: an XML file, or a PDF that carries one."""

from datetime import date

import pikepdf

from creditor.intake.einvoice import InvoiceReading, read_invoice
from portal.errors import Refused
from portal.uploads.markup import LARGEST, parse_xml
from portal.uploads.pdf_files import open_pdf

CARRIED_AS = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml")


def read_einvoice(data: bytes, *, today: date, default_country: str = "NL") -> InvoiceReading:
    """Read an invoice from a file's bytes; see `read_invoice`.

    Refused, in words, when the XML is broken or hostile, or the PDF carries no invoice.
    """
    xml = carried_xml(data) if data.lstrip()[:5] == b"%PDF-" else data
    return read_invoice(parse_xml(xml), today=today, default_country=default_country)


def carried_xml(file: bytes) -> bytes:
    """The electronic invoice inside a Factur-X, ZUGFeRD or XRechnung PDF."""
    with open_pdf(file) as pdf:
        try:
            names = {name.lower(): name for name in pdf.attachments}
            xmls = [name for name in names if name.endswith(".xml")]
            chosen = [name for name in CARRIED_AS if name in names] or xmls
            if not chosen or (chosen is xmls and len(xmls) > 1):
                raise Refused(
                    "The PDF carries no electronic invoice. Enter the claim by hand and add the "
                    "PDF as evidence."
                )
            content = pdf.attachments[names[chosen[0]]].get_file().read_bytes()
        except (pikepdf.PikepdfError, ValueError, TypeError, KeyError, RuntimeError):
            raise Refused(
                "The invoice inside the PDF is damaged. Send the XML or enter the claim by hand."
            ) from None
    if len(content) > LARGEST:
        raise Refused("The invoice inside the PDF is larger than 20 MB.")
    return content
