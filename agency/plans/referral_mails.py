"""The mail to a creditor whose answer is needed on a plan or settlement beyond its limits."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from agency.cases import threads
from agency.cases.mails import tell_creditor
from agency.cases.models import Party
from agency.plans.models import Referral
from agency.plans.signals import referral_reminded, referred
from portal.accounts import links
from portal.accounts.permissions import GRANTS, Permission, Role

QUESTION_PAGE = "creditor.plans.show_question"
"""Where a creditor answers; the desk above brings it."""
_ANSWERING = [role for role in Role if Permission.LIMIT_PLANS in GRANTS[role]]


@referred.connect
def ask_by_mail(referral: Referral, **_facts: Any) -> None:
    """Mail the question to those of the creditor who can answer it."""
    name = referral.case.debtor.name
    _mail(referral, lambda: str(_("May %(debtor)s go beyond your limits?", debtor=name)))


@referral_reminded.connect
def ask_again(referral: Referral, **_facts: Any) -> None:
    """Mail it once more, before the day to answer by has passed."""
    name = referral.case.debtor.name
    _mail(
        referral,
        lambda: str(_("We still wait for your answer about %(debtor)s", debtor=name)),
        is_reminder=True,
    )


def _mail(referral: Referral, subject: Callable[[], str], *, is_reminder: bool = False) -> None:
    case = referral.case
    tell_creditor(
        "plan_referral",
        case.creditor,
        subject,
        about=threads.about(case, Party.CREDITOR),
        roles=_ANSWERING,
        reference=case.reference,
        debtor_name=case.debtor.name,
        question=referral.why,
        instalments=len(referral.plan.instalments) if referral.plan else 0,
        amount=referral.amount or referral.owed,
        answer_by=referral.answer_by,
        is_reminder=is_reminder,
        url=links.address(QUESTION_PAGE, referral=referral.id),
    )
