"""An agency's brand on the pages that its debtors and creditors see: name, logo, accent."""

import re
from dataclasses import dataclass

from flask import Blueprint, Flask, Response, current_app, g, url_for
from sqlalchemy import select

from portal import db
from portal.accounts.models import Agency, AgencySettings
from portal.errors import NotFound, Refused
from portal.tenancy import act_for
from portal.web import public

bp = Blueprint("brand", __name__, url_prefix="/brand")

_HEX = re.compile(r"#[0-9a-f]{6}")
MIN_CONTRAST = 4.5
"""Of accent and the text upon it, WCAG 2.2 AA."""


@dataclass(frozen=True, slots=True)
class Brand:
    """What a page shows of its agency."""

    name: str
    logo_url: str | None
    accent: str
    css_url: str | None


def init_app(app: Flask) -> None:
    """Serve logos and accents."""
    app.register_blueprint(bp)


def current_brand() -> Brand | None:
    """The brand of the agency whose page this is."""
    agency: Agency | None = g.get("agency")
    if agency is None:
        return None
    found = g.get("agency_settings") or db.session.scalars(select(AgencySettings)).one_or_none()
    if found is None:
        return Brand(agency.name, None, "", None)
    g.agency_settings = found
    version = (found.logo_key[-8:] or "0") + found.accent.lstrip("#")
    return Brand(
        agency.name,
        url_for("brand.logo", slug=agency.slug, v=version) if found.logo_key else None,
        found.accent,
        url_for("brand.css", slug=agency.slug, v=version) if found.accent else None,
    )


def check_accent(accent: str) -> str:
    """The accent in its written form; Refused when white text cannot be read upon it."""
    accent = accent.strip().lower()
    if not _HEX.fullmatch(accent):
        raise Refused("Write the accent colour as # and six hexadecimal digits, such as #0b5d5e.")
    contrast = 1.05 / (_luminance(accent) + 0.05)
    if contrast < MIN_CONTRAST:
        raise Refused(
            "White text on %(accent)s has a contrast of %(contrast)s; it needs "
            "%(least)s. Choose a darker colour.",
            accent=accent,
            contrast=f"{contrast:.1f}",
            least=MIN_CONTRAST,
        )
    return accent


@bp.get("/<slug>.css")
@public
def css(slug: str) -> Response:
    """The accent as a style sheet, since pages may hold no inline style."""
    accent = _settings(slug).accent
    body = f":root{{--accent:{accent};--accent-contrast:#fff}}" if _HEX.fullmatch(accent) else ""
    return Response(body, mimetype="text/css", headers={"Cache-Control": "public, max-age=86400"})


@bp.get("/<slug>/logo")
@public
def logo(slug: str) -> Response:
    """The logo."""
    settings = _settings(slug)
    if not settings.logo_key:
        raise NotFound
    return Response(
        current_app.extensions["storage"].read(settings.logo_key),
        mimetype=settings.logo_media_type,
        headers={"Cache-Control": "public, max-age=86400"},
    )


def _settings(slug: str) -> AgencySettings:
    agency = db.session.scalars(select(Agency).where(Agency.slug == slug)).one_or_none()
    if agency is None:
        raise NotFound
    act_for(agency.id)
    return db.session.scalars(select(AgencySettings)).one()


def _luminance(accent: str) -> float:
    """Relative luminance of a colour (WCAG 2.2, definition of relative luminance)."""
    channels = [int(accent[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
