"""Whoever tries addresses or answers without end is slowed down, whatever link they try."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from portal.config import Config
from portal.limits import limiter
from tests.office import Office
from tests.portal.pay.conftest import POSTCODE, WRONG, Opens, text_of


@pytest.fixture
def counted(config: Config, app: Flask) -> Iterator[Flask]:
    """The application as it is delivered, with its limits."""
    from wsgi import create_app

    made = create_app(replace(config, test_mode=False))
    made.config["WTF_CSRF_ENABLED"] = False
    limiter.reset()
    yield made
    limiter.reset()
    limiter.enabled = False
    made.extensions["engine"].dispose()


def test_addresses_cannot_be_tried_without_end(counted: Flask, office: Office) -> None:
    client = counted.test_client()
    codes = [client.get(f"/pay/{office.slug}/try{number}").status_code for number in range(121)]
    assert codes == [404] * 120 + [429]
    slowed = client.get(f"/pay/{office.slug}/another")
    assert "we slow down repeated attempts" in text_of(slowed)
    elsewhere = client.get(
        f"/pay/{office.slug}/another", environ_overrides={"REMOTE_ADDR": "192.0.2.7"}
    )
    assert elsewhere.status_code == 404


def test_answers_are_limited_over_all_links_together(
    counted: Flask, office: Office, opens_link: Opens
) -> None:
    client = counted.test_client()
    paths = [opens_link().path for _ in range(2)]
    codes = [
        client.post(paths[number % 2], data={"answer": WRONG}).status_code for number in range(21)
    ]
    assert codes[-1] == 429
    assert codes[:20] == [422] * 20
    assert client.post(paths[0], data={"answer": POSTCODE}).status_code == 429
