"""The agency's account with Stripe: its keys, and by what debtors may pay."""

from urllib.parse import urlsplit

from flask import current_app, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.payments import accounts
from agency.payments.connecting import may_connect
from agency.payments.news import events
from agency.payments.reconnecting import may_go_on
from agency.payments.schemas import KeysSchema, LimitSchema, MethodsSchema
from agency.payments.views.blueprint import bp
from portal import db
from portal.accounts.guards import allow, me
from portal.accounts.models import User
from portal.accounts.permissions import Permission
from portal.money import Money
from portal.pay.wording import METHODS
from portal.web import is_fragment, load, page, say


@bp.get("/settings/stripe")
@allow(Permission.ADMINISTER)
def provider() -> ResponseReturnValue:
    """Which account card payments go to. The keys themselves are never shown again."""
    account = accounts.provider_account()
    g.form_targets = (_introductions(),)
    return page(
        "agency/payments/_provider.html" if is_fragment() else "agency/payments/provider.html",
        account=account,
        changed_by=db.session.get(User, account.changed_by) if account else None,
        webhook_url=_webhook_url(),
        may_connect=may_connect(account),
        may_go_on=may_go_on(account),
        events=events(),
        methods=list(METHODS.items()),
        refund_limit=Money(account.refund_limit_minor, "EUR")
        if account and account.refund_limit_minor is not None
        else None,
    )


@bp.post("/settings/stripe")
@allow(Permission.ADMINISTER)
def update_provider() -> ResponseReturnValue:
    """Try new keys, and keep them when they open an account."""
    keys = load(KeysSchema)
    facts = accounts.save_keys(
        secret_key=keys.secret_key, webhook_secret=keys.webhook_secret, by=me()
    )
    if facts.charges_enabled:
        say(_("The keys open the account of %(name)s. Debtors can pay by card.", name=facts.name))
    else:
        say(
            _(
                "The keys open the account of %(name)s, but Stripe does not let it take cards yet. "
                "See what Stripe still wants to know.",
                name=facts.name,
            ),
            "warn",
        )
    return redirect(url_for(".provider"))


@bp.post("/settings/stripe/methods")
@allow(Permission.ADMINISTER)
def update_methods() -> ResponseReturnValue:
    """Say by what debtors may pay."""
    accounts.choose_methods(load(MethodsSchema).methods, by=me())
    say(_("Debtors can pay by what you chose, from the next payment on."))
    return redirect(url_for(".provider"))


@bp.post("/settings/stripe/limit")
@allow(Permission.ADMINISTER)
def update_limit() -> ResponseReturnValue:
    """Say above which amount a refund needs two people."""
    accounts.limit_refunds(load(LimitSchema, page="agency.payments.provider").limit, by=me())
    say(_("The limit holds from the next refund on."))
    return redirect(url_for(".provider"))


def _introductions() -> str:
    """Where connecting an account leads on to; a browser follows a form to no other place."""
    own = urlsplit(current_app.extensions["settings"].stripe_api_base)
    return f"{own.scheme}://{own.netloc}" if own.netloc else "https://connect.stripe.com"


def _webhook_url() -> str:
    base = urlsplit(current_app.extensions["settings"].base_url)
    return f"{base.scheme}://{base.netloc}{url_for('webhooks.stripe', slug=g.agency.slug)}"
