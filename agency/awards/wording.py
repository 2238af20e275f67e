"""Costs that a court awarded, in the office's words."""

from flask_babel import lazy_gettext as _

from agency.awards.models import CourtAward
from agency.cases.timeline import looks
from portal.audit.words import words

looks(
    {
        "award": ("scale", "info"),
        "award.asked": ("scale", "warn"),
        "award.refused": ("x-circle", "neutral"),
        "award.reversed": ("refresh", "warn"),
    }
)
words(
    {
        "award.asked": _("entered costs that a court awarded, for a second person to approve"),
        "award.booked": _("added costs that a court awarded"),
        "award.refused": _("decided not to add costs that a court awarded"),
        "award.reversed": _("took back costs that a court had awarded"),
        "award.limit_changed": _(
            "changed above which amount a second person approves costs that a court awarded"
        ),
    }
)


def state_of(award: CourtAward) -> tuple[str, object]:
    """The colour and the word of how an award stands."""
    if award.is_refused:
        return "neutral", _("Not added")
    if award.waits:
        return "warn", _("Waits for a second person")
    if award.reversed_at:
        return "neutral", _("Taken back")
    return "ok", _("Owed")
