"""What happens to forms, in words."""

from flask_babel import lazy_gettext as _

from portal.audit.words import words

words({"enclosure.taken_in": _("sent in a form for letters")})
