"""What a letter says to a reader, and to the phone that is held over it."""

from dataclasses import dataclass

import pypdfium2
import zxingcpp


@dataclass(frozen=True)
class BankTransfer:
    """What a banking app reads off an EPC code (EPC069-12)."""

    name: str
    iban: str
    amount: str
    reference: str


def codes(document: bytes) -> tuple[BankTransfer, str]:
    """The two QR codes of a letter: the transfer, and the payment link."""
    pages = pypdfium2.PdfDocument(document)
    picture = pages[len(pages) - 1].render(scale=200 / 72).to_pil()
    texts = [found.text for found in zxingcpp.read_barcodes(picture)]
    [link] = [text for text in texts if text.startswith("http")]
    [transfer] = [text for text in texts if text.startswith("BCD")]
    _, _version, _charset, _kind, _bic, name, iban, amount, _purpose, reference, *_ = (
        transfer.splitlines()
    )
    return BankTransfer(name, iban, amount, reference), link


def words(document: bytes) -> str:
    """All that stands in a PDF, with plain blanks."""
    pages = pypdfium2.PdfDocument(document)
    texts = [page.get_textpage().get_text_range() for page in pages]
    return " ".join(" ".join(texts).replace("\xa0", " ").split())
