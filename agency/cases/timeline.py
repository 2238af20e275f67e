"""Everything that happened to a case, as sentences for the page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import Select, select

from agency.cases.models import Case
from agency.cases.moves import CLOSURE_REASONS, HOLD_REASONS
from portal.audit.models import Event
from portal.audit.words import tell, who, words
from portal.filters import day, money
from portal.money import Money

words(
    {
        "placement.received": _("received a placement"),
        "placement.acknowledged": _("told the creditor that the placement has arrived"),
        "case.opened": _("opened the case"),
        "claim.placed": _("handed over a claim"),
        "claims.accepted": _("accepted the new claims"),
        "claims.asked": _("asked the creditor about the new claims"),
        "claims.refused": _("refused the new claims"),
        "review.answered": _("answered the question"),
        "case.held": _("put the case on hold"),
        "case.hold_lifted": _("lifted the hold"),
        "case.closed": _("closed the case"),
        "case.reopened": _("opened the case again"),
        "case.assigned": _("assigned the case"),
        "case.charged": _("charged interest and costs"),
        "case.charged_anew": _("charged interest and costs anew"),
        "payment.shared_anew": _("shared a payment over the claims anew"),
        "debtor.objection": _("objected to the claim"),
        "debtor.call_me": _("asked to be called"),
        "debtor.not_me": _("said: this is not me"),
        "debtor.answered": _("dealt with what the debtor asked"),
        "pay_link.made": _("made a payment link"),
        "pay_link.revoked": _("revoked the payment link"),
        "pay_link.locked": _("gave wrong answers; the payment link is locked for a while"),
    }
)

_LOOKS = {
    "case.opened": ("folder", "info"),
    "claim.placed": ("plus", "neutral"),
    "claims.accepted": ("check", "ok"),
    "claims.asked": ("help", "warn"),
    "claims.refused": ("x", "bad"),
    "review.answered": ("message", "info"),
    "case.held": ("pause", "warn"),
    "case.hold_lifted": ("arrow-right", "info"),
    "case.closed": ("check-circle", "ok"),
    "case.reopened": ("refresh", "warn"),
    "case.assigned": ("user", "neutral"),
    "case.charged": ("scale", "neutral"),
    "case.charged_anew": ("scale", "info"),
    "debtor": ("message", "warn"),
    "debtor.answered": ("check", "info"),
    "debtor.address_changed": ("pencil", "info"),
    "debtor.address_confirmed": ("check", "info"),
    "pay_link": ("link", "neutral"),
    "payment": ("card", "ok"),
    "notice": ("mail", "info"),
    "notice.returned": ("alert", "bad"),
    "evidence": ("paperclip", "neutral"),
    "contact": ("shield", "info"),
    "contact.reached": ("phone", "ok"),
    "contact.logged": ("phone", "neutral"),
    "contact.flagged": ("alert", "warn"),
    "contact.wrong_number": ("phone", "warn"),
    "promise": ("calendar", "info"),
    "promise.kept": ("check", "ok"),
    "promise.partly_kept": ("calendar", "warn"),
    "promise.broken": ("calendar", "bad"),
    "callback": ("phone", "info"),
    "claim.credited": ("receipt", "info"),
    "claim.due_date_corrected": ("calendar", "info"),
    "claim.withdrawn": ("x-circle", "warn"),
}
"""Icon and colour by kind, or by the first part of it."""
_REASONS: dict[str, Any] = {
    **{reason.value: text for reason, text in HOLD_REASONS.items()},
    **{reason.value: text for reason, text in CLOSURE_REASONS.items()},
}


def looks(found: Mapping[str, tuple[str, str]]) -> None:
    """Say with which icon and colour events of a higher slice are shown."""
    _LOOKS.update(found)


def reasons(texts: Mapping[str, Any]) -> None:
    """Say what reasons of events are called, where a higher slice has its own."""
    _REASONS.update(texts)


@dataclass(frozen=True, slots=True)
class Happening:
    """A line of the timeline."""

    at: datetime
    title: str
    text: str
    icon: str
    kind: str
    by: str = ""
    url: str = ""


def events_of(case: Case) -> Select[Event]:
    """The events of a case, to be paged by key."""
    return select(Event).where(Event.case_id == case.id)


def told(events: Iterable[Event]) -> list[Happening]:
    """Events as lines of a timeline."""
    return [_tell(event) for event in events]


def _tell(event: Event) -> Happening:
    icon, kind = _LOOKS.get(event.kind) or _LOOKS.get(
        event.kind.partition(".")[0], ("history", "neutral")
    )
    return Happening(event.at, f"{who(event)} {tell(event)}", _details(event.data), icon, kind)


def _details(data: dict[str, Any]) -> str:
    """The facts worth a line under the sentence; which keys there are depends on the event."""
    found = [_reason(data), str(data.get("invoice_no", ""))]
    if "principal_minor" in data:
        found.append(money(Money(int(data["principal_minor"]), str(data["currency"]))))
    found += [_amount(data[key]) for key in ("amount", "interest", "costs", "open") if key in data]
    if "due_on" in data:
        found.append(_read(str(data["due_on"])))
    if isinstance(invoices := data.get("invoices"), list):
        found.append(", ".join(str(number) for number in invoices))
    if "before" in data and "after" in data and isinstance(data["after"], str):
        found.append(f"{_read(data['before'])} → {_read(data['after'])}")
    found += [
        str(data[key]) for key in ("phone", "text", "reply", "answer", "name") if data.get(key)
    ]
    if why := data.get("why"):
        found.append(str(_REASONS.get(str(why), why)))
    return " · ".join(text for text in found if text)


def _read(text: str) -> str:
    """A text as events keep it; a day in the reader's way."""
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text or "–"


def _reason(data: dict[str, Any]) -> str:
    reason = data.get("reason")
    return str(_REASONS.get(str(reason), reason)) if reason else ""


def _amount(text: object) -> str:
    """An amount as events keep it, `12.50 EUR`, in the reader's way."""
    amount, _space, currency = str(text).partition(" ")
    try:
        return money(Money.of(Decimal(amount), currency))
    except (InvalidOperation, ValueError, KeyError):
        return str(text)
