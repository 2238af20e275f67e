"""Strategies: the list, one of them, and which cases follow it."""

from flask import g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.clients.models import Creditor
from agency.clients.queries import creditors_like
from agency.rates.queries import with_packs
from agency.strategy import wording
from agency.strategy.models import Strategy
from agency.strategy.queries import versions
from agency.strategy.queries.changeovers import changeovers
from agency.strategy.schemas import (
    CURRENCIES,
    NewStrategySchema,
    PressedSchema,
    StartSchema,
    StrategySchema,
)
from agency.strategy.services import files, releasing, writing
from agency.strategy.services.writing import StrategyFacts
from agency.strategy.views.blueprint import bp, may_see, may_write, to_version
from agency.strategy.written import MOST_CHARACTERS
from portal import db
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.errors import Refused
from portal.keys import new_key
from portal.web import get, load, page, say


@bp.get("")
@allow(Permission.SEE_STRATEGIES)
def index() -> ResponseReturnValue:
    """All strategies in the order in which cases try them, with how many follow each."""
    archived = request.args.get("state") == "archived"
    found = versions.strategies(archived=archived)
    ids = [version.id for each in found for version in each.versions]
    return page(
        "agency/strategy/index.html",
        found=found,
        archived=archived,
        following=versions.following(ids),
        creditors=versions.creditor_names(found),
        words=wording,
        may_write=may_write(),
    )


@bp.get("/new")
@allow(Permission.WRITE_STRATEGIES)
def new() -> ResponseReturnValue:
    """The form for a new strategy."""
    return _form(None)


@bp.post("/new")
@allow(Permission.WRITE_STRATEGIES)
def create() -> ResponseReturnValue:
    """Begin it, with a draft to write its steps in."""
    typed = load(NewStrategySchema)
    made = writing.create(_facts(typed), by=me(), start=typed.start, key=typed.key)
    say(_("The strategy is there. Read through its steps, then release them."))
    return _to(made)


@bp.post("/file")
@allow(Permission.WRITE_STRATEGIES)
def create_from_file() -> ResponseReturnValue:
    """Take a strategy in from a file."""
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        raise Refused(_("Choose a file first."))
    try:
        text = upload.stream.read(MOST_CHARACTERS + 1).decode()
    except UnicodeDecodeError:
        raise Refused(_("The file is no text in UTF-8. Nothing was taken in.")) from None
    version = files.take_in(text, by=me())
    say(_("Taken in as a draft. Nothing follows it before it is released."))
    return to_version(version)


@bp.get("/<uuid:strategy>")
@allow(Permission.SEE_STRATEGIES)
def show(strategy: Strategy) -> ResponseReturnValue:
    """One strategy: which cases follow it, its versions, and what is in force."""
    return page(
        "agency/strategy/show.html",
        strategy=strategy,
        creditor=get(Creditor, strategy.creditor_id) if strategy.creditor_id else None,
        in_force={each.version_id: each for each in strategy.in_force},
        following=versions.following([version.id for version in strategy.versions]),
        moves=changeovers(strategy.id),
        words=wording,
        may_write=may_write(),
    )


@bp.get("/<uuid:strategy>/edit")
@allow(Permission.WRITE_STRATEGIES)
def edit(strategy: Strategy) -> ResponseReturnValue:
    """The form for which cases follow it."""
    return _form(strategy)


@bp.post("/<uuid:strategy>/edit")
@allow(Permission.WRITE_STRATEGIES)
def update(strategy: Strategy) -> ResponseReturnValue:
    """Change which cases begin to follow it."""
    writing.change(strategy, _facts(load(StrategySchema)), by=me())
    say(_("Saved."))
    return _to(strategy)


@bp.post("/<uuid:strategy>/draft")
@allow(Permission.WRITE_STRATEGIES)
def create_draft(strategy: Strategy) -> ResponseReturnValue:
    """Begin a new version, or go on with the one that is being written."""
    return to_version(writing.start_draft(strategy, load(StartSchema).start, by=me()))


@bp.post("/<uuid:strategy>/challenge/delete")
@allow(Permission.WRITE_STRATEGIES)
def delete_challenge(strategy: Strategy) -> ResponseReturnValue:
    """Compare two versions no longer."""
    load(PressedSchema, page=".show")
    releasing.end_challenge(strategy, by=me())
    say(_("New cases begin with the leading version alone. The others go on as they are."))
    return _to(strategy)


@bp.post("/<uuid:strategy>/archive")
@allow(Permission.WRITE_STRATEGIES)
def create_archive(strategy: Strategy) -> ResponseReturnValue:
    """Let no new case begin with it."""
    load(PressedSchema, page=".show")
    releasing.archive(strategy, by=me())
    say(_("Archived. Cases that follow it go on; new ones do not begin with it."))
    return _to(strategy)


@bp.post("/<uuid:strategy>/archive/delete")
@allow(Permission.WRITE_STRATEGIES)
def delete_archive(strategy: Strategy) -> ResponseReturnValue:
    """Let new cases begin with it again."""
    load(PressedSchema, page=".show")
    releasing.take_out(strategy, by=me())
    say(_("New cases can begin with it again."))
    return _to(strategy)


@bp.get("/of-creditor/<uuid:creditor>")
@allow(Permission.SEE_CREDITORS)
def of_creditor(creditor: Creditor) -> ResponseReturnValue:
    """Which strategies the cases of a creditor begin with; a part of its page, or its own."""
    return page(
        "agency/strategy/of_creditor.html",
        creditor=creditor,
        found=versions.of_creditor(creditor.id),
        words=wording,
        may_see=may_see(),
    )


def _form(strategy: Strategy | None) -> ResponseReturnValue:
    found = db.session.scalars(creditors_like("").order_by(Creditor.name))
    return page(
        "agency/strategy/form.html",
        strategy=strategy,
        creditors=[(str(creditor.id), creditor.name) for creditor in found],
        countries=with_packs(),
        currencies=CURRENCIES,
        home_currency=g.agency.currency,
        key=new_key(),
        words=wording,
    )


def _facts(typed: object) -> StrategyFacts:
    given = vars(typed)
    return StrategyFacts(
        name=given["name"],
        rank=given["rank"],
        currency=given["currency"],
        creditor_id=get(Creditor, given["creditor"]).id if given["creditor"] else None,
        countries=tuple(given["countries"]),
        debtor_kind=given["debtor_kind"],
    )


def _to(strategy: Strategy) -> ResponseReturnValue:
    return redirect(url_for(".show", strategy=strategy.id))
