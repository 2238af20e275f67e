"""Papers that look as if they came from somebody's office: orders, delivery proofs, invoices, logos."""

from datetime import UTC, date, datetime, time
from io import BytesIO

from markupsafe import escape
from PIL import Image, ImageDraw, ImageFont

from portal import pdf
from portal.money import Money

INK = (24, 58, 64)


def invoice(
    seller: str,
    place: str,
    buyer: str,
    number: str,
    on: date,
    due_on: date,
    text: str,
    amount: Money,
) -> bytes:
    """An invoice."""
    net = Money.rounded(amount.decimal * 100 / 121)
    rows = [
        (text, str(net.decimal)),
        ("21 % btw", str((amount - net).decimal)),
        ("Totaal EUR", str(amount.decimal)),
    ]
    facts = [
        ("Factuurnummer", number),
        ("Factuurdatum", f"{on:%d-%m-%Y}"),
        ("Vervaldatum", f"{due_on:%d-%m-%Y}"),
    ]
    return _paper("Factuur", seller, place, buyer, facts, rows, on)


def order(
    seller: str, place: str, buyer: str, number: str, on: date, text: str, amount: Money
) -> bytes:
    """An order confirmation, signed for."""
    facts = [
        ("Opdrachtnummer", number),
        ("Datum", f"{on:%d-%m-%Y}"),
        ("Akkoord", "getekend voor ontvangst"),
    ]
    return _paper(
        "Opdrachtbevestiging", seller, place, buyer, facts, [(text, str(amount.decimal))], on
    )


def delivery_proof(seller: str, place: str, buyer: str, number: str, on: date, text: str) -> bytes:
    """A picture of a delivery note with a signature, as a driver takes it."""
    picture = Image.new("RGB", (900, 1200), (246, 244, 238))
    draw = ImageDraw.Draw(picture)
    large, small = ImageFont.load_default(40), ImageFont.load_default(26)
    draw.text((70, 70), seller, INK, large)
    draw.text((70, 125), place, INK, small)
    draw.text((70, 230), "AFLEVERBON", INK, large)
    for line, words in enumerate((f"Bon {number}", f"{on:%d-%m-%Y} 10:42", buyer, text)):
        draw.text((70, 310 + 46 * line), words[:52], INK, small)
    draw.rectangle((70, 560, 830, 566), fill=INK)
    draw.text((70, 600), "Goederen in goede staat ontvangen", INK, small)
    points = [(120 + 12 * i, 760 + ((i * 37) % 90) - 45) for i in range(30)]
    draw.line(points, fill=(30, 40, 120), width=5, joint="curve")
    draw.text((70, 860), "Handtekening ontvanger", INK, small)
    content = BytesIO()
    picture.save(content, "JPEG", quality=82)
    return content.getvalue()


def logo(initials: str, colour: tuple[int, int, int]) -> bytes:
    """A mark with two letters."""
    picture = Image.new("RGB", (320, 320), colour)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((24, 24, 295, 295), outline=(255, 255, 255), width=6)
    draw.text((160, 160), initials, (255, 255, 255), ImageFont.load_default(150), anchor="mm")
    content = BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()


def _paper(
    title: str,
    seller: str,
    place: str,
    buyer: str,
    facts: list[tuple[str, str]],
    rows: list[tuple[str, str]],
    on: date,
) -> bytes:
    def table(lines: list[tuple[str, str]]) -> str:
        return "".join(
            f'<tr><th scope="row">{escape(left)}</th><td>{escape(right)}</td></tr>'
            for left, right in lines
        )

    html = (
        f'<html lang="nl"><head><title>{escape(title)}</title></head><body>'
        f"<h1>{escape(seller)}</h1><p>{escape(place)}</p><h2>{escape(title)}</h2>"
        f"<p>{escape(buyer)}</p><table>{table(facts)}</table><h2>Omschrijving</h2>"
        f"<table>{table(rows)}</table></body></html>"
    )
    return pdf.write_pdf(
        html, ["paper.css"], locale="nl", title=title, made_at=datetime.combine(on, time(), UTC)
    )
