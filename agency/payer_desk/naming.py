"""The answers about a guarantor whom the debtor names itself."""

from flask_babel import gettext as _

from agency.clients.countries import country_options
from agency.guarantors import naming
from agency.guarantors.kinds import GuarantorState
from agency.guarantors.queries import guarantor_of, newest_of
from agency.law.vocabulary import DebtorKind
from agency.payer_desk.links import link_of
from agency.plans.queries import alive
from portal.errors import Refused
from portal.i18n import current_locale
from portal.pay.guarantors import NamedGuarantor, Naming


class NamingAnswers:
    """Answers portal.pay.guarantors.NamingDesk, whose words say what each answer is."""

    def naming(self, code: str) -> Naming:
        """How that stands."""
        case = link_of(code).case
        plan = alive(case)
        it = newest_of(plan) if plan else None
        if plan is None or not (naming.is_room(plan) or (it and it.is_named_by_debtor)):
            return Naming()
        is_asked = it is not None and it.state == GuarantorState.ASKED
        return Naming(
            is_needed=plan.needs_guarantor and plan.may_be_agreed,
            may_name=naming.may_name(plan),
            name=it.name if it else "",
            state=it.state if it else "",
            may_withdraw=it is not None and is_asked and it.is_named_by_debtor,
            most=plan.total,
            until=it.open_until if it else None,
            country=case.debtor.country,
            countries=country_options(current_locale()),
        )

    def name_guarantor(self, code: str, named: NamedGuarantor) -> None:
        """Ask it."""
        plan = alive(link_of(code).case)
        if plan is None:
            raise Refused(_("This offer is over. Ask us for a new one."))
        naming.name(
            plan,
            naming.Named(
                name=named.name,
                email=named.email,
                kind=DebtorKind.BUSINESS if named.is_business else DebtorKind.CONSUMER,
                relation=named.relation,
                country=named.country,
                locale=named.locale,
            ),
        )

    def withdraw_guarantor(self, code: str) -> None:
        """Ask it no more."""
        plan = alive(link_of(code).case)
        it = guarantor_of(plan) if plan else None
        if it is not None:
            naming.withdraw(it)
