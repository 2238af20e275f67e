"""The file that tells the bank to pay a remittance out: SEPA pain.001.001.09. Pure."""

from dataclasses import dataclass
from datetime import date

from sepaxml import SepaTransfer

from portal.money import Money

SCHEMA = "pain.001.001.09"


@dataclass(frozen=True, slots=True)
class Account:
    """One side of the transfer. Town and country are told, as banks refuse bare address lines."""

    name: str
    iban: str
    bic: str
    city: str
    country: str


def bank_file(
    *, payer: Account, payee: Account, amount: Money, reference: str, text: str, on: date
) -> bytes:
    """One credit transfer in euro, checked against the scheme's own schema.

    `reference` (at most 35 characters) comes back on the bank statement. ValueError for another
    currency, an amount of nothing, or anything that the schema refuses.
    """
    if amount.currency != "EUR" or amount.minor <= 0:
        raise ValueError(f"SEPA pays out euro, and more than nothing; not {amount}.")
    address = {"country": payee.country, "town": payee.city}
    transfer = SepaTransfer(
        {
            "name": payer.name[:70],
            "IBAN": payer.iban,
            **({"BIC": payer.bic} if payer.bic else {}),
            "batch": False,
            "currency": "EUR",
            "address": {"country": payer.country, "town": payer.city},
        },
        schema=SCHEMA,
        clean=True,
    )
    transfer.msg_id = reference[:35]
    transfer.add_payment(
        {
            "name": payee.name[:70],
            "IBAN": payee.iban,
            **({"BIC": payee.bic} if payee.bic else {}),
            "amount": amount.minor,
            "execution_date": on,
            "description": text[:140],
            "endtoend_id": reference[:35],
            "address": address,
        }
    )
    made: bytes = transfer.export(validate=True, pretty_print=True)
    return made
