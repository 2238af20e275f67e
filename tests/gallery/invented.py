"""Who is signed in on each page of the gallery, and what it shows. Nobody here exists."""

from types import SimpleNamespace as Row
from typing import Any

from tests.gallery.samples import CLAIM_FORM, CLAIMS, CREDITOR_CASES, EVENTS, REMITTANCE, WORKLIST

PAGES = {
    "worklist": "Staff: today's worklist",
    "case": "Staff: a case",
    "release": "Lawyer: release of a notice",
    "remittance": "Finance: approve a remittance",
    "dashboard": "Creditor: first page",
    "claim": "Creditor: a claim, with errors and evidence",
    "empty": "Creditor: nothing yet",
    "pay": "Debtor: what is owed and how to pay",
    "check": "Debtor: the light check",
    "paid": "Debtor: receipt",
    "login": "Sign in",
    "second": "Second factor",
    "components": "All components",
}

MESSAGES = {
    "case": "The notice is prepared and waits for release by Bakker & Vos Advocaten.",
    "dashboard": "Your claim on De Graaf Interieur is handed over. You get an answer within one working day.",
}

ERRORS = {
    404: (
        "There is nothing here",
        "The address is wrong, or the record is not one of yours.",
        "Check the address, or start from your own pages.",
    ),
    500: (
        "Something broke on our side",
        "What you were doing was not carried out, and nothing is half done. We have been told.",
        "Try again in a moment. If it stays, tell us the number below.",
    ),
}

LINKS = {
    "search": "/page/worklist",
    "account": "/page/login",
    "sign_out": "/page/login",
    "objection": "/page/pay#object",
    "contact": "/page/pay#contact",
    "help": "/page/pay#help",
}


def people(page_name: str, brand_css: str | None) -> dict[str, Any]:
    """Who is signed in on a page, and the menu that person has."""
    brand = Row(name="Noorderlicht Incasso", logo_url=None, accent=None, css_url=brand_css)
    if page_name in ("dashboard", "claim", "empty"):
        me = Row(
            name="Sanne Willems",
            email="sanne@kantoorwerk.example",
            role_label="Owner",
            agency_name="Noorderlicht Incasso",
            creditor_name="Kantoorwerk B.V.",
        )
        return {"me": me, "brand": brand, "nav": creditor_menu(page_name)}
    if page_name in ("pay", "check", "paid", "login", "second", ""):
        return {"me": None, "brand": brand, "nav": []}
    me = Row(
        name="Youssef el Amrani",
        email="youssef@noorderlicht.example",
        role_label="Collector",
        agency_name="Noorderlicht Incasso",
        creditor_name=None,
    )
    return {"me": me, "brand": brand, "nav": staff_menu(page_name)}


def staff_menu(page_name: str) -> list[Row]:
    """The agency's menu."""
    items = [
        ("Worklist", "worklist", "list", 23, "Work"),
        ("Cases", "case", "folder", None, None),
        ("New placements", "components", "inbox", 4, None),
        ("Notices", "release", "mail", 12, None),
        ("Payments", "components", "card", None, "Money"),
        ("Bank", "components", "bank", 2, None),
        ("Remittances", "remittance", "send", None, None),
        ("Creditors", "components", "building", None, "Office"),
        ("Law firms", "components", "scale", None, None),
        ("Users", "components", "users", None, None),
        ("Settings", "components", "settings", None, None),
    ]
    return [
        Row(
            label=label,
            url=f"/page/{target}",
            icon=icon,
            badge=badge,
            heading=heading,
            active=target == page_name and target != "components",
        )
        for label, target, icon, badge, heading in items
    ]


def creditor_menu(page_name: str) -> list[Row]:
    """The creditor's menu."""
    items = [
        ("Overview", "dashboard", None),
        ("Hand over", "claim", None),
        ("Cases", "empty", None),
        ("Questions", "empty", 2),
        ("Statements", "empty", None),
    ]
    return [
        Row(
            label=label,
            url=f"/page/{target}",
            icon=None,
            badge=badge,
            active=target == page_name and label not in {"Questions", "Statements"},
        )
        for label, target, badge in items
    ]


def page(name: str) -> dict[str, Any]:
    """What a sample page shows."""
    shown: dict[str, dict[str, Any]] = {
        "worklist": {"rows": WORKLIST, "page": Row(next_url="?after=7", previous_url=None)},
        "case": {"claims": CLAIMS, "events": EVENTS},
        "timeline": {"events": EVENTS},
        "components": {"events": EVENTS[:2], "form_state": CLAIM_FORM, "rows": WORKLIST[:3]},
        "claim": {"form_state": CLAIM_FORM},
        "login": {"form_state": Row(errors={}, values={})},
        "dashboard": {"cases": CREDITOR_CASES},
        "remittance": {"lines": REMITTANCE},
        "pay": {"claims": CLAIMS},
    }
    return shown.get(name, {})
