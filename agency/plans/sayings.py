"""The words of mails about plans: subject, text and button, in the debtor's language."""

from collections.abc import Callable, Mapping

from flask_babel import gettext as _

from agency.plans.kinds import News, Risk
from agency.plans.models import Plan
from agency.plans.position import Position
from portal import clock
from portal.filters import day, money

Saying = Callable[[Plan, Position], tuple[str, str, str]]
"""Subject, text and button of a mail."""


def _offered(plan: Plan, _stands: Position) -> tuple[str, str, str]:
    return (
        _("A payment plan for you"),
        _("You can pay in instalments. This offer holds until %(day)s.", day=day(plan.open_until)),
        _("Look at the plan and agree"),
    )


def _agreed(_plan: Plan, _stands: Position) -> tuple[str, str, str]:
    return (
        _("Your payment plan: this is what we agreed"),
        _(
            "Thank you. The confirmation is attached. A few days before each instalment we remind you."
        ),
        _("See your plan and pay"),
    )


def soon(_plan: Plan, stands: Position) -> tuple[str, str, str]:
    """That the next instalment is due in a few days."""
    line = stands.next or stands.lines[-1]
    return (
        _("Your next instalment is due soon"),
        _(
            "%(amount)s is to be paid by %(day)s. Have you paid already? Then you need not do anything.",
            amount=money(line.left),
            day=day(line.due_on),
        ),
        _("Pay this instalment"),
    )


def _before(words: Callable[..., str]) -> Saying:
    """What is said before the next instalment: `words` of its amount and day, asked as it is said."""

    def say(_plan: Plan, stands: Position) -> tuple[str, str, str]:
        line = stands.next or stands.lines[-1]
        on = day(line.due_on)
        return (
            _("Your instalment of %(day)s", day=on),
            words(amount=money(line.left), day=on),
            _("Pay, or tell us when something comes between"),
        )

    return say


_was_late = _before(
    lambda **facts: _(
        "An earlier instalment came late. The next one is %(amount)s, to be paid by %(day)s. "
        "Is that not possible? Tell us now, and we look for a way together.",
        **facts,
    )
)
_unreached = _before(
    lambda **facts: _(
        "Your instalment of %(amount)s is to be paid by %(day)s. "
        "Is that not possible? Tell us now, and we look for a way together.",
        **facts,
    )
)
_unread = _before(
    lambda **facts: _(
        "We wrote to you about your instalment of %(amount)s, to be paid by %(day)s. Did you see it? "
        "Is it not possible? Tell us now, and we look for a way together.",
        **facts,
    )
)


def _late(plan: Plan, stands: Position) -> tuple[str, str, str]:
    return (
        _("An instalment of your plan has not arrived"),
        _(
            "We miss %(amount)s. Pay it within %(days)s days after its day, and the plan goes on. "
            "Is that not possible? Tell us now, and we look for a way together.",
            amount=money(stands.late(clock.today())),
            days=plan.grace_days,
        ),
        _("Pay, or tell us when something comes between"),
    )


def _broken(_plan: Plan, stands: Position) -> tuple[str, str, str]:
    return (
        _("Your payment plan has ended"),
        _(
            "An instalment was not paid in time, so the plan no longer holds. %(amount)s is open. "
            "Do you want to pay in another way? Tell us, and we look for a way together.",
            amount=money(stands.left),
        ),
        _("Pay, or tell us when something comes between"),
    )


def _completed(_plan: Plan, _stands: Position) -> tuple[str, str, str]:
    return (
        _("Your payment plan is paid"),
        _("You paid all instalments. Thank you: nothing is owed on this plan any more."),
        _("See your payments"),
    )


def _ended(_plan: Plan, stands: Position) -> tuple[str, str, str]:
    return (
        _("Your payment plan has ended"),
        _(
            "The plan was ended. %(amount)s is open. "
            "Do you have a question about it? Answer this mail or call us.",
            amount=money(stands.left),
        ),
        _("See what is open"),
    )


def _refused(_plan: Plan, stands: Position) -> tuple[str, str, str]:
    return (
        _("The payment plan you asked for"),
        _(
            "We cannot agree to the plan you asked for. %(amount)s is open. "
            "On your page you see what is possible. Is that too much? Call us, and we look for a way together.",
            amount=money(stands.left),
        ),
        _("See what is possible"),
    )


def _changed(_plan: Plan, _stands: Position) -> tuple[str, str, str]:
    return (
        _("Your payment plan has changed"),
        _(
            "As agreed with you, your instalments have other days or parts. This is your plan now. "
            "Is something not right? Answer this mail or call us."
        ),
        _("See your plan and pay"),
    )


SAYINGS: Mapping[News, Saying] = {
    News.OFFERED: _offered,
    News.AGREED: _agreed,
    News.LATE: _late,
    News.BROKEN: _broken,
    News.COMPLETED: _completed,
    News.ENDED: _ended,
    News.REFUSED: _refused,
    News.CHANGED: _changed,
}

WARNINGS: Mapping[Risk, Saying] = {
    Risk.WAS_LATE: _was_late,
    Risk.BOUNCED: _unreached,
    Risk.UNREACHED: _unreached,
    Risk.UNREAD: _unread,
}
"""What is said before an instalment is missed."""
