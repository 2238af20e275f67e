"""The answers to somebody who is asked to guarantee a payment plan."""

from agency.guarantors import evidence, services
from agency.guarantors.kinds import GuarantorState
from agency.guarantors.models import Guarantor
from agency.guarantors.queries import find
from agency.plans.evidence import Consent
from portal.errors import NotFound
from portal.pay.guarantors import GuarantorSheet
from portal.pay.plans import Click, PlanLine


class GuarantorAnswers:
    """Answers portal.pay.guarantors.GuarantorDesk, whose words say what each answer is."""

    def locale(self, code: str) -> str:
        """The language it was asked in."""
        return _of(code).locale

    def sheet(self, code: str) -> GuarantorSheet:
        """What it may know."""
        it = _of(code)
        is_signed = it.state == GuarantorState.SIGNED
        return GuarantorSheet(
            name=it.name,
            debtor=it.case.debtor.name,
            creditor=it.case.creditor.name,
            reference=it.case.reference,
            lines=[PlanLine(d.number, d.due_on, d.amount, d.amount) for d in it.plan.dues],
            most=it.most,
            terms=it.shown["terms"] if is_signed and it.shown else evidence.terms(it),
            consent=evidence.consent_words(),
            open_until=it.open_until,
            may_sign=it.may_sign,
            is_signed=is_signed,
            is_declined=it.state == GuarantorState.DECLINED,
            payable=services.payable(it),
        )

    def sign(self, code: str, click: Click) -> None:
        """Take the guarantee."""
        consent = Consent(name=click.name, channel="portal", ip=click.ip, browser=click.browser)
        services.sign(_of(code), consent)

    def decline(self, code: str) -> None:
        """Say no."""
        services.decline(_of(code))

    def way_to_pay(self, code: str) -> str:
        """The address to pay at."""
        return services.way_to_pay(_of(code))


def _of(code: str) -> Guarantor:
    """The guarantee behind an address; one that is over and was never signed shows nothing."""
    it = find(code.lower())
    if it is None or it.state == GuarantorState.ENDED or not it.code_sealed:
        raise NotFound
    return it
