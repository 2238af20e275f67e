"""What happens to creditors, agreements, law firms and the agency's settings, in words."""

from flask_babel import lazy_gettext as _

from portal.audit.words import words

words(
    {
        "agency.settings_changed": _("changed the agency's settings"),
        "creditor.created": _("took on a creditor"),
        "creditor.changed": _("changed a creditor"),
        "creditor.closed": _("closed a creditor"),
        "creditor.reopened": _("opened a creditor again"),
        "creditor.law_firms_engaged": _("chose the law firms that act for a creditor"),
        "agreement.made": _("made an agreement"),
        "law_firm.created": _("entered a law firm"),
        "law_firm.changed": _("changed a law firm"),
        "law_firm.closed": _("ended the work with a law firm"),
        "law_firm.reopened": _("took up the work with a law firm again"),
        "lawyer.added": _("entered a lawyer"),
        "lawyer.changed": _("changed a lawyer"),
        "lawyer.closed": _("ended the work with a lawyer"),
    }
)
