"""The answers about questions: taken in as messages, and read again with what we answered."""

import uuid
from dataclasses import replace

from flask import current_app
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from agency.cases.models import Case
from agency.compliance.papers import paper_from
from agency.compliance.services.declaring import Paper
from agency.messages import queries, services
from agency.messages.models import Message, MessageFile
from agency.payer_desk.links import link_of
from portal.errors import Invalid, NotFound, Refused
from portal.pay.files import File
from portal.pay.questions import MOST_FILES, MOST_MB, Question, QuestionGlance, Said, SaidFile
from portal.uploads import Kind, ScannerAway
from portal.web import Page, get, keyset

MOST_WAITING = 5
"""Questions of one case that may wait for an answer at a time."""
SHOWN = 10
TAKEN = frozenset({Kind.PDF, Kind.PNG, Kind.JPEG})


class QuestionAnswers:
    """Answers portal.pay.questions.QuestionDesk, whose words say what each answer is."""

    def conversation(self, code: str) -> Page:
        """What was asked here and answered, the newest first."""
        found = keyset(
            queries.conversation_on_page(link_of(code).case),
            Message.id,
            descending=True,
            size=SHOWN,
        )
        return replace(found, items=[_said(message) for message in found.items])

    def ask_question(self, code: str, question: Question) -> None:
        """Take it in, with its files, as long as not too many wait."""
        case = link_of(code).case
        _must_not_flood(case, question.form_key)
        services.ask_on_page(
            case, question.text, form_key=question.form_key, papers=_papers(question)
        )

    def question_file(self, code: str, file_id: uuid.UUID) -> File:
        """A file of this case's conversation, opened."""
        case, found = link_of(code).case, get(MessageFile, file_id)
        if not found.file_key or not queries.is_on_page(case, found.message_id):
            raise NotFound
        content = current_app.extensions["storage"].open(found.file_key)
        return File(found.name, found.media_type, found.size, content)


def glance_of(case: Case) -> QuestionGlance:
    """How the conversation stands."""
    answer_by, answered_at = queries.glance_on_page(case)
    return QuestionGlance(answer_by=answer_by, answered_at=None if answer_by else answered_at)


def _said(message: Message) -> Said:
    return Said(
        is_ours=not message.is_in,
        text=message.text,
        at=message.at,
        answer_by=message.answer_by if message.waits else None,
        files=[SaidFile(file.id, file.name) for file in message.files if file.file_key],
    )


def _must_not_flood(case: Case, form_key: uuid.UUID) -> None:
    """A form that was sent before is no further question."""
    waiting = queries.asked_and_waiting(case)
    if len(waiting) < MOST_WAITING or f"form {form_key}" in {it.source_id for it in waiting}:
        return
    raise Refused(
        _(
            "We have %(num)s questions of yours to answer first. You can also call us.",
            num=len(waiting),
        )
    )


def _papers(question: Question) -> list[Paper]:
    files = [file for file in question.files if file.filename]
    if len(files) > MOST_FILES:
        raise _not_taken(_("Send at most %(most)s files.", most=MOST_FILES))
    return [paper for file in files if (paper := _paper(file))]


def _paper(file: FileStorage) -> Paper | None:
    """A file, kept. What exactly is wrong with one is nothing that a debtor can mend: the kind is."""
    try:
        return paper_from(file, allowed=TAKEN, most_mb=MOST_MB)
    except ScannerAway:
        raise _not_taken(
            _("We cannot take files just now. Send your question without, or try again later.")
        ) from None
    except Refused:
        raise _not_taken(
            _(
                "We cannot take %(file)s. Send a picture (JPG or PNG) or a PDF without a password, "
                "of at most %(most)s MB.",
                file=(file.filename or "")[:80],
                most=MOST_MB,
            )
        ) from None


def _not_taken(why: str) -> Invalid:
    return Invalid({"files": [why]})
