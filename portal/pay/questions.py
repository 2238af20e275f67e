"""What the port says of questions: what a debtor asked on its page, and what we answered."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from werkzeug.datastructures import FileStorage

from portal.pay.files import File
from portal.web import Page

MOST_FILES = 3
MOST_MB = 10
"""How many files go with a question, and how large each may be."""


@dataclass(frozen=True, slots=True)
class SaidFile:
    """A file that came along."""

    id: uuid.UUID
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One turn of the conversation; `answer_by` holds for a question that waits."""

    is_ours: bool
    text: str
    at: datetime
    answer_by: date | None = None
    files: Sequence[SaidFile] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionGlance:
    """What the first page shows: by when the oldest question is answered, or when we last answered."""

    answer_by: date | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a debtor asks; the same form sent twice is one question."""

    form_key: uuid.UUID
    text: str
    files: Sequence[FileStorage] = field(default_factory=list)


class QuestionDesk(Protocol):
    """What the debtor's pages may ask about questions."""

    def conversation(self, code: str) -> Page:
        """A page of what was asked here and answered (`Said`), the newest first; nothing else."""

    def ask_question(self, code: str, question: Question) -> None:
        """Take it in. Refused when too many wait already, or when a file is none that we take."""

    def question_file(self, code: str, file_id: uuid.UUID) -> File:
        """A file of the conversation, opened."""
