"""The document in which something was declared: checked, scanned and kept, or none."""

from collections.abc import Set

from flask import current_app
from werkzeug.datastructures import FileStorage

from agency.compliance.services.declaring import Paper
from portal.tenancy import acting
from portal.uploads import Kind, Scanner, inspect

ALLOWED = frozenset({Kind.PDF, Kind.PNG, Kind.JPEG, Kind.EML})


def paper_from(
    file: FileStorage | None, *, allowed: Set[Kind] = ALLOWED, most_mb: int | None = None
) -> Paper | None:
    """Keep a file that was sent along. Refused in words when it is none that we take.

    `most_mb` is a limit below that of all uploads.
    """
    if file is None or not file.filename:
        return None
    settings = current_app.extensions["settings"]
    data = file.read()
    most = min(most_mb or settings.upload_max_mb, settings.upload_max_mb) * 1024 * 1024
    found = inspect(data, file.filename, allowed=allowed, max_bytes=most)
    if settings.clamd_url:
        Scanner(settings.clamd_url).scan(data)
    stored = current_app.extensions["storage"].put(data, prefix=str(acting().agency_id))
    return Paper(stored=stored, name=found.safe_name, media_type=found.media_type)
