"""What debtors are told about instalments that are taken by themselves, each once and while it is so."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from enum import StrEnum

from flask_babel import gettext as _

from agency.autopay.kinds import AttemptState, Risk
from agency.autopay.models import ChargeAttempt, SavedMethod
from agency.autopay.naming import name_of
from agency.autopay.retries import Act, act_on
from agency.cases.services import lock
from agency.compliance.own_mails import was_told
from agency.law.vocabulary import Channel, Purpose
from agency.plans.models import Plan
from agency.plans.position import Position
from agency.plans.reaching import MAIL_FIRST, reach, ways_to
from agency.plans.schedule import Line
from portal import db
from portal.audit import services as audit
from portal.filters import day, money
from portal.web import get

TOLD = "autopay.told"


class News(StrEnum):
    """What is told."""

    SAVED = "saved"
    ANNOUNCED = "announced"
    DECLINED = "declined"
    APPROVE = "approve"
    """The bank asks for the debtor: by text, beside the mail, since it is soon too late."""
    AT_RISK = "at_risk"
    ANOTHER = "another"
    """Somebody of the office sends the link for another card."""
    ENDED = "ended"


Words = tuple[str, str, str]
"""Subject, text and button of a mail."""
CARD_PAGE = "/plan/autopay"
"""Where a debtor chooses another card, behind its link."""
PLAN_PAGE = "/plan"


def tell(plan: Plan, news: News, about: uuid.UUID, again: str = "") -> None:
    """Tell the debtor what became of a saved method or a try, while it is so: by mail, else by text.

    `again` is what asks for it once more, as the day on which somebody sends a link.
    """
    lock(plan.case)
    db.session.refresh(plan)
    if not plan.is_running:
        return
    found = _SAYINGS[news](plan, about)
    mark = ":".join(filter(None, (news, str(about), again or _of_day(plan, news, about))))
    if found is None or was_told(plan, TOLD, mark):
        return
    by = reach(
        plan,
        lambda _plan, stands: found(stands),
        mark,
        ways=ways_to(plan.case, _wanted(news, about)),
        purpose=Purpose.ANSWER,
        job="autopay.tell",
        page=_PAGES.get(news, ""),
        news=str(news),
        about=str(about),
        again=again,
    )
    if by is not None:
        audit.record(plan, TOLD, by="system", mail=mark, channel=by)


def _wanted(news: News, about: uuid.UUID) -> Sequence[Channel]:
    """By what something is told. What the bank wants approved goes by text, and by mail as well."""
    if news is News.APPROVE:
        return [Channel.SMS]
    if news is News.DECLINED and act_on(get(ChargeAttempt, about).code) is Act.AUTHENTICATE:
        return [Channel.EMAIL]
    return MAIL_FIRST


def _of_day(plan: Plan, news: News, about: uuid.UUID) -> str:
    """What may be told of each instalment anew: its day, and what threatens it."""
    if news is News.ANNOUNCED:
        return str(plan.next_on)
    if news is News.AT_RISK:
        return f"{plan.next_on}:{get(SavedMethod, about).risk}"
    return ""


_PAGES = {News.AT_RISK: CARD_PAGE, News.ANOTHER: CARD_PAGE, News.APPROVE: PLAN_PAGE}
Saying = Callable[[Position], Words]


def _saved(_plan: Plan, about: uuid.UUID) -> Saying | None:
    saved = get(SavedMethod, about)
    if not saved.is_active:
        return None
    return lambda _stands: (
        _("Your instalments are now taken by themselves"),
        _(
            "You allowed us to take your instalments (%(method)s). We write to you before each of "
            "them. You can change or stop it on your page at any time.",
            method=name_of(saved),
        ),
        _("See your plan"),
    )


def _announced(plan: Plan, about: uuid.UUID) -> Saying | None:
    saved = get(SavedMethod, about)
    if not saved.is_active or saved.announced_for != plan.next_on:
        return None
    return lambda stands: (
        _("Your next instalment is taken soon"),
        _(
            "On %(day)s we take %(amount)s (%(method)s). You need not do anything. "
            "Is that not possible? Put it off or pay in another way before that day.",
            day=day(_next(stands).due_on),
            amount=money(_next(stands).left),
            method=name_of(saved),
        ),
        _("See or change it"),
    )


def _declined(plan: Plan, about: uuid.UUID) -> Saying | None:
    attempt = get(ChargeAttempt, about)
    if attempt.state != AttemptState.DECLINED or attempt.due_on != plan.next_on:
        return None
    return lambda _stands: (
        _("We could not take your instalment"),
        _what_now(attempt),
        _("Pay this instalment, or choose another card"),
    )


def _what_now(attempt: ChargeAttempt) -> str:
    amount, method = money(attempt.amount), name_of(attempt.saved_method)
    last_day = day(attempt.due_on + timedelta(days=attempt.plan.grace_days))
    if attempt.retry_on:
        return str(
            _(
                "Your bank did not let us take %(amount)s (%(method)s). We try again on %(day)s. "
                "You can also pay it now.",
                amount=amount,
                method=method,
                day=day(attempt.retry_on),
            )
        )
    if act_on(attempt.code) is Act.AUTHENTICATE:
        return str(
            _(
                "Your bank wants you to approve the payment of %(amount)s yourself. Please pay it on your "
                "page by %(day)s; your bank asks you there.",
                amount=amount,
                day=last_day,
            )
        )
    return str(
        _(
            "Your bank did not let us take %(amount)s (%(method)s), and we do not try again. "
            "Please pay it by %(day)s or choose another card, and the plan goes on.",
            amount=amount,
            method=method,
            day=last_day,
        )
    )


def _another(_plan: Plan, _about: uuid.UUID) -> Saying | None:
    return lambda stands: (
        _("Choose another card for your instalments"),
        _(
            "We cannot take your next instalment (%(amount)s, %(day)s) from the card or account that we "
            "have. Please choose another one, and your plan goes on.",
            amount=money(_next(stands).left),
            day=day(_next(stands).due_on),
        ),
        _("Choose another card"),
    )


def _at_risk(plan: Plan, about: uuid.UUID) -> Saying | None:
    saved = get(SavedMethod, about)
    if not saved.is_active or not saved.risk or saved.risk_for != plan.next_on:
        return None
    return lambda stands: (
        _("Please look at your next instalment"),
        _(
            "%(why)s Choose another card, pay now, or put the instalment of %(day)s off.",
            why=_why(saved),
            day=day(_next(stands).due_on),
        ),
        _("Choose another card"),
    )


def _why(saved: SavedMethod) -> str:
    method = name_of(saved)
    if saved.risk == Risk.EXPIRES:
        return str(_("Your card (%(method)s) expires before your next instalment.", method=method))
    return str(_("We cannot use your card or account any more (%(method)s).", method=method))


def _ended(_plan: Plan, about: uuid.UUID) -> Saying | None:
    saved = get(SavedMethod, about)
    if not saved.is_over:
        return None
    return lambda stands: (
        _("Your instalments are no longer taken by themselves"),
        _(
            "From now on nothing is taken (%(method)s). Your plan goes on: please pay "
            "%(amount)s by %(day)s yourself, or choose another card or account.",
            method=name_of(saved),
            amount=money(_next(stands).left),
            day=day(_next(stands).due_on),
        ),
        _("See your plan"),
    )


def _next(stands: Position) -> Line:
    return stands.next or stands.lines[-1]


_SAYINGS: Mapping[News, Callable[[Plan, uuid.UUID], Saying | None]] = {
    News.SAVED: _saved,
    News.ANNOUNCED: _announced,
    News.DECLINED: _declined,
    News.APPROVE: _declined,
    News.AT_RISK: _at_risk,
    News.ANOTHER: _another,
    News.ENDED: _ended,
}
