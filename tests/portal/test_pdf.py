"""PDF files: valid for the archive, readable by a screen reader, the same each time, closed in."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from pikepdf import Name, pdfa
from PIL import Image
from weasyprint import Document

from portal import pdf
from portal.pdf import styles, writing

MADE_AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
PAGE = (
    '<html lang="nl"><body data-head="A head" data-foot="A foot" data-page="Page" data-of="of">'
    '<h1>A title</h1><p>Some text.<br/>More of it.</p><p><img src="asset:qr" alt="A code"/></p>'
    '<table><thead><tr><th scope="col">One</th></tr></thead>'
    "<tbody><tr><td>1</td></tr></tbody></table>"
    '<p><a href="https://pay.example/x">pay.example/x</a></p></body></html>'
)
UNKNOWN_TO_VALIDATOR = ("pdfaExtension", "pdfaSchema", "pdfaProperty", "pdfuaid:part")
"""The validator knows level B only, and no extension schemas; both are allowed by ISO 19005-3."""


def write(html: str = PAGE, **changes: object) -> bytes:
    settings: dict[str, object] = {
        "locale": "nl",
        "title": "A title",
        "made_at": MADE_AT,
        "images": {"asset:qr": pdf.qr_png("hello")},
        **changes,
    }
    return pdf.write_pdf(html, ["letter.css"], **settings)  # type: ignore[arg-type]


def violations(document: bytes) -> Iterator[str]:
    """What an independent validator objects to, but for what it does not know."""
    for finding in pdfa.validate_written(BytesIO(document), "3b").findings:
        if "pdfaid:conformance is 'A'" in finding.message:
            continue
        if not any(word in finding.message for word in UNKNOWN_TO_VALIDATOR):
            yield str(finding)


def text_of(document: bytes, page: int = 0) -> str:
    return str(pypdfium2.PdfDocument(document)[page].get_textpage().get_text_range())


def test_a_page_becomes_pdf_a_and_pdf_ua() -> None:
    document = write()
    assert pdf.check_pdfa(document) == []
    assert list(violations(document)) == []


def test_the_same_page_gives_the_same_bytes_and_another_date_gives_others() -> None:
    assert write() == write()
    assert write() != write(made_at=datetime(2026, 11, 23, tzinfo=UTC))


def test_styles_kept_from_the_last_page_do_not_show_in_the_next() -> None:
    other = PAGE.replace(
        "<h1>A title</h1>", '<h2 class="annex">Next</h2><div class="slip">At the foot</div>'
    )
    before = write()
    shown = write(other)
    assert write() == before
    assert write(other) == shown
    styles._kept.clear()
    assert write() == before
    assert write(other) == shown


def test_kept_styles_are_those_that_weasyprint_would_compute(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = write()
    monkeypatch.setattr(writing, "KeptDocument", Document)
    assert write() == kept


def test_indentation_and_control_characters_change_nothing() -> None:
    indented = PAGE.replace("><", ">\n   <").replace("<br/>", "\n  <br/>\n  ")
    assert write(indented.replace("Some", "\x0bSome")) == write(PAGE)


def test_title_language_and_dates_stand_in_the_file() -> None:
    with pikepdf.open(BytesIO(write())) as found:
        assert str(found.Root.Lang) == "nl"
        assert str(found.docinfo["/Title"]) == "A title"
        assert str(found.docinfo["/CreationDate"]).startswith("D:20261122093000")
        with found.open_metadata() as metadata:
            assert metadata["dc:title"] == "A title"


@pytest.mark.parametrize(
    "source",
    ["https://example.com/x.png", "http://127.0.0.1/x.png", "file:///etc/hostname", "asset:other"],
)
def test_a_page_fetches_nothing_but_what_came_with_it(source: str) -> None:
    with pytest.raises(ValueError, match="pictures that come with it"):
        write(PAGE.replace("asset:qr", source))
    painted = f"background-image: url('{source}')"
    assert write(PAGE.replace("<h1>", f'<h1 style="{painted}">')) == write()
    styled = (
        f"<head><style>h1 {{ {painted} }}</style><link rel='stylesheet' href='{source}'/></head>"
    )
    assert write(PAGE.replace("<body", f"{styled}<body")) == write()


def test_a_page_that_is_not_well_formed_is_refused() -> None:
    with pytest.raises(ValueError, match="not well-formed"):
        write(PAGE.replace("</h1>", ""))


def test_the_page_number_is_seen_but_not_read_aloud() -> None:
    document = write()
    assert "Page 1 of 1" in text_of(document)
    with pikepdf.open(BytesIO(document)) as found:
        content = pikepdf.parse_content_stream(found.pages[0])
        artifacts = spans = 0
        for operands, operator in content:
            if str(operator) == "BMC" and operands[0] == Name.Artifact:
                artifacts += 1
            elif str(operator) == "BDC":
                spans += 1
        numbers = found.Root.StructTreeRoot.ParentTree.Nums[1]
        read = [entry for entry in numbers if entry is not None]
        assert spans == len(read) < len(numbers)
        assert artifacts >= len(numbers) - len(read)


def test_files_travel_inside_with_their_relationship() -> None:
    document = write(attachments=[pdf.Attached("a.csv", b"a;b\r\n", "The lines", "Data")])
    assert pdf.check_pdfa(document) == []
    assert list(violations(document)) == []
    with pikepdf.open(BytesIO(document)) as found:
        assert found.attachments["a.csv"].get_file().read_bytes() == b"a;b\r\n"
        assert found.Root.AF[0].AFRelationship == Name.Data


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda found: found.Root.__delitem__("/MarkInfo"), "not marked as tagged"),
        (lambda found: found.Root.__delitem__("/StructTreeRoot"), "no tree of tags"),
        (lambda found: found.Root.__delitem__("/Lang"), "no language"),
        (lambda found: found.Root.__delitem__("/OutputIntents"), "no output intent"),
        (lambda found: found.Root.__delitem__("/Metadata"), "do not claim PDF/A-3a"),
        (lambda found: _strip(found, Name.Alt), "no alternative text"),
        (lambda found: _strip(found, Name.FontFile2), "is not embedded"),
        (lambda found: _strip(found, Name.Interpolate, True), "asks to be smoothed"),
    ],
)
def test_the_check_names_what_is_missing(spoil: object, said: str) -> None:
    with pikepdf.open(BytesIO(write())) as found:
        spoil(found)  # type: ignore[operator]
        spoilt = BytesIO()
        found.save(spoilt, fix_metadata_version=False)
    assert any(said in finding for finding in pdf.check_pdfa(spoilt.getvalue()))


def test_a_table_without_head_and_a_picture_without_words_are_found() -> None:
    html = PAGE.replace(' alt="A code"', "").replace('<th scope="col">One</th>', "<td>One</td>")
    found = pdf.check_pdfa(write(html))
    assert found == ["A picture has no alternative text.", "A table has no head."]


@pytest.mark.parametrize("payload", ["https://pay.example/z/7Hq2mX9cTb4v", "BCD\n002\n€ één"])
def test_a_qr_code_is_read_back(payload: str) -> None:
    picture = Image.open(BytesIO(pdf.qr_png(payload)))
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [payload]
    assert pdf.qr_png(payload) == pdf.qr_png(payload)


def test_a_qr_code_does_not_take_a_novel() -> None:
    with pytest.raises(ValueError, match=r"(?i)data"):
        pdf.qr_png("x" * 3000)


def test_a_bundle_holds_all_pages_and_a_bookmark_for_each_document() -> None:
    two_pages = PAGE.replace("<table>", '<h2 class="annex">Annex</h2><table>')
    whole = pdf.bundle([write(), write(two_pages), write()], ["First", "Second", "Third"])
    assert whole == pdf.bundle([write(), write(two_pages), write()], ["First", "Second", "Third"])
    with pikepdf.open(BytesIO(whole)) as found, found.open_outline() as outline:
        assert len(found.pages) == 4
        marks = [(item.title, found.pages.index(item.destination[0])) for item in outline.root]
        assert marks == [("First", 0), ("Second", 1), ("Third", 3)]


def test_a_bundle_of_nothing_or_without_titles_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to print"):
        pdf.bundle([], [])
    with pytest.raises(ValueError, match="2 documents need as many titles"):
        pdf.bundle([write(), write()], ["First"])


def _strip(found: pikepdf.Pdf, name: Name, value: object = None) -> None:
    for entry in found.objects:
        if isinstance(entry, pikepdf.Dictionary | pikepdf.Stream) and name in entry:
            if value is None:
                del entry[name]
            else:
                entry[name] = value
