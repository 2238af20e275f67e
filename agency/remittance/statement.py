"""The statement that goes with a remittance, as PDF and CSV. Pure: no database, no request."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import StringIO

from portal import pdf
from portal.money import Money, total

COLUMNS = [
    "statement", "period_from", "period_to", "received_on", "case", "debtor", "invoice",
    "payment_method", "payment_reference", "received", "principal", "interest", "costs",
    "fee_percent", "fee_reason", "fee", "fee_vat", "net", "currency",
]  # fmt: skip
"""The CSV's columns. Their names stay the same in every language, so that machines can rely on them."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A spreadsheet takes text that begins like this for a formula."""


@dataclass(frozen=True, slots=True)
class Party:
    """Whose statement it is, or for whom: the name and what stands below it."""

    name: str
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Line:
    """What was received on one claim by one payment, and what it left for the creditor."""

    received_on: date
    case: str
    debtor: str
    invoice: str
    method: str
    payment_reference: str
    principal: Money
    interest: Money
    costs: Money
    fee_percent: Decimal
    fee_reason: str
    fee: Money
    fee_vat: Money
    is_designated: bool = False
    """Whether it went to this claim because the debtor asked for that."""

    @property
    def received(self) -> Money:
        """All that came in."""
        return self.principal + self.interest + self.costs

    @property
    def net(self) -> Money:
        """What is left for the creditor."""
        return self.received - self.fee - self.fee_vat


@dataclass(frozen=True, slots=True)
class Totals:
    """The foot of the statement."""

    principal: Money
    interest: Money
    costs: Money
    received: Money
    fee: Money
    fee_vat: Money
    net: Money


@dataclass(frozen=True, slots=True)
class Proof:
    """How the client money held for the creditor moved, from the ledger."""

    opening: Money
    """Held for the creditor before the period."""
    closing: Money
    """Held for the creditor after the pay-out."""
    ledger_entry: str
    """The entry that posted this remittance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """All that stands in a statement. Amounts are of one currency."""

    locale: str
    number: str
    dated_on: date
    period_from: date
    period_to: date
    agency: Party
    creditor: Party
    logo: bytes | None = None
    registration: Sequence[str] = ()
    client_account_name: str
    client_account_iban: str
    payout_iban: str
    payout_reference: str
    fee_vat_percent: Decimal | None
    """None where the lines bear different rates."""
    lines: Sequence[Line]
    proof: Proof
    approved_by: str
    notes: Sequence[str] = ()

    @property
    def currency(self) -> str:
        """The currency of all amounts."""
        return self.proof.opening.currency

    @property
    def totals(self) -> Totals:
        """The sums of the lines; they cannot differ from what stands above them."""
        names = ("principal", "interest", "costs", "received", "fee", "fee_vat", "net")
        return Totals(
            *(total((getattr(line, name) for line in self.lines), self.currency) for name in names)
        )


def statement_pdf(statement: Statement) -> bytes:
    """The statement as tagged PDF/A-3, with its CSV inside.

    ValueError when the client money does not prove: opening + received − fee − VAT − paid out
    must be closing, and what is paid out is the net of the lines.
    """
    totals, proof = statement.totals, statement.proof
    if proof.opening + totals.received - totals.fee - totals.fee_vat - totals.net != proof.closing:
        raise ValueError(f"Statement {statement.number} does not prove against the ledger.")
    made_at = datetime.combine(statement.dated_on, time(), UTC)
    return pdf.write_pdf(
        pdf.fill("statements/remittance.html", statement.locale, statement=statement),
        ["statement.css"],
        locale=statement.locale,
        title=f"{statement.agency.name} · {statement.number}",
        made_at=made_at,
        images={"asset:logo": statement.logo} if statement.logo else {},
        attachments=[
            pdf.Attached(
                f"{statement.number}.csv", statement_csv(statement), statement.number, "Data"
            )
        ],
    )


def statement_csv(statement: Statement) -> bytes:
    """The lines as UTF-8 with BOM, separated by semicolons, one line per payment and claim.

    Amounts are in major units with a point and all decimals, their currency in a column of its
    own: a spreadsheet opens it by double click, a program needs no guessing. Text that a
    spreadsheet would run as a formula is led by an apostrophe.
    """
    table = StringIO()
    writer = csv.writer(table, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in statement.lines:
        writer.writerow(
            [
                _text(statement.number),
                statement.period_from.isoformat(),
                statement.period_to.isoformat(),
                line.received_on.isoformat(),
                *map(_text, (line.case, line.debtor, line.invoice)),
                *map(_text, (line.method, line.payment_reference)),
                line.received.decimal,
                line.principal.decimal,
                line.interest.decimal,
                line.costs.decimal,
                line.fee_percent,
                _text(line.fee_reason),
                line.fee.decimal,
                line.fee_vat.decimal,
                line.net.decimal,
                line.received.currency,
            ]
        )
    return table.getvalue().encode("utf-8-sig")


def _text(value: str) -> str:
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value
