"""The states and events of a remittance in the reader's words."""

from collections.abc import Callable

from flask_babel import gettext

from agency.payments.models import Allocation
from agency.remittance.models import Remittance, RemittanceState
from portal.audit.models import Event
from portal.pay.wording import PAID_BY

_: Callable[..., str] = gettext


def state_badge(remittance: Remittance) -> tuple[str, str]:
    """The colour and the word for how far it is."""
    return {
        RemittanceState.PREPARED: ("warn", _("Waits for approval")),
        RemittanceState.APPROVED: ("info", _("Being written")),
        RemittanceState.SENT: ("ok", _("Paid out")),
        RemittanceState.CANCELLED: ("neutral", _("Cancelled")),
    }[remittance.state]


def method(allocation: Allocation) -> str:
    """How the money came, or that it went back."""
    if allocation.refund_id:
        return _("Refunded")
    return str(PAID_BY.get(allocation.payment.method, allocation.payment.method))


def happened(event: Event) -> dict[str, object]:
    """An event as the timeline shows it."""
    kind, icon, title = {
        "remittance.prepared": ("neutral", "pencil", _("Prepared")),
        "remittance.approved": ("ok", "check", _("Approved and booked")),
        "remittance.cancelled": ("neutral", "x", _("Cancelled")),
        "remittance.sent": ("ok", "send", _("Statement written, creditor told")),
        "remittance.bank_file_taken": ("info", "download", _("Bank file downloaded")),
        "remittance.writing_asked": ("neutral", "refresh", _("Writing asked for again")),
    }.get(event.kind, ("neutral", "history", event.kind))
    by = _("The portal") if event.actor == "system" else event.actor
    return {"at": event.at, "title": title, "by": by, "icon": icon, "kind": kind}
