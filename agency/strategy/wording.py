"""Strategies in the office's words: what a step does, when, how, and for which cases."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from agency.clients.countries import country_name
from agency.law.vocabulary import DebtorKind
from agency.notices.labels import KINDS as NOTICES
from agency.strategy.kinds import STEP_NOTICES, Arm, By, Deed, Level, Reach, Segment, Sender, Tone
from agency.strategy.ladder import StepFacts
from agency.strategy.queries.changeovers import Turn
from portal.filters import money
from portal.i18n import current_locale
from portal.money import Money

DEEDS = {
    Deed.NOTICE: _l("Send a notice"),
    Deed.CALL: _l("Call"),
    Deed.VISIT: _l("Visit"),
    Deed.DECIDE: _l("A person decides"),
    Deed.NOTHING: _l("Nothing, on purpose"),
}
ICONS = {
    Deed.NOTICE: "mail",
    Deed.CALL: "phone",
    Deed.VISIT: "home",
    Deed.DECIDE: "user",
    Deed.NOTHING: "minus",
}
WAYS = {
    By.BEST: _l("By e-mail where there is an address, else by post"),
    By.EMAIL: _l("By e-mail"),
    By.POST: _l("By post"),
    By.BOTH: _l("By e-mail and by post"),
    By.SMS: _l("By text message"),
}
TONES = {
    Tone.FRIENDLY: _l("Friendly"),
    Tone.NEUTRAL: _l("Neutral"),
    Tone.FIRM: _l("Firm"),
}
LETTERS = {kind: NOTICES[kind] for kind in STEP_NOTICES}
"""The notices that a step can name."""
SENDERS = {
    Sender.AGENCY: _l("In the agency's name"),
    Sender.CREDITOR: _l("In the creditor's name"),
}
REACHES = {
    Reach.ANY: _l("Any debtor"),
    Reach.EMAIL: _l("Has an e-mail address"),
    Reach.NO_EMAIL: _l("Has no e-mail address"),
    Reach.PHONE: _l("Has a telephone number"),
    Reach.NO_PHONE: _l("Has no telephone number"),
    Reach.TEXT: _l("Can be texted"),
    Reach.NO_TEXT: _l("Cannot be texted"),
}
SEGMENTS = {
    Segment.A: _l("A: the largest cases"),
    Segment.B: _l("B: the next"),
    Segment.C: _l("C: the many small ones"),
}
DEBTOR_KINDS = {
    DebtorKind.CONSUMER: _l("Consumers"),
    DebtorKind.BUSINESS: _l("Businesses"),
}
ARMS = {
    Arm.CHAMPION: ("ok", _l("Leads")),
    Arm.CHALLENGER: ("info", _l("Challenges")),
}
LEVELS = {
    Level.NOVICE: _l("Novices"),
    Level.EXPERIENCED: _l("Experienced"),
    Level.EXPERT: _l("Experts"),
}
COURSES = {
    "followed": _l("Every step as written"),
    "departed": _l("Departed from the steps"),
}
"""Whether somebody departed from the steps of a case."""
TURNS = {
    Turn.SAME: ("ok", _l("As before"), _l("The same step on the same day.")),
    Turn.EARLIER: ("info", _l("Earlier"), _l("The same step, on an earlier day.")),
    Turn.LATER: ("info", _l("Later"), _l("The same step, on a later day.")),
    Turn.OTHER: ("warn", _l("Another step"), _l("Something else is done next, or in another way.")),
    Turn.HELD: (
        "neutral",
        _l("Held now"),
        _l("Something stands in the way already, and still will."),
    ),
}
"""What a move to another version makes of the next step: its colour, its name, what it means."""


REFUSALS = {
    "currency": _l("In another currency"),
    "creditor": _l("Of another creditor"),
    "country": _l("Debtor in a country that it is not for"),
    "kind": _l("Debtor of the other kind"),
}
"""Why a case cannot go over to another strategy."""


@dataclass(frozen=True, slots=True)
class Described:
    """A step as people read it."""

    name: str
    icon: str
    what: str
    how: str
    due: str
    after: str
    conditions: tuple[str, ...]
    approval: str

    @property
    def aspects(self) -> dict[str, str]:
        """What two steps are compared by, with its heading."""
        return {
            _("Name"): self.name,
            _("What is done"): self.what,
            _("How"): self.how,
            _("After the due date"): self.due,
            _("After the step before"): self.after,
            _("For which cases"): "; ".join(self.conditions) or _("All"),
            _("Approval"): self.approval or _("Nobody needs to"),
        }


def described(step: StepFacts, currency: str) -> Described:
    """A step in the reader's words."""
    is_active = step.does_something
    return Described(
        name=step.name,
        icon=ICONS[Deed(step.deed)],
        what=what(step),
        how=how(step),
        due=_due(step.after_due_days) if is_active else "",
        after=_after(step) if is_active else "",
        conditions=tuple(conditions(step, currency)),
        approval=_("A manager approves it first") if step.approver else "",
    )


def what(step: StepFacts) -> str:
    """What is done: the notice, or else the deed."""
    return doing(step.deed, step.letter)


def doing(deed: str, notice_kind: str) -> str:
    """A deed in words, a notice by its kind."""
    return notice(notice_kind) if notice_kind else str(DEEDS[Deed(deed)])


def notice(kind: str) -> str:
    """What a kind of notice is called."""
    return str(next((text for known, text in NOTICES.items() if known == kind), kind))


def how(step: StepFacts) -> str:
    """How a notice goes out, and in what tone."""
    if step.deed != Deed.NOTICE:
        return ""
    parts = [str(WAYS[By(step.channel)])]
    if step.tone:
        parts.append(str(TONES[Tone(step.tone)]))
    return " · ".join(parts)


def conditions(step: StepFacts, currency: str) -> Iterator[str]:
    """Which cases a step is for, a condition each; none for all."""
    if step.debtor_kind:
        yield str(DEBTOR_KINDS[DebtorKind(step.debtor_kind)])
    if step.countries:
        yield ", ".join(country_name(code, current_locale()) for code in step.countries)
    if step.segments:
        yield _("Segment %(segments)s", segments=", ".join(step.segments))
    if step.reach:
        yield str(REACHES[Reach(step.reach)])
    if band := _band(step, currency):
        yield band
    if ages := _ages(step):
        yield ages


def _due(days: int) -> str:
    if not days:
        return str(_("From the due date on"))
    return str(ngettext("%(num)d day after the due date", "%(num)d days after the due date", days))


def _after(step: StepFacts) -> str:
    if step.position == 1 and not step.after_previous_days:
        return ""
    days = max(step.after_previous_days, 1)
    return str(
        ngettext("%(num)d day after the step before", "%(num)d days after the step before", days)
    )


def _band(step: StepFacts, currency: str) -> str:
    low = money(Money(step.from_minor, currency))
    high = "" if step.below_minor is None else money(Money(step.below_minor, currency))
    if step.from_minor and high:
        return str(_("Balance from %(low)s to below %(high)s", low=low, high=high))
    if high:
        return str(_("Balance below %(high)s", high=high))
    return str(_("Balance from %(low)s", low=low)) if step.from_minor else ""


def _ages(step: StepFacts) -> str:
    low, high = step.from_age, step.below_age
    if low and high is not None:
        return str(_("%(low)s to %(high)s days overdue", low=low, high=high - 1))
    if high is not None:
        return str(_("Fewer than %(high)s days overdue", high=high))
    return str(_("%(low)s days overdue or more", low=low)) if low else ""
