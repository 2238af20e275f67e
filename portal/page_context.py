"""What every template knows: who is signed in, the navigation, the brand, the language, assets."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Flask, current_app, g, request, url_for
from flask_login import current_user
from markupsafe import Markup, escape

from portal import slots
from portal.accounts.guards import current_membership, me
from portal.accounts.permissions import Permission
from portal.accounts.roles import role_label
from portal.brand import current_brand
from portal.i18n import current_locale, offered
from portal.security import csp_nonce
from portal.web import FormState, is_fragment


@dataclass(frozen=True, slots=True)
class Me:
    """The signed-in person, as the top of a page shows them."""

    name: str
    email: str
    role_label: str
    agency_name: str
    creditor_name: str
    is_staff: bool


@dataclass(frozen=True, slots=True)
class NavLink:
    """A line of the navigation, as it is drawn."""

    label: str
    url: str
    active: bool
    icon: str
    badge: int | None = None


def init_app(app: Flask) -> None:
    """Hand it to the templates."""
    app.jinja_env.globals.update(csp_nonce=csp_nonce, asset=asset, icon=icon)
    app.jinja_env.add_extension("jinja2.ext.do")
    app.context_processor(_context)


def asset(name: str) -> str:
    """The address of a file under static/, which changes with its content."""
    root = request.script_root if request else ""
    return root + _address(current_app.static_folder or "", current_app.static_url_path or "", name)


def icon(name: str, label: str | None = None, **attributes: str) -> Markup:
    """An icon of the sprite; give a label only where no word stands beside it.

    A page has dozens, so that it is no macro. Of `attributes` there is one: `class`.
    """
    said = escape(label) if label else None
    return _icon(asset("icons/sprite.svg"), name, said, attributes.get("class", ""))


@lru_cache(maxsize=4096)
def _icon(sprite: str, name: str, label: Markup | None, extra: str) -> Markup:
    seen = Markup(' role="img" aria-label="{}"').format(label) if label else _UNSEEN
    classes = f"icon {extra}" if extra else "icon"
    return Markup('<svg class="{}"{}><use href="{}#{}"></use></svg>').format(
        classes, seen, sprite, name
    )


_UNSEEN = Markup(' aria-hidden="true" focusable="false"')


@lru_cache(maxsize=256)
def _address(folder: str, url_path: str, name: str) -> str:
    path = Path(folder) / name
    version = hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.exists() else "0"
    return f"{url_path}/{quote(name)}?v={version}"


def _context() -> dict[str, Any]:
    if not request:
        return {}
    return {
        "locale": current_locale(),
        "locales": list(offered().items()),
        "me": _me(),
        "nav": _nav(),
        "brand": current_brand(),
        "form_state": g.get("form_state") or FormState(),
        "is_fragment": is_fragment(),
        "links": _links(),
    }


def _links() -> dict[str, str]:
    """Where the corners of the desks lead."""
    if not current_user.is_authenticated:
        return {}
    found = {"account": url_for("accounts.account"), "sign_out": url_for("accounts.delete_session")}
    membership = current_membership()
    if membership is not None and membership.is_staff and membership.may(Permission.SEE_CASES):
        found["search"] = url_for("agency.cases.index")
    return found


def _me() -> Me | None:
    if not current_user.is_authenticated:
        return None
    membership = current_membership()
    if membership is None:
        return Me(me().name, me().email, "", "", "", False)
    agency = g.get("agency")
    creditor = slots.offers("creditor_name")
    return Me(
        me().name,
        me().email,
        role_label(membership.role),
        agency.name if agency else "",
        creditor(membership.creditor_id) if creditor and membership.creditor_id and agency else "",
        membership.is_staff,
    )


def _nav() -> list[NavLink]:
    if not current_user.is_authenticated or not g.get("agency"):
        return []
    membership = current_membership()
    if membership is None:
        return []
    desk = "staff" if membership.is_staff else "creditor"
    items = sorted((i for i in slots.of().nav if i.desk == desk), key=lambda i: i.order)
    shown = [
        (item, url_for(item.endpoint))
        for item in items
        if membership.may(Permission(item.permission))
    ]
    here = f"{request.path.rstrip('/')}/"
    within = [url for _, url in shown if here.startswith(f"{url.rstrip('/')}/")]
    current = max(within, key=len, default=None)
    return [NavLink(str(item.label), url, url == current, item.icon) for item, url in shown]
