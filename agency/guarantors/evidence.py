"""What a guarantor is shown before it signs, word for word."""

from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from agency.guarantors.models import Guarantor
from portal.filters import day, money


def terms(it: Guarantor) -> list[str]:
    """What it takes on, in plain words, in the reader's language."""
    return [
        str(
            _(
                "You pay when %(debtor)s breaks this plan, never more than %(most)s in all.",
                debtor=it.case.debtor.name,
                most=money(it.most),
            )
        ),
        str(
            _(
                "You guarantee it until %(day)s. It ends sooner when the plan is paid.",
                day=day(it.holds_until),
            )
        ),
        str(_("We ask nothing of you while the plan is kept. If it is broken, we tell you.")),
        str(_("You do not have to sign. Sign only if you can pay this amount.")),
    ]


def consent_words() -> str:
    """What somebody agrees to with its name."""
    return str(_("I guarantee this payment plan up to this amount."))


def shown(it: Guarantor) -> dict[str, Any]:
    """All of it, to be kept and sealed."""
    plan = it.plan
    return {
        "case": it.case.reference,
        "creditor": it.case.creditor.name,
        "debtor": it.case.debtor.name,
        "locale": str(get_locale() or "en"),
        "instalments": [[d.number, d.due_on.isoformat(), d.amount.minor] for d in plan.dues],
        "most": it.most_minor,
        "currency": it.currency,
        "until": it.holds_until.isoformat(),
        "terms": terms(it),
        "consent": consent_words(),
        "law": it.law,
    }
