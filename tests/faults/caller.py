"""Somebody at a browser who presses again while no answer comes."""

import re
import time
from typing import Any
from urllib.parse import urlsplit

import requests

PATIENCE = 180
"""Seconds after which even the most patient gives up."""


class Caller:
    """A browser of its own that goes to a server whose processes die now and then."""

    def __init__(self, address: str, session: str = "") -> None:
        self._address = address
        self._browser = requests.Session()
        if session:
            host = str(urlsplit(address).hostname)
            self._browser.cookies.set("portal", session, domain=host, path="/")
        self._token = ""

    def open(self, path: str) -> str:
        """A page, as often as it takes."""
        page = self._insist("GET", path)
        assert page.ok, f"{path}: {page.status_code}"
        [self._token] = set(re.findall(r'name="csrf_token" value="([^"]+)"', page.text))
        return page.text

    def send(self, path: str, **form: str) -> requests.Response:
        """A form of the page that was opened last; the same one again until there is an answer."""
        return self._insist("POST", path, data={"csrf_token": self._token, **form})

    def _insist(self, method: str, path: str, **options: Any) -> requests.Response:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return self._browser.request(
                    method,
                    self._address + path,
                    allow_redirects=method == "GET",
                    timeout=PATIENCE,
                    **options,
                )
            except requests.ConnectionError:
                assert time.monotonic() < until, f"nobody answers {path}"
