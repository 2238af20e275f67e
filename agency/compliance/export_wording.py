"""The words of the page in which a debtor reads its own data."""

from datetime import date, datetime

from flask_babel import lazy_gettext as _

from agency.cases.moves import HOLD_REASONS, REQUESTS
from agency.compliance.wording import BASES, CHANNELS, KINDS, SOURCES
from agency.ledger.words import ENTRIES
from portal.audit.words import name_of, of_kind
from portal.filters import day, instant, money
from portal.i18n import LOCALES
from portal.money import Money

LABELS = {
    "kind": _("Kind"),
    "name": _("Name"),
    "country": _("Country"),
    "locale": _("Language"),
    "time_zone": _("Time zone"),
    "customer_no": _("Customer number"),
    "org_no": _("Register number"),
    "vat_no": _("VAT number"),
    "street": _("Street"),
    "postcode": _("Postcode"),
    "city": _("City"),
    "email": _("E-mail"),
    "phone": _("Telephone"),
    "case": _("Case number"),
    "creditor": _("Creditor"),
    "opened_at": _("Opened"),
    "closed_at": _("Closed"),
    "open": _("Still open"),
    "claims": _("Claims"),
    "invoice_no": _("Invoice number"),
    "invoice_date": _("Invoice date"),
    "due_on": _("Due date"),
    "principal": _("Principal"),
    "description": _("Description"),
    "reminded_on": _("Reminded on"),
    "known": _("Known for the law's sake"),
    "holds": _("Holds"),
    "from": _("From"),
    "until": _("Until"),
    "reason": _("Reason"),
    "why": _("Reason"),
    "reference": _("Reference"),
    "due_before": _("Due before"),
    "due_after": _("Due now"),
    "changes": _("Changes"),
    "requests": _("Requests"),
    "at": _("When"),
    "on": _("When"),
    "text": _("Text"),
    "answer": _("Answer"),
    "bookings": _("Bookings"),
    "what": _("What"),
    "channel": _("Channel"),
    "basis": _("Basis"),
    "address": _("Address"),
    "days": _("Days"),
    "from_hour": _("From hour"),
    "before_hour": _("Until hour"),
    "declared_on": _("Declared on"),
    "until_on": _("Last day"),
    "source": _("Source"),
    "recorded_at": _("Recorded"),
    "revoked_at": _("Ended"),
    "revoked_source": _("How it ended"),
    "revoked_text": _("Note"),
    "amount": _("Amount"),
    "method": _("Method"),
    "designated_invoice": _("Invoice that was chosen"),
    "paid_at": _("Paid"),
    "received_on": _("Received on"),
    "promise": _("Promise"),
    "received": _("Came in"),
    "subject": _("Subject"),
    "sent_at": _("Sent"),
    "to": _("To"),
    "came_back_on": _("Came back on"),
    "total": _("To pay"),
    "file": _("File"),
    "given": _("Handed over"),
}
"""What a fact is called."""

_WORDS: dict[str, object] = {
    str(word): text
    for words in (ENTRIES, REQUESTS, HOLD_REASONS, KINDS, SOURCES, CHANNELS, BASES, LOCALES)
    for word, text in words.items()
}
"""Words that are stored, as people read them."""


def label(name: str) -> str:
    """A fact's name as people read it."""
    return str(LABELS.get(name, name.replace("_", " ")))


def value(it: object) -> str:
    """A fact as people read it."""
    match it:
        case None | "" | []:
            text = "–"
        case Money():
            text = money(it)
        case datetime():
            text = instant(it)
        case date():
            text = day(it)
        case bool():
            text = str(_("yes") if it else _("no"))
        case list() | tuple():
            text = ", ".join(value(each) for each in it)
        case _:
            text = str(_WORDS.get(str(it)) or of_kind(name_of(str(it))))
    return text
