"""`python -m tests.gallery.shoot [page…]` takes pictures of the gallery into build/gallery."""

import sys
import threading
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from tests.gallery.app import create_gallery
from tests.gallery.invented import PAGES

OUT = Path("build/gallery")
SIZES = {"wide": (1440, 900), "narrow": (390, 844)}
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ERRORS = ["error/404", "error/500"]


def main(names: list[str]) -> None:
    """Take every page wide and narrow, light and dark; say what the console complained of."""
    OUT.mkdir(parents=True, exist_ok=True)
    server = make_server("127.0.0.1", 0, create_gallery(), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    paths = names or [*(f"page/{name}" for name in PAGES), *ERRORS]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=CHROMIUM,
        )
        for path in paths:
            for size in SIZES:
                for theme in ("light", "dark"):
                    take(browser, f"http://127.0.0.1:{server.port}/{path}", path, size, theme)
        browser.close()
    server.shutdown()


def take(browser: Browser, url: str, path: str, size: str, theme: str) -> None:
    """One picture of a whole page."""
    width, height = SIZES[size]
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if theme == "dark" else "light",
    )
    name = f"{path.replace('page/', '').replace('/', '-')}-{size}-{theme}"
    page.on("console", lambda said: say(name, said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: say(name, str(error)))
    page.goto(url)
    page.wait_for_load_state("networkidle")
    too_wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if too_wide > 0:
        say(name, f"scrolls sideways by {too_wide} px")
    page.screenshot(path=OUT / f"{name}.png", full_page=True)
    page.close()


def say(name: str, text: str) -> None:
    """Print a complaint."""
    print(f"{name}: {text}")


if __name__ == "__main__":
    main(sys.argv[1:])
