"""All notices by state, those of one case, and one of them with all that became of it."""

from io import BytesIO

from flask import request, send_file
from flask.typing import ResponseReturnValue

from agency.cases.models import Case
from agency.notices import labels, paid_letters, queries
from agency.notices.models import Notice
from agency.notices.schemas import id_in, sender_in, state_in
from agency.notices.services import overview
from agency.notices.views.blueprint import bp, may, reader, seen
from portal.accounts.guards import allow
from portal.accounts.permissions import Permission, Role
from portal.errors import NotFound
from portal.i18n import LOCALES
from portal.web import keyset, page


@bp.get("")
@allow(Permission.SEE_CASES)
def index() -> ResponseReturnValue:
    """The notices in one state, in somebody's name, or of one case, latest first."""
    state = state_in(request.args.get("state", ""))
    sender = sender_in(request.args.get("sender", ""))
    query = queries.of_sender(queries.visible_to(reader()), sender)
    found = queries.narrowed(query, state, id_in(request.args.get("case", "")))
    return page(
        "agency/notices/index.html",
        found=keyset(found, Notice.id, descending=True),
        state=state,
        sender=sender,
        by_sender=reader().role != Role.LAWYER,
        counts=queries.counts(query),
        labels=labels,
    )


@bp.get("/<uuid:notice>")
@allow(Permission.SEE_CASES)
def show(notice: Notice) -> ResponseReturnValue:
    """One notice: its file, its state, what may be done with it, and where it went."""
    return page(
        "agency/notices/show.html",
        notice=seen(notice),
        overview=overview.of(notice),
        language=LOCALES.get(notice.locale, notice.locale),
        labels=labels,
        may_work=may(Permission.WORK_CASES),
        may_dispatch=may(Permission.DISPATCH_NOTICES),
    )


@bp.get("/<uuid:notice>/rendering")
@allow(Permission.SEE_CASES)
def rendering(notice: Notice) -> ResponseReturnValue:
    """Whether the file is there; once it is, the page asks for itself again."""
    body = page("agency/notices/_rendering.html", notice=seen(notice))
    return body, {} if notice.rendered_at is None else {"HX-Refresh": "true"}


@bp.get("/case/<uuid:case>")
@allow(Permission.SEE_CASES)
def panel(case: Case) -> ResponseReturnValue:
    """The notices of a case, for the case page."""
    return page(
        "agency/notices/panel.html",
        case=case,
        notices=queries.seen_of(case, reader()),
        labels=labels,
        may_prepare=may(Permission.WORK_CASES) and case.is_open,
        has_paid_letter=paid_letters.ending_of(case) is not None,
    )


@bp.get("/cases/<uuid:case>/paid-letter")
@allow(Permission.SEE_CASES)
def show_paid_letter(case: Case) -> ResponseReturnValue:
    """The letter that says that all is paid."""
    letter = paid_letters.letter_of(case)
    if letter is None:
        raise NotFound
    return send_file(
        BytesIO(paid_letters.read(letter)),
        mimetype="application/pdf",
        download_name=paid_letters.name_of(case),
    )
