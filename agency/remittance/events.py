"""What happens to remittances, in words."""

from flask_babel import lazy_gettext as _

from portal.audit.words import words

words(
    {
        "remittance.prepared": _("prepared a remittance"),
        "remittance.approved": _("approved a remittance"),
        "remittance.cancelled": _("cancelled a remittance"),
        "remittance.writing_asked": _("had the files of a remittance made again"),
        "remittance.sent": _("sent a remittance to the creditor"),
        "remittance.bank_file_taken": _("took the bank file of a remittance"),
    }
)
