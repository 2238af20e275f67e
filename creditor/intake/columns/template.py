"""The example file that creditors download, fill in and send."""

import csv
from io import StringIO

EXAMPLES = (
    {
        "debtor_kind": "business",
        "debtor_name": "Voorbeeld Bouw B.V.",
        "debtor_org_no": "12345678",
        "debtor_vat": "NL123456782B90",
        "debtor_email": "administratie@voorbeeldbouw.example",
        "debtor_phone": "+31 20 555 0100",
        "street": "Keizersgracht 1",
        "postcode": "1015 AA",
        "city": "Amsterdam",
        "country": "NL",
        "language": "nl",
        "customer_no": "K-1001",
        "invoice_no": "2026-0001",
        "invoice_date": "2026-01-15",
        "due_date": "2026-02-14",
        "principal": "1234,50",
        "currency": "EUR",
        "description": "Scaffolding, order 4711",
        "agreed_interest": "12",
        "agreed_interest_from": "2026-03-01",
        "costs_clause": "yes",
        "agreed_costs": "",
        "due_agreed": "yes",
        "disputed": "no",
        "reminded_on": "",
        "reminded_channel": "",
        "reminder_on": "2026-03-02",
        "own_demand_on": "",
    },
    {
        "debtor_kind": "consumer",
        "debtor_name": "J. Voorbeeld",
        "debtor_org_no": "",
        "debtor_vat": "",
        "debtor_email": "j.voorbeeld@example.com",
        "debtor_phone": "",
        "street": "Dorpsstraat 12",
        "postcode": "3511 AB",
        "city": "Utrecht",
        "country": "NL",
        "language": "nl",
        "customer_no": "K-1002",
        "invoice_no": "2026-0002",
        "invoice_date": "2026-01-20",
        "due_date": "2026-02-03",
        "principal": "89,95",
        "currency": "EUR",
        "description": "Bicycle repair",
        "agreed_interest": "",
        "agreed_interest_from": "",
        "costs_clause": "",
        "agreed_costs": "",
        "due_agreed": "",
        "disputed": "no",
        "reminded_on": "2026-02-10",
        "reminded_channel": "email",
        "reminder_on": "",
        "own_demand_on": "",
    },
)


def template_csv() -> bytes:
    """Two example claims, with the mark and semicolons that spreadsheets in Europe expect."""
    text = StringIO(newline="")
    writer = csv.DictWriter(text, EXAMPLES[0].keys(), delimiter=";")
    writer.writeheader()
    writer.writerows(EXAMPLES)
    return text.getvalue().encode("utf-8-sig")
