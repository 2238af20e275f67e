"""Keeping what came along with a message: each file checked and stored once, or refused in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from flask import current_app
from flask_babel import force_locale

from agency.compliance.services.declaring import Paper
from agency.messages.models import Message, MessageFile
from agency.messages.reading import Attached
from portal import db
from portal.accounts.models import Agency
from portal.errors import Refused
from portal.i18n import said
from portal.keys import new_key
from portal.tenancy import acting
from portal.uploads import Kind, Scanner, inspect, safe_name

ALLOWED = frozenset({Kind.PDF, Kind.PNG, Kind.JPEG, Kind.EML, Kind.CSV, Kind.XML, Kind.XLSX})
MOST_BYTES = 25 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """A file on its way to a message."""

    name: str
    size: int
    media_type: str = ""
    file_key: str = ""
    refused_why: str = ""


def scan(data: bytes) -> None:
    """Refused when there is a virus in it; ScannerAway when a scanner is set up and cannot tell."""
    if url := current_app.extensions["settings"].clamd_url:
        Scanner(url).scan(data)


def store(data: bytes) -> str:
    """Keep bytes of the acting agency; returns where."""
    key: str = current_app.extensions["storage"].put(data, prefix=str(acting().agency_id)).key
    return key


def keep_attached(files: Iterable[Attached]) -> list[Kept]:
    """Look at the files of an e-mail that was scanned as a whole; what we do not take says why."""
    found = []
    for file in files:
        try:
            known = inspect(file.content, file.name, allowed=ALLOWED, max_bytes=MOST_BYTES)
        except Refused as error:
            found.append(_refused(file, error))
        else:
            key = store(file.content)
            found.append(Kept(known.safe_name, known.size, known.media_type, key))
    return found


def _refused(file: Attached, error: Refused) -> Kept:
    """A file that we do not take, with the reason in the agency's language."""
    name = safe_name(file.name, PurePath(file.name).suffix.lstrip(".").lower() or "bin")
    locale = db.session.get_one(Agency, acting().agency_id).locale
    with force_locale(locale):
        return Kept(name, len(file.content), refused_why=said(error.words))


def keep_papers(papers: Iterable[Paper]) -> list[Kept]:
    """Files that were checked and stored at the edge."""
    return [
        Kept(paper.name, paper.stored.size, paper.media_type, paper.stored.key) for paper in papers
    ]


def attach(message: Message, files: Iterable[Kept]) -> None:
    """Put files to their message."""
    for file in files:
        db.session.add(
            MessageFile(
                id=new_key(),
                creditor_id=message.creditor_id,
                message_id=message.id,
                name=file.name,
                size=file.size,
                media_type=file.media_type,
                file_key=file.file_key,
                refused_why=file.refused_why,
            )
        )
    db.session.flush()
    db.session.expire(message, ["files"])
