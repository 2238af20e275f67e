"""A test's browser: each request stands alone, as on a server."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


class Browser(FlaskClient):
    """Gives each request an application context of its own.

    A test runs inside one already, and a request would share it: with its `g`, its session and
    whoever signed in before.
    """

    def open(self, *args: Any, **options: Any) -> TestResponse:
        """Open a page and read all of it."""
        with self.application.app_context():
            return super().open(*args, **{**options, "buffered": True})
