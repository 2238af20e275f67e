"""The gallery's application: the real templates and styles with invented data behind them."""

import secrets
from datetime import date, datetime
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_datetime
from flask import Flask, Response, abort, flash, g, render_template, request, url_for
from jinja2 import ChoiceLoader, FileSystemLoader

from portal.money import Money, total
from portal.page_context import asset, icon
from tests.gallery import invented, samples

ROOT = Path(__file__).parents[2]
CSP = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; font-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def create_gallery() -> Flask:
    """Build the application; it needs no database and keeps nothing."""
    app = Flask("gallery", static_folder=str(ROOT / "static"), static_url_path="/static")
    app.secret_key = "only for the gallery"
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader(ROOT / "templates"),
            FileSystemLoader(Path(__file__).parent / "templates"),
        ]
    )
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.filters.update(
        money=show_money, date=show_date, datetime=show_datetime, in_days=in_days
    )
    app.context_processor(context)
    app.after_request(secure)
    app.add_url_rule("/", "index", index)
    app.add_url_rule("/page/<name>", "page", page, methods=["GET", "POST"])
    app.add_url_rule("/error/<int:code>", "error", error)
    app.add_url_rule("/part/<name>", "part", part)
    app.add_url_rule("/brand/<accent>.css", "brand", brand)
    app.add_url_rule("/upload", "upload", upload, methods=["POST"])
    return app


def context() -> dict[str, Any]:
    """What the real application gives to every page."""
    name = (request.view_args or {}).get("name", "")
    return {
        "locale": request.args.get("lang", "en"),
        "locales": [("en", "English"), ("nl", "Nederlands")],
        "csp_nonce": nonce,
        "csrf_token": lambda: "not-checked-here",
        "asset": asset,
        "icon": icon,
        "form_state": None,
        "is_fragment": "HX-Request" in request.headers,
        "links": invented.LINKS,
        "eur": Money.of,
        "day": date,
        "total": total(row.balance for row in samples.WORKLIST),
        **invented.people(name, brand_css()),
    }


def index() -> str:
    """All pages, as links."""
    return render_template("gallery/index.html", pages=invented.PAGES, errors=invented.ERRORS)


def page(name: str) -> str:
    """One sample page."""
    if name not in invented.PAGES:
        abort(404)
    if message := invented.MESSAGES.get(name):
        flash(message, "success")
    return render_template(f"gallery/{name}.html", **invented.page(name))


def error(code: int) -> str:
    """The error page of a code."""
    title, text, action = invented.ERRORS[code]
    return render_template(
        "portal/errors/page.html", code=code, title=title, text=text, action=action
    )


def part(name: str) -> str:
    """A fragment that a panel loads; "broken" answers 500."""
    if name == "broken":
        abort(500)
    return render_template(f"gallery/_{name}.html", **invented.page(name))


def brand(accent: str) -> Response:
    """An agency's accent."""
    return Response(f":root{{--accent:#{accent};--accent-contrast:#fff}}", mimetype="text/css")


def brand_css() -> str | None:
    """The style sheet of the accent in the address, as `?accent=0b5d5e`."""
    accent = request.args.get("accent")
    return url_for("brand", accent=accent) if accent else None


def upload() -> tuple[str, int]:
    """Take a file and forget it; a name with "bad" in it is refused."""
    file = request.files["document"]
    if "bad" in (file.filename or ""):
        return '{"message": "This file is damaged: the PDF ends half-way."}', 422
    return render_template("gallery/_document.html", name=file.filename), 201


def nonce() -> str:
    """One nonce for each answer."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return str(g.nonce)


def secure(response: Response) -> Response:
    """The strict policy under which every page must work."""
    response.headers["Content-Security-Policy"] = CSP.format(nonce=nonce())
    return response


def show_money(amount: Money) -> str:
    """As readers of the page's language write it."""
    return amount.format(request.args.get("lang", "en"))


def show_date(day: date) -> str:
    """A date, as a reader would write it."""
    return format_date(day, "d MMM y", locale=request.args.get("lang", "en"))


def show_datetime(at: datetime) -> str:
    """An instant, to the minute."""
    return format_datetime(at, "d MMM y, HH:mm", locale=request.args.get("lang", "en"))


def in_days(day: date) -> str:
    """How far a date is from the gallery's today."""
    days = (day - samples.TODAY).days
    if days == 0:
        return "today"
    number = f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
    return f"in {number}" if days > 0 else f"{number} ago"
