"""Every sample page: readable by all, within its width, within the content security policy."""

from pathlib import Path

import pytest

from tests.browser import problems
from tests.gallery.conftest import Opens
from tests.gallery.invented import PAGES

STATIC = Path(__file__).parents[2] / "static"
PATHS = [*(f"page/{name}" for name in PAGES), "error/404"]

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_accessible_and_fits_wide_and_narrow_light_and_dark(
    opens: Opens, path: str
) -> None:
    page = opens(path)
    assert problems(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert problems(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    complaints = [c for c in page.complaints if "500" not in c]  # type: ignore[attr-defined]
    assert complaints == []


@pytest.mark.parametrize("path", ["page/components", "page/pay"])
@pytest.mark.parametrize("accent", ["767676", "0b5d5e"])
def test_any_accent_that_carries_white_text_can_be_read_everywhere(
    opens: Opens, path: str, accent: str
) -> None:
    page = opens(f"{path}?accent={accent}")
    assert problems(page) == []
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert problems(page) == []


@pytest.mark.parametrize("path", ["page/pay", "page/check", "page/paid"])
def test_the_debtor_can_hit_every_button_with_a_thumb(opens: Opens, path: str) -> None:
    page = opens(path, 390)
    small = page.evaluate(
        """() => [...document.querySelectorAll('main button, main a.btn, summary, input, .choices a')]
            .filter(e => e.getClientRects().length && e.type !== 'hidden')
            .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect().height])
            .filter(([, height]) => height < 44)"""
    )
    assert small == []


def test_the_debtors_page_is_light(opens: Opens) -> None:
    page = opens("page/pay", 390)
    styles = page.evaluate(
        "performance.getEntriesByType('resource').filter(e => e.name.includes('.css')).map(e => e.name)"
    )
    assert len(styles) == 2
    assert not any("tabler" in name for name in styles)
    assert (STATIC / "pay.css").stat().st_size < 15_000


def test_nothing_comes_from_elsewhere(opens: Opens, address: str) -> None:
    for path in ("page/case", "page/pay", "page/login"):
        names = opens(path).evaluate("performance.getEntriesByType('resource').map(e => e.name)")
        assert names
        assert all(name.startswith(address) for name in names)
