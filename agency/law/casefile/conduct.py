"""The cases about conduct: letters and their terms, contact, limitation, records, letterheads."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from agency.law.calendars import ONE_DAY
from agency.law.casefile.case import Case, Figures, Rule
from agency.law.contact import Approach, Verdict, may_contact
from agency.law.duties import (
    default_from,
    earliest_claim,
    reminder_cost,
    validation_due,
    validation_period,
)
from agency.law.gates import Letter, free_term
from agency.law.letterhead import check_letterhead
from agency.law.limitation import Interruption, limitation
from agency.law.packs.conduct import conduct
from agency.law.retention import retention
from agency.law.term_wording import check_term_wording
from agency.law.vocabulary import (
    BlockKind,
    Channel,
    ClaimKind,
    DebtorKind,
    InterruptionKind,
    RecordKind,
)

CONSUMER = DebtorKind.CONSUMER

_THEIRS = ZoneInfo("UTC")
"""The clock of the debtor in a case: the moments of a case are local ones."""


def _letter_term(case: Case) -> Figures:
    letter = Letter(case.day("sent"), Channel(case.text("channel")))
    term = free_term(letter, country=case.jurisdiction)
    return {
        "presumed_received": term.received_on,
        "term_first_day": term.first_day,
        "term_last_day": term.last_day,
        "cost_due_from": term.charge_from,
        "charge_from": term.charge_from,
    }


def _letter_wording(case: Case) -> Figures:
    return {"valid": check_term_wording(case.text("text"), country=case.jurisdiction).is_valid}


def _reminder(case: Case) -> Figures:
    cost = reminder_cost(
        case.jurisdiction,
        nth_in_year=case.whole("reminders_this_year"),
        regular="contract" in case and "regular" in case.text("contract"),
        on=case.on,
        debtor=CONSUMER,
    )
    most = str(cost.most.decimal)
    return {"max_fee": f"{most} + postage" if cost.plus_postage else most}


def _default(case: Case) -> Figures:
    found = default_from(
        case.jurisdiction,
        debtor=CONSUMER,
        invoice_received_on=case.day("invoice_received"),
        hinted=case.flag("hint_on_invoice", False),
        reminded_on=case.day("reminder") if "reminder" in case else None,
    )
    return {"in_default": found.from_on is not None and found.from_on <= case.on}


def _pre_action(case: Case) -> Figures:
    named = case.text("debtor") if "debtor" in case else CONSUMER
    debtor = DebtorKind.BUSINESS if "company" in named or "business" in named else CONSUMER
    dated_on = case.day("letter_dated")
    first = earliest_claim(case.jurisdiction, debtor=debtor, letter_dated_on=dated_on)
    return {"earliest_claim": f"{first} or later"}


def _asked(
    case: Case,
    at: datetime,
    channel: Channel = Channel.PHONE,
    *,
    attempts: tuple[datetime, ...] = (),
    conversations: tuple[datetime, ...] = (),
) -> Verdict:
    return may_contact(
        Approach(
            channel=channel,
            at=at,
            country=case.jurisdiction,
            debtor=CONSUMER,
            zone=_THEIRS,
            attempts=attempts,
            conversations=conversations,
        )
    )


def _window(case: Case) -> Figures:
    """The hours for each channel; a case without a day speaks of a day that has hours."""
    name = "local_time" if "local_time" in case else "consumer_local_time"
    text = case.text(name).split(" ")[0]
    at = datetime.fromisoformat(text if "T" in text else f"{_noon(case):%Y-%m-%d}T{text}")
    at = at.replace(tzinfo=_THEIRS)
    names = case.text("channel").split("|") if "channel" in case else [Channel.PHONE]
    allowed = all(_asked(case, at, Channel(channel)).allowed for channel in names)
    return {"allowed": allowed, "convenient": allowed}


def _seven_in_seven(case: Case) -> Figures:
    now = _noon(case)
    earlier = case.whole("calls_last_7_days") + case.whole("new_call") - 1
    attempts = tuple(now - timedelta(minutes=i + 1) for i in range(earlier))
    return {"presumed_compliant": _asked(case, now, attempts=attempts).allowed}


def _after_conversation(case: Case) -> Figures:
    talked, calls = (
        datetime.combine(case.day(name), time(12), _THEIRS)
        for name in ("conversation", "next_call")
    )
    return {"presumed_compliant": _asked(case, calls, conversations=(talked,)).allowed}


def _cease(case: Case) -> Figures:
    if not case.flag("written_request", True):
        raise ValueError("only a request in writing ends contact")
    rule = conduct(case.jurisdiction).contact.blocks[BlockKind.CEASE]
    return {"further_contact": f"only: {', '.join(rule.leaves)}"}


def _limitation(case: Case) -> Figures:
    """When a claim lapses, with what interrupted it where the case says so."""
    acts = [_interruption(case, row) for row in case.inputs.get("interruptions") or ()]
    if "written_reservation" in case:
        acts.append(Interruption(case.day("written_reservation"), InterruptionKind.WRITTEN))
    kind = ClaimKind(case.inputs.get("kind", ClaimKind.CONTRACT))
    found = limitation(case.day("due"), kind=kind, interruptions=acts, country=case.jurisdiction)
    rules = conduct(case.jurisdiction).limitation_rules()
    judgments = [term.months for term in rules.terms if term.kind is ClaimKind.JUDGMENT]
    return {
        "starts": found.steps[0].from_on - ONE_DAY,
        "new_term_from": found.steps[-1].from_on,
        "last_day_enforceable": found.last_day,
        "barred_from": found.barred_from,
        "after_judgment_years": judgments[-1] // 12 if judgments else None,
    }


def _interruption(case: Case, row: Any) -> Interruption:
    """A day stands for a written demand; else the row says the day, the kind and the end."""
    if not isinstance(row, dict):
        row = {"on": row, "kind": InterruptionKind.WRITTEN}
    on, until = row.get("on") or row.get("date"), row.get("until")
    return Interruption(
        case.as_day(on, "interruptions"),
        InterruptionKind(row.get("kind", InterruptionKind.WRITTEN)),
        case.as_day(until, "interruptions") if until else None,
    )


def _validation_period(case: Case) -> Figures:
    found = validation_period(case.jurisdiction, case.day("notice_sent"))
    return {"assumed_received": found.assumed_received_on, "period_end": found.ends_on}


def _validation_due(case: Case) -> Figures:
    at_once = case.flag("notice_in_first_contact", False)
    day = case.day("initial_communication")
    return {"send_by": validation_due(case.jurisdiction, day, in_first_contact=at_once)}


def _retention(case: Case) -> Figures:
    law = retention(case.jurisdiction)
    figures: Figures = {}
    if "last_activity" in case:
        kept = law.keep_until(RecordKind.CLAIM_FILE, case.day("last_activity"))
        figures["keep_until"] = kept
    if "recording_date" in case:
        kept = law.keep_until(RecordKind.RECORDING, case.day("recording_date"))
        figures["recording_keep_until"] = kept
    return figures


def _letterhead(case: Case) -> Figures:
    if case.text("letterhead") != "law firm":
        return {"blocked": False, "review_advised": False}
    found = check_letterhead(
        case.jurisdiction,
        reviewed=case.flag("attorney_reviewed", False),
        disclaimer_on_front=case.flag("disclaimer_on_front", False),
        signed_by_lawyer=case.flag("attorney_signature", False),
    )
    return {"blocked": found.is_blocked, "review_advised": found.review_advised}


def _noon(case: Case) -> datetime:
    """Noon of the case's day, or of the first day after it that is no day of rest."""
    noon = datetime.combine(case.on, time(12), _THEIRS)
    return _asked(case, noon).next_at or noon


RULES: dict[str, Rule] = {
    "notice.14_day_letter_post": _letter_term,
    "notice.14_day_letter_wording": _letter_wording,
    "reminder.first": _reminder,
    "reminder.fourth_in_year_regular_contract": _reminder,
    "reminder.term_email": _letter_term,
    "reminder.term_post": _letter_term,
    "default_notice_consumer_30_days": _default,
    "pre_action.reply_period": _pre_action,
    "contact.window": _window,
    "contact.window_Bki_4_2": _window,
    "call_frequency.7_in_7": _seven_in_seven,
    "call_frequency.after_conversation": _after_conversation,
    "cease_communication": _cease,
    "limitation": _limitation,
    "limitation.contract_5y": _limitation,
    "limitation.written_interruption": _limitation,
    "limitation.BGB_195_199": _limitation,
    "validation.period_end": _validation_period,
    "validation.deadline_to_send": _validation_due,
    "retention.3_years": _retention,
    "letterhead.attorney_not_reviewed": _letterhead,
    "letterhead.with_greco_disclaimer": _letterhead,
}
