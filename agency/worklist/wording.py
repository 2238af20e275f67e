"""Why a case is on the list, in one line; when its debtor may be called, and when that is best."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from flask import g
from flask_babel import gettext, ngettext

from agency.cases.models import Case, HoldReason, Party, RequestKind
from agency.cases.moves import HOLD_REASONS, TASKS
from agency.contacts.kinds import PromiseState
from agency.strategy.kinds import Deed
from agency.strategy.progress import name_of
from agency.worklist.calling_hours import Band, best
from agency.worklist.queries.places import Place
from agency.worklist.queries.reasons import Counts, Planned, Reasons
from agency.worklist.ranks import Rank
from portal import clock
from portal.filters import day, in_days, instant, money

_: Callable[..., str] = gettext


def why(case: Case, place: Place, known: Reasons) -> str:
    """The one line; the plain task where nothing more is known."""
    tell = _TELLERS.get(place.rank)
    if tell and (told := tell(case, known)):
        return told
    task = TASKS.get(case.move, case.move)
    return _("%(task)s, since %(day)s", task=task, day=day(case.move_since))


def best_time(case: Case, known: Reasons) -> str:
    """When this debtor answers, or people like it where too little is known of it."""
    if own := best(known.calls.get(case.debtor_id, {})):
        return _(
            "answers between %(hours)s: %(reached)s of %(tries)s calls",
            hours=_hours(own),
            reached=own.reached,
            tries=own.tries,
        )
    if alike := best(known.rates.get((case.debtor.country, case.debtor.kind), {})):
        return _(
            "such debtors answer best between %(hours)s (%(percent)s %%)",
            hours=_hours(alike),
            percent=alike.percent,
        )
    return ""


def step_words(planned: Planned) -> str:
    """Where a case is in its procedure."""
    action = planned.action
    name = action.step.name if action.step else _("decide what comes next")
    if action.deed == Deed.DECIDE or not planned.steps or not action.step:
        return _("The procedure is at its end: %(step)s", step=name)
    said = _(
        "Step %(number)s of %(steps)s: %(step)s",
        number=action.position,
        steps=planned.steps,
        step=name,
    )
    if planned.done_on and planned.previous:
        days = (clock.today() - planned.done_on).days
        after = ngettext(
            "%(num)d day after “%(previous)s”",
            "%(num)d days after “%(previous)s”",
            days,
            previous=planned.previous,
        )
        return f"{said}, {after}"
    return said


def _broken(case: Case, known: Reasons) -> str:
    promised = known.promises.get(case.id)
    if promised is None:
        return ""
    if promised.state == PromiseState.PARTLY_KEPT:
        return _(
            "Promised %(amount)s by %(day)s; only %(received)s came",
            amount=money(promised.amount),
            day=day(promised.due_on),
            received=money(promised.received),
        )
    return _(
        "Promised %(amount)s by %(day)s; nothing came",
        amount=money(promised.amount),
        day=day(promised.due_on),
    )


def _due(case: Case, known: Reasons) -> str:
    promised = known.promises.get(case.id)
    if promised is None:
        return ""
    amount, left = money(promised.amount), money(promised.left)
    if promised.due_on > clock.today():
        return _(
            "Promised %(amount)s by %(day)s; %(left)s is still to come",
            amount=amount,
            day=day(promised.due_on),
            left=left,
        )
    return _("Promised %(amount)s by today; %(left)s is still to come", amount=amount, left=left)


def _callback(case: Case, known: Reasons) -> str:
    asked = known.callbacks.get(case.id)
    if asked is None:
        return ""
    zone = ZoneInfo(g.agency.time_zone)
    if clock.day_of(asked.due_at, zone) == clock.today(zone):
        local = asked.due_at.astimezone(zone)
        return _(
            "%(who)s asked to be called at %(time)s", who=asked.asked_by, time=f"{local:%H:%M}"
        )
    if asked.due_at > clock.now():
        return _(
            "%(who)s asked to be called on %(when)s", who=asked.asked_by, when=instant(asked.due_at)
        )
    return _(
        "%(who)s asked to be called on %(when)s; nobody did",
        who=asked.asked_by,
        when=instant(asked.due_at),
    )


def _answer(case: Case, known: Reasons) -> str:
    if case.move == "request":
        return _asked(case, known)
    message = known.messages.get(case.id)
    if message is None or case.move not in ("message", "bounced"):
        return ""
    since = day(message.at)
    if message.is_bounce:
        return _("What we wrote came back on %(day)s", day=since)
    said = {
        Party.DEBTOR: _("The debtor wrote on %(day)s", day=since),
        Party.CREDITOR: _("The creditor wrote on %(day)s", day=since),
        Party.OTHER: _("Somebody wrote on %(day)s", day=since),
    }[Party(message.party)]
    return f"{said}: “{message.parts.own[:80]}”" if message.text else said


def _asked(case: Case, known: Reasons) -> str:
    request = known.requests.get(case.id)
    if request is None:
        return ""
    since = day(request.at)
    said = {
        RequestKind.OBJECTION: _("The debtor objects, since %(day)s", day=since),
        RequestKind.CALL_ME: _("The debtor asked on %(day)s to be called", day=since),
        RequestKind.NOT_ME: _("The debtor says it is somebody else, since %(day)s", day=since),
    }[RequestKind(request.kind)]
    return f"{said}: “{request.text[:80]}”" if request.text else said


def _approval(case: Case, known: Reasons) -> str:
    planned = known.planned.get(case.id)
    if planned is None:
        return ""
    return _(
        "“%(step)s” waits for approval since %(day)s",
        step=name_of(planned.action),
        day=day(planned.action.planned_on),
    )


def _new_claims(case: Case, _known: Reasons) -> str:
    return _("New claims of %(amount)s to accept or refuse", amount=money(case.placed))


def _hold(case: Case, _known: Reasons) -> str:
    if case.running_hold is None:
        return ""
    since = day(case.running_hold.held_at)
    reason = HOLD_REASONS[HoldReason(case.running_hold.reason)]
    if case.move_until > clock.today():
        return _("On hold since %(day)s: %(reason)s", day=since, reason=reason)
    return _("On hold since %(day)s: %(reason)s. Does it go on?", day=since, reason=reason)


def _others(case: Case, _known: Reasons) -> str:
    until = day(case.move_until)
    if case.move_until >= clock.today():
        return {
            "creditor": _("The creditor has until %(day)s to answer", day=until),
            "lawyer": _("The lawyer has until %(day)s to release the notice", day=until),
            "debtor": _("The debtor has until %(day)s to pay or object", day=until),
        }[case.mover]
    return {
        "creditor": _("The creditor was to answer by %(day)s; nothing came", day=until),
        "lawyer": _("The lawyer was to release the notice by %(day)s", day=until),
        "debtor": _("The debtor had until %(day)s; nothing came", day=until),
    }[case.mover]


def _work(case: Case, known: Reasons) -> str:
    calls = known.calls.get(case.debtor_id, {})
    planned = known.planned.get(case.id)
    if planned and planned.action.planned_on <= clock.today():
        return step_words(planned)
    parts = [_("%(amount)s open", amount=money(case.open_amount)), _reached(calls)]
    if planned:
        parts.append(_("next step %(days)s", days=in_days(planned.action.planned_on)))
    return ", ".join(part for part in parts if part)


def _reached(calls: Counts) -> str:
    tries = sum(tries for tries, _reached in calls.values())
    reached = sum(reached for _tries, reached in calls.values())
    if not tries:
        return _("not called yet")
    if not reached:
        return str(ngettext("not reached in %(num)d call", "not reached in %(num)d calls", tries))
    start = max(calls, key=lambda starts: calls[starts][1])
    hours = _hours(Band(start, *calls[start]))
    if reached == 1:
        return _("reached once, between %(hours)s", hours=hours)
    return _("reached %(times)s times, mostly between %(hours)s", times=reached, hours=hours)


def _hours(band: Band) -> str:
    return f"{band.starts}:00–{band.ends}:00"


_TELLERS: dict[Rank, Callable[[Case, Reasons], str]] = {
    Rank.BROKEN_PROMISE: _broken,
    Rank.PROMISE_DUE: _due,
    Rank.CALLBACK: _callback,
    Rank.ANSWER: _answer,
    Rank.APPROVAL: _approval,
    Rank.NEW_CLAIMS: _new_claims,
    Rank.HOLD_OVER: _hold,
    Rank.OVERDUE: _others,
    Rank.WORK: _work,
}
