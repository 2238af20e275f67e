"""What happens about the worklist, in words."""

from flask_babel import lazy_gettext as _

from portal.audit.words import words

words(
    {
        "peak_hours.changed": _("changed the hours of nothing but calls"),
        "collector.changed": _("changed what is known of a collector"),
        "rule.made": _("made a rule of assignment"),
        "rule.ended": _("took away a rule of assignment"),
    }
)
