"""Which stand-in the present request came to; one application serves them all."""

from typing import TYPE_CHECKING, cast

from flask import request
from werkzeug.local import LocalProxy

if TYPE_CHECKING:
    from tests.standins.stripe.standin import StripeStandIn

KEY = "stripe.standin"
"""Where the server puts itself into the request's environment."""


def _current() -> "StripeStandIn":
    return cast("StripeStandIn", request.environ[KEY])


standin: "StripeStandIn" = cast("StripeStandIn", LocalProxy(_current))
