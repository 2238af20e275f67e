"""The panel of contact on the case page, and the forms behind it."""

import io
from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from agency.compliance.kinds import DeclarationKind
from agency.compliance.models import Declaration
from agency.compliance.schemas import FORMS
from agency.compliance.services import declare
from portal.accounts.permissions import Role
from tests.agency.compliance.desk import anna, case_of, said
from tests.browser import NARROW, WIDE, Window, shown
from tests.office import Office, rows

HERE = "/agency/compliance"
_K = DeclarationKind
HEARD = {"source": "letter", "declared_on": "2026-11-20"}
PAPER = b"\x89PNG\r\n\x1a\n" + bytes(20)
SENT: dict[DeclarationKind, dict[str, object]] = {
    _K.OPT_OUT: {"channel": "sms"},
    _K.CONSENT: {"channel": "phone"},
    _K.CEASE: {"text": "Asked twice"},
    _K.REPRESENTED: {"name": "mr. P. Bakker", "address": "Herengracht 1\nAmsterdam"},
    _K.DEBT_MEDIATION: {"name": "Stadsbank", "until_on": "2027-01-31"},
    _K.BREATHING_SPACE: {"until_on": "2027-01-20"},
    _K.INCONVENIENT: {"days": "4", "from_hour": "9", "before_hour": "24"},
    _K.VULNERABLE: {"basis": "consent", "text": "Speak slowly."},
    _K.LANGUAGE: {"locale": "en"},
    _K.PREFERRED_CHANNEL: {"channel": "post"},
    _K.DECEASED: {},
    _K.INSOLVENT: {"name": "mr. C. Curator"},
}


def _form(case_id: UUID, kind: DeclarationKind) -> str:
    return f"{HERE}/cases/{case_id}/declarations/{kind}"


def test_every_kind_of_declaration_can_be_recorded(office: Office, client: FlaskClient) -> None:
    case_id = anna(office)
    assert set(SENT) == set(FORMS) == set(DeclarationKind)
    for kind, facts in SENT.items():
        assert client.get(_form(case_id, kind)).status_code == 200
        answer = client.post(_form(case_id, kind), data={**HEARD, **facts})
        assert answer.status_code == 302, (kind, answer.text)
    with office.at_work():
        found = {it.kind: it for it in rows(Declaration)}
        assert len(found) == len(SENT)
        assert {it.declared_on for it in found.values()} == {date(2026, 11, 20)}
        assert found["inconvenient"].days == [4]
    page = client.get(f"{HERE}/cases/{case_id}").text
    for fact in ("mr. P. Bakker", "Speak slowly.", "Friday, 09:00 to 24:00", "by letter"):
        assert fact in page


@pytest.mark.parametrize(
    ("kind", "facts", "word"),
    [
        (_K.OPT_OUT, {}, "Fill this in"),
        (_K.REPRESENTED, {"name": ""}, "Fill this in"),
        (_K.BREATHING_SPACE, {"until_on": "2026-11-01"}, "today or a day after"),
        (_K.INCONVENIENT, {"from_hour": "12", "before_hour": "9"}, "later hour"),
        (_K.VULNERABLE, {"text": "Speak slowly."}, "Fill this in"),
        (_K.CEASE, {"declared_on": "2026-12-24"}, "today or a day before"),
        (_K.CEASE, {"source": "portal"}, "one of the list"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    office: Office, client: FlaskClient, kind: DeclarationKind, facts: dict[str, str], word: str
) -> None:
    answer = client.post(_form(anna(office), kind), data={**HEARD, **facts})
    assert answer.status_code == 422
    assert word in answer.text
    with office.at_work():
        assert rows(Declaration) == []


def test_the_letter_is_kept_with_what_it_says(office: Office, client: FlaskClient) -> None:
    case_id = anna(office)
    letter = (io.BytesIO(b"From: a@b.example\r\nSubject: Stop\r\n\r\nStop\r\n"), "stop.eml")
    client.post(_form(case_id, _K.CEASE), data={**HEARD, "document": letter})
    with office.at_work():
        (kept,) = rows(Declaration)
    answer = client.get(f"{HERE}/declarations/{kept.id}/document")
    assert answer.data.endswith(b"Stop\r\n")
    assert "attachment" in answer.headers["Content-Disposition"]
    refused = client.post(
        _form(case_id, _K.DECEASED), data={**HEARD, "document": (io.BytesIO(b"MZ"), "a.exe")}
    )
    assert refused.status_code == 409


def test_it_is_ended_with_a_source_and_stays_to_be_read(
    office: Office, client: FlaskClient
) -> None:
    case_id = anna(office)
    with office.at_work():
        made = declare(case_of(case_id), said(_K.CEASE), by=office.collector.user)
    ending = f"{HERE}/declarations/{made.id}/revocation"
    assert client.get(ending).status_code == 200
    assert client.post(ending, data={}).status_code == 422
    assert client.post(ending, data={"source": "phone", "text": "Called"}).status_code == 302
    page = client.get(f"{HERE}/cases/{case_id}").text
    assert "1 declaration that no longer holds" in page
    assert "“Called”" in page


def test_only_those_who_talk_to_the_debtor_read_what_care_is_needed(office: Office) -> None:
    case_id = anna(office)
    with office.at_work():
        declare(case_of(case_id), said(_K.VULNERABLE), by=office.collector.user)
    finance = office.sign_in(office.finance)
    page = finance.get(f"{HERE}/cases/{case_id}").text
    assert "Needs care" in page
    assert "Call, do not write" not in page
    assert "Record a declaration" not in page
    assert finance.get(_form(case_id, _K.CEASE)).status_code == 403
    lawyer = office.sign_in(office.person(Role.LAWYER))
    assert lawyer.post(_form(case_id, _K.CEASE), data=HEARD).status_code == 403


def test_an_unknown_kind_is_not_there(office: Office, client: FlaskClient) -> None:
    assert client.get(f"{HERE}/cases/{anna(office)}/declarations/mood").status_code == 404


@pytest.mark.parametrize(("width", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
def test_contact_is_read_and_recorded_in_a_browser(
    office: Office, visit: Callable[..., Window], width: int, scheme: str
) -> None:
    case_id = anna(office)
    window = visit(width=width, scheme=scheme)
    window.sign_in(office.collector)
    page = window.open(f"{HERE}/cases/{case_id}")
    assert "anna@debtor.example" in shown(page)
    window.follow("Record a declaration")
    window.after(page.get_by_role("link", name="Not by this channel").click)
    page.get_by_label("E-mail").check()
    page.get_by_label("How we learned of it").select_option("phone")
    page = window.press("Record")
    assert "Not by this channel" in shown(page)
