"""What somebody is shown before they agree, word for word, and the seal on it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from agency.cases.models import Case
from agency.plans.schedule import Due
from portal.money import total


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """Who agreed, and how that can be shown later: name, address and browser of a click."""

    name: str
    channel: str
    ip: str = ""
    browser: str = ""


def sentences(*, waives_interest: bool, grace_days: int) -> list[str]:
    """The terms of a plan in plain words, in the reader's language."""
    interest = (
        _("While you keep the plan, no further interest is asked.")
        if waives_interest
        else _("Interest goes on as the law gives it. It is added at the end of the plan.")
    )
    return [
        interest,
        _("While you keep the plan, we send you no demands."),
        _(
            "An instalment that is more than %(days)s days late ends the plan. "
            "Then all that is open is to be paid at once.",
            days=grace_days,
        ),
        _(
            "You may pay sooner or more at any time. Once, you may put off an instalment by a month."
        ),
    ]


def consent_words() -> str:
    """What somebody agrees to with its name."""
    return str(_("I agree to this plan and will pay these instalments on their days."))


def shown(
    case: Case, dues: Sequence[Due], *, waives_interest: bool, grace_days: int, limits: int
) -> dict[str, Any]:
    """A plan as it is shown: its instalments, their total, and its terms.

    `limits` is the version of the creditor's limits that allowed it, 0 where none was written down.
    """
    return {
        "case": case.reference,
        "creditor": case.creditor.name,
        "locale": str(get_locale() or "en"),
        "instalments": [[it.number, it.due_on.isoformat(), it.amount.minor] for it in dues],
        "total": total((it.amount for it in dues), case.currency).minor,
        "currency": case.currency,
        "limits": limits,
        "terms": sentences(waives_interest=waives_interest, grace_days=grace_days),
        "consent": consent_words(),
    }


def seal(content: Mapping[str, Any]) -> str:
    """The SHA-256 of what was shown, in hex; the same words always give the same."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
