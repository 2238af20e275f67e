"""What happens to actions and strategies, in words."""

from flask_babel import lazy_gettext as _

from portal.audit.words import words

words(
    {
        "action.skipped": _("left a step out"),
        "action.pulled": _("pulled a step"),
        "action.cancelled": _("replaced a step"),
        "action.added": _("added a step"),
        "action.repeated": _("had a step done again"),
        "action.changed": _("changed a step"),
        "action.approved": _("approved a step"),
    }
)
