"""A creditor at its desk: hands over by form or file, adds proof, accepts."""

import re
import uuid
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from creditor.intake.models import Batch, Row
from portal import db
from portal.accounts.permissions import Role
from portal.web import get
from tests.office import Office, Person, rows

NEW, FILE = "/creditor/claims/new", "/creditor/claims/file"
FORM = {
    "debtor_kind": "business",
    "debtor_name": "Bakkerij Korst B.V.",
    "street": "Oudegracht 1",
    "postcode": "3511ab",
    "city": "Utrecht",
    "country": "NL",
    "debtor_email": "administratie@korst.example",
    "invoice_no": "F-1001",
    "invoice_date": "2026-10-01",
    "due_date": "2026-10-31",
    "principal": "€ 1.234,50",
    "description": "Flour, twelve sacks",
}


@dataclass
class Clerk:
    """One of a creditor's people, with a browser."""

    office: Office
    creditor_id: uuid.UUID
    role: Role = Role.CLERK

    @property
    def person(self) -> Person:
        """Who it is."""
        return self.office.person(self.role, self.creditor_id)

    @cached_property
    def browser(self) -> FlaskClient:
        """Where they are signed in."""
        return self.office.sign_in(self.person)

    def type_in(self, **changes: str) -> TestResponse:
        """The form, filled in and sent."""
        return self.browser.post(NEW, data=FORM | changes)

    def drop(
        self, data: bytes, name: str = "claims.csv", *, by_script: bool = False
    ) -> TestResponse:
        """A file, sent by the plain form, or dropped where scripts run."""
        return self.browser.post(
            FILE, data={"claims": (BytesIO(data), name)}, headers=_headers(by_script)
        )

    def prove(
        self, subject: str, data: bytes, name: str, kind: str, *, by_script: bool = False
    ) -> TestResponse:
        """A document for `rows/<id>` or `claims/<id>`."""
        return self.browser.post(
            f"/creditor/evidence/{subject}",
            data={"kind": kind, "document": (BytesIO(data), name)},
            headers=_headers(by_script),
        )

    def accept(self, page: str) -> TestResponse:
        """The button under the figures that the page shows now."""
        shown = re.search(r'name="shown"\s+value="([^"]+)"', self.browser.get(page).text)
        assert shown
        return self.browser.post(f"{page}/acceptance", data={"shown": shown[1]})

    def batch(self, page: str) -> dict[str, Any]:
        """The hand-over behind a page, as the database has it."""
        with self.office.at_work():
            batch = get(Batch, uuid.UUID(page.rsplit("/", 1)[-1].partition("?")[0]))
            return {name: getattr(batch, name) for name in Batch.__table__.columns.keys()}  # noqa: SIM118

    def rows(self, page: str) -> list[Row]:
        """Its rows."""
        batch_id = self.batch(page)["id"]
        with self.office.at_work():
            return list(
                db.session.scalars(select(Row).where(Row.batch_id == batch_id).order_by(Row.line))
            )


def clerk_of(office: Office, role: Role = Role.CLERK) -> Clerk:
    """Somebody of a new creditor."""
    return Clerk(office, office.new_creditor(), role)


def text_of(html: str) -> str:
    """What one reads."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def count(office: Office, model: Any, *conditions: Any) -> int:
    """How many there are in the whole agency."""
    with office.at_work():
        return len(rows(model, *conditions))


def _headers(by_script: bool) -> dict[str, str]:
    return {"HX-Request": "true"} if by_script else {}
