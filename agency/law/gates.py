"""The gate before collection costs: from when may they be charged, and why not yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from agency.law.calendars import ONE_DAY
from agency.law.errors import LawMissing
from agency.law.packs.conduct import Conduct, conduct
from agency.law.packs.conduct.days import counted_later
from agency.law.packs.conduct.duties import Gate, rule_for
from agency.law.packs.conduct.letters import FreeTerm, Receipt
from agency.law.packs.rows import in_force
from agency.law.packs.variant_rows import variants
from agency.law.vocabulary import Channel, DebtorKind, GateKind, NoticeKind
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

    def spared_until(self, day: date) -> "CostGate":
        """The same gate, but closed through a day for which the creditor asks the invoice alone."""
        if self.charge_from is None or self.base_on is None or self.charge_from > day:
            return self
        return CostGate(
            charge_from=day + ONE_DAY,
            base_on=max(self.base_on, day),
            reason=Words(
                "Through %(day)s the creditor asked for the invoice alone; what is unpaid then "
                "carries costs.",
                day=day,
            ),
            article=self.article,
        )


def free_term(letter: Letter, *, country: str = "NL") -> Term:
    """The free term of a letter: fourteen days from the day after receipt in the Netherlands.

    Post is presumed received there on the second day after sending, Sundays, Mondays and holidays
    not counted; e-mail on the day itself. In Belgium the term starts on the third working day after
    posting, or the day after an e-mail; in Norway on the day after sending. Refused for a channel
    that cannot carry the letter.
    """
    law = conduct(country)
    receipt = _receipt(law, letter)
    counted = counted_later(law.holidays, letter.sent_on, receipt.counting)
    first_day = counted if receipt.starts_term else (letter.received_on or counted) + ONE_DAY
    received_on = letter.received_on or first_day - ONE_DAY
    if received_on < letter.sent_on:
        raise ValueError("A letter is not received before it is sent.")
    last_day = first_day + timedelta(days=_free_term(law, letter.sent_on).days - 1)
    return Term(received_on, first_day, last_day, charge_from=last_day + ONE_DAY)


def counts_as_demand(country: str, debtor: DebtorKind, kind: NoticeKind, on: date) -> bool:
    """Whether a kind of notice is the letter that opens the way to costs.

    The one that gives the free term, or, where costs follow default, any demand for payment but a
    friendly reminder, the creditor's own one included.
    """
    if kind is NoticeKind.OWN_REMINDER:
        return False
    variant = variants().get(kind)
    if variant is not None and not variant.counts_as_demand:
        return False
    gate = rule_for(conduct(country).duties.gates, debtor, on)
    if gate is not None and gate.kind is GateKind.AFTER_DEMAND:
        return True
    return kind is NoticeKind.FOURTEEN_DAY_LETTER


def cost_gate(
    *,
    debtor: DebtorKind,
    due_on: date,
    letters: Sequence[Letter] = (),
    country: str = "NL",
) -> CostGate:
    """When collection costs of a claim become due from its debtor.

    By the country's rule: from the day after the due date (NL 6:96 lid 4 for a business); after a
    valid letter, sent after the due date, whose free term ran out unpaid (NL 6:96 lid 6 and Belgian
    consumers, Norway); after a demand was received or so many days (DE 286 BGB); or never.
    LawMissing where the country has no rule: then charge none.
    """
    law = conduct(country)
    gate = rule_for(law.duties.gates, debtor, due_on)
    if gate is None:
        raise LawMissing(
            "It is not known from when a %(debtor)s in %(name)s owes collection costs. "
            "Charge none.",
            debtor=debtor,
            name=law.name,
        )
    valid = [letter for letter in letters if letter.is_valid and letter.sent_on > due_on]
    match gate.kind:
        case GateKind.AFTER_DUE:
            return _after_due(gate, due_on)
        case GateKind.AFTER_TERM:
            return _after_term(gate, letters, valid, country)
        case GateKind.AFTER_DEMAND:
            return _after_demand(gate, due_on, letters, valid)
        case GateKind.NEVER:
            reason = Words("Here the creditor bears the costs of collection itself.")
            return CostGate(None, None, reason, gate.article)


def _after_due(gate: Gate, due_on: date) -> CostGate:
    reason = (
        Words("A business owes costs from the day after the due date, without reminder.")
        if gate.debtor is DebtorKind.BUSINESS
        else Words("Costs are owed from the day after the due date, without reminder.")
    )
    return CostGate(due_on + ONE_DAY, due_on, reason, gate.article)


def _after_term(
    gate: Gate, letters: Sequence[Letter], valid: Sequence[Letter], country: str
) -> CostGate:
    if not valid:
        return CostGate(None, None, _why_closed(letters), gate.article)
    terms = [free_term(letter, country=country) for letter in valid]
    term = min(terms, key=lambda term: term.last_day)
    return CostGate(
        charge_from=term.charge_from,
        base_on=term.last_day,
        reason=Words(
            "The free term runs through %(day)s; what is unpaid then carries costs.",
            day=term.last_day,
        ),
        article=gate.article,
    )


def _after_demand(
    gate: Gate, due_on: date, letters: Sequence[Letter], valid: Sequence[Letter]
) -> CostGate:
    """Default begins with a demand, or by itself after some days where the law says so."""
    begins = [letter.received_on or letter.sent_on for letter in valid]
    if gate.days:
        begins.append(due_on + timedelta(days=gate.days))
    if not begins:
        return CostGate(None, None, _why_closed(letters), gate.article)
    day = min(begins)
    return CostGate(
        charge_from=day + ONE_DAY,
        base_on=day,
        reason=Words("Default began on %(day)s; what is unpaid then carries costs.", day=day),
        article=gate.article,
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


def _receipt(law: Conduct, letter: Letter) -> Receipt:
    rows = [row for row in law.letter_rules().receipts if row.channel is letter.channel]
    receipt = in_force(rows, letter.sent_on)
    if receipt is None:
        raise Refused(
            "The letter before costs cannot be sent by %(channel)s.", channel=letter.channel
        )
    return receipt
