"""Who hands over, and who finds nothing."""

from flask import Flask

from creditor.intake.models import Batch
from portal.accounts.permissions import Role
from portal.web import get
from tests import hostile
from tests.creditor.handover import NEW, Clerk, clerk_of
from tests.office import Office, open_office


def test_a_viewer_hands_nothing_over(office: Office) -> None:
    viewer = clerk_of(office, Role.VIEWER)
    assert viewer.browser.get(NEW).status_code == 403
    assert viewer.type_in().status_code == 403
    assert viewer.drop(hostile.csv_rows(1)).status_code == 403


def test_another_creditors_and_another_agencys_people_find_no_hand_over(
    app: Flask, office: Office, clerk: Clerk
) -> None:
    page = clerk.drop(hostile.csv_rows(2)).location
    [row, _] = clerk.rows(page)
    for stranger in (clerk_of(office), clerk_of(open_office(app))):
        for path in ("", "/progress", "/figures", "/refused.csv", f"/rows/{row.id}"):
            assert stranger.browser.get(f"{page}{path}").status_code == 404, path
        for path in ("/acceptance", "/discard", f"/rows/{row.id}"):
            assert stranger.browser.post(f"{page}{path}", data={}).status_code == 404, path
    with office.at_work():
        assert get(Batch, row.batch_id).is_open


def test_a_row_of_another_hand_over_is_not_shown_under_this_one(clerk: Clerk) -> None:
    one = clerk.drop(hostile.csv_rows(1)).location
    other = clerk.type_in().location
    [row] = clerk.rows(other)
    assert clerk.browser.get(f"{one}/rows/{row.id}").status_code == 404
