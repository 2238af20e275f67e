"""Notes as the case page shows them."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.cases.models import Case
from agency.notes import queries, services
from agency.notes.models import Note
from agency.notes.schemas import LONGEST, NoteSchema, WithdrawalSchema
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.errors import NotFound
from portal.keys import new_key
from portal.web import keyset, load, page, say

SHOWN = 10
bp = Blueprint("notes", __name__, url_prefix="/cases/<uuid:case>/notes")


@bp.before_request
def must_belong_together() -> None:
    """A note of another case is not there."""
    place = request.view_args or {}
    if "note" in place and place["note"].case_id != place["case"].id:
        raise NotFound


@bp.get("")
@allow(Permission.WORK_CASES)
def index(case: Case) -> ResponseReturnValue:
    """Those that are pinned, and all of them; a part of the case page, or its own."""
    return page(
        "agency/notes/index.html",
        case=case,
        pinned=queries.pinned_on(case),
        notes=keyset(queries.notes_of(case), Note.id, descending=True, size=SHOWN),
        form_key=new_key(),
        longest=LONGEST,
    )


@bp.post("")
@allow(Permission.WORK_CASES)
def create(case: Case) -> ResponseReturnValue:
    """Write one."""
    given = load(NoteSchema, page=".index")
    services.write(case, given.note, form_key=given.form_key, pinned=given.pinned, by=me())
    return _noted(case)


@bp.post("/<uuid:note>/pin")
@allow(Permission.WORK_CASES)
def create_pin(case: Case, note: Note) -> ResponseReturnValue:
    """Put it on top."""
    services.pin(note, by=me())
    return _noted(case)


@bp.post("/<uuid:note>/pin/removal")
@allow(Permission.WORK_CASES)
def delete_pin(case: Case, note: Note) -> ResponseReturnValue:
    """Let it go down."""
    services.unpin(note, by=me())
    return _noted(case)


@bp.get("/<uuid:note>/withdrawal")
@allow(Permission.WORK_CASES)
def new_withdrawal(case: Case, note: Note) -> ResponseReturnValue:
    """Why it holds no more."""
    return page("agency/notes/withdraw.html", case=case, note=note)


@bp.post("/<uuid:note>/withdrawal")
@allow(Permission.WORK_CASES)
def create_withdrawal(case: Case, note: Note) -> ResponseReturnValue:
    """Note that."""
    services.withdraw(note, load(WithdrawalSchema).why, by=me())
    return _noted(case)


def _noted(case: Case) -> ResponseReturnValue:
    say(_("Noted."))
    return redirect(url_for("agency.cases.show", case=case.id))
