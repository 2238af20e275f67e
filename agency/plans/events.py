"""What happens about plans, in words."""

from flask_babel import lazy_gettext as _

from portal.audit.words import words

words(
    {
        "plan.offered": _("offered a payment plan"),
        "plan.asked": _("asked for a payment plan beyond the limits"),
        "plan.refused": _("turned the payment plan down"),
        "plan.lapsed": _("let the offered payment plan run out"),
        "plan.agreed": _("agreed to a payment plan"),
        "plan.awaits": _("agreed to a payment plan that waits for a guarantor"),
        "plan.not_begun": _("could not let the payment plan begin"),
        "plan.deferred": _("put an instalment off by a month"),
        "plan.late": _("found an instalment late"),
        "plan.broken": _("found the payment plan broken"),
        "plan.completed": _("found the payment plan paid"),
        "plan.interest_waived": _("wrote off the interest that the plan waives"),
        "plan.waiver_undone": _("took back what the plan waived"),
        "case.interest_waived": _("wrote off the interest of the days that the bank took"),
        "case.waiver_undone": _("took back what was written off, as money went back"),
        "plan.ended": _("ended the payment plan"),
        "plan.told": _("wrote to the debtor about the payment plan"),
        "plan.at_risk": _("saw ahead that an instalment may be missed"),
        "plan.warned": _("wrote to the debtor before an instalment is missed"),
        "plan.reminded": _("reminded the debtor of an instalment"),
        "settlement.offered": _("offered a settlement"),
        "settlement.agreed": _("agreed to a settlement"),
        "settlement.told": _("wrote to the debtor about the settlement"),
        "settlement.in_force": _("found the settlement paid and wrote the rest off"),
        "settlement.unpaid": _("took back what the settlement wrote off, as its money went back"),
        "settlement.void": _("found the settlement void"),
        "settlement.ended": _("ended the settlement"),
        "plan.dates_moved": _("gave the instalments other days"),
        "plan.split": _("split an instalment in two"),
        "plan.sent": _("sent the offered payment plan"),
        "plan.referred": _("asked the creditor to go beyond its limits"),
        "plan.referral_reminded": _("reminded the creditor of what it is asked"),
        "plan.referral_answered": _("answered whether it goes beyond its limits"),
        "plan.referral_withdrawn": _("took back what the creditor was asked"),
        "plan.referral_stuck": _("could not carry the creditor's answer out"),
        "plan.terms_changed": _("changed how far payment plans may go"),
    }
)
