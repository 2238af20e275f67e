"""What happens about files, in words, and how the timeline shows it."""

from flask_babel import lazy_gettext as _

from agency.cases import timeline
from portal.audit.words import words

words(
    {
        "file.added": _("added a file"),
        "file.removed": _("removed a file"),
    }
)
timeline.looks({"file": ("paperclip", "neutral")})
