"""Letters: all that is owed stands in them, they fit the window, and both QR codes lead to payment."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from weasyprint import Document

from agency.notices.letters import CostRow, Letter, Letterhead, LetterKind, compose
from portal import pdf
from portal.money import Money
from tests.agency.notices.example import EPC, LINK, letter

MM = 72 / 25.4


class Printed:
    """A letter as the reader holds it."""

    def __init__(self, written: Letter) -> None:
        self.file = compose(written)
        self.document = pypdfium2.PdfDocument(self.file)

    @property
    def pages(self) -> list[str]:
        """The text of each page, line ends as spaces."""
        texts = (page.get_textpage().get_text_range() for page in self.document)
        return [" ".join(text.replace("\xa0", " ").split()) for text in texts]

    def codes(self) -> list[str]:
        """What a phone reads off the last page."""
        picture = self.document[len(self.document) - 1].render(scale=200 / 72).to_pil()
        found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
        return sorted(code.text for code in found)

    def place_of(self, words: str) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of words on the first page, in mm from its top left corner."""
        page = self.document[0]
        text = page.get_textpage()
        index, count = text.search(words).get_next()
        boxes = [text.get_charbox(i) for i in range(index, index + count)]
        return (
            min(box[0] for box in boxes) / MM,
            297 - max(box[3] for box in boxes) / MM,
            max(box[2] for box in boxes) / MM,
            297 - min(box[1] for box in boxes) / MM,
        )


@pytest.mark.parametrize("kind", LetterKind)
@pytest.mark.parametrize("locale", ["en", "nl"])
@pytest.mark.parametrize("claims", [1, 3, 40])
def test_every_letter_is_archivable_and_its_codes_lead_to_payment(
    kind: LetterKind, locale: str, claims: int
) -> None:
    written = letter(kind, locale, claims)
    printed = Printed(written)
    assert pdf.check_pdfa(printed.file) == []
    assert printed.codes() == sorted([EPC, LINK])
    assert written.totals.open.format(locale).replace("\xa0", " ") in printed.pages[-1]


def test_all_claims_stand_in_the_table_and_its_head_on_every_page_of_it() -> None:
    pages = Printed(letter(claims=40)).pages
    whole = " ".join(pages)
    assert all(f"F2026-{1041 + i}" in whole for i in range(40))
    for page in pages:
        assert ("F2026-" in page) == ("Invoice date" in page)
    assert len(pages) == 3


def test_the_totals_are_the_sums_of_the_rows() -> None:
    totals = letter(claims=3).totals
    assert totals.principal == Money(124500 + 125617 + 126734)
    assert totals.interest == Money(4312 + 4325 + 4338)
    assert totals.costs == Money(18675)
    assert totals.paid == Money(10000)
    assert totals.open == Money(398501)


def test_amounts_and_days_are_written_as_the_reader_writes_them() -> None:
    english, dutch = (" ".join(Printed(letter(locale=x)).pages) for x in ("en", "nl"))
    assert "€1,474.87" in english
    assert "22 November 2026" in english
    assert "€ 1.474,87" in dutch
    assert "22 november 2026" in dutch
    assert "10,15 %" in dutch


def test_the_address_shows_in_the_window_and_nothing_else_does() -> None:
    printed = Printed(letter())
    left, top, _, _ = printed.place_of("Bakkerij De Korenschoof")
    _, _, right, bottom = printed.place_of("9999 XA")
    assert (left, top) >= (25, 57)
    assert right <= 100
    assert bottom <= 88
    assert printed.place_of("Voorbeeld & Daal · Postbus")[1] >= 55
    assert printed.place_of("Formal notice")[1] > 90
    assert printed.place_of("kantoor@voorbeeld.example")[0] > 110


def test_six_address_lines_still_fit_and_a_seventh_is_refused() -> None:
    lines = [f"Line {i}" for i in range(1, 7)]
    assert Printed(letter(recipient=lines)).place_of("Line 6")[3] <= 90
    with pytest.raises(ValueError, match="one to 6 lines"):
        compose(letter(recipient=[*lines, "Line 7"]))


def test_pages_are_counted_and_the_slip_is_on_the_last() -> None:
    pages = Printed(letter(claims=40)).pages
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of 3" in page
        assert ("Payment slip" in page) == (number == 3)
        assert ("NL19 DEMO 0987 6543 21" in page) == (number == 3)
        assert ("RF18 5390 0754 7034" in page) == (number == 3)


def test_a_screen_reader_hears_what_the_codes_are_for() -> None:
    with pikepdf.open(BytesIO(compose(letter()))) as found:
        spoken = [str(e.Alt) for e in _structure(found) if "/Alt" in e]
    assert spoken == [
        "QR code for a bank transfer of €1,474.87 to NL19 DEMO 0987 6543 21 "
        "with reference RF18 5390 0754 7034",
        f"QR code of the payment page {LINK}",
    ]


def test_without_an_epc_code_the_link_remains() -> None:
    assert Printed(letter(epc_payload=None)).codes() == [LINK]


def test_the_same_letter_gives_the_same_bytes_and_a_changed_cent_gives_others() -> None:
    assert compose(letter()) == compose(letter())
    changed = letter(costs=[CostRow("Collection costs", Money(18676), Money(0))])
    assert compose(changed) != compose(letter())


@pytest.mark.parametrize("kind", LetterKind)
def test_speed_changes_no_byte(kind: LetterKind, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = compose(letter(kind, claims=30))
    monkeypatch.setattr("portal.pdf.writing.KeptDocument", Document)
    assert compose(letter(kind, claims=30)) == quick


def test_names_are_shown_as_they_are_and_never_as_markup() -> None:
    strange = '<b>Bakker & "Zn"</b> {{ 7*7 }}'
    assert strange in Printed(letter(recipient=[strange])).pages[0]


def test_a_logo_takes_the_place_of_the_name_and_says_it() -> None:
    picture = BytesIO()
    Image.new("RGBA", (200, 60), (20, 60, 90, 128)).save(picture, "PNG")
    head = letter().letterhead
    branded = letter(letterhead=Letterhead(head.name, head.contact, logo=picture.getvalue()))
    with pikepdf.open(BytesIO(compose(branded))) as found:
        spoken = [str(e.Alt) for e in _structure(found) if "/Alt" in e]
    assert spoken[0] == head.name
    assert pdf.check_pdfa(compose(branded)) == []


def test_a_letter_without_claims_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one claim"):
        compose(letter(claims=0))


def _structure(found: pikepdf.Pdf) -> Iterator[Any]:
    return (e for e in found.objects if isinstance(e, pikepdf.Dictionary) and "/S" in e)
