"""The success fee on money that came in, and its VAT."""

from decimal import Decimal

from portal.money import Money


def fee(amount: Money, percent: Decimal) -> Money:
    """The success fee on an amount allocated to one claim.

    Rounded to the minor unit, half away from zero, once per allocation row, so that money given
    back (a negative amount) takes back exactly the fee that it once brought.
    """
    return amount.percent(percent)


def vat(fee: Money, percent: Decimal) -> Money:
    """The VAT on a fee, rounded as the fee is: per allocation row, half away from zero."""
    return fee.percent(percent)
