"""What happens at a hand-over, in words."""

from flask_babel import lazy_gettext as _

from portal.audit.words import words

words(
    {
        "batch.made": _("began a hand-over"),
        "batch.row_changed": _("corrected a claim of a hand-over"),
        "batch.accepted": _("handed the claims over"),
        "batch.discarded": _("threw a hand-over away"),
    }
)
