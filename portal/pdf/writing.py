"""Turn a page of markup into PDF/A-3 with tags, quickly: what is the same for all letters is kept."""

import gc
import threading
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from types import MappingProxyType
from xml.etree import ElementTree

import cssselect2
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from portal.pdf.finishing import finish
from portal.pdf.templates import ROOT

COLLECT_AFTER = 50_000
"""New objects before Python looks for garbage: a letter makes many and drops them all at once."""

BLOCKS = frozenset(
    "head body div p h1 h2 h3 table thead tbody tr th td section dl dt dd ul ol li title".split()
)

_CONTROLS = {code: None for code in range(32) if chr(code) not in "\t\n\r"}
_one_at_a_time = threading.Lock()


def write_pdf(
    html: str,
    stylesheets: Sequence[str],
    *,
    locale: str,
    title: str,
    made_at: datetime,
    images: Mapping[str, bytes] = MappingProxyType({}),
    attachments: Sequence[Attachment] = (),
    variant: str = "pdf/a-3a",
) -> bytes:
    """A page of well-formed markup as PDF/A-3a and PDF/UA-1.

    `stylesheets` are names in `static/`; `images` are all that an `<img>` may show, by their
    `asset:` address. `made_at` is the date in the file, so that the same input gives the same
    bytes. ValueError when the markup is not well-formed or shows a picture it was not given.
    """
    warm()
    with _one_at_a_time:
        document = _Page(html, images).render(
            font_config=_fonts(),
            stylesheets=[_stylesheet(name) for name in stylesheets],
            pdf_variant=variant,
            cache={},
        )
        document.metadata.title = title
        document.metadata.lang = locale
        document.metadata.created = document.metadata.modified = f"{made_at:%Y-%m-%dT%H:%M:%SZ}"
        pdf = document.write_pdf(finisher=finish, attachments=attachments, pdf_variant=variant)
    return pdf


@cache
def warm() -> None:
    """Load fonts and make Python collect garbage less often. Workers call it before they fork."""
    _fonts()
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER, 20, 20)


class _Assets(URLFetcher):
    """Hands out the pictures that came with a page and nothing else: no network, no files."""

    def __init__(self, images: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=["asset"], fail_on_errors=True)
        self.images = images

    def fetch(self, url, headers=None):
        return URLFetcherResponse(url, self.images[url])


class _Page(HTML):
    """A page parsed as XML, which takes a tenth of the time an HTML parser takes."""

    def __init__(self, markup: str, images: Mapping[str, bytes]) -> None:
        root = ElementTree.fromstring(markup.translate(_CONTROLS))
        _drop_space_around_blocks(root)
        self.base_url = None
        self.url_fetcher = _Assets(images)
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


def _drop_space_around_blocks(root: ElementTree.Element) -> None:
    """Indentation between blocks shows nowhere, yet each stretch of it would be laid out."""
    for element in root.iter():
        before: ElementTree.Element | None = None
        for child in element:
            if child.tag in BLOCKS:
                if before is None and element.text and element.text.isspace():
                    element.text = None
                if child.tail and child.tail.isspace():
                    child.tail = None
            before = child


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@cache
def _stylesheet(name: str) -> CSS:
    return CSS(string=(ROOT / "static" / name).read_text(), font_config=_fonts())
