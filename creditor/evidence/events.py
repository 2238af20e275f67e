"""What happens to evidence, in words."""

from flask_babel import lazy_gettext as _

from portal.audit.words import words

words(
    {
        "evidence.added": _("added evidence"),
        "evidence.removed": _("removed evidence"),
        "evidence.shown": _("let the debtor see evidence"),
        "evidence.hidden": _("hid evidence from the debtor"),
    }
)
