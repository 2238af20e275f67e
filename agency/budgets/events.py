"""What happens about statements of income and outgo, in words. No figure is ever said here."""

from flask_babel import lazy_gettext as _

from portal.audit.words import words

words(
    {
        "budget.stated": _("wrote down income and outgo, with consent"),
        "budget.revoked": _("removed income and outgo, as the consent was taken back"),
        "budget.share_set": _("set the share of what is left over that goes to debts"),
    }
)
