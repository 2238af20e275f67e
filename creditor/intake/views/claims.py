"""Handing over: one claim by form, or many by file."""

from flask import Blueprint, current_app, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.clients.countries import country_options
from creditor.access import my_creditor
from creditor.intake import queries, services
from creditor.intake.asking import all_asking, asking
from creditor.intake.columns import template_csv
from creditor.intake.models import Batch
from creditor.intake.schemas import (
    ANSWERS,
    CHANNELS,
    KINDS,
    ClaimSchema,
    ConfirmSchema,
    posted_file,
)
from portal import clock
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.i18n import LOCALES, current_locale
from portal.money import MINOR_DIGITS
from portal.web import is_fragment, keyset, load, page, say

bp = Blueprint("claims", __name__, url_prefix="/claims")


@bp.get("")
@allow(Permission.HAND_OVER_CLAIMS)
def index() -> ResponseReturnValue:
    """All hand-overs, the newest first."""
    found = keyset(queries.my_batches(), Batch.id, descending=True)
    return page("creditor/intake/index.html", found=found, names=queries.names_of(found.items))


@bp.get("/new")
@allow(Permission.HAND_OVER_CLAIMS)
def new() -> ResponseReturnValue:
    """The form for one claim."""
    return page(
        "creditor/intake/new.html",
        creditor=my_creditor(),
        kinds=KINDS,
        channels=CHANNELS,
        currencies=list(MINOR_DIGITS),
        agency_currency=g.agency.currency,
        countries=country_options(current_locale()),
        languages=list(LOCALES.items()),
        answers=ANSWERS,
        where=asking(clock.today(), current_locale()),
        all_asking=all_asking(clock.today(), current_locale()),
    )


@bp.post("/new")
@allow(Permission.HAND_OVER_CLAIMS)
def create() -> ResponseReturnValue:
    """Check the claim and quote it; nothing is handed over yet."""
    batch = services.enter(**vars(load(ClaimSchema)), creditor=my_creditor(), by=me())
    return redirect(_page_of(batch))


@bp.get("/file")
@allow(Permission.HAND_OVER_CLAIMS)
def new_file() -> ResponseReturnValue:
    """Where a file is dropped."""
    return page(
        "creditor/intake/file.html", max_mb=current_app.extensions["settings"].upload_max_mb
    )


@bp.post("/file")
@allow(Permission.HAND_OVER_CLAIMS)
def create_from_file() -> ResponseReturnValue:
    """Read a file and quote its claims; nothing is handed over yet."""
    load(ConfirmSchema)
    data, name = posted_file("claims")
    known = {batch.id for batch in queries.unfinished()}
    batch = services.upload(data, name, creditor=my_creditor(), by=me())
    is_known = batch.id in known
    if is_fragment():
        return page("creditor/intake/_uploaded.html", batch=batch, is_known=is_known)
    if is_known:
        say(_("You have sent this very file before. Nothing was taken in twice."), "info")
    return redirect(_page_of(batch))


@bp.get("/example.csv")
@allow(Permission.HAND_OVER_CLAIMS)
def example() -> ResponseReturnValue:
    """A file to take as a pattern."""
    return (
        template_csv(),
        200,
        {
            "Content-Type": "text/csv; charset=utf-8",
            "Content-Disposition": 'attachment; filename="claims.csv"',
        },
    )


def _page_of(batch: Batch) -> str:
    return url_for("creditor.batches.show", batch=batch.id)
