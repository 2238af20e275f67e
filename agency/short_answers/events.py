"""What happens about short answers, in words."""

from flask_babel import lazy_gettext as _

from portal.audit.words import words

words(
    {
        "short_answer.written": _("wrote a short answer"),
        "short_answer.changed": _("changed a short answer"),
        "short_answer.archived": _("archived a short answer"),
        "short_answer.restored": _("took a short answer up again"),
    }
)
