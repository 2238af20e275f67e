"""The gate before collection costs: from when may they be charged, and why not yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from agency.law.calendars import ONE_DAY
from agency.law.errors import LawMissing
from agency.law.packs import pack
from agency.law.packs.conduct import Conduct, conduct
from agency.law.packs.conduct.letters import FreeTerm, Receipt
from agency.law.packs.rows import in_force
from agency.law.vocabulary import Channel, DebtorKind
from portal.errors import Refused, Words


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that gave the free term; `is_valid` says that its text passed the check of notices.

    `received_on` is the proven day of receipt; without it the presumption of the law is used.
    """

    sent_on: date
    channel: Channel
    received_on: date | None = None
    is_valid: bool = True


@dataclass(frozen=True, slots=True)
class Term:
    """The free term of a letter; costs are due from `charge_from` on what is then unpaid."""

    received_on: date
    first_day: date
    last_day: date
    charge_from: date


@dataclass(frozen=True, slots=True)
class CostGate:
    """From when costs may be charged (None: not as things are), and over which day's principal.

    `base_on` is the day at whose end the unpaid principal is the base of the costs: what was paid
    within the free term carries none.
    """

    charge_from: date | None
    base_on: date | None
    reason: str
    article: str

    def is_open(self, on: date) -> bool:
        """Whether costs may be charged on a day."""
        return self.charge_from is not None and self.charge_from <= on


def free_term(letter: Letter, *, country: str = "NL") -> Term:
    """The free term of a letter: fourteen days from the day after receipt in the Netherlands.

    Post is presumed received on the second day after sending, Sundays, Mondays and holidays not
    counted; e-mail on the day itself. Refused for a channel that cannot carry the letter.
    """
    law = conduct(country)
    received_on = letter.received_on or _presumed_receipt(law, letter)
    if received_on < letter.sent_on:
        raise ValueError("A letter is not received before it is sent.")
    days = _free_term(law, letter.sent_on).days
    first_day = received_on + ONE_DAY
    last_day = received_on + timedelta(days=days)
    return Term(received_on, first_day, last_day, charge_from=last_day + ONE_DAY)


def cost_gate(
    *,
    debtor: DebtorKind,
    due_on: date,
    letters: Sequence[Letter] = (),
    country: str = "NL",
) -> CostGate:
    """When collection costs of a claim become due from its debtor.

    A business owes them from the day after the due date (NL 6:96 lid 4); a consumer only after a
    valid letter, sent after the due date, whose free term ran out unpaid (6:96 lid 6).
    """
    rules = pack(country).cost_rules()
    if debtor is DebtorKind.BUSINESS:
        return CostGate(
            charge_from=due_on + ONE_DAY,
            base_on=due_on,
            reason=Words(
                "A business owes costs from the day after the due date, without reminder."
            ),
            article=rules.article,
        )
    valid = [letter for letter in letters if letter.is_valid and letter.sent_on > due_on]
    if not valid:
        return CostGate(None, None, _why_closed(letters), rules.gate_article)
    term = min(
        (free_term(letter, country=country) for letter in valid), key=lambda term: term.last_day
    )
    return CostGate(
        charge_from=term.charge_from,
        base_on=term.last_day,
        reason=Words(
            "The free term runs through %(day)s; what is unpaid then carries costs.",
            day=term.last_day,
        ),
        article=rules.gate_article,
    )


def _why_closed(letters: Sequence[Letter]) -> str:
    if not letters:
        return Words("No letter with the free term was sent yet. Send it before charging costs.")
    if not any(letter.is_valid for letter in letters):
        return Words("The letter does not word the free term as the law asks. Send a correct one.")
    return Words(
        "The letter was sent before the claim was overdue. Send it again after the due date."
    )


def _free_term(law: Conduct, on: date) -> FreeTerm:
    found = in_force(law.letter_rules().free_term, on)
    if found is None:
        raise LawMissing(
            "There is no rule on the free term in %(country)s on %(day)s.", country=law.name, day=on
        )
    return found


def _presumed_receipt(law: Conduct, letter: Letter) -> date:
    rows = [row for row in law.letter_rules().receipts if row.channel is letter.channel]
    receipt = in_force(rows, letter.sent_on)
    if receipt is None:
        raise Refused(
            "The letter before costs cannot be sent by %(channel)s.", channel=letter.channel
        )
    day, left = letter.sent_on, receipt.days
    while left:
        day += ONE_DAY
        left -= _counts(law, receipt, day)
    return day


def _counts(law: Conduct, receipt: Receipt, day: date) -> bool:
    if day.weekday() in receipt.not_counted:
        return False
    return not (receipt.skips_holidays and law.holidays and law.holidays.is_holiday(day))
