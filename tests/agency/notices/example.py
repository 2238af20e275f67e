"""An invented letter, in any kind, language and length."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from agency.notices.letters import (
    Bank,
    ClaimRow,
    CostRow,
    InterestRow,
    Letter,
    Letterhead,
    LetterKind,
    Signatory,
)
from portal.money import Money

EPC = (
    "BCD\n002\n1\nSCT\nDEMONL2A\nStichting Derdengelden Voorbeeld\nNL19DEMO0987654321\n"
    "EUR1474.87\n\nRF18539007547034\n\n"
)
LINK = "https://pay.voorbeeld.example/z/7Hq2mX9cTb4vKpRw"

TEXTS: dict[str, dict[str, Any]] = {
    "en": {
        "subject": "Formal notice: unpaid invoices of Noordwind Groothandel B.V.",
        "salutation": "Dear Mr Van der Berg,",
        "paragraphs": [
            "Our client, Noordwind Groothandel B.V., has instructed us to collect the invoices set "
            "out in this letter. They were due months ago, you received the goods without "
            "complaint, and despite several reminders they have not been paid.",
            "On behalf of our client we give you formal notice of default. We ask you to pay the "
            "amount below no later than 8 December 2026 into the account on the payment slip.",
        ],
        "consequences": [
            "If payment is not received in time, we shall advise our client to bring the matter "
            "before the court. The costs of those proceedings, and the interest that keeps "
            "running, will then be claimed from you as well."
        ],
        "closing": "Yours sincerely,",
        "notes": [
            "If you do not agree with this claim, tell us before the date above and say why. We "
            "shall then look into it before anything else is done.",
            "How we handle your personal data is set out at www.voorbeeld.example/privacy.",
        ],
    },
    "nl": {
        "subject": "Ingebrekestelling: onbetaalde facturen van Noordwind Groothandel B.V.",
        "salutation": "Geachte heer Van der Berg,",
        "paragraphs": [
            "Namens onze cliënte Noordwind Groothandel B.V. vragen wij uw aandacht voor de "
            "facturen die in deze brief staan. De betaaltermijn is maanden geleden verstreken, u "
            "hebt de goederen zonder klacht ontvangen en ondanks herinneringen is niet betaald.",
            "Wij stellen u namens onze cliënte in gebreke. Wij verzoeken u het bedrag hieronder "
            "uiterlijk op 8 december 2026 te betalen op de rekening die op de betaalstrook staat.",
        ],
        "consequences": [
            "Is uw betaling dan niet ontvangen, dan adviseren wij onze cliënte de zaak aan de "
            "rechter voor te leggen. De kosten daarvan en de rente, die doorloopt, komen dan ook "
            "voor uw rekening."
        ],
        "closing": "Hoogachtend,",
        "notes": [
            "Bent u het niet eens met deze vordering? Laat het ons weten vóór de datum hierboven "
            "en schrijf waarom. Wij zoeken het dan eerst uit.",
            "Hoe wij met uw gegevens omgaan leest u op www.voorbeeld.example/privacy.",
        ],
    },
}


def claim(i: int) -> ClaimRow:
    """The i-th claim; the second one is partly paid."""
    return ClaimRow(
        invoice_no=f"F2026-{1041 + i}",
        invoiced_on=date(2026, 3, 3) + timedelta(days=i),
        due_on=date(2026, 4, 2) + timedelta(days=i),
        principal=Money(124500 + i * 1117),
        interest=Money(4312 + i * 13),
        costs=Money(0),
        paid=Money(10000 if i == 1 else 0),
    )


def letter(
    kind: LetterKind = LetterKind.LAW_FIRM_NOTICE,
    locale: str = "en",
    claims: int = 1,
    **changes: Any,
) -> Letter:
    """A letter with so many claims; `changes` replace any of its parts."""
    costs = "Collection costs" if locale == "en" else "Incassokosten"
    return Letter(
        **{
            "kind": kind,
            "locale": locale,
            "letterhead": Letterhead(
                name="Voorbeeld & Daal Advocaten",
                contact=[
                    "Herengracht 9990",
                    "1017 ZZ Amsterdam",
                    "020 555 01 00",
                    "kantoor@voorbeeld.example",
                    "www.voorbeeld.example",
                ],
                registration=["KvK 00000000", "btw NL000000000B00"],
                lawyers=["mr. A.B. Voorbeeld", "mr. C. Daal", "mr. E.F. de Wit"],
            ),
            "sender": "Voorbeeld & Daal · Postbus 99900 · 1000 ZZ Amsterdam",
            "recipient": [
                "Bakkerij De Korenschoof B.V.",
                "t.a.v. de heer J. van der Berg",
                "Voorbeeldstraat 12-II",
                "9999 XA  Stadskanaal",
            ],
            "reference": "2026-004711",
            "dated_on": date(2026, 11, 22),
            "interest_until": date(2026, 11, 22),
            "due_on": date(2026, 12, 8),
            "claims": [claim(i) for i in range(claims)],
            "costs": [CostRow(costs, Money(18675), Money(0))],
            "interest_periods": [
                InterestRow(
                    date(2026, 4, 3),
                    date(2026, 6, 30),
                    89,
                    Decimal("10.15"),
                    Money(124500),
                    Money(3081),
                    "art. 6:119a BW",
                ),
                InterestRow(
                    date(2026, 7, 1),
                    date(2026, 11, 22),
                    145,
                    Decimal("10.4"),
                    Money(124500),
                    Money(5143),
                    "art. 6:119a BW",
                ),
            ],
            "bank": Bank("Stichting Derdengelden Voorbeeld", "NL19DEMO0987654321", "DEMONL2A"),
            "payment_reference": "RF18539007547034",
            "epc_payload": EPC,
            "payment_url": LINK,
            "signatory": Signatory("mr. A.B. Voorbeeld", "Advocaat"),
            **TEXTS[locale],
            **changes,
        }
    )
