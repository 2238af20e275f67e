"""Charges in words: how a letter went out, and by what right interest runs."""

from flask_babel import lazy_gettext as _

from agency.charges.running import InterestBasis

CHANNELS = {"post": _("post"), "email": _("e-mail")}
"""How the letter before costs went out, within a sentence."""

BASES = {
    InterestBasis.LAW: _("by law"),
    InterestBasis.AGREED: _("as agreed"),
    InterestBasis.NONE: _("none runs"),
}
"""By what right interest runs."""
