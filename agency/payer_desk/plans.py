"""The answers about payment plans: what a debtor may choose, agrees to, and has."""

from collections.abc import Sequence

from flask_babel import gettext as _

from agency.cases.models import Case
from agency.charges.services import CaseOwed
from agency.guarantors.kinds import GuarantorState
from agency.guarantors.queries import guarantor_of
from agency.payer_desk.links import link_of
from agency.plans import services
from agency.plans.evidence import Consent, consent_words, sentences
from agency.plans.kinds import PlanState
from agency.plans.models import Plan, PlanTerms, Settlement
from agency.plans.position import position
from agency.plans.queries import Standing, alive, settlement_of
from agency.plans.schedule import Due, Line
from agency.plans.services import Situation
from portal import clock
from portal.errors import Refused
from portal.i18n import said
from portal.money import Money, total
from portal.pay.plans import (
    Click,
    PlanChoices,
    PlanDraft,
    PlanGlance,
    PlanLine,
    PlanWish,
    SettlementView,
)


class PlanAnswers:
    """Answers portal.pay.plans.PlanDesk, whose words say what each answer is."""

    def plan_choices(self, code: str) -> PlanChoices:
        """All that the pages about plans show."""
        case = link_of(code).case
        found, plan = services.situation(case), _of_debtor(alive(case))
        running = plan if plan and plan.is_running else None
        stands = position(running) if running else None
        offers = [] if running or _settlement(case) else found.offers(1)
        return PlanChoices(
            may_begin=bool(offers) and case.is_open and not case.hold,
            fewest=found.limits.shortest,
            most=found.limits.most_instalments(found.owed),
            smallest=found.limits.smallest,
            offers=[_draft(found, dues) for dues in offers],
            running=_of(running, stands.lines) if running and stands else None,
            next=_line(stands.next) if stands and stands.next else None,
            may_defer=running is not None and services.may_defer(running) is not None,
            offered=_of(plan, plan.dues) if plan and plan.may_be_agreed else None,
            offered_until=plan.open_until if plan and plan.may_be_agreed else None,
            guarantor=_condition(plan),
            is_agreed=plan is not None and plan.may_be_agreed and bool(plan.agreed_by),
            asked=_of(plan, plan.dues) if plan and plan.state == PlanState.ASKED else None,
            answer_by=plan.open_until if plan and plan.state == PlanState.ASKED else None,
        )

    def draft_plan(self, code: str, wish: PlanWish) -> PlanDraft:
        """The instalments of a wish."""
        found = services.situation(link_of(code).case)
        return _draft(found, _wanted(found, wish))

    def begin_plan(self, code: str, wish: PlanWish, click: Click) -> None:
        """Begin it within the limits; beyond them somebody decides."""
        case = link_of(code).case
        running = alive(case)
        if running and running.is_running:
            return
        found = services.situation(case)
        dues, consent = _wanted(found, wish), _consent(click)
        if found.limits.why_beyond(dues):
            services.ask_for(case, dues, day=wish.day, consent=consent)
        else:
            services.agree(case, dues, day=wish.day, consent=consent, by="debtor")

    def accept_plan(self, code: str, click: Click) -> None:
        """Agree to what is offered."""
        plan = alive(link_of(code).case)
        if plan is None or plan.state == PlanState.ASKED:
            raise Refused(_("This offer is over. Ask us for a new one."))
        services.accept(plan, consent=_consent(click), by="debtor")

    def settlement(self, code: str) -> SettlementView | None:
        """What is offered or agreed."""
        return _settlement(link_of(code).case)

    def accept_settlement(self, code: str, click: Click) -> None:
        """Agree to it."""
        made = settlement_of(link_of(code).case)
        if made is None:
            raise Refused(_("This offer is over. Ask us for a new one."))
        services.accept_settlement(made, consent=_consent(click), by="debtor")

    def defer_instalment(self, code: str, number: int) -> None:
        """Put it off."""
        plan = alive(link_of(code).case)
        if plan is None:
            raise Refused(_("No payment plan is running."))
        services.defer(plan, number)


def glance_of(case: Case, found: CaseOwed, stands: Standing, terms: PlanTerms) -> PlanGlance:
    """What the first page shows of a case that owes so much, by what stands and may be agreed."""
    if made := _shown(stands.settlement):
        return PlanGlance(settlement=made)
    plan = _of_debtor(stands.plan)
    if plan is None:
        limits = terms.limits(case.currency)
        most = limits.most_instalments(found.total)
        may = case.is_open and not case.hold and most >= max(limits.shortest, 2)
        return PlanGlance(may_begin=may)
    if plan.is_running:
        held = position(plan, found)
        coming = _line(held.next) if held.next else None
        return PlanGlance(next=coming, waived=held.waived or None)
    if plan.state == PlanState.ASKED:
        return PlanGlance(answer_by=plan.open_until)
    return PlanGlance(is_offered=plan.may_be_agreed, may_begin=not plan.may_be_agreed)


def _of_debtor(plan: Plan | None) -> Plan | None:
    """The same plan, unless it only stands between the agency and the creditor so far."""
    is_ours = plan is not None and plan.state == PlanState.ASKED and not plan.agreed_by
    return None if is_ours else plan


def _settlement(case: Case) -> SettlementView | None:
    return _shown(settlement_of(case))


def _shown(made: Settlement | None) -> SettlementView | None:
    if made is None or not (made.is_agreed or made.may_be_agreed):
        return None
    came = services.received_for_settlement(made) if made.is_agreed else Money.zero(made.currency)
    return SettlementView(
        left=made.amount - came,
        pay_by=made.pay_by,
        is_agreed=made.is_agreed,
        terms=services.terms_shown(made)["terms"],
    )


def _condition(plan: Plan | None) -> str:
    """Who has to sign first."""
    it = guarantor_of(plan) if plan is not None and plan.may_be_agreed else None
    return it.name if it and it.is_condition and it.state == GuarantorState.ASKED else ""


def _wanted(found: Situation, wish: PlanWish) -> tuple[Due, ...]:
    return services.draft(found, day=wish.day, count=wish.count, amount=wish.amount)


def _consent(click: Click) -> Consent:
    return Consent(name=click.name, channel="portal", ip=click.ip, browser=click.browser)


def _draft(found: Situation, dues: Sequence[Due]) -> PlanDraft:
    limits = found.limits
    why = limits.why_beyond(dues)
    return PlanDraft(
        lines=[_line(due) for due in dues],
        total=total((due.amount for due in dues), found.case.currency),
        terms=sentences(waives_interest=limits.waives_interest, grace_days=limits.grace_days),
        consent=consent_words(),
        beyond=said(why) if why else "",
    )


def _of(plan: Plan, dues: Sequence[Due]) -> PlanDraft:
    return PlanDraft(
        lines=[_line(due) for due in dues],
        total=total((due.amount for due in dues), plan.currency),
        terms=sentences(waives_interest=plan.waives_interest, grace_days=plan.grace_days),
        consent=consent_words(),
        beyond="",
    )


def _line(due: Due) -> PlanLine:
    left = due.left if isinstance(due, Line) else due.amount
    return PlanLine(
        due.number, due.due_on, due.amount, left, bool(left) and due.due_on < clock.today()
    )
