"""Invented claims, cases and amounts for the gallery."""

from datetime import UTC, date, datetime
from types import SimpleNamespace as Row

from portal.money import Money

TODAY = date(2026, 11, 22)


def eur(text: str) -> Money:
    """Euros from a text."""
    return Money.of(text)


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """An instant of this autumn."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


CLAIM_FORM = Row(
    errors={
        "due_on": ["The due date is before the invoice date."],
        "principal": ["“1.250” can be read in two ways. Write the decimals as well."],
        "iban": ["This IBAN is not right: check the digits."],
    },
    values={
        "debtor": "De Graaf Interieur B.V.",
        "kind": "business",
        "invoice_number": "2026-0871",
        "invoice_on": "2026-08-14",
        "due_on": "2026-08-04",
        "principal": "1.250",
        "iban": "NL00TEST0123456789",
        "description": "Twelve desk chairs, model Linde, delivered 12 August.",
    },
)

WORKLIST = [
    Row(
        number="NL-24118",
        debtor="Van der Meulen Transport B.V.",
        creditor="Kantoorwerk B.V.",
        balance=eur("18940.22"),
        why="Promise broken yesterday",
        kind="bad",
        until=date(2026, 11, 22),
        step="Call: ask why, agree a new date",
        tel="+31 20 555 0142",
    ),
    Row(
        number="NL-24097",
        debtor="Eline Kuipers",
        creditor="Zonneveld Energie",
        balance=eur("412.60"),
        why="Instalment due tomorrow, card expired",
        kind="warn",
        until=date(2026, 11, 23),
        step="Ask for a new card",
        tel="+31 6 555 01 77",
    ),
    Row(
        number="NL-24133",
        debtor="De Graaf Interieur B.V.",
        creditor="Kantoorwerk B.V.",
        balance=eur("2716.05"),
        why="New: accept or ask back",
        kind="info",
        until=date(2026, 11, 23),
        step="Check the delivery proof",
        tel="+31 30 555 0119",
    ),
    Row(
        number="NL-23902",
        debtor="Brouwerij ’t Lammeke",
        creditor="Hopveld Coöperatie U.A.",
        balance=eur("6120.00"),
        why="Creditor answered the dispute",
        kind="info",
        until=date(2026, 11, 24),
        step="Tell the debtor the outcome",
        tel="+31 40 555 0166",
    ),
    Row(
        number="NL-24051",
        debtor="Tomasz Wiśniewski",
        creditor="Zonneveld Energie",
        balance=eur("189.95"),
        why="Asked to be called after 18:00",
        kind="warn",
        until=date(2026, 11, 22),
        step="Call in Polish",
        tel="+31 6 555 01 23",
    ),
    Row(
        number="NL-23811",
        debtor="Studio Halte V.O.F.",
        creditor="Drukkerij Maasoever",
        balance=eur("3048.75"),
        why="Formal notice ran out",
        kind="bad",
        until=date(2026, 11, 20),
        step="Advise on legal action",
        tel="+31 10 555 0190",
    ),
    Row(
        number="NL-24140",
        debtor="Fatima Ouali",
        creditor="Tandzorg De Brug",
        balance=eur("96.40"),
        why="Paid in part, rest is small",
        kind="ok",
        until=date(2026, 11, 25),
        step="Send payment link for the rest",
        tel="+31 6 555 01 58",
    ),
]

CLAIMS = [
    Row(
        number="2026-0614",
        invoiced_on=date(2026, 6, 14),
        due_on=date(2026, 7, 14),
        principal=eur("1250.00"),
        paid=eur("-250.00"),
        open=eur("1000.00"),
        evidence=3,
        asked=3,
    ),
    Row(
        number="2026-0702",
        invoiced_on=date(2026, 7, 2),
        due_on=date(2026, 8, 1),
        principal=eur("1180.50"),
        paid=eur("0"),
        open=eur("1180.50"),
        evidence=2,
        asked=3,
    ),
]

EVENTS = [
    {
        "at": at(21, 15, 12),
        "title": "Notice on the letterhead of Bakker & Vos prepared",
        "icon": "mail",
        "kind": "info",
        "by": "Youssef el Amrani",
        "url": "/page/release",
        "text": "€2,716.05 until 6 December. Waits for release by a lawyer.",
    },
    {
        "at": at(19, 10, 40),
        "title": "Call: spoke to Mr De Graaf",
        "icon": "phone",
        "kind": "neutral",
        "by": "Youssef el Amrani",
        "text": "Says the second delivery came late. Will look up the mail. Friendly.",
    },
    {
        "at": at(12, 9, 3),
        "title": "€250.00 received by card",
        "icon": "card",
        "kind": "ok",
        "by": "Stripe",
        "text": "Allocated: costs €0.00, interest €38.20, principal €211.80.",
    },
    {
        "at": at(5, 8, 0),
        "title": "Demand sent by e-mail",
        "icon": "send",
        "kind": "neutral",
        "by": "Strategy “Business NL” v4",
        "text": "Delivered and opened the same day.",
    },
    {
        "at": at(28, 14, 25, 10),
        "title": "Case accepted",
        "icon": "check-circle",
        "kind": "ok",
        "by": "Marit Postma",
        "text": "Complete, not time-barred, no duplicate.",
    },
    {
        "at": at(27, 16, 58, 10),
        "title": "Handed over by Kantoorwerk B.V.",
        "icon": "inbox",
        "kind": "neutral",
        "by": "Sanne Willems",
        "text": "Two invoices, five documents. Fee 15 %.",
    },
]

CREDITOR_CASES = [
    Row(
        number="NL-24118",
        debtor="Van der Meulen Transport B.V.",
        open=eur("18940.22"),
        got=eur("6000.00"),
        kind="bad",
        state="Promise broken",
        move="Noorderlicht",
        next="Call the debtor",
        until=date(2026, 11, 22),
    ),
    Row(
        number="NL-24133",
        debtor="De Graaf Interieur B.V.",
        open=eur("2716.05"),
        got=eur("250.00"),
        kind="info",
        state="Formal notice",
        move="Debtor",
        next="Pay or object",
        until=date(2026, 12, 6),
    ),
    Row(
        number="NL-23987",
        debtor="Hofstra & Zonen",
        open=eur("1432.00"),
        got=eur("0"),
        kind="warn",
        state="Disputed",
        move="You",
        next="Send the delivery proof",
        until=date(2026, 11, 25),
    ),
    Row(
        number="NL-23770",
        debtor="Atelier Vuurtoren",
        open=eur("0"),
        got=eur("884.30"),
        kind="ok",
        state="Paid in full",
        move="Nobody",
        next="Closed",
        until=None,
    ),
]

REMITTANCE = [
    (
        "NL-24118",
        "Van der Meulen Transport",
        eur("6000.00"),
        eur("-900.00"),
        eur("-189.00"),
        eur("4911.00"),
    ),
    ("NL-24133", "De Graaf Interieur", eur("250.00"), eur("-37.50"), eur("-7.88"), eur("204.62")),
    ("NL-23770", "Atelier Vuurtoren", eur("884.30"), eur("-132.65"), eur("-27.86"), eur("723.79")),
]
