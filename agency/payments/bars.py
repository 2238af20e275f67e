"""When a payment stands in the way of approaching a debtor."""

from flask_babel import lazy_gettext as _

from agency.cases.guard import Bar, there_is
from agency.payments.models import Payment

UNDERWAY = Bar(
    code="underway",
    says=_("The debtor is paying at this moment."),
    holds=lambda c: there_is(Payment, c, Payment.paid_at.is_(None), Payment.ended_at.is_(None)),
    order=25,
)
