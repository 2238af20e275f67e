"""What happens with an account that is connected to the platform's, at a stand-in of the provider."""

from stripe import StripeClient

from agency.payments.models import Payment, ProviderAccount
from portal.money import Money
from portal.web import get
from tests.conftest import PLATFORM_KEY
from tests.mailbox import Mailbox, text_of
from tests.office import Office, rows
from tests.standins.stripe import StripeStandIn
from tests.worker import run_jobs

HUNDRED = Money.of(100)
SETTINGS = "/agency/settings/stripe"


def account_of(office: Office) -> str:
    with office.at_work():
        return str(rows(ProviderAccount)[0].account_ref)


def paid(office: Office, stripe: StripeStandIn, amount: Money = HUNDRED) -> Payment:
    payment = office.start_payment(office.accepted_case(), amount)
    stripe.pay_checkout(str(payment.checkout_id))
    stripe.deliver_all()
    return again(office, payment)


def again(office: Office, payment: Payment) -> Payment:
    with office.at_work():
        return get(Payment, payment.id)


def intent_of(stripe: StripeStandIn, payment: Payment) -> str:
    return str(stripe.read(str(payment.checkout_id))["payment_intent"])


def on_behalf_of(stripe: StripeStandIn, account: str) -> StripeClient:
    return StripeClient(PLATFORM_KEY, stripe_account=account, base_addresses={"api": stripe.url})


def mails_of(office: Office, mail_server: Mailbox) -> list[str]:
    run_jobs(office)
    return [text_of(it) for it in mail_server.to(office.admin.user.email)]
