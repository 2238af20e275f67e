"""The file that tells the bank to pay a remittance out: SEPA pain.001.001.09. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files

from lxml import etree
from sepaxml import SepaTransfer

from portal import clock
from portal.money import Money

SCHEMA = "pain.001.001.09"
_NAMESPACE = f"urn:iso:std:iso:20022:tech:xsd:{SCHEMA}"
_NOT_SEPA = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")
"""What banks need not take, European Payments Council EPC217-08."""


@dataclass(frozen=True, slots=True)
class Account:
    """One side of the transfer. Town and country are told, as banks refuse bare address lines."""

    name: str
    iban: str
    bic: str
    city: str
    country: str


def bank_file(
    *,
    payer: Account,
    payee: Account,
    amount: Money,
    reference: str,
    text: str,
    on: date,
    made_at: datetime,
) -> bytes:
    """One credit transfer in euro, checked against the scheme's own schema. Same facts, same bytes.

    `reference` (at most 35 characters) names the message, so that a bank takes it once, and comes
    back on the bank statement. Letters that a bank need not take are written plain. ValueError for
    another currency, an amount of nothing, an account that is missing, or anything that the schema
    refuses.
    """
    if amount.currency != "EUR" or amount.minor <= 0:
        raise ValueError(f"SEPA pays out euro, and more than nothing; not {amount}.")
    if not payer.iban or not payee.iban:
        raise ValueError(f"{reference} needs an IBAN to pay from and one to pay to.")
    transfer = SepaTransfer(
        {
            "name": payer.name[:70],
            "IBAN": payer.iban,
            **({"BIC": payer.bic} if payer.bic else {}),
            "batch": False,
            "currency": "EUR",
            "address": _address(payer),
        },
        schema=SCHEMA,
        clean=True,
    )
    transfer.add_payment(
        {
            "name": payee.name[:70],
            "IBAN": payee.iban,
            **({"BIC": payee.bic} if payee.bic else {}),
            "amount": amount.minor,
            "execution_date": on,
            "description": text[:140],
            "endtoend_id": reference[:35],
            "address": _address(payee),
        }
    )
    return _checked(transfer.export(validate=False), reference[:35], made_at)


def _address(account: Account) -> dict[str, str]:
    """The town and country; nothing where the town cannot be written plain."""
    town = _plain(account.city)[:35].strip()
    return {"country": account.country, "town": town} if town else {}


def _checked(made: bytes, reference: str, made_at: datetime) -> bytes:
    """The file under our own names and time, where the library writes chance and its own clock."""
    root = etree.fromstring(made)
    written = made_at.astimezone(clock.OFFICE_ZONE).strftime("%Y-%m-%dT%H:%M:%S")
    for tag, value in (("MsgId", reference), ("PmtInfId", reference), ("CreDtTm", written)):
        found = root.find(f".//{{{_NAMESPACE}}}{tag}")
        if found is None:
            raise ValueError(f"{reference}: the bank file has no {tag}.")
        found.text = value
    for tag in ("Nm", "Ustrd"):
        for found in root.iter(f"{{{_NAMESPACE}}}{tag}"):
            found.text = _plain(found.text or "")
    for bank in root.iter(f"{{{_NAMESPACE}}}FinInstnId"):
        if not len(bank):  # The scheme's words for a bank that is known by the IBAN alone.
            other = etree.SubElement(bank, f"{{{_NAMESPACE}}}Othr")
            etree.SubElement(other, f"{{{_NAMESPACE}}}Id").text = "NOTPROVIDED"
    etree.indent(root)
    checked: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    try:
        _schema().assertValid(etree.fromstring(checked))
    except etree.DocumentInvalid as error:
        raise ValueError(f"{reference} is no valid {SCHEMA}: {error}") from None
    return checked


@cache
def _schema() -> etree.XMLSchema:
    """The scheme's own rules, as the library brings them."""
    return etree.XMLSchema(etree.parse(str(files("sepaxml") / "schemas" / f"{SCHEMA}.xsd")))


def _plain(text: str) -> str:
    """Text in the letters that every bank takes: é is e, & is +, anything else a space."""
    spelled = unicodedata.normalize("NFKD", text.replace("&", "+"))
    bare = "".join(letter for letter in spelled if not unicodedata.combining(letter))
    return " ".join(_NOT_SEPA.sub(" ", bare).split())
