"""What happens about contact and keeping, in words."""

from flask_babel import lazy_gettext as _

from agency.cases.timeline import reasons
from agency.compliance.wording import KINDS
from portal.audit.words import words

reasons({kind.value: text for kind, text in KINDS.items()})

words(
    {
        "contact.declared": _("recorded what the debtor declared about contact"),
        "contact.revoked": _("recorded that a declaration about contact was taken back"),
        "events.erased": _("took the personal words out of the history"),
        "legal_hold.placed": _("placed a legal hold: nothing of this debtor is erased"),
        "legal_hold.lifted": _("lifted the legal hold"),
        "debtor.erased": _("erased personal data whose time had run out"),
        "erasure.ended": _("finished a run of the erasing"),
        "data_export.asked": _("asked for all data of the debtor"),
        "data_export.made": _("gathered all data of the debtor"),
        "data_export.fetched": _("fetched all data of the debtor"),
        "data_export.removed": _("removed a file with a debtor's data"),
        "contact.held_back": _("did not write to the debtor, because that is not allowed"),
    }
)
