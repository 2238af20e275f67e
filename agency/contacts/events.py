"""What happens about contacts and promises, in words."""

from flask_babel import lazy_gettext as _

from portal.audit.words import words

words(
    {
        "contact.reached": _("spoke with the debtor"),
        "contact.logged": _("logged a contact"),
        "contact.flagged": _("sought a contact that was not allowed then"),
        "contact.wrong_number": _("noted that the telephone number is wrong"),
        "callback.planned": _("planned a call"),
        "callback.done": _("made the call that was asked for"),
        "promise.made": _("noted a promise to pay"),
        "promise.confirmed": _("confirmed the promise to the debtor"),
        "promise.reminded": _("reminded the debtor of the promise"),
        "promise.kept": _("found the promise kept"),
        "promise.partly_kept": _("found the promise partly kept"),
        "promise.broken": _("found the promise broken"),
        "promise.reopened": _("found that the promise is not kept yet"),
        "promise.ended": _("ended the promise"),
        "promise.limits_changed": _("changed the limits on promises"),
    }
)
