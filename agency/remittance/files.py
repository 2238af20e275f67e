"""Handing out the files of a remittance; who took the bank file is noted."""

from flask import Response, current_app
from werkzeug.utils import secure_filename

from agency.remittance.models import Remittance
from portal.accounts.models import User
from portal.audit import services as audit
from portal.errors import NotFound

PDF = "application/pdf"
CSV = "text/csv; charset=utf-8"
XML = "application/xml"
BANK_FILE_TAKEN = "remittance.bank_file_taken"


def statement_file(remittance: Remittance) -> Response:
    """The statement, as the creditor has it."""
    return _answer(remittance.statement_key, PDF, f"{remittance.reference}.pdf")


def table_file(remittance: Remittance) -> Response:
    """The lines of the statement as a table."""
    return _answer(remittance.csv_key, CSV, f"{remittance.reference}.csv")


def bank_file(remittance: Remittance, *, by: User) -> Response:
    """The order to the bank. Each taking is an event, so that nobody pays twice unseen."""
    answer = _answer(remittance.bank_file_key, XML, f"{remittance.reference}.xml")
    audit.record(remittance, BANK_FILE_TAKEN, by=by, number=remittance.number)
    return answer


def _answer(key: str, media_type: str, name: str) -> Response:
    if not key:
        raise NotFound
    answer = Response(current_app.extensions["storage"].read(key), content_type=media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=secure_filename(name))
    return answer
