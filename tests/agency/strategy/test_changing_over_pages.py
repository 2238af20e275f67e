"""A manager has cases go over to another procedure, and watches, through the pages."""

import uuid

from agency.strategy.models import Changeover, Course
from portal.web import get
from tests.agency.strategy.author import PAGE, words
from tests.agency.strategy.desk import plan
from tests.agency.strategy.test_changing_over import another, two_versions
from tests.office import Office, new_claim, new_debtor, rows
from tests.worker import run_jobs


def test_a_manager_moves_cases_from_another_strategy_and_back(office: Office) -> None:
    office.accepted_case()
    office.accepted_case(None, new_claim(debtor=new_debtor(country="DE")))
    old, _ = two_versions(office)
    plan(office)
    new = another(office, countries=["NL"])
    manager = office.sign_in(office.manager)
    page = f"{PAGE}/versions/{new}/changeover"
    assert "Everybody, Version 1" in words(manager.get(page).text)
    seen = words(manager.get(f"{page}?from={old}").text)
    assert "From Everybody, version 1, to Another, version 1" in seen
    assert "Debtor in a country that it is not for 1" in seen
    form = {"old": str(old), "places": ["0", "0", "1"], "why": "It fits them."}
    watch = manager.post(page, data=form).headers["Location"]
    run_jobs(office)
    done = manager.get(watch).text
    assert "Move them back" in words(done)
    back = f"{PAGE}/versions/{old}/changeover?from={new}&undo={watch.rpartition('/')[2]}"
    assert "A move is taken back" in words(manager.get(back).text)
    form = {**form, "old": str(new), "undoes": watch.rpartition("/")[2], "places": ["0", "0", "0"]}
    again = manager.post(back.partition("?")[0], data=form).headers["Location"]
    run_jobs(office)
    assert "It takes an earlier move back" in words(manager.get(again).text)
    with office.at_work():
        assert {each.version_id for each in rows(Course)} == {old}
    assert manager.get(f"{page}?from={old}&undo={uuid.uuid4()}").status_code == 404


def test_a_manager_previews_moves_and_watches(office: Office) -> None:
    office.accepted_case()
    old, new = two_versions(office)
    plan(office)
    manager = office.sign_in(office.manager)
    page = f"{PAGE}/versions/{new}/changeover"
    assert "1 open case" in words(manager.get(page).text)
    seen = words(manager.get(f"{page}?from={old}").text)
    assert "Another step 1" in seen
    assert "After step 1: Call 1" in seen
    assert "Move 1 case" in seen
    chosen = words(manager.get(f"{page}?from={old}&place_1=1").text)
    assert "Demand" in chosen
    form = {"old": str(old), "places": ["0", "1", "1"], "why": "It works better."}
    assert manager.post(page, data={**form, "why": ""}).status_code == 422
    answer = manager.post(page, data=form)
    assert answer.status_code == 302
    watch = answer.headers["Location"]
    assert "Cases are being moved" in words(manager.get(watch).text)
    manager.post(f"{watch}/stop")
    assert "Stopped" in words(manager.get(watch).text)
    manager.post(f"{watch}/stop/delete")
    run_jobs(office)
    assert "All are moved" in words(manager.get(watch).text)
    with office.at_work():
        strategy_id = get(Changeover, uuid.UUID(watch.rpartition("/")[2])).strategy_id
    assert "1 of 1" in words(manager.get(f"{PAGE}/{strategy_id}").text)
    assert manager.get(watch, headers={"HX-Request": "true"}).text.lstrip().startswith("<div")
    collector = office.sign_in(office.collector)
    assert collector.get(page).status_code == 403
    assert collector.get(watch).status_code == 200
