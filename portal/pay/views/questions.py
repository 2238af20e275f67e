"""Asking the agency something, and reading what it answered."""

import uuid

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.guards import agency_settings
from portal.keys import new_key
from portal.limits import limiter
from portal.pay.desk import desk
from portal.pay.questions import MOST_FILES, MOST_MB, Question
from portal.pay.schemas import LONGEST, QuestionSchema
from portal.pay.views import bp
from portal.pay.views.documents import handed_out
from portal.pay.views.doorway import behind_the_check
from portal.web import load, page


@bp.get("/question")
@behind_the_check
def new_question(code: str) -> ResponseReturnValue:
    """What was asked and answered so far, and the form to ask."""
    return page(
        "portal/pay/question.html",
        sheet=desk().sheet(code),
        house=agency_settings(),
        conversation=desk().conversation(code),
        form_key=new_key(),
        limits={"files": MOST_FILES, "megabytes": MOST_MB, "letters": LONGEST},
        is_sent="sent" in request.args,
    )


@bp.post("/question")
@limiter.limit("10/minute;30/hour")
@behind_the_check
def create_question(code: str) -> ResponseReturnValue:
    """Ask it."""
    given = load(QuestionSchema)
    files = request.files.getlist("files")
    desk().ask_question(code, Question(form_key=given.form_key, text=given.text, files=files))
    return redirect(url_for(".new_question", sent=1), 303)


@bp.get("/question/files/<uuid:file_id>")
@behind_the_check
def show_question_file(code: str, file_id: uuid.UUID) -> ResponseReturnValue:
    """A file of the conversation."""
    return handed_out(desk().question_file(code, file_id))
