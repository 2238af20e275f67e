"""The sums of an invoice, worked out anew: what does not add up is not collected."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from creditor.intake.einvoice.terms import ZERO, Invoice
from portal.errors import Words

CENT = Decimal("0.01")
LINE_SLACK = 2 * CENT


def wrong_sums(invoice: Invoice) -> list[str]:
    """What does not add up, in words; nothing when all does.

    The rules are those of EN 16931 (BR-CO-10 to BR-CO-17) and, for a line, of Peppol (R120).
    Totals must be exact. A line may be two cents off its price times quantity, and the VAT of a
    rate one cent per invoice line, since sellers round per line or in all.
    """
    return [
        Words(
            "%(what)s %(said)s, but %(how)s gives %(ours)s.",
            what=each.what,
            said=_plain(each.said),
            how=each.how,
            ours=_plain(each.ours),
        )
        for each in _sums(invoice)
        if each.said is not None and abs(each.said - each.ours) > each.slack
    ]


class _Sum(NamedTuple):
    """One rule: what the invoice says, what we get, and how far they may lie apart."""

    what: str
    said: Decimal | None
    how: str
    ours: Decimal
    slack: Decimal = ZERO


def _sums(invoice: Invoice) -> Iterator[_Sum]:
    totals, lines = invoice.totals, invoice.lines
    for line in lines:
        if line.quantity is not None and line.price is not None:
            ours = line.quantity * line.price / (line.per or 1) + line.extras
            yield _Sum(
                Words("Line %(number)s says", number=line.number),
                line.net,
                Words("quantity times price"),
                ours,
                LINE_SLACK,
            )
    if lines:
        ours = sum((line.net for line in lines), ZERO)
        yield _Sum(Words("The sum of the lines says"), totals.lines, Words("adding them"), ours)
    # A total of allowances or charges that is left out says that there are none.
    allowances, charges = totals.allowances or ZERO, totals.charges or ZERO
    yield _Sum(
        Words("The allowances say"), allowances, Words("adding them"), sum(invoice.allowances, ZERO)
    )
    yield _Sum(Words("The charges say"), charges, Words("adding them"), sum(invoice.charges, ZERO))
    if totals.lines is not None:
        ours = totals.lines - allowances + charges
        yield _Sum(
            Words("The total without VAT says"),
            totals.net,
            Words("lines less allowances plus charges"),
            ours,
        )
    yield from _tax_sums(invoice)
    if totals.net is not None:
        ours = totals.net + (totals.tax or ZERO)
        yield _Sum(Words("The total with VAT says"), totals.gross, Words("net plus VAT"), ours)
    if totals.gross is not None:
        ours = totals.gross - (totals.prepaid or ZERO) + (totals.rounding or ZERO)
        yield _Sum(
            Words("The amount due says"),
            totals.payable,
            Words("the total less what was prepaid"),
            ours,
        )


def _tax_sums(invoice: Invoice) -> Iterator[_Sum]:
    if not invoice.taxes:
        return
    slack = CENT * max(1, len(invoice.lines))
    for group in invoice.taxes:
        if group.rate is not None:
            ours = (group.basis * group.rate / 100).quantize(CENT, ROUND_HALF_UP)
            what = Words("The VAT at %(rate)s%% says", rate=f"{group.rate.normalize():f}")
            yield _Sum(
                what,
                group.tax,
                Words("the rate on %(basis)s", basis=_plain(group.basis)),
                ours,
                slack,
            )
    taxes = sum((group.tax for group in invoice.taxes), ZERO)
    yield _Sum(Words("The VAT says"), invoice.totals.tax, Words("adding the rates"), taxes)
    bases = sum((group.basis for group in invoice.taxes), ZERO)
    what = Words("The total without VAT says")
    yield _Sum(what, invoice.totals.net, Words("adding what the VAT is on"), bases, CENT)


def _plain(amount: Decimal) -> str:
    return f"{amount.quantize(CENT, ROUND_HALF_UP):f}"
