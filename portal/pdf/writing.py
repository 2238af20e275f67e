"""Turn a page of markup into PDF/A-3 with tags, quickly: what is the same for all is kept."""

import gc
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from types import MappingProxyType
from xml.etree import ElementTree

import cssselect2  # type: ignore[import-untyped]
from weasyprint import CSS, DEFAULT_OPTIONS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from portal.pdf.finishing import finish
from portal.pdf.styles import KeptDocument
from portal.pdf.templates import ROOT

VARIANT = "pdf/a-3a"

COLLECT_AFTER = 50_000
"""New objects before Python looks for garbage: a letter makes many and drops them all at once."""

NO_IMAGES: Mapping[str, bytes] = MappingProxyType({})

_CONTROLS = {code: None for code in range(32) if chr(code) not in "\t\n\r"}
_SPACES = re.compile(r"[ \t\r\n]+")
_BLOCKS = (
    "html|head|title|body|div|section|p|h[1-3]|[uod]l|li|d[td]|table|caption|thead|tbody|t[rhd]"
)
_AROUND_BREAKS = re.compile(rf" ?(</?(?:{_BLOCKS})(?: [^>]*)?>|<br ?/>) ?")
_BR = re.compile("<br ?/>")
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class Attached:
    """A file inside the PDF, such as the evidence or the invoice as XML."""

    name: str
    content: bytes
    description: str
    relationship: str = "Supplement"
    """PDF 2.0, 7.11.3: Source, Data, Alternative, Supplement or Unspecified."""


def write_pdf(
    html: str,
    stylesheets: Sequence[str],
    *,
    locale: str,
    title: str,
    made_at: datetime,
    images: Mapping[str, bytes] = NO_IMAGES,
    attachments: Sequence[Attached] = (),
) -> bytes:
    """Well-formed markup as PDF/A-3a and PDF/UA-1. The same input gives the same bytes.

    `stylesheets` are names in `static/`; `images` are all that an `<img>` may show, by their
    `asset:` address; `made_at` is the date in the file. Styles in the markup itself do nothing.
    ValueError when the markup is not well-formed or shows a picture it was not given.
    """
    warm()
    stamp = made_at.astimezone(UTC)
    with _one_at_a_time:
        try:
            document = KeptDocument._render(
                _Page(html, images),
                _fonts(),
                None,
                None,
                {
                    **DEFAULT_OPTIONS,
                    "stylesheets": [_stylesheet(name) for name in stylesheets],
                    "pdf_variant": VARIANT,
                },
            )
        except FatalURLFetchingError as error:
            raise ValueError(f"A page shows only pictures that come with it: {error}") from None
        document.metadata.title = title
        document.metadata.lang = locale
        document.metadata.created = document.metadata.modified = f"{stamp:%Y-%m-%dT%H:%M:%SZ}"
        return bytes(
            document.write_pdf(
                finisher=finish,
                pdf_variant=VARIANT,
                attachments=[
                    Attachment(
                        string=file.content,
                        name=file.name,
                        description=file.description,
                        relationship=file.relationship,
                        created=stamp,
                        modified=stamp,
                    )
                    for file in attachments
                ],
            )
        )


@cache
def warm() -> None:
    """Load fonts and let Python collect garbage less often. Workers call it before they fork."""
    _fonts()
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER, 20, 20)


class _Assets(URLFetcher):
    """Hands out the pictures that came with a page and nothing else: no network, no files."""

    def __init__(self, images: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=["asset"], fail_on_errors=True)
        self.images = images

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The picture at an address; KeyError for any other."""
        return URLFetcherResponse(url, self.images[url])


class _Page(HTML):
    """A page parsed as XML, in a fraction of the time an HTML parser takes, with a lean sheet
    for what its tags mean in place of the sheet for all of HTML."""

    def __init__(self, markup: str, images: Mapping[str, bytes]) -> None:
        try:
            root = ElementTree.fromstring(_settle_space(markup))  # noqa: S314 - our own markup.
        except ElementTree.ParseError as error:
            raise ValueError(f"The page is not well-formed: {error}.") from None
        self.base_url = None
        self.url_fetcher = _Assets(images)
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [_stylesheet("paper.css")]


def _settle_space(markup: str) -> str:
    """Collapse white space as a browser would, and turn each `<br/>` into a line end in the text.

    Indentation shows nowhere, yet each stretch of it would be laid out; a `<br/>` takes two boxes,
    a line end none, since `paper.css` keeps line ends.
    """
    plain = _SPACES.sub(" ", markup.translate(_CONTROLS))
    return _BR.sub("\n", _AROUND_BREAKS.sub(r"\1", plain))


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@cache
def _stylesheet(name: str) -> CSS:
    return CSS(string=(ROOT / "static" / name).read_text(), font_config=_fonts())
