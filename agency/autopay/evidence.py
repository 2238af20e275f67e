"""What a debtor is shown before it lets instalments be taken, word for word."""

from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from agency.autopay.kinds import When
from agency.autopay.retries import kinds, notice_days
from agency.plans.models import Plan
from agency.plans.position import position
from portal.filters import day, money


def sentences() -> list[str]:
    """The terms in plain words, in the reader's language."""
    return [
        _("On the day of each instalment we take what is still open of it, and nothing else."),
        _(
            "We write to you before: %(card)s days before we charge a card, %(account)s days before "
            "we debit an account.",
            card=notice_days("card"),
            account=notice_days("sepa_debit"),
        ),
        _("You can stop this at any time on this page. From that moment nothing is taken."),
        _("You can have a direct debit returned by your bank within eight weeks."),
    ]


def choices(plan: Plan) -> dict[When, str]:
    """When it begins, each in a sentence; at once only while other instalments are left to take."""
    lines = [line for line in position(plan).lines if line.left]
    if not lines:
        return {}
    amount, on = money(lines[0].left), day(lines[0].due_on)
    later = _("Pay nothing now: each instalment is taken on its day, the next on %(day)s.", day=on)
    now = _(
        "Pay the next instalment, %(amount)s, now, and the others are taken on their days.",
        amount=amount,
    )
    return {When.LATER: later} | ({When.NOW: now} if len(lines) > 1 else {})


def consent_words(agency: str) -> str:
    """What somebody allows with its name."""
    return str(
        _(
            "I allow %(agency)s to take the instalments of this plan on their days from the card or "
            "account that I choose, without asking me each time.",
            agency=agency,
        )
    )


def shown(plan: Plan, agency: str, when: When = When.LATER) -> dict[str, Any]:
    """What is shown before it is allowed: the instalments still to come, the terms, the consent."""
    lines = [line for line in position(plan).lines if line.left]
    return {
        "case": plan.case.reference,
        "creditor": plan.case.creditor.name,
        "agency": agency,
        "locale": str(get_locale() or "en"),
        "kinds": list(kinds()),
        "instalments": [[it.number, it.due_on.isoformat(), it.left.minor] for it in lines],
        "currency": plan.currency,
        "when": choices(plan).get(when, ""),
        "terms": sentences(),
        "consent": consent_words(agency),
    }
