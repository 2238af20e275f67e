"""Corrections in the office's words."""

from flask_babel import lazy_gettext as _

from agency.corrections.models import CorrectionKind
from portal.audit.words import words

KINDS = {
    CorrectionKind.CREDIT_NOTE: _("Credit note"),
    CorrectionKind.DUE_DATE: _("Due date"),
    CorrectionKind.WITHDRAWAL: _("Withdrawn"),
}

words(
    {
        "claim.credited": _("entered a credit note"),
        "claim.due_date_corrected": _("corrected a due date"),
        "claim.withdrawn": _("withdrew a claim"),
    }
)
