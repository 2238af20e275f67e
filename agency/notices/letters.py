"""Letters on paper: what stands in one, and its PDF. Pure: no database, no request."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import StrEnum

from portal import pdf
from portal.money import Money, total

ADDRESS_LINES = 6
"""What the window of an envelope shows below the sender's line."""


class LetterKind(StrEnum):
    """The letters there are; each has its template in `letters/`."""

    OWN_REMINDER = "own_reminder"
    LAW_FIRM_NOTICE = "law_firm_notice"
    DEMAND = "demand"
    FOURTEEN_DAY_LETTER = "fourteen_day_letter"
    REMINDER = "reminder"
    FINAL_DEMAND = "final_demand"
    LETTER_BEFORE_CLAIM = "letter_before_claim"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Under whose name the letter goes out. Without a logo the name is set in type."""

    name: str
    contact: Sequence[str]
    """Address lines, phone, e-mail, website, as they stand at the top right."""
    registration: Sequence[str] = ()
    """Chamber of commerce, VAT, terms: the small print at the foot of each page."""
    lawyers: Sequence[str] = ()
    logo: bytes | None = None
    """PNG, JPEG or SVG."""


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim in the table of what is owed."""

    invoice_no: str
    invoiced_on: date
    due_on: date
    principal: Money
    interest: Money
    costs: Money
    paid: Money

    @property
    def open(self) -> Money:
        """What is still owed on this claim."""
        return self.principal + self.interest + self.costs - self.paid


@dataclass(frozen=True, slots=True)
class CostRow:
    """Costs on the case as a whole, such as collection costs over all its claims."""

    label: str
    amount: Money
    paid: Money

    @property
    def open(self) -> Money:
        """What is still owed of these costs."""
        return self.amount - self.paid


@dataclass(frozen=True, slots=True)
class InterestRow:
    """Interest over one period: `rate` is percent per year, both days are included in `days`."""

    starts_on: date
    ends_on: date
    days: int
    rate: Decimal
    base: Money
    amount: Money
    article: str


@dataclass(frozen=True, slots=True)
class CostStepRow:
    """A step of the sum that collection costs came from; `what` is English, and said when written."""

    what: str
    article: str
    amount: Money
    base: Money | None = None
    rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class GroundRow:
    """Why a claim carries costs: the letter that gave time without them, and until when."""

    invoice_no: str
    sent_on: date
    channel: str
    until_on: date
    article: str


@dataclass(frozen=True, slots=True)
class CreditRow:
    """A credit note that is taken off the principal of a claim."""

    invoice_no: str
    number: str
    counts_from: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Totals:
    """The foot of the table of what is owed."""

    principal: Money
    interest: Money
    costs: Money
    paid: Money
    open: Money


@dataclass(frozen=True, slots=True)
class Bank:
    """Where the debtor pays to."""

    account_name: str
    iban: str
    bic: str = ""


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs: a named lawyer on a law firm's letter."""

    name: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """All that stands in a letter. Sentences come ready-made, in the language of `locale`."""

    kind: LetterKind
    locale: str
    letterhead: Letterhead
    sender: str
    """The return address in one line, above the address in the window."""
    recipient: Sequence[str]
    reference: str
    client: str = ""
    """The debtor, where its lawyer is written to."""
    dated_on: date
    interest_until: date
    due_on: date | None
    subject: str
    salutation: str
    paragraphs: Sequence[str]
    """What comes before the amounts."""
    consequences: Sequence[str] = ()
    """What comes after the amounts: what happens if nothing is paid."""
    claims: Sequence[ClaimRow]
    costs: Sequence[CostRow] = ()
    interest_periods: Sequence[InterestRow] = ()
    cost_steps: Sequence[CostStepRow] = ()
    grounds: Sequence[GroundRow] = ()
    credits: Sequence[CreditRow] = ()
    bank: Bank
    payment_reference: str
    epc_payload: str | None
    payment_url: str
    closing: str
    signatory: Signatory
    notes: Sequence[str] = ()
    """How to object, where to get help, privacy."""

    @property
    def totals(self) -> Totals:
        """The sums of what stands in the table; they cannot differ from its rows."""
        everything: list[ClaimRow | CostRow] = [*self.claims, *self.costs]
        return Totals(
            principal=total(claim.principal for claim in self.claims),
            interest=total(claim.interest for claim in self.claims),
            costs=total(
                [claim.costs for claim in self.claims] + [cost.amount for cost in self.costs]
            ),
            paid=total(row.paid for row in everything),
            open=total(row.open for row in everything),
        )

    @property
    def pictures(self) -> dict[str, bytes]:
        """What the letter shows besides text, by the address its template uses."""
        found = {"asset:link": pdf.qr_png(self.payment_url, border=0)}
        if self.letterhead.logo:
            found["asset:logo"] = self.letterhead.logo
        if self.epc_payload:
            found["asset:epc"] = pdf.qr_png(self.epc_payload, border=0)
        return found


def compose(letter: Letter, attachments: Sequence[pdf.Attached] = ()) -> bytes:
    """The letter as tagged PDF/A-3. The same letter gives the same bytes.

    ValueError when it has no claims, no recipient or more address lines than a window shows.
    """
    if not letter.claims:
        raise ValueError("A letter needs at least one claim.")
    if not 1 <= len(letter.recipient) <= ADDRESS_LINES:
        raise ValueError(f"An address has one to {ADDRESS_LINES} lines to fit the window.")
    pictures = letter.pictures
    return pdf.write_pdf(
        pdf.fill(f"letters/{letter.kind}.html", letter.locale, letter=letter, pictures=pictures),
        ["letter.css"],
        locale=letter.locale,
        title=letter.subject,
        made_at=datetime.combine(letter.dated_on, time(), UTC),
        images=pictures,
        attachments=attachments,
    )
