"""The acting agency's answers to the debtor's pages."""

import uuid
from collections.abc import Callable
from datetime import date
from io import BytesIO

import structlog
from flask_babel import force_locale
from flask_babel import gettext as _

from agency.cases import paylinks, requests
from agency.cases.models import RequestKind
from agency.charges.services import owed
from agency.notices import paid_letters
from agency.payer_desk import contact, promises
from agency.payer_desk.autopay import AutopayAnswers
from agency.payer_desk.budgets import BudgetAnswers
from agency.payer_desk.first_page import first_page_of
from agency.payer_desk.glance import glance_at
from agency.payer_desk.guests import HelperAnswers
from agency.payer_desk.links import link_of
from agency.payer_desk.naming import NamingAnswers
from agency.payer_desk.plans import PlanAnswers
from agency.payer_desk.questions import QuestionAnswers
from agency.payer_desk.receipts import receipt_of
from agency.payer_desk.sheet import DOCUMENTS, sheet_of
from agency.payer_desk.surplus import SurplusAnswers
from agency.payments import services as payments
from agency.payments.models import Payment
from agency.payments.stripe_gateway import ProviderAway, ProviderRefused
from portal import clock, db, slots
from portal.accounts.models import Agency
from portal.errors import NotFound, Refused
from portal.money import Money
from portal.pay.desk import Attempt, ContactChoices, Door, FirstPage, PromiseTerms
from portal.pay.files import File
from portal.pay.sheets import CaseSheet, Receipt
from portal.pay.wording import CALL_TIMES, OBJECTIONS
from portal.tenancy import acting
from portal.web import get

log = structlog.get_logger()

_CHOICES = {RequestKind.OBJECTION: OBJECTIONS, RequestKind.CALL_ME: CALL_TIMES}


class AgencyDesk(
    PlanAnswers,
    NamingAnswers,
    BudgetAnswers,
    AutopayAnswers,
    QuestionAnswers,
    HelperAnswers,
    SurplusAnswers,
):
    """Answers portal.pay.desk.PayerDesk, whose words say what each answer is."""

    def door(self, code: str) -> Door:
        """What may be shown before the check."""
        link = link_of(code)
        return Door(link.case.debtor.locale, link.locked_until if link.is_locked else None)

    def check(self, code: str, answer: str) -> Attempt:
        """Whether the answer is right; see cases.paylinks."""
        return paylinks.answer(link_of(code), answer)

    def first_page(self, code: str) -> FirstPage:
        """The case, and what can be done."""
        return first_page_of(link_of(code).case)

    def sheet(self, code: str) -> CaseSheet:
        """The case, as the debtor may see it."""
        case = link_of(code).case
        return sheet_of(case, owed(case, clock.today()), glance_at(case))

    def start_payment(
        self,
        code: str,
        amount: Money,
        *,
        designated: uuid.UUID | None,
        in_full: bool,
        email: str,
        locale: str,
        back_to: Callable[[uuid.UUID], tuple[str, str]],
    ) -> str:
        """The address of the provider's page for an amount."""
        link = link_of(code)
        if not link.case.is_open:
            raise Refused(_("This case is closed. You do not have to pay."))
        try:
            payment = payments.start(
                link.case,
                amount,
                link=link,
                designated=designated,
                in_full=in_full,
                email=email,
                locale=locale,
                back_to=lambda payment: back_to(payment.id),
            )
        except (ProviderAway, ProviderRefused) as error:
            log.warning("payment.not_started", error=type(error).__name__)
            if isinstance(error, ProviderRefused) and error.is_about_amount:
                raise Refused(
                    _(
                        "This amount is too small or too large to be paid by card. "
                        "Choose another one, or pay by bank transfer."
                    )
                ) from error
            raise Refused(
                _(
                    "Paying by card does not work just now. Nothing was charged. "
                    "Try again in a few minutes, or pay by bank transfer."
                )
            ) from error
        return payment.checkout_url

    def cancel_payment(self, code: str, payment_id: uuid.UUID) -> None:
        """Close its page."""
        try:
            payments.cancel(_payment_of(code, payment_id), by="debtor")
        except (ProviderAway, ProviderRefused) as error:
            raise Refused(
                _("Cancelling does not work just now. Try again in a few minutes.")
            ) from error

    def receipt(self, code: str, payment_id: uuid.UUID) -> Receipt:
        """How a payment of this link's case stands."""
        payment = _payment_of(code, payment_id)
        if payment.guest_link_id and payment.paid_at is None:
            raise NotFound  # Its page shows what the guest typed.
        return receipt_of(payment)

    def ask(self, code: str, kind: str, *, choice: str, text: str, phone: str) -> None:
        """Take in what the debtor asks; what was chosen from a list leads the text."""
        agency = db.session.get_one(Agency, acting().agency_id)
        asked = RequestKind(kind)
        with force_locale(agency.locale):
            chosen = str(_CHOICES[asked][choice]) if asked in _CHOICES else ""
        lines = [line for line in (chosen, text) if line]
        requests.make(link_of(code).case, asked, text="\n".join(lines), phone=phone)

    def document(self, code: str, document_id: uuid.UUID) -> File:
        """A piece of evidence that may be shown, opened."""
        case = link_of(code).case
        evidence = slots.offers(DOCUMENTS)
        if evidence is None:
            raise NotFound
        found: File = evidence.open(case, document_id)
        return found

    def paid_letter(self, code: str) -> File:
        """The letter that says that all is paid."""
        case = link_of(code).case
        letter = paid_letters.letter_of(case)
        if letter is None:
            raise NotFound
        content = BytesIO(paid_letters.read(letter))
        return File(paid_letters.name_of(case), "application/pdf", letter.file_size, content)

    def contact(self, code: str) -> ContactChoices:
        """How the debtor wants to be reached, as far as it said."""
        return contact.choices_of(link_of(code).case)

    def choose_contact(
        self, code: str, *, locale: str, preferred: str, stopped: frozenset[str]
    ) -> None:
        """Take in how it wants to be reached."""
        contact.choose(link_of(code).case, locale=locale, preferred=preferred, stopped=stopped)

    def promise_terms(self, code: str) -> PromiseTerms:
        """What may be promised, and what was."""
        return promises.terms_of(link_of(code).case)

    def promise(self, code: str, amount: Money, due_on: date) -> None:
        """Take a promise to pay, within the terms."""
        promises.take(link_of(code).case, amount, due_on)


def _payment_of(code: str, payment_id: uuid.UUID) -> Payment:
    """A payment of the case that a link opens. NotFound when it is another's."""
    payment = get(Payment, payment_id)
    if payment.case_id != link_of(code).case_id:
        raise NotFound
    return payment
