"""The pages of short answers, and one of them filled for a case."""

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.cases.models import Case, Party
from agency.short_answers import queries, services
from agency.short_answers.filling import FIELDS
from agency.short_answers.models import ShortAnswer
from agency.short_answers.schemas import LONGEST_TITLE, ShortAnswerSchema
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.errors import NotFound
from portal.i18n import LOCALES
from portal.web import keyset, load, page, say

bp = Blueprint("short_answers", __name__, url_prefix="/short-answers")


@bp.get("")
@allow(Permission.WRITE_TEMPLATES)
def index() -> ResponseReturnValue:
    """Those that are offered, or those that are archived."""
    archived = request.args.get("tab") == "archived"
    return page(
        "agency/short_answers/index.html",
        found=keyset(
            queries.all_of_them(archived=archived),
            *(ShortAnswer.locale, ShortAnswer.title, ShortAnswer.id),
        ),
        archived=archived,
        languages=LOCALES,
    )


@bp.get("/new")
@allow(Permission.WRITE_TEMPLATES)
def new() -> ResponseReturnValue:
    """The form for another one."""
    return _form(None)


@bp.post("/new")
@allow(Permission.WRITE_TEMPLATES)
def create() -> ResponseReturnValue:
    """Keep it."""
    services.write(**vars(load(ShortAnswerSchema)), by=me())
    return _saved()


@bp.get("/<uuid:short_answer>")
@allow(Permission.WRITE_TEMPLATES)
def edit(short_answer: ShortAnswer) -> ResponseReturnValue:
    """What it says, to change it."""
    return _form(short_answer)


@bp.post("/<uuid:short_answer>")
@allow(Permission.WRITE_TEMPLATES)
def update(short_answer: ShortAnswer) -> ResponseReturnValue:
    """Change it."""
    services.change(short_answer, **vars(load(ShortAnswerSchema)), by=me())
    return _saved()


@bp.post("/<uuid:short_answer>/archiving")
@allow(Permission.WRITE_TEMPLATES)
def create_archiving(short_answer: ShortAnswer) -> ResponseReturnValue:
    """Offer it no more."""
    services.archive(short_answer, by=me())
    return _saved()


@bp.post("/<uuid:short_answer>/archiving/removal")
@allow(Permission.WRITE_TEMPLATES)
def delete_archiving(short_answer: ShortAnswer) -> ResponseReturnValue:
    """Offer it again."""
    services.restore(short_answer, by=me())
    return _saved()


@bp.get("/<uuid:short_answer>/for/<uuid:case>")
@allow(Permission.WORK_CASES)
def show_filled(short_answer: ShortAnswer, case: Case) -> ResponseReturnValue:
    """Its words for a case, to put into the message that is being written."""
    if not short_answer.is_offered:
        raise NotFound
    party = Party.CREDITOR if request.args.get("to") == Party.CREDITOR else Party.DEBTOR
    words = services.filled(short_answer, case, party, by=me())
    return Response(words, content_type="text/plain; charset=utf-8")


def _form(answer: ShortAnswer | None) -> str:
    return page(
        "agency/short_answers/edit.html",
        answer=answer,
        fields=["{{ " + name + " }}" for name in FIELDS],
        longest_title=LONGEST_TITLE,
        languages=list(LOCALES.items()),
    )


def _saved() -> ResponseReturnValue:
    say(_("Saved."))
    return redirect(url_for(".index"))
