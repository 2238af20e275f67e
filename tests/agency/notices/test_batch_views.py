"""The pages of batches: made from the worklist, looked through, pulled from, let go and sent."""

import re
import uuid

import pytest
from flask.testing import FlaskClient

from agency.law.vocabulary import NoticeKind
from agency.notices.models import Notice, NoticeBatch, NoticeState
from portal import db
from tests.agency.notices import batches as many
from tests.agency.notices.desk import Desk
from tests.office import open_office, rows

BATCHES = "/agency/notices/batches"


def _text(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.get_data(as_text=True)[:2000]
    return answer.get_data(as_text=True)


def _seal(page: str) -> str:
    found = re.search(r'name="seal" value="([0-9a-f]{64})"', page)
    assert found
    return found[1]


def test_from_the_worklist_to_the_post_through_the_pages(desk: Desk) -> None:
    many.cases(desk, 2)
    collector = desk.office.sign_in(desk.office.collector)
    manager = desk.office.sign_in(desk.office.manager)
    assert "No batches yet" in _text(collector, BATCHES)
    assert "3 cases wait for their next notice" in _text(collector, f"{BATCHES}/new")
    answer = collector.post(
        f"{BATCHES}/new",
        data={"kind": "demand", "tone": "neutral", "channel": "post", "title": "The week"},
    )
    assert answer.status_code == 302
    batch = answer.location
    page = _text(collector, batch)
    assert "Letters are being made" in page
    assert "0 of 3" in page
    assert "HX-Refresh" not in collector.get(f"{batch}/making").headers
    many.files(desk)
    assert collector.get(f"{batch}/making").headers["HX-Refresh"] == "true"
    assert "To be looked through" in _text(collector, batch)

    page = _text(collector, f"{batch}/pages")
    assert len(re.findall(r"data-page\b", page)) == 3
    assert page.count("To be released by us") == 3
    assert 'name="seal"' not in page  # The collector looks and pulls; the manager lets go.
    with desk.office.at_work():
        notice = rows(Notice)[0]
        pulled, name = notice.id, notice.case.debtor.name
    picture = collector.get(f"/agency/notices/{pulled}/picture")
    assert picture.content_type == "image/webp"
    pull = f"/agency/notices/{pulled}/pull"
    assert collector.post(pull, data={}).status_code == 422
    answer = collector.post(pull, data={"reason": "Is paying in the shop today."})
    assert answer.location == f"{batch}/pages"
    assert f"Pulled: the letter to {name}." in _text(collector, answer.location)
    assert "Is paying in the shop today." in _text(collector, batch)

    seal = _seal(_text(manager, f"{batch}/pages"))
    assert manager.post(f"{batch}/approval", data={"seal": seal}).status_code == 422
    seen = {"seal": seal, "looked": "true"}
    assert collector.post(f"{batch}/approval", data=seen).status_code == 403
    assert manager.post(f"{batch}/approval", data=seen).status_code == 302
    assert manager.post(f"{batch}/approval", data=seen).status_code == 409
    assert "Send the letters" in _text(collector, batch)
    assert collector.post(f"{batch}/dispatch").status_code == 302
    assert collector.post(f"{batch}/dispatch").status_code == 409
    many.files(desk)
    with desk.office.at_work():
        assert sorted(each.state for each in rows(Notice)) == [
            NoticeState.SENT,
            NoticeState.SENT,
            NoticeState.WITHDRAWN,
        ]
    assert "Print batch 1" in _text(collector, "/agency/notices/print-batches")


def test_a_lawyer_looks_through_the_letters_of_the_own_firm_and_releases_them(desk: Desk) -> None:
    firm = many.prepared(desk, desk.case_id, kind=NoticeKind.LAW_FIRM_NOTICE)
    own = many.prepared(desk, *many.cases(desk, 1))
    lawyer = desk.office.sign_in(desk.lawyer)
    page = _text(lawyer, BATCHES)
    assert str(firm) in page
    assert str(own) not in page
    _text(lawyer, f"{BATCHES}/{own}/pages", 404)
    page = _text(lawyer, f"{BATCHES}/{firm}/pages")
    assert "I have looked at this 1 page" in page
    assert "The case, or refuse" in page
    seen = {"seal": _seal(page), "looked": "true"}
    assert lawyer.post(f"{BATCHES}/{own}/release", data=seen).status_code == 404
    assert lawyer.post(f"{BATCHES}/{firm}/release", data=seen).status_code == 302
    many.files(desk)
    with desk.office.at_work():
        assert [each.state for each in rows(Notice)] == [NoticeState.READY, NoticeState.READY]


def test_a_stranger_who_signs_for_another_firm_sees_no_batch(desk: Desk) -> None:
    batch_id = many.prepared(desk, desk.case_id, kind=NoticeKind.LAW_FIRM_NOTICE)
    _, stranger = desk.office.new_law_firm()
    client = desk.office.sign_in(stranger)
    for part in ("", "/pages", "/making"):
        _text(client, f"{BATCHES}/{batch_id}{part}", 404)


def test_letters_are_taken_out_by_rule(desk: Desk) -> None:
    batch_id = many.prepared(desk, desk.case_id, *many.cases(desk, 1, country="BE"))
    collector, pulls = desk.office.sign_in(desk.office.collector), f"{BATCHES}/{batch_id}/pulls"
    assert "Take letters out" in _text(collector, pulls)
    assert collector.post(pulls, data={"country": "BE"}).status_code == 422
    assert collector.post(pulls, data={"reason": "All"}).status_code == 409
    answer = collector.post(pulls, data={"country": "BE", "reason": "The post there strikes."})
    assert answer.status_code == 302
    many.files(desk)
    assert "The post there strikes." in _text(collector, f"{BATCHES}/{batch_id}")


def test_work_on_a_batch_is_stopped_and_gone_on_with(desk: Desk) -> None:
    batch_id = many.made(desk, desk.case_id)
    collector, batch = desk.office.sign_in(desk.office.collector), f"{BATCHES}/{batch_id}"
    assert collector.post(f"{batch}/stop").status_code == 302
    page = _text(collector, batch)
    assert "Stopped: Letters are being made" in page
    assert "Go on" in page
    many.files(desk)
    assert "0 of 1" in _text(collector, batch)
    assert collector.post(f"{batch}/stop/end").status_code == 302
    many.files(desk)
    assert "To be looked through" in _text(collector, batch)


def test_the_grid_is_paged_and_the_end_lets_go(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agency.notices.views.review.PAGES", 2)
    batch_id = many.prepared(desk, desk.case_id, *many.cases(desk, 2))
    manager, pages = desk.office.sign_in(desk.office.manager), f"{BATCHES}/{batch_id}/pages"
    first = _text(manager, pages)
    assert "3 letters wait for you" in first
    assert 'name="seal"' not in first
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following
    assert _seal(_text(manager, following[1]))


def test_another_agencys_batch_is_not_there(desk: Desk) -> None:
    batch_id = many.made(desk, desk.case_id)
    stranger = open_office(desk.office.app)
    client = stranger.sign_in(stranger.manager)
    for part in ("", "/pages", "/making", "/pulls"):
        _text(client, f"{BATCHES}/{batch_id}{part}", 404)
    for part in ("stop", "stop/end", "dispatch", "approval", "pulls"):
        assert client.post(f"{BATCHES}/{batch_id}/{part}").status_code == 404
    with desk.office.at_work():
        assert db.session.get(NoticeBatch, (desk.office.agency_id, batch_id))
    assert isinstance(batch_id, uuid.UUID)
