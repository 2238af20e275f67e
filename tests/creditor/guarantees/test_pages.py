"""A creditor sees what guarantees stand on its claims, and of whom only what it may know."""

import re
import uuid
from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient

from agency.guarantors import services
from agency.guarantors.models import Guarantor
from portal.accounts.permissions import Role
from portal.web import get
from tests.agency.contacts.desk import on
from tests.agency.guarantors.test_guarantors import asked, broken, offered, signs
from tests.agency.plans.test_plans import TODAY, agreed
from tests.browser import NARROW, WIDE
from tests.conftest import Opens
from tests.office import Office, open_office

LIST = "/creditor/plans/guarantees/"
MAIL = "holding@bakker.example"


def shown(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def test_a_newcomer_reads_what_will_stand_here(owner: FlaskClient) -> None:
    assert "No guarantee stands" in shown(owner, LIST)


def test_who_was_only_asked_stays_unnamed(
    office: Office, owner: FlaskClient, case_id: uuid.UUID
) -> None:
    with on(TODAY):
        asked(office, offered(office, case_id))
        for path in (LIST, f"/creditor/cases/{case_id}"):
            page = shown(owner, path)
            assert "Asked to sign" in page
            assert "Not signed yet" in page
            assert "Holding De Bakker" not in page
            assert MAIL not in page


def test_what_was_signed_says_who_how_much_and_since_when(
    office: Office, owner: FlaskClient, case_id: uuid.UUID
) -> None:
    with on(TODAY):
        guarantor_id = asked(office, agreed(office, case_id))
        signs(office, guarantor_id)
        with office.at_work():
            most = get(Guarantor, guarantor_id).most
        for path in (LIST, f"/creditor/cases/{case_id}"):
            page = shown(owner, path)
            assert "Holding De Bakker" in page
            assert most.format("en") in page
            assert "10 Jun 2026" in page
            assert MAIL not in page
        assert "guaranteed the payment plan" in shown(owner, f"/creditor/cases/{case_id}")


def test_a_broken_plan_asks_its_guarantor_and_one_that_is_over_is_gone(
    office: Office, creditor: uuid.UUID, owner: FlaskClient, case_id: uuid.UUID
) -> None:
    with on(TODAY):
        plan_id = agreed(office, case_id)
        guarantor_id = asked(office, plan_id)
        signs(office, guarantor_id)
    with on(TODAY + timedelta(days=60)):
        broken(office, plan_id)
        assert "it is asked to pay" in shown(owner, LIST)
    with on(TODAY + timedelta(days=800)):
        later = office.sign_in(office.person(Role.OWNER, creditor))
        assert "No guarantee stands" in shown(later, LIST)


def test_who_declined_is_not_shown(office: Office, owner: FlaskClient, case_id: uuid.UUID) -> None:
    with on(TODAY):
        guarantor_id = asked(office, offered(office, case_id))
        with office.at_work():
            services.decline(get(Guarantor, guarantor_id))
        assert "No guarantee stands" in shown(owner, LIST)
        assert "Guarantor" not in shown(owner, f"/creditor/cases/{case_id}")


def test_another_creditor_or_agency_sees_none_of_it(
    office: Office, owner: FlaskClient, case_id: uuid.UUID
) -> None:
    with on(TODAY):
        signs(office, asked(office, agreed(office, case_id)))
        other_office = open_office(office.app)
        for place in (office, other_office):
            stranger = place.sign_in(place.person(Role.OWNER, place.new_creditor()))
            assert "No guarantee stands" in shown(stranger, LIST)
            assert stranger.get(f"/creditor/cases/{case_id}").status_code == 404


@pytest.mark.parametrize(("width", "scheme"), [(NARROW, "dark"), (WIDE, "light")])
def test_it_fits_a_phone_and_a_desk(
    office: Office,
    creditor: uuid.UUID,
    case_id: uuid.UUID,
    visit: Opens,
    width: int,
    scheme: str,
) -> None:
    signs(office, asked(office, agreed(office, case_id)))
    window = visit(width, scheme)
    window.sign_in(office.person(Role.OWNER, creditor))
    window.open(LIST)
    window.follow("Bakkerij Korst")
