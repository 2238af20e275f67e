"""A browser on the gallery, which notes whatever the console complains of."""

import threading
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from tests.gallery.app import create_gallery

Opens = Callable[..., Page]


@pytest.fixture(scope="package")
def address() -> Iterator[str]:
    server = make_server("127.0.0.1", 0, create_gallery(), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()


@pytest.fixture
def opens(browser: Browser, address: str) -> Iterator[Opens]:
    """Open a page of the gallery; its complaints are in `page.complaints`."""
    contexts = []

    def open_page(path: str, width: int = 1440, scripts: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
        )
        contexts.append(context)
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.complaints = complaints  # type: ignore[attr-defined]
        page.goto(f"{address}/{path}")
        if scripts:
            expect(page.locator("[data-panel][aria-busy]")).to_have_count(0)
        return page

    yield open_page
    for context in contexts:
        context.close()
