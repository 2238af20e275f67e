"""Hand-overs in the reader's words: where they stand, what they came in, what proves a claim."""

from collections.abc import Callable

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from creditor.intake.models import Batch

_: Callable[..., str] = gettext

EVIDENCE = {
    "order": _l("Order"),
    "contract": _l("Contract"),
    "delivery_proof": _l("Proof of delivery"),
    "invoice": _l("Invoice"),
    "reminder": _l("Reminder"),
    "correspondence": _l("Correspondence"),
    "acknowledgement": _l("Acknowledgement of the debt"),
}
"""What a document proves."""

SOURCES = {"form": _l("Typed in"), "csv": _l("CSV file"), "einvoice": _l("Electronic invoice")}
"""What a hand-over came in."""


def state_badge(batch: Batch) -> tuple[str, str]:
    """The colour and the word for where a hand-over stands."""
    if batch.placed_at:
        return "ok", _("Handed over")
    if batch.accepted_at:
        return "info", _("Being handed over")
    if batch.discarded_at:
        return "neutral", _("Discarded")
    if batch.problem:
        return "bad", _("Not readable")
    if batch.read_at is None:
        return "info", _("Being read")
    return "warn", _("Waits for you")
