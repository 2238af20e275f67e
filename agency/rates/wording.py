"""Kinds of interest, and how sure a row is, in the office's words."""

from flask_babel import lazy_gettext as _

from agency.law.vocabulary import InterestKind, Status
from portal.audit.words import words

KINDS = {
    InterestKind.STATUTORY: _("Statutory interest"),
    InterestKind.STATUTORY_BUSINESS: _("Statutory interest between businesses"),
    InterestKind.COMMERCIAL: _("Statutory commercial interest"),
    InterestKind.CONTRACTUAL: _("Agreed interest"),
    InterestKind.NONE: _("No interest"),
}

STATUSES = {
    Status.CONFIRMED: ("ok", _("Found in the source")),
    Status.DERIVED: ("info", _("Follows from a rule")),
    Status.PROJECTED: ("warn", _("Expected, never used")),
}
"""Colour and words of how sure a row of a pack is."""

words(
    {
        "rate.entered": _("entered an interest rate"),
        "rate.confirmed": _("confirmed an interest rate"),
        "rate.withdrawn": _("took back an interest rate"),
    }
)
