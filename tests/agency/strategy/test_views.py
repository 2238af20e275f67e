"""The pages on which managers write strategies, and collectors read them."""

import io
import re

import pytest
from flask.testing import FlaskClient

from agency.strategy.models import InForce, Step, Strategy, StrategyVersion
from agency.strategy.services import writing
from agency.strategy.services.writing import Start
from portal.keys import new_key
from tests.agency.strategy.author import (
    PAGE,
    draft,
    new_strategy,
    next_version,
    strategy_in_force,
    words,
)
from tests.agency.strategy.rungs import letter, step
from tests.browser import NARROW, WIDE
from tests.conftest import Opens
from tests.office import Office, rows

CALL = {
    "name": "Ring them",
    "deed": "call",
    "after_due_days": "60",
    "after_previous_days": "14",
    "below_minor": "250,00",
    "segments": ["A", "B"],
    "tone": "firm",
}


def version_page(office: Office, *steps: object) -> str:
    with office.at_work():
        return f"{PAGE}/versions/{draft(new_strategy(office, *steps)).id}"  # type: ignore[arg-type]


def test_a_manager_begins_a_strategy_and_reads_its_ladder(
    office: Office, manager: FlaskClient
) -> None:
    assert "No strategy yet" in manager.get(PAGE).text
    form = {
        "key": str(new_key()),
        "name": "Dutch consumers",
        "rank": "50",
        "currency": "EUR",
        "debtor_kind": "consumer",
        "countries": "NL",
        "start": "house",
    }
    for _ in range(2):
        assert manager.post(f"{PAGE}/new", data=form).status_code == 302
    with office.at_work():
        assert [each.name for each in rows(Strategy)] == ["Dutch consumers"]
        version_id = rows(StrategyVersion)[0].id
    seen = words(manager.get(f"{PAGE}/versions/{version_id}").text)
    for text in (
        "Fourteen-day letter",
        "1 day after the due date",
        "16 days after the step before",
        "By e-mail where there is an address, else by post · Firm",
        "Nothing stands in the way",
        "Checked for debtors in Netherlands",
        "14 days after the last step",
    ):
        assert text in seen, text
    assert "Dutch consumers" in words(manager.get(PAGE).text)


def test_a_form_with_a_fault_comes_back_with_what_was_typed(
    office: Office, manager: FlaskClient
) -> None:
    answer = manager.post(f"{PAGE}/new", data={"name": "x", "rank": "0", "key": str(new_key())})
    assert answer.status_code == 422
    assert "It must be between 1 and 9999" in words(answer.text)
    with office.at_work():
        assert rows(Strategy) == []


def test_a_step_is_added_changed_moved_and_removed(office: Office, manager: FlaskClient) -> None:
    page = version_page(office)
    form = {**CALL, "key": str(new_key())}
    for _ in range(2):
        assert manager.post(f"{page}/steps/new?place=4", data=form).status_code == 302
    with office.at_work():
        added = rows(Step, Step.name == "Ring them")[0]
        assert (added.position, added.below_minor, added.segments) == (4, 25000, ["A", "B"])
        assert added.tone == "", "a call has no tone"
    edit = f"{page}/steps/{added.id}/edit"
    seen = manager.get(edit).text
    assert 'value="250.00"' in seen
    token = re.search(r'name="seen" value="(\w+)"', seen)
    assert token
    changed = {**CALL, "seen": token[1], "name": "Phone them"}
    assert manager.post(edit, data=changed).status_code == 302
    assert manager.post(edit, data={**changed, "name": "Late"}).status_code == 409
    assert manager.post(f"{page}/steps/place", data={"place": 4, "to": 3}).status_code == 302
    with office.at_work():
        found = rows(Step, Step.name == "Phone them")[0]
        assert found.position == 3
    assert manager.post(f"{page}/steps/{found.id}/delete").status_code == 302
    assert "Phone them" not in manager.get(page).text


def test_a_step_beside_another_names_it(office: Office, manager: FlaskClient) -> None:
    page = version_page(office)
    assert "Beside “Call 1”" in words(manager.get(f"{page}/steps/new?place=1&beside=1").text)
    answer = manager.post(f"{page}/steps/new?place=1&beside=1", data={**CALL, "name": "Other"})
    assert answer.status_code == 302
    seen = words(manager.get(page).text)
    assert "Some cases would fit both this and “Call 1”" in seen
    assert "things stand in the way of a release" in seen


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"name": ""}, "Fill this in."),
        ({"deed": "notice"}, "Fill this in."),
        ({"below_minor": "many"}, "Write the amount with its cents"),
        ({"from_minor": "300,00"}, "Its balances end before they begin"),
        ({"reach": "no_phone"}, "who have no telephone number"),
        ({"after_due_days": "99999"}, "It must be between 0 and 3650"),
        ({"countries": "XX"}, "Choose a country"),
    ],
)
def test_a_step_that_cannot_be_comes_back_to_the_form(
    office: Office, manager: FlaskClient, wrong: dict[str, str], why: str
) -> None:
    page = version_page(office)
    answer = manager.post(f"{page}/steps/new?place=2", data={**CALL, **wrong})
    assert answer.status_code == 422
    assert why in words(answer.text)
    assert 'value="250,00"' in answer.text or "below_minor" in wrong


def test_a_version_is_released_leads_and_is_challenged(
    office: Office, manager: FlaskClient
) -> None:
    page = version_page(office)
    assert "Release version 1?" in words(manager.get(f"{page}/release").text)
    for _ in range(2):
        assert manager.post(f"{page}/release").status_code == 302
        assert manager.post(f"{page}/lead").status_code == 302
    assert "New cases begin with it" in words(manager.get(page).text)
    assert manager.get(f"{page}/steps/new").status_code == 409
    with office.at_work():
        made = rows(Strategy)[0]
        other = next_version(office, made, step(1), letter(2))
        made_id, other_id = made.id, other.id
    answer = manager.post(f"{PAGE}/versions/{other_id}/challenge", data={"percent": "20"})
    assert answer.status_code == 302
    assert "Challenges" in words(manager.get(f"{PAGE}/{made_id}").text)
    answer = manager.post(f"{PAGE}/versions/{other_id}/challenge", data={"percent": "99"})
    assert answer.status_code == 422
    manager.post(f"{PAGE}/{made_id}/challenge/delete")
    with office.at_work():
        assert [each.arm for each in rows(InForce)] == ["champion"]
    manager.post(f"{PAGE}/{made_id}/archive")
    assert "Nothing is archived" not in manager.get(f"{PAGE}?state=archived").text
    manager.post(f"{PAGE}/{made_id}/archive/delete")


def test_what_stands_in_the_way_of_a_release_is_listed_with_its_step(
    office: Office, manager: FlaskClient
) -> None:
    page = version_page(
        office, letter(1, notice_kind="fourteen_day_letter", name="First"), letter(2)
    )
    seen = words(manager.get(f"{page}/release").text)
    assert "It cannot be released yet" in seen
    assert "Step 1: First" in seen
    assert "Netherlands (businesses): There is no such notice" in seen
    assert manager.post(f"{page}/release").status_code == 409


def test_two_versions_are_compared_in_words(office: Office, manager: FlaskClient) -> None:
    with office.at_work():
        made = strategy_in_force(office, step(1), letter(2), letter(3, name="Again"))
        other = next_version(office, made, step(1, after_due_days=7), letter(2))
        page = f"{PAGE}/versions/{made.versions[-1].id}/comparison"
        other_id = other.id
    seen = words(manager.get(f"{page}?with={other_id}").text)
    assert "After the due date: 14 days after the due date → 7 days after the due date" in seen
    assert "Again" in seen
    assert "Only here" in seen


def test_a_file_goes_down_and_up_again(office: Office, manager: FlaskClient) -> None:
    page = version_page(office)
    answer = manager.get(f"{page}/file")
    assert answer.mimetype == "application/toml"
    text = answer.text.replace("Everybody", "From a file").encode()
    upload = {"file": (io.BytesIO(text), "strategy.toml")}
    answer = manager.post(f"{PAGE}/file", data=upload, content_type="multipart/form-data")
    assert answer.status_code == 302
    assert "From a file" in manager.get(answer.headers["Location"]).text
    for wrong, why in ((b"x = 1", "does not say format"), (b"\xff", "no text in UTF-8")):
        upload = {"file": (io.BytesIO(wrong), "strategy.toml")}
        answer = manager.post(f"{PAGE}/file", data=upload, content_type="multipart/form-data")
        assert answer.status_code == 409
        assert why in words(answer.text)


def test_a_collector_reads_and_does_not_write(office: Office) -> None:
    page = version_page(office)
    collector = office.sign_in(office.collector)
    seen = words(collector.get(page).text)
    assert "Call 1" in seen
    assert "Throw the draft away" not in seen
    assert collector.post(f"{page}/release").status_code == 403
    assert collector.get(f"{page}/steps/new").status_code == 403
    assert office.sign_in(office.finance).get(page).status_code == 403


def test_a_draft_is_thrown_away_and_a_new_one_begun(office: Office, manager: FlaskClient) -> None:
    with office.at_work():
        made = strategy_in_force(office)
        writing.start_draft(made, Start.CHAMPION, by=office.manager.user)
        made_id, version_id = made.id, draft(made).id
    assert manager.post(f"{PAGE}/versions/{version_id}/delete").status_code == 302
    answer = manager.post(f"{PAGE}/{made_id}/draft", data={"start": "champion"})
    page = answer.headers["Location"]
    form = {"note": "Calls earlier.", "decide_days": "21"}
    assert manager.post(f"{page}/edit", data=form).status_code == 302
    seen = words(manager.get(page).text)
    assert "Calls earlier." in seen
    assert "21 days after the last step" in seen
    form = {"name": "All", "rank": "1", "currency": "EUR"}
    assert manager.post(f"{PAGE}/{made_id}/edit", data=form).status_code == 302
    assert "All" in words(manager.get(f"{PAGE}/{made_id}").text)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_pages_are_sound_in_a_real_browser(office: Office, visit: Opens, width: int) -> None:
    with office.at_work():
        made = strategy_in_force(office)
        version = writing.start_draft(made, Start.HOUSE, by=office.manager.user)
        first = rows(Step, Step.version_id == version.id)[0]
        page = f"{PAGE}/versions/{version.id}"
        paths = [
            PAGE,
            f"{PAGE}/new",
            f"{PAGE}/{made.id}",
            page,
            f"{page}/release",
            f"{page}/edit",
            f"{page}/steps/{first.id}/edit",
            f"{page}/comparison?with={made.versions[-1].id}",
        ]
    window = visit(width)
    window.sign_in(office.manager)
    for path in paths:
        window.open(path)
        window.check()
