"""The hosted page, as a debtor uses it: forms over HTTP, no script."""

import re

import pytest
import stripe
import urllib3

from tests.standins.stripe import ApiError, StripeStandIn
from tests.standins.test_stripe.conftest import OpenPage

CARD = {"method": "card", "number": "4242 4242 4242 4242", "expiry": "12 / 40", "cvc": "123"}
PERSON = {"email": "p.jansen@example.com", "name": "P. Jansen"}
BROWSER = urllib3.PoolManager(retries=False)


def read(url: str, **headers: str) -> str:
    return BROWSER.request("GET", url, headers=headers).data.decode()


def submit(url: str, **fields: str) -> urllib3.BaseHTTPResponse:
    return BROWSER.request("POST", url, fields=fields, redirect=False)


def test_paying_by_card_leads_back_to_the_shop(standin: StripeStandIn, open_page: OpenPage) -> None:
    page = open_page()
    answer = submit(str(page.url), **CARD, **PERSON)
    assert answer.status == 303
    assert answer.headers["Location"] == f"https://shop.example/thanks?page={page.id}"
    session = standin.read(page.id)
    assert (session["status"], session["payment_status"], session["url"]) == (
        "complete",
        "paid",
        None,
    )
    assert session["customer_details"]["email"] == "p.jansen@example.com"
    assert standin.read(session["payment_intent"])["amount_received"] == 5000


def test_the_page_shows_payee_amount_and_purpose(open_page: OpenPage) -> None:
    text = read(str(open_page(128734, locale="en").url))
    assert "Pay Noordzee Incasso B.V." in text
    assert "€1,287.34" in text
    assert "Case 2026-00012" in text
    assert 'href="https://shop.example/back"' in text


def test_the_page_speaks_the_sessions_language(open_page: OpenPage) -> None:
    dutch = read(str(open_page(128734, locale="nl").url), **{"Accept-Language": "en"})
    assert '<html lang="nl">' in dutch
    assert "€\xa01.287,34" in dutch


def test_a_page_without_a_language_follows_the_browser(open_page: OpenPage) -> None:
    url = str(open_page(locale="auto").url)
    assert '<html lang="nl">' in read(url, **{"Accept-Language": "nl-BE,en;q=0.5"})
    assert '<html lang="en">' in read(url, **{"Accept-Language": "fr"})


def test_the_page_runs_no_script_and_leads_only_to_the_shop(open_page: OpenPage) -> None:
    answer = BROWSER.request("GET", str(open_page().url))
    policy = answer.headers["Content-Security-Policy"]
    assert "<script" not in answer.data.decode()
    assert not re.search(r"\son\w+=|style=", answer.data.decode())
    assert policy.startswith("default-src 'none'; style-src 'self'")
    assert "form-action 'self' http://127.0.0.1" in policy
    assert "https://shop.example" in policy


def test_the_page_offers_only_what_the_session_allows(open_page: OpenPage) -> None:
    both = read(str(open_page(allowed_payment_method_types=["card", "ideal"], locale="en").url))
    assert "?method=ideal" in both
    assert "?method=sepa_debit" not in both
    assert "?method=" not in read(
        str(open_page(allowed_payment_method_types=["card"]).url)
    ).replace("?method=card", "")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"number": "4000 0000 0000 0002"}, "Your card was declined."),
        ({"number": "4000000000009995"}, "Your card has insufficient funds."),
        ({"number": "4000000000000069"}, "Your card has expired."),
        ({"number": "4000000000000127"}, "Your card&#39;s security code is incorrect."),
        ({"number": "4242424242424241"}, "Your card number is incorrect."),
        ({"number": "42"}, "not a valid credit card number"),
        ({"expiry": "12/20"}, "expiration year is invalid"),
        ({"expiry": "13/40"}, "expiration month is invalid"),
        ({"expiry": "soon"}, "Write the expiry date as MM / YY."),
        ({"cvc": "12"}, "security code is invalid"),
        ({"number": "4111 1111 1111 1111"}, "used a non test card"),
    ],
)
def test_a_card_that_fails_is_explained_and_can_be_tried_again(
    standin: StripeStandIn, open_page: OpenPage, typed: dict[str, str], message: str
) -> None:
    page = open_page(locale="en")
    text = submit(str(page.url), **{**CARD, **PERSON, **typed}).data.decode()
    assert message in text
    assert 'value="P. Jansen"' in text
    assert 'value="123"' not in text
    assert standin.read(page.id)["status"] == "open"
    assert submit(str(page.url), **CARD, **PERSON).status == 303
    assert standin.read(page.id)["payment_status"] == "paid"


def test_a_decline_is_explained_in_dutch(open_page: OpenPage) -> None:
    url = str(open_page(locale="nl").url)
    answer = submit(url, **{**CARD, **PERSON, "number": "4000000000000002"})
    assert "Uw kaart is geweigerd." in answer.data.decode()


def test_two_attempts_share_one_payment_intent(standin: StripeStandIn, open_page: OpenPage) -> None:
    page = open_page()
    with pytest.raises(ApiError, match="declined"):
        standin.pay_checkout(page.id, "4000000000000002")
    first = standin.read(page.id)["payment_intent"]
    assert standin.pay_checkout(page.id)["payment_intent"] == first
    assert [e["type"] for e in standin.events] == [
        "payment_intent.created",
        "charge.failed",
        "payment_intent.payment_failed",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.completed",
        "charge.updated",
    ]


def test_the_bank_asks_for_3d_secure(standin: StripeStandIn, open_page: OpenPage) -> None:
    page = open_page(locale="en")
    asked = submit(str(page.url), **{**CARD, **PERSON, "number": "4000002500003155"})
    challenge = standin.url + asked.headers["Location"]
    assert "do you want to pay €50.00 to Noordzee Incasso B.V." in read(challenge)
    assert standin.read(page.id)["status"] == "open"

    back = submit(challenge, answer="complete")
    assert back.headers["Location"] == f"https://shop.example/thanks?page={page.id}"
    charge = standin.read(standin.read(standin.read(page.id)["payment_intent"])["latest_charge"])
    secure = charge["payment_method_details"]["card"]["three_d_secure"]
    assert secure["result"] == "authenticated"


def test_failing_3d_secure_leads_back_to_the_page(
    standin: StripeStandIn, open_page: OpenPage
) -> None:
    page = open_page(locale="en")
    asked = submit(str(page.url), **{**CARD, **PERSON, "number": "4000002500003155"})
    answer = submit(standin.url + asked.headers["Location"], answer="fail")
    assert "We are unable to authenticate your payment method." in answer.data.decode()
    assert standin.read(page.id)["status"] == "open"
    assert standin.events_of("charge.succeeded") == []


@pytest.mark.parametrize("method", ["ideal", "bancontact"])
def test_bank_methods_go_by_way_of_the_bank(
    standin: StripeStandIn, open_page: OpenPage, method: str
) -> None:
    page = open_page(allowed_payment_method_types=[method])
    asked = submit(str(page.url), method=method, **PERSON)
    assert submit(standin.url + asked.headers["Location"], answer="complete").status == 303
    session = standin.read(page.id)
    charge = standin.read(standin.read(session["payment_intent"])["latest_charge"])
    assert (session["payment_status"], charge["payment_method_details"]["type"]) == ("paid", method)


def test_a_direct_debit_is_paid_later(standin: StripeStandIn, open_page: OpenPage) -> None:
    page = open_page(allowed_payment_method_types=["sepa_debit"])
    answer = submit(str(page.url), method="sepa_debit", iban="NL39 RABO 0300 0652 64", **PERSON)
    assert answer.status == 303
    session = standin.read(page.id)
    assert (session["status"], session["payment_status"]) == ("complete", "unpaid")
    assert standin.settle(session["payment_intent"])["status"] == "succeeded"
    (news,) = standin.events_of("checkout.session.async_payment_succeeded")
    assert news["data"]["object"]["payment_status"] == "paid"


def test_a_direct_debit_can_come_back(standin: StripeStandIn, open_page: OpenPage) -> None:
    page = open_page(allowed_payment_method_types=["sepa_debit"])
    submit(str(page.url), method="sepa_debit", iban="NL91ABNA0417164300", **PERSON)
    intent = standin.settle(standin.read(page.id)["payment_intent"])
    assert intent["status"] == "requires_payment_method"
    assert len(standin.events_of("checkout.session.async_payment_failed")) == 1
    assert standin.read(page.id)["payment_status"] == "unpaid"


def test_a_wrong_iban_is_told(open_page: OpenPage) -> None:
    url = str(open_page(allowed_payment_method_types=["sepa_debit"], locale="en").url)
    answer = submit(url, method="sepa_debit", iban="NL39RABO0300065265", **PERSON)
    assert "The IBAN you provided is invalid." in answer.data.decode()


def test_a_page_can_keep_a_card_for_later(
    standin: StripeStandIn, client: stripe.StripeClient
) -> None:
    customer = client.v1.customers.create({"email": "p.jansen@example.com"})
    page = client.v1.checkout.sessions.create(
        {
            "mode": "setup",
            "currency": "eur",
            "customer": customer.id,
            "success_url": "https://shop.example/kept",
        }
    )
    assert submit(str(page.url), **CARD, **PERSON).headers["Location"].endswith("/kept")
    (kept,) = client.v1.customers.payment_methods.list(customer.id).data
    assert kept.card
    assert kept.card.last4 == "4242"
    assert standin.read(page.id)["setup_intent"]


def test_a_page_that_does_not_exist_says_so(standin: StripeStandIn) -> None:
    answer = BROWSER.request("GET", f"{standin.url}/c/pay/cs_test_a1nothing")
    assert answer.status == 404
    assert "This payment page does not exist." in answer.data.decode()


def test_the_line_items_are_shown_on_demand(
    client: stripe.StripeClient, open_page: OpenPage
) -> None:
    page = client.v1.checkout.sessions.retrieve(open_page().id, {"expand": ["line_items"]})
    assert page.line_items
    (item,) = page.line_items.data
    assert (item.description, item.amount_total) == ("Case 2026-00012", 5000)
    assert client.v1.checkout.sessions.line_items.list(page.id).data[0].id == item.id
