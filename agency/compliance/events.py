"""What happens about contact, in words."""

from flask_babel import lazy_gettext as _

from agency.cases.timeline import reasons
from agency.compliance.wording import KINDS
from portal.audit.words import words

reasons({kind.value: text for kind, text in KINDS.items()})

words(
    {
        "contact.declared": _("recorded what the debtor declared about contact"),
        "contact.revoked": _("recorded that a declaration about contact was taken back"),
        "contact.held_back": _("did not write to the debtor, because that is not allowed"),
    }
)
