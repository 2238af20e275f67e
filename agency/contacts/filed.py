"""What came with contacts, such as a letter, in the list of a case's files."""

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _
from sqlalchemy import Select

from agency.cases.filed import STAFF, Filed, Source, row
from agency.cases.models import Case
from agency.contacts.models import Contact
from portal.accounts.models import Membership
from portal.accounts.permissions import Permission

KIND = "contact"


def _documents(case: Case, _membership: Membership) -> Select[Any]:
    return row(
        KIND, Contact, at=Contact.logged_at, name=Contact.document_name, by_id=Contact.logged_by
    ).where(Contact.case_id == case.id, Contact.document_key != "")


def _url(case: Case, file: Filed) -> str:
    return url_for("agency.contacts.show_document", case=case.id, contact=file.id)


SOURCE = Source(
    kind=KIND,
    title=_("Contacts"),
    desk=STAFF,
    permission=Permission.WORK_CASES,
    rows=_documents,
    url=_url,
)
