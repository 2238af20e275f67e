"""Stripe is away, slow, or its answer lost: told in plain words, and nothing done twice."""

from typing import Any

import pytest

from agency.payments.stripe_gateway import (
    ProviderAway,
    StripeGateway,
)
from portal.errors import Refused
from tests.agency.payments.stripe_gateway.conftest import KEY
from tests.standins.stripe import StripeStandIn


@pytest.mark.parametrize("outage", ["unavailable", "refused", "busy"])
def test_an_outage_is_told_in_plain_words(
    standin: StripeStandIn, gateway: StripeGateway, terms: dict[str, Any], outage: Any
) -> None:
    with standin.outage(outage), pytest.raises(ProviderAway) as away:
        gateway.open_checkout(**terms)
    assert isinstance(away.value, Refused)
    assert str(away.value) == (
        "Stripe does not answer now; nothing was charged. Try again in a minute."
    )
    assert gateway.open_checkout(**terms).url


def test_nobody_waits_for_a_stripe_that_is_silent(
    standin: StripeStandIn, terms: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agency.payments.stripe_gateway.client.TIMEOUT_SECONDS", 0.1)
    gateway = StripeGateway(KEY, standin.url)
    with standin.outage("silent"), pytest.raises(ProviderAway):
        gateway.open_checkout(**terms)


@pytest.mark.parametrize("outage", ["unavailable", "refused"])
def test_a_short_outage_is_not_noticed(
    standin: StripeStandIn, gateway: StripeGateway, terms: dict[str, Any], outage: Any
) -> None:
    with standin.outage(outage, requests=2):
        assert gateway.open_checkout(**terms).url


def test_an_answer_that_is_lost_makes_no_second_page(
    standin: StripeStandIn, gateway: StripeGateway, terms: dict[str, Any]
) -> None:
    with standin.outage("lost", requests=1):
        checkout = gateway.open_checkout(**terms)
    assert [page["id"] for page in standin.store.newest("checkout.session")] == [checkout.id]


def test_a_server_that_is_not_there_is_away(terms: dict[str, Any]) -> None:
    with StripeStandIn() as gone:
        url = gone.url
    with pytest.raises(ProviderAway):
        StripeGateway(KEY, url).open_checkout(**terms)
