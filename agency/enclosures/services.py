"""Taking in a form that letters must carry; the one before it stays on file."""

from flask import current_app
from flask_babel import gettext as _

from agency.enclosures.asked import Asked
from agency.enclosures.models import Enclosure
from agency.enclosures.queries import in_force
from portal import clock, db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.errors import Refused
from portal.keys import new_key
from portal.tenancy import acting
from portal.uploads import Kind, Scanner, inspect
from portal.uploads.pdf_files import open_pdf

MOST_PAGES = 30
MOST_BYTES = 5 * 1024 * 1024


def take_in(asked: Asked, data: bytes, filename: str, *, by: User) -> Enclosure:
    """Keep a form, and let it go with letters from now on. The same one twice is kept once.

    Letters that were prepared before keep the form that they were prepared with.
    """
    found = inspect(data, filename, allowed=frozenset({Kind.PDF}), max_bytes=MOST_BYTES)
    settings = current_app.extensions["settings"]
    if settings.clamd_url:
        Scanner(settings.clamd_url).scan(data)
    with open_pdf(data) as document:
        pages = len(document.pages)
    if pages > MOST_PAGES:
        raise Refused(_("A form may have %(most)s pages at most.", most=MOST_PAGES))
    stored = current_app.extensions["storage"].put(data, prefix=str(acting().agency_id))
    before = in_force(asked)
    if before and before.sha256 == stored.sha256:
        return before
    if before:
        before.replaced_at = clock.now()
        db.session.flush()
    made = Enclosure(
        id=new_key(),
        country=asked.country,
        kind=asked.kind,
        name=asked.form.name,
        file_name=found.safe_name,
        file_key=stored.key,
        sha256=stored.sha256,
        size=stored.size,
        pages=pages,
        sent_in_by=by.id,
    )
    db.session.add(made)
    db.session.flush()
    audit.record(
        made,
        "enclosure.taken_in",
        by=by,
        country=asked.country,
        form=asked.form.title,
        name=made.file_name,
        sha256=made.sha256,
    )
    return made
