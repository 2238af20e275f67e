"""The answers about instalments that are taken by themselves."""

import uuid
from collections.abc import Callable

import structlog
from flask_babel import gettext as _

from agency.autopay import evidence, services
from agency.autopay.kinds import Risk, When
from agency.autopay.models import SavedMethod
from agency.autopay.naming import name_of
from agency.autopay.queries import active_method, at_provider
from agency.autopay.retries import kinds
from agency.cases.models import Case
from agency.payer_desk.links import link_of
from agency.payments.accounts import methods_for
from agency.payments.stripe_gateway import ProviderAway, ProviderRefused
from agency.plans.evidence import Consent
from agency.plans.models import Plan
from agency.plans.position import position
from agency.plans.queries import alive
from portal import db
from portal.accounts.models import Agency
from portal.errors import NotFound, Refused
from portal.pay.autopay import AutopayView, SavedMethodView
from portal.pay.plans import Click
from portal.tenancy import acting
from portal.web import get

log = structlog.get_logger()


class AutopayAnswers:
    """Answers portal.pay.autopay.AutopayDesk, whose words say what each answer is."""

    def autopay(self, code: str) -> AutopayView:
        """What is in use on the plan that runs, or may be allowed."""
        case = link_of(code).case
        plan = _running(case)
        if plan is None:
            return AutopayView()
        saved, coming = active_method(plan), position(plan).next
        agency = db.session.get_one(Agency, acting().agency_id)
        return AutopayView(
            may_begin=any(kind in kinds() for kind in methods_for(plan.currency)),
            method=_shown(saved) if saved else None,
            next_on=coming.due_on if coming else None,
            next_amount=coming.left if coming else None,
            is_underway=at_provider(case) is not None or _is_awaited(saved),
            problem=_problem(saved) if saved else "",
            terms=evidence.sentences(),
            choices=[(str(when), words) for when, words in evidence.choices(plan).items()],
            consent=evidence.consent_words(agency.name),
        )

    def begin_autopay(
        self,
        code: str,
        click: Click,
        *,
        when: str,
        locale: str,
        back_to: Callable[[uuid.UUID], tuple[str, str]],
    ) -> str:
        """Keep what was allowed; the address of the provider's page."""
        link = link_of(code)
        case = link.case
        plan = _running(case)
        if plan is None:
            raise Refused(_("No payment plan is running."))
        try:
            made = services.begin(
                plan,
                consent=Consent(
                    name=click.name, channel="portal", ip=click.ip, browser=click.browser
                ),
                email=case.debtor.email,
                locale=locale,
                back_to=back_to,
                when=When(when),
                link=link,
            )
        except (ProviderAway, ProviderRefused) as error:
            log.warning("autopay.not_started", error=type(error).__name__)
            raise Refused(
                _("This does not work just now. Nothing was changed. Try again in a few minutes.")
            ) from error
        return made.checkout_url

    def finish_autopay(self, code: str, saved_method_id: uuid.UUID) -> bool:
        """Whether what was chosen on the provider's page is in use by now."""
        saved = get(SavedMethod, saved_method_id)
        if saved.case_id != link_of(code).case.id:
            raise NotFound
        try:
            return services.complete(saved)
        except (ProviderAway, ProviderRefused):
            return False  # The provider's message will come.

    def end_autopay(self, code: str) -> None:
        """Take nothing any more."""
        plan = _running(link_of(code).case)
        saved = active_method(plan) if plan else None
        if saved is not None:
            services.revoke(saved, by="debtor")


def _running(case: Case) -> Plan | None:
    plan = alive(case)
    return plan if plan and plan.is_running else None


def _is_awaited(saved: SavedMethod | None) -> bool:
    """Whether a bank carries out what was paid on the page on which it was chosen."""
    paid = saved.payment if saved else None
    return paid is not None and paid.is_reserved and paid.awaited_since is not None


def _shown(saved: SavedMethod) -> SavedMethodView:
    has_end = saved.exp_month is not None and saved.exp_year is not None
    return SavedMethodView(
        name=name_of(saved),
        expires=f"{saved.exp_month:02d}/{saved.exp_year}" if has_end else "",
        is_expiring=saved.risk == Risk.EXPIRES,
        mandate_url=saved.mandate_url,
    )


def _problem(saved: SavedMethod) -> str:
    if not services.is_at_risk(saved):
        return ""
    if saved.risk == Risk.EXPIRES:
        return str(_("Your card expires before the next instalment. Choose another one."))
    if saved.risk == Risk.GONE:
        return str(_("We cannot use this card or account any more. Choose another one."))
    return str(
        _("Your bank did not let us take the last instalment. Pay it now, or choose another card.")
    )
