"""What happens about notes, in words, and how the timeline shows it."""

from flask_babel import lazy_gettext as _

from agency.cases import timeline
from portal.audit.words import words

words(
    {
        "note.written": _("wrote a note"),
        "note.pinned": _("pinned a note"),
        "note.unpinned": _("unpinned a note"),
        "note.withdrawn": _("withdrew a note"),
    }
)
timeline.looks({"note": ("message", "neutral")})
