"""The hosted pages: the checkout, the bank's challenge after it, and the page when it is over."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from portal.money import Money
from tests.standins.stripe import visits
from tests.standins.stripe.current import standin
from tests.standins.stripe.errors import ApiError
from tests.standins.stripe.merchant import Merchant
from tests.standins.stripe.store import Resource
from tests.standins.stripe.words import WORDS, language, refusal

TEST_CARDS = (
    ("4242 4242 4242 4242", "card_works"),
    ("4000 0025 0000 3155", "card_challenge"),
    ("4000 0000 0000 0002", "card_declined"),
    ("4000 0000 0000 9995", "card_no_money"),
    ("4000 0000 0000 0259", "card_disputed"),
)
TEST_IBANS = (
    ("NL39 RABO 0300 0652 64", "iban_works"),
    ("NL91 ABNA 0417 1643 00", "iban_fails"),
)


bp = Blueprint(
    "pages",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/assets",
)


def merchant_of(identifier: str) -> Merchant:
    account = standin.store.account_of(identifier)
    found = standin.store.find(identifier) or {}
    return standin.merchant(account, livemode=bool(found.get("livemode")))


@bp.get("/c/pay/<session_id>")
def show_checkout(session_id: str) -> Response:
    merchant = merchant_of(session_id)
    session = visits.open_session(merchant, session_id)
    standin.deliveries.wake()
    return _checkout(merchant, session)


@bp.post("/c/pay/<session_id>")
def create_payment(session_id: str) -> AnyResponse:
    merchant = merchant_of(session_id)
    session = visits.open_session(merchant, session_id)
    if session["status"] != "open":
        return _checkout(merchant, session)
    try:
        with standin.store.transaction():
            intent = visits.pay(
                merchant,
                session,
                _method_from_form(session),
                email=request.form.get("email") or None,
                name=request.form.get("name") or None,
            )
    except ApiError as error:
        return _checkout(merchant, merchant.get("checkout.session", session_id), error)
    finally:
        standin.deliveries.wake()
    return _onward(merchant, intent)


@bp.get("/challenge/<intent_id>")
def show_challenge(intent_id: str) -> AnyResponse:
    merchant = merchant_of(intent_id)
    intent = visits.challenged(merchant, intent_id)
    if intent["status"] != "requires_action":
        return _onward(merchant, intent)
    session = merchant.find("checkout.session", intent.get("_session", ""))
    back = session["success_url"] if session else intent["_return_url"]
    return _page(merchant, "challenge.html", session, [back], intent=intent)


@bp.post("/challenge/<intent_id>")
def create_answer(intent_id: str) -> AnyResponse:
    merchant = merchant_of(intent_id)
    passed = request.form.get("answer") == "complete"
    try:
        with standin.store.transaction():
            intent = visits.authenticate(merchant, intent_id, passed=passed)
    except ApiError as error:
        intent = visits.challenged(merchant, intent_id)
        if intent.get("_session"):
            session = merchant.get("checkout.session", intent["_session"])
            return _checkout(merchant, session, error)
    finally:
        standin.deliveries.wake()
    return _onward(merchant, intent)


@bp.errorhandler(LookupError)
def unknown(_error: LookupError) -> Response:
    lang = language(None, request.accept_languages)
    return rendered("unknown.html", lang, 404, [])


def _checkout(merchant: Merchant, session: Resource, error: ApiError | None = None) -> Response:
    shown = request.form.get("method") or request.args.get("method", "")
    kinds = session["payment_method_types"]
    if session["status"] != "open":
        return _page(merchant, "closed.html", session, [])
    return _page(
        merchant,
        "checkout.html",
        session,
        [session["success_url"], merchant.url],
        error=error,
        kind=shown if shown in kinds else kinds[0],
        kinds=kinds,
        given=request.form,
        test_cards=TEST_CARDS,
        test_ibans=TEST_IBANS,
        items=session["_line_items"]["data"],
    )


def _onward(merchant: Merchant, intent: Resource) -> AnyResponse:
    """Where the debtor goes from here: to the bank, back to the shop, or to a closing page."""
    if intent["status"] == "requires_action":
        return redirect(f"/challenge/{intent['id']}", 303)
    session = merchant.find("checkout.session", intent.get("_session", ""))
    if session is None:
        return redirect(intent["_return_url"] or merchant.url, 303)
    if session["status"] != "complete":
        return redirect(f"/c/pay/{session['id']}", 303)
    return redirect(session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"]), 303)


def _method_from_form(session: Resource) -> Resource:
    """What was typed on the page, as the API takes it. ApiError on an expiry date that is none."""
    kind = request.form.get("method", "card")
    if kind == "sepa_debit":
        return {"type": kind, kind: {"iban": request.form.get("iban", "")}}
    if kind != "card":
        return {"type": kind}
    digits = "".join(c for c in request.form.get("expiry", "") if c.isdigit())
    if len(digits) not in (4, 6):
        lang = language(session["locale"], request.accept_languages)
        raise ApiError(WORDS[lang]["needs_expiry"], param="expiry")
    year = int(digits[2:])
    return {
        "type": "card",
        "card": {
            "number": request.form.get("number", ""),
            "exp_month": int(digits[:2]),
            "exp_year": year if year > 99 else 2000 + year,
            "cvc": request.form.get("cvc", "").strip(),
        },
    }


def _page(
    merchant: Merchant,
    template: str,
    session: Resource | None,
    targets: list[str | None],
    **more: Any,
) -> Response:
    lang = language(session["locale"] if session else None, request.accept_languages)
    shown = session or more["intent"]
    minor = shown.get("amount_total", shown.get("amount"))
    amount = Money(minor, shown["currency"].upper()).format(lang) if minor else ""
    account = merchant.store.find(merchant.account) or {}
    error: ApiError | None = more.pop("error", None)
    return rendered(
        template,
        lang,
        200,
        targets,
        session=session,
        merchant=account["business_profile"]["name"],
        amount=amount,
        error=refusal(str(error), lang) if error else "",
        wrong=_field(error),
        **more,
    )


def _field(error: ApiError | None) -> str:
    """The name of the field that an error is about, as the form calls it."""
    param = str((error.detail if error else {}).get("param") or "").split("[")[-1].rstrip("]")
    return {"exp_month": "expiry", "exp_year": "expiry"}.get(param, param)


def rendered(
    template: str, lang: str, status: int, targets: list[str | None], **more: Any
) -> Response:
    """A page without any script; its form may lead on to the shop alone."""
    answer = make_response(render_template(f"stripe/{template}", t=WORDS[lang], lang=lang, **more))
    answer.status_code = status
    origins = {f"{p.scheme}://{p.netloc}" for p in map(urlsplit, filter(None, targets))}
    answer.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none';"
        f" frame-ancestors 'none'; form-action 'self' {' '.join(sorted(origins))}".rstrip()
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
