"""Files that come with a form."""

from flask import request

from agency.clients.services import keep_logo


def posted_logo() -> dict[str, str]:
    """The columns of a logo that was sent along; none when none was, so that the old one stays."""
    file = request.files.get("logo")
    if file is None or not file.filename:
        return {}
    return keep_logo(file.read(), file.filename, form=request.form)
