"""A page of the stand-in comes to its end: paid, expired, or never there."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import stripe

from tests.standins.stripe import ApiError, StripeStandIn, visits
from tests.standins.test_stripe.conftest import OpenPage
from tests.standins.test_stripe.test_checkout import CARD, PERSON, submit


def test_a_paid_page_is_not_paid_again(standin: StripeStandIn, open_page: OpenPage) -> None:
    page = open_page(locale="en")
    url = str(page.url)
    submit(url, **CARD, **PERSON)
    assert "This payment has been made." in submit(url, **CARD, **PERSON).data.decode()
    assert len(standin.events_of("charge.succeeded")) == 1


def test_a_double_click_pays_once(standin: StripeStandIn, open_page: OpenPage) -> None:
    url = str(open_page().url)
    with ThreadPoolExecutor(4) as clicks:
        list(clicks.map(lambda _: submit(url, **CARD, **PERSON), range(4)))
    assert len(standin.events_of("charge.succeeded")) == 1


def test_a_second_click_that_saw_the_page_open_finds_it_paid(
    standin: StripeStandIn, open_page: OpenPage
) -> None:
    page = open_page()
    merchant = standin.owner(page.id)
    seen = visits.open_session(merchant, page.id)
    standin.pay_checkout(page.id)
    with pytest.raises(ApiError, match="any more"):
        visits.pay(merchant, seen, {"type": "ideal"})


def test_an_expired_page_takes_no_money(
    standin: StripeStandIn, client: stripe.StripeClient, open_page: OpenPage
) -> None:
    page = open_page(locale="en")
    client.v1.checkout.sessions.expire(page.id)
    answer = submit(str(page.url), **CARD, **PERSON)
    assert "This payment page has expired." in answer.data.decode()
    assert [e["type"] for e in standin.events] == ["checkout.session.expired"]


def test_a_page_expires_by_itself(standin: StripeStandIn, open_page: OpenPage) -> None:
    page = open_page(expires_at=standin.now() + 1900)
    standin.advance(timedelta(minutes=31))
    assert standin.read(page.id)["status"] == "open"
    standin.advance(timedelta(minutes=1))
    assert standin.read(page.id)["status"] == "expired"
    assert len(standin.events_of("checkout.session.expired")) == 1


def test_what_was_tried_on_an_expired_page_is_canceled(
    standin: StripeStandIn, client: stripe.StripeClient, open_page: OpenPage
) -> None:
    page = open_page()
    with pytest.raises(ApiError):
        standin.pay_checkout(page.id, "4000000000000002")
    client.v1.checkout.sessions.expire(page.id)
    assert standin.read(standin.read(page.id)["payment_intent"])["status"] == "canceled"


@pytest.mark.parametrize("seconds", [29 * 60, 24 * 3600 + 60])
def test_a_page_lives_between_thirty_minutes_and_a_day(
    standin: StripeStandIn, open_page: OpenPage, seconds: int
) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="at least 30 minutes and less than 24"):
        open_page(expires_at=standin.now() + seconds)


@pytest.mark.parametrize("end", ["complete", "expired"])
def test_only_an_open_page_can_be_expired(
    standin: StripeStandIn, client: stripe.StripeClient, open_page: OpenPage, end: str
) -> None:
    page = open_page()
    if end == "complete":
        standin.pay_checkout(page.id)
    else:
        client.v1.checkout.sessions.expire(page.id)
    with pytest.raises(stripe.InvalidRequestError, match=f"has a status of `{end}`"):
        client.v1.checkout.sessions.expire(page.id)
