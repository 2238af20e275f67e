"""A real browser that checks every page it opens: accessible, within its width, and quiet."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import (
    APIResponse,
    Browser,
    Frame,
    Locator,
    Page,
    Request,
    Response,
    expect,
)

from portal import db
from portal.accounts import passwords
from tests.office import Person

AXE = Path(__file__).parents[1] / "static/vendor/dev/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
"""Everything WCAG 2.2 AA asks that a program can see, and what axe knows beyond it."""
COLOURS = ["color-contrast", "link-in-text-block"]
"""What may be wrong in the dark alone, where a page is as wide and holds the same."""

OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-gpu-compositing",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE, NARROW = 1440, 390
BOTH = "light and dark"
"""A scheme: one walk, on which each page is looked at in the light and then in the dark."""
PASSWORD = "seven blue bicycles"
PATIENCE = 30_000
"""Milliseconds in which a page comes, and becomes what is expected of it, on a busy machine."""

expect.set_options(timeout=PATIENCE)


def chromium() -> str | None:
    """Where this machine has Chromium, if it has."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@cache
def _axe() -> str:
    return AXE.read_text()


@cache
def _password_hash() -> str:
    return passwords.hash_password(PASSWORD)


def problems(page: Page, *rules: str) -> list[str]:
    """What axe finds wrong on the page, each with its place; by these rules alone, if any are named."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())  # As the debugger does: the page's own policy stays in force.
    found = page.evaluate(
        """runOnly => axe.run(document, {
            runOnly, resultTypes: ['violations'], iframes: false, preload: {assets: ['media']}
        })""",  # No rule that we ask reads the style sheets, which axe would gather each time.
        {"type": "rule", "values": [*rules]} if rules else {"type": "tag", "values": RULES},
    )
    return [
        f"{rule['id']}: {node['html'][:160]} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


_SOUND: set[tuple[str, int, str]] = set()
"""What pages held in which axe found nothing, by width and scheme: it would find nothing again."""
_HELD = """() => document.documentElement.outerHTML
    + [...document.querySelectorAll('input:not([type=hidden]), select, textarea')]
        .map(it => [it.value, it.checked])
    + document.activeElement?.id"""
"""All that a page holds, with what is typed and where the focus is."""
_ONCE = re.compile(r'(name="csrf-token" content|name="csrf_token" value|nonce)="[^"]*"')
"""What each page has of its own, and nobody sees."""

_SEEN: set[tuple[str, int, str]] = set()
"""Kinds of pages that were checked, by width and scheme."""


def _kind(address: str) -> str:
    """The address of a page without what names the record."""
    path = urlsplit(address).path
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/pay/).+/[^/]+", "*", path)


def _shade(scheme: str) -> Literal["dark", "light"]:
    return "dark" if scheme == "dark" else "light"


class Window:
    """A browser window of its own, with its own cookies. Everything opened in it is checked."""

    def __init__(self, browser: Browser, address: str, *, width: int, scheme: str) -> None:
        self.address = address
        self.width, self.scheme = width, scheme
        self._context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": 900 if width > NARROW else 844},
            color_scheme=_shade(scheme),
            reduced_motion="reduce",
            locale="en-GB",
            timezone_id="Europe/Amsterdam",
            accept_downloads=True,
        )
        self._context.set_default_timeout(PATIENCE)
        self.page = self._context.new_page()
        self.complaints: list[str] = []
        self._opened: list[str] = []
        self._expected: int | None = None
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("response", self._answered)
        self.page.on("requestfailed", self._failed)
        self.page.on("framenavigated", self._navigated)

    def open(self, path: str) -> Page:
        """Open an address, and check the page."""
        self.page.goto(path)
        return self.check()

    def press(self, button: str, *, within: Locator | None = None) -> Page:
        """Press a button that leads on, and check the page that comes."""
        place = within or self.page
        return self.after(lambda: place.get_by_role("button", name=button, exact=True).click())

    def follow(self, link: str, *, within: Locator | None = None) -> Page:
        """Follow a link, and check the page that comes."""
        place = within or self.page
        return self.after(place.get_by_role("link", name=link, exact=True).first.click)

    def after(self, act: Callable[[], Any]) -> Page:
        """Do something that leads to another page, and check that."""
        with self.page.expect_navigation(wait_until="load"):
            act()
        return self.check()

    def check(self) -> Page:
        """Check the page as it stands now; its panels are waited for."""
        faults = self.faults()
        assert not faults, "\n".join(faults)
        return self.page

    def faults(self) -> list[str]:
        """What is wrong with the page as it stands now."""
        here = self.page.url
        if not here.startswith(self.address):
            return []  # Another house: its pages are not ours to mend.
        expect(self.page.locator("[data-panel][aria-busy]")).to_have_count(0)
        self._opened = [url for url in self._opened if url != here]
        found = [*self._problems(), *self.complaints]
        self.complaints.clear()
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        if wide > self.width:
            found.append(f"It scrolls sideways: {wide} px")
        _SEEN.add((_kind(here), self.width, self.scheme))
        return [f"{here} ({self.width} px, {self.scheme}): {fault}" for fault in found]

    def _problems(self) -> list[str]:
        held = _ONCE.sub("", self.page.evaluate(_HELD))
        mark = (held, self.width, self.scheme)
        if mark in _SOUND:
            return []
        found = problems(self.page)
        if self.scheme == BOTH:
            self.page.emulate_media(color_scheme="dark")
            found += [f"in the dark, {fault}" for fault in problems(self.page, *COLOURS)]
            self.page.emulate_media(color_scheme="light")
        if not found:
            _SOUND.add(mark)
        return found

    def has_seen(self, path: str) -> bool:
        """Whether a page of this kind was checked in this width and scheme, in any window."""
        return (_kind(path), self.width, self.scheme) in _SEEN

    def resize(self, width: int, scheme: str) -> None:
        """Make the window wide or narrow, and light or dark."""
        self.width, self.scheme = width, scheme
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(color_scheme=_shade(scheme))

    def is_page(self, path: str) -> bool:
        """Whether an address shows a page, and not a file."""
        answer = self._context.request.get(path)
        assert answer.ok, f"{path}: {answer.status}"
        return answer.headers["content-type"].startswith("text/html")

    @contextmanager
    def refused(self, status: int) -> Iterator[None]:
        """Expect that what is done in the block is answered with this status."""
        self._expected = status
        try:
            yield
        finally:
            self._expected = None

    def sign_in(self, person: Person) -> Page:
        """Go in by the front door."""
        with db.work():
            person.user.password_hash = _password_hash()
        page = self.open("/login")
        page.get_by_label("E-mail").fill(person.email)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        return self.press("Sign in")

    def download(self, link: str) -> bytes:
        """Follow a link to a file, as a browser with this window's cookies does."""
        target = self.page.get_by_role("link", name=link, exact=True).first.get_attribute("href")
        assert target
        return self.fetch(target)

    def fetch(self, path: str) -> bytes:
        """The bytes at an address, for who is signed in here."""
        answer = self._context.request.get(path)
        assert answer.ok, f"{path}: {answer.status}"
        return answer.body()

    def send(self, path: str) -> APIResponse:
        """Send a form by hand, with the token of the page that is open."""
        token = self.page.locator("meta[name=csrf-token]").get_attribute("content")
        return self._context.request.post(path, form={"csrf_token": token or ""}, max_redirects=0)

    def close(self) -> None:
        """Close the window. Fails if anything opened in it was not checked, or complained."""
        self._context.close()
        assert not self.complaints, self.complaints
        assert not self._opened, f"opened, but not checked: {self._opened}"

    def _heard(self, said: Any) -> None:
        refused = self._expected and f"status of {self._expected}" in said.text
        if said.type == "error" and not refused:
            self.complaints.append(said.text)

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status != self._expected:
            self.complaints.append(f"{response.status} {response.request.method} {response.url}")

    def _failed(self, request: Request) -> None:
        # Leaving a page ends what it was still asking for.
        if "ERR_ABORTED" not in str(request.failure):
            self.complaints.append(f"{request.failure} {request.url}")

    def _navigated(self, frame: Frame) -> None:
        if frame == self.page.main_frame and frame.url.startswith(self.address):
            self._opened.append(frame.url)


def shown(place: Page | Locator) -> str:
    """The words of a page or a part of it, with plain blanks."""
    words = place.locator("main").inner_text() if isinstance(place, Page) else place.inner_text()
    return re.sub(r"\s+", " ", words)


def part(page: Page, title: str) -> Locator:
    """The box of a page under a heading."""
    heading = page.get_by_role("heading", name=title, exact=True)
    return page.locator("section, form").filter(has=heading).last
