"""The hosted page on which the owner of a connected account tells Stripe who it is."""

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from tests.standins.stripe.current import standin
from tests.standins.stripe.pages import rendered
from tests.standins.stripe.resources import account_links, accounts
from tests.standins.stripe.words import language

bp = Blueprint("introductions", __name__, url_prefix="/setup/s")


@bp.get("/<account>/<token>")
def show(account: str, token: str) -> Response:
    """Open a link; who comes a second time is sent to where it gets a new one."""
    link = account_links.find(standin.store, account, token)
    if not account_links.visit(standin.store, token, link, standin.now()):
        return redirect(str(link["refresh_url"]))
    found = standin.store.find(account) or {}
    lang = language(None, request.accept_languages)
    name = found["business_profile"]["name"]
    wanted = found["requirements"]["currently_due"]
    targets = [str(link["return_url"])]
    return rendered("introduction.html", lang, 200, targets, merchant=name, wanted=wanted)


@bp.post("/<account>/<token>")
def create(account: str, token: str) -> Response:
    """Tell all that is wanted, or leave it for later; either way back to the platform."""
    link = account_links.find(standin.store, account, token)
    if request.form.get("answer") == "complete":
        with standin.acting():
            accounts.tell(standin.merchant(account))
    return redirect(str(link["return_url"]))


@bp.errorhandler(LookupError)
def unknown(_error: LookupError) -> Response:
    """There is no such link."""
    return rendered("unknown.html", language(None, request.accept_languages), 404, [])
