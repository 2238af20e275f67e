"""Fee quotes and tariffs in the reader's words."""

from collections.abc import Callable, Iterable

from flask_babel import gettext

from agency.clients.tariff import Quote, Reason
from portal.filters import percent

_: Callable[..., str] = gettext


def reason_text(reason: Reason) -> str:
    """A row that led to a fee: `Due for 140 days (121 to 365 days): 20 %`."""
    return _("%(what)s: %(points)s", what=_what(reason), points=points_text(reason))


def points_text(reason: Reason) -> str:
    """The points of a reason: plain for the band, signed for what adds or takes."""
    if reason.code == "age":
        return percent(reason.points)
    sign = "+" if reason.points > 0 else "−"
    return f"{sign}{percent(abs(reason.points))}"


def missing_text(quote: Quote) -> str:
    """What more proof would do: `Add a proof of delivery: 18 % → 15 %`; empty if nothing."""
    if not quote.missing:
        return ""
    return _(
        "Add %(proof)s: %(now)s → %(then)s",
        proof=_both([evidence_text(missing.evidence) for missing in quote.missing]),
        now=percent(quote.percent),
        then=percent(quote.missing[0].percent_with_it),
    )


def evidence_text(kind: str) -> str:
    """A kind of proof that a tariff asks for."""
    return _("a proof of delivery") if kind == "delivery_proof" else _("an order or a contract")


def age_text(over: int | None, up_to: int | None) -> str:
    """The ages of a band: `up to 120 days`, `121 to 365 days`, `over 365 days`, `any age`."""
    if over is None:
        return _("any age") if up_to is None else _("up to %(days)s days", days=up_to)
    if up_to is None:
        return _("over %(days)s days", days=over)
    return _("%(first)s to %(last)s days", first=over + 1, last=up_to)


def change_text(kind: str) -> str:
    """What an event of this slice tells."""
    words = {
        "creditor.created": _("Taken on"),
        "creditor.changed": _("Facts changed"),
        "creditor.payout_account_changed": _("Paid to another account"),
        "creditor.law_firms_engaged": _("Law firms changed"),
        "creditor.closed": _("Closed"),
        "creditor.reopened": _("Opened again"),
        "agreement.made": _("Agreement entered"),
        "agency.client_account_changed": _("Client account changed"),
    }
    return words.get(kind, kind)


def fields_text(names: Iterable[str]) -> str:
    """Which fields of a creditor a change was about."""
    words = {
        "name": _("name"),
        "legal_name": _("legal name"),
        "register_no": _("register number"),
        "vat_no": _("VAT number"),
        "street": _("street"),
        "postcode": _("postcode"),
        "city": _("city"),
        "country": _("country"),
        "locale": _("language"),
        "email": _("e-mail"),
        "phone": _("telephone"),
        "deducts_vat": _("VAT deduction"),
        "signatory": _("who signs reminders in its own name"),
        "signatory_title": _("as what"),
        "logo_key": _("logo"),
    }
    return ", ".join(words[name] for name in names if name in words)


def _what(reason: Reason) -> str:
    figures = reason.figures
    if reason.code == "age":
        over, up_to = figures.get("over"), figures.get("up_to")
        band = age_text(int(over) if over else None, int(up_to) if up_to else None)
        return _("Due for %(days)s days (%(band)s)", days=figures["days"], band=band)
    return {
        "documented": _("Order or contract and proof of delivery are there"),
        "disputed": _("The debtor disputes the claim"),
        "consumer": _("The debtor is a consumer"),
        "abroad": _("The debtor lives abroad (%(country)s)", country=figures.get("country", "")),
        "minimum": _("Least success fee of the agreement"),
    }[reason.code]


def _both(words: list[str]) -> str:
    return words[0] if len(words) == 1 else _("%(one)s and %(two)s", one=words[0], two=words[1])
