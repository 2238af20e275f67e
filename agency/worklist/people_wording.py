"""Collectors' levels in words."""

from flask_babel import lazy_gettext as _

from agency.strategy.kinds import Level

LEVELS = {
    Level.NOVICE: _("Follows the procedure"),
    Level.EXPERIENCED: _("May depart from it, with a reason"),
    Level.EXPERT: _("Expert: may depart from it, with a reason"),
}
