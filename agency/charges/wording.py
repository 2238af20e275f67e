"""Charges in words: how the letter before costs went out."""

from flask_babel import lazy_gettext as _

CHANNELS = {"post": _("post"), "email": _("e-mail")}
"""How the letter before costs went out, within a sentence."""
