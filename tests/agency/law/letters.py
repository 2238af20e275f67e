"""A notice as its letter would read: the facts of an example, and its words with the gaps filled."""

from datetime import date

from babel.dates import format_date

from agency.law.notices import NoticeFacts, wording
from agency.law.vocabulary import NoticeKind
from portal.money import Money

FACTS = NoticeFacts(
    creditor="Bakkerij Voorbeeld B.V.",
    claims=("2026-0417", "2026-0502"),
    principal=Money.of("1234.50"),
    interest=Money.of("12.34"),
    costs=Money.of("185.18"),
    total=Money.of("1432.02"),
    agency="Incasso Voorbeeld",
    registration_number="KI-000123",
    address="Voorbeeldstraat 1, 1234 AB Voorbeeldstad",
    phone="020 123 4567",
    complaints="https://incasso.example/klachten",
    iban="NL93DEMO0123456789",
    reference="RF712348231",
    law_firm="Advocatenkantoor Voorbeeld",
    lawyer="mr. V. Voorbeeld",
    creditor_address="Bakkerstraat 2, 2000 Antwerpen",
    creditor_number="0428.171.902",
    supplied=("bread in March", "bread in April"),
    invoiced_on=(date(2026, 9, 1), date(2026, 9, 15)),
    due_on=(date(2026, 10, 1), date(2026, 10, 15)),
    contest_by=date(2026, 12, 30),
)


def rendered(kind, debtor, locale, facts=FACTS, country="NL"):
    """A notice as its letter would read, with line ends and hard spaces where a page puts them."""
    words = wording(country, kind, debtor, locale, facts.conditions)
    free = kind is NoticeKind.FOURTEEN_DAY_LETTER
    total = facts.principal + facts.interest if free else facts.total
    values = {
        "account_name": "Stichting Derdengelden Voorbeeld",
        "address": facts.address.replace(", ", "\n"),
        "agency": facts.agency,
        "claims": " en ".join(facts.claims),
        "complaints": facts.complaints,
        "costs": facts.costs.format(locale),
        "creditor": facts.creditor,
        "email": "post@incasso.example",
        "iban": " ".join(facts.iban[i : i + 4] for i in range(0, len(facts.iban), 4)),
        "interest": facts.interest.format(locale),
        "interest_article": "art. 6:119 BW",
        "interest_until": "22-11-2026",
        "law_firm": facts.law_firm,
        "lawyer": facts.lawyer,
        "pay_by": "7-12-2026",
        "payment_link": facts.payment_link,
        "phone": facts.phone,
        "principal": facts.principal.format(locale),
        "reference": "RF71 2348 231",
        "registration_number": facts.registration_number,
        "total": total.format(locale),
        "total_after": (total + facts.costs).format(locale),
        "creditor_address": facts.creditor_address,
        "creditor_number": facts.creditor_number,
        "supplied": "; ".join(facts.supplied),
        "invoice_dates": _days(facts.invoiced_on, locale),
        "due_dates": _days(facts.due_on, locale),
        "contest_by": _days((facts.contest_by,), locale),
        "paid": Money(0).format(locale),
        "vat": facts.vat.format(locale) if facts.vat else "",
    }
    paragraphs = [paragraph.format_map(values) for paragraph in words.paragraphs]
    return "\n\n".join([words.subject.format_map(values), *paragraphs])


def _days(days, locale):
    return ", ".join(format_date(day, "long", locale=locale) for day in days)
