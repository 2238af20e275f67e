"""The answers about links for somebody who pays: to the debtor who makes them, and to the payer."""

import uuid
from collections.abc import Callable

import structlog
from flask_babel import gettext as _

from agency.cases.models import Debtor
from agency.charges.services import owed
from agency.law.vocabulary import DebtorKind
from agency.payer_desk.links import link_of
from agency.payer_desk.receipts import state_of
from agency.payments import guests, services
from agency.payments.accounts import methods_for
from agency.payments.models import GuestLink, Payment
from agency.payments.stripe_gateway import ProviderAway, ProviderRefused
from portal import clock
from portal.errors import NotFound, Refused
from portal.money import Money
from portal.pay.guests import GuestPayment, GuestSheet, HelperLink, Helpers
from portal.pay.sheets import PaymentState
from portal.web import get

log = structlog.get_logger()


class HelperAnswers:
    """Answers portal.pay.guests.HelperDesk, whose words say what each answer is."""

    def helpers(self, code: str) -> Helpers:
        """What the debtor made."""
        case = link_of(code).case
        return Helpers(
            links=[_shown(link) for link in guests.links_of(case)],
            label=_first_name(case.debtor),
            most=owed(case, clock.today()).total,
        )

    def make_helper_link(
        self, code: str, *, label: str, amount: Money | None, days: int, locale: str
    ) -> None:
        """Make one."""
        case = link_of(code).case
        guests.make(case, label=label, amount=amount, days=days, locale=locale, by="debtor")

    def revoke_helper_link(self, code: str, link_id: uuid.UUID) -> None:
        """Shut one of this case."""
        link = get(GuestLink, link_id)
        if link.case_id != link_of(code).case_id:
            raise NotFound
        guests.revoke(link, by="debtor")


class GuestAnswers:
    """Answers portal.pay.guests.GuestDesk, whose words say what each answer is."""

    def locale(self, code: str) -> str:
        """The link's language."""
        return _known_link(code).locale

    def sheet(self, code: str) -> GuestSheet:
        """What the payer may know."""
        link = _guest_link(code)
        return GuestSheet(
            label=link.label,
            reference=link.case.reference,
            payable=guests.payable_with(link),
            least=Money(services.LEAST, link.currency),
            is_fixed=link.amount is not None,
            until=link.expires_at,
            methods=methods_for(link.currency),
            payments=[
                _payment(it, link)
                for it in guests.payments_with(link)
                if it.paid_at is not None or it.is_reserved
            ],
        )

    def start_payment(
        self,
        code: str,
        amount: Money,
        *,
        email: str,
        locale: str,
        back_to: Callable[[uuid.UUID], tuple[str, str]],
    ) -> str:
        """The address of the provider's page for an amount."""
        link = _guest_link(code)
        try:
            payment = services.start(
                link.case,
                amount,
                link=None,
                guest=link,
                email=email,
                locale=locale,
                back_to=lambda payment: back_to(payment.id),
            )
        except (ProviderAway, ProviderRefused) as error:
            log.warning("payment.not_started", error=type(error).__name__)
            if isinstance(error, ProviderRefused) and error.is_about_amount:
                raise Refused(
                    _(
                        "This amount is too small or too large to be paid by card. Nothing was charged."
                    )
                ) from error
            raise Refused(
                _(
                    "Paying by card does not work just now. Nothing was charged. "
                    "Try again in a few minutes."
                )
            ) from error
        return payment.checkout_url

    def payment(self, code: str, payment_id: uuid.UUID) -> GuestPayment:
        """How a payment of this link stands."""
        payment = _payment_of(code, payment_id)
        state = state_of(payment)
        return _payment(payment, _known_link(code), state)

    def cancel_payment(self, code: str, payment_id: uuid.UUID) -> None:
        """Close its page."""
        try:
            services.cancel(_payment_of(code, payment_id), by="guest")
        except (ProviderAway, ProviderRefused) as error:
            raise Refused(
                _("Cancelling does not work just now. Try again in a few minutes.")
            ) from error


def _first_name(debtor: Debtor) -> str:
    """What a link says at first: no more than what a relative calls a person."""
    is_person = debtor.debtor_kind is DebtorKind.CONSUMER
    return debtor.name.split()[0] if is_person else debtor.name


def _guest_link(code: str) -> GuestLink:
    link = _known_link(code)
    if not link.is_usable:
        raise NotFound
    return link


def _known_link(code: str) -> GuestLink:
    """The link with a code, whether it still opens or not. NotFound once it is erased."""
    link = guests.find(code.lower())
    if link is None or not link.code_sealed:
        raise NotFound
    return link


def _payment_of(code: str, payment_id: uuid.UUID) -> Payment:
    """A payment that was begun with this very link, though it be over since. NotFound for any other."""
    payment = get(Payment, payment_id)
    if payment.guest_link_id != _known_link(code).id:
        raise NotFound
    return payment


def _payment(payment: Payment, link: GuestLink, state: PaymentState | None = None) -> GuestPayment:
    paid = PaymentState.PAID if payment.paid_at is not None else PaymentState.UNPAID
    waits = PaymentState.PROCESSING if payment.awaited_since is not None else paid
    return GuestPayment(
        id=payment.id,
        label=link.label,
        our_reference=link.case.reference,
        amount=payment.amount,
        state=state or (paid if paid is PaymentState.PAID else waits),
        paid_at=payment.paid_at,
        refunded=payment.given_back,
        reference=payment.payment_intent or "",
        checkout_url=payment.checkout_url,
        link_works=link.is_usable,
    )


def _shown(link: GuestLink) -> HelperLink:
    return HelperLink(
        id=link.id,
        label=link.label,
        amount=link.amount,
        paid=guests.paid_with(link),
        until=link.expires_at,
        is_open=link.is_usable,
        address=guests.address(link) if link.is_usable else "",
    )
