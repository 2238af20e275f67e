"""The agency's own texts: written safely, held against the law, in force one at a time, never changed."""

import uuid

import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import DBAPIError

from agency.law.vocabulary import NoticeKind
from agency.notices import own_text, queries, services
from agency.notices.differing import lines
from agency.notices.models import NoticeTemplate, TemplateState
from agency.notices.own_text import OwnText
from agency.notices.services import templates
from agency.notices.tones import Tone
from portal import db
from portal.errors import NotFound, Refused
from portal.web import get
from tests.agency.notices.desk import Desk, make_files, one
from tests.office import open_office, rows

DEMAND, FIRM = NoticeKind.DEMAND, NoticeKind.LAW_FIRM_NOTICE
PLACE = templates.Place(kind=DEMAND, tone=Tone.NEUTRAL, locale="en")
TEXTS = "/agency/notices/templates"
HARMFUL = [
    "{{ total.__class__ }}",
    "{{ total|upper }}",
    "{{ 'a' * 1000000000 }}",
    "{% for a in claims %}{{ a }}{% endfor %}",
    "{% include 'agency/notices/show.html' %}",
    "{% set total = 1 %}",
    "{{ total() }}",
    "{{ total[0] }}",
    "{% macro m() %}{% endmacro %}",
]


@pytest.mark.parametrize("source", HARMFUL)
def test_a_text_can_do_nothing_but_name_fields(source: str) -> None:
    assert own_text.faults(source)
    with pytest.raises(ValueError, match="Line 1"):
        own_text.fill(OwnText("x", source), {})


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("Pay\n\n{{ totall }}", "Line 3: there is no field “totall”."),
        ("Pay {{ total", "Line 1 cannot be read"),
        ("{% if has_costs %}Costs", "Line 1 cannot be read"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(source: str, says: str) -> None:
    assert own_text.faults(source)[0].startswith(says)


def test_an_empty_line_ends_a_paragraph_and_what_does_not_hold_leaves_none() -> None:
    text = OwnText(
        "To {{ creditor }}", "One\nline.\n\n{% if has_costs %}\nCosts.\n{% endif %}\n\nEnd."
    )
    assert own_text.fill(text, {"creditor": "B", "has_costs": False}) == (
        "To B",
        ("One line.", "End."),
    )


def test_what_changed_is_shown_line_by_line() -> None:
    assert [(each.sign, each.text) for each in lines("a\nb", "a\nc")] == [
        (" ", "a"),
        ("-", "b"),
        ("+", "c"),
    ]


def _draft(desk: Desk, place: templates.Place = PLACE) -> uuid.UUID:
    with desk.office.at_work():
        return templates.draft(place, by=desk.office.manager.user).id


def _write(desk: Desk, template_id: uuid.UUID, **changes: str) -> None:
    with desk.office.at_work():
        found = get(NoticeTemplate, template_id)
        text = OwnText(changes.get("subject", found.subject), changes.get("body", found.body))
        templates.change(found, text, by=desk.office.manager.user)


def _force(desk: Desk, template_id: uuid.UUID) -> list[str]:
    with desk.office.at_work():
        return templates.put_in_force(get(NoticeTemplate, template_id), by=desk.office.manager.user)


@pytest.mark.parametrize("kind", [NoticeKind.REMINDER, DEMAND, NoticeKind.FINAL_DEMAND])
@pytest.mark.parametrize("locale", ["en", "nl"])
def test_the_house_text_as_a_draft_holds_at_home(desk: Desk, kind: NoticeKind, locale: str) -> None:
    template_id = _draft(desk, templates.Place(kind=kind, tone=Tone.NEUTRAL, locale=locale))
    with desk.office.at_work():
        found = get(NoticeTemplate, template_id)
        assert templates.check(found.text, templates.place_of(found))["NL"] == []


def test_a_letter_is_written_with_the_text_in_force_and_keeps_which(desk: Desk) -> None:
    template_id = _draft(desk)
    _write(desk, template_id, subject="Our own words about {{ claims }}")
    assert "NL" in _force(desk, template_id)
    notice_id = desk.prepared(kind=DEMAND)
    make_files(desk.office)
    with desk.office.at_work():
        notice = one(notice_id)
        assert notice.subject.startswith("Our own words about INV-")
        assert notice.facts["template_id"] == str(template_id)
        assert notice.render_error == ""


def test_another_tone_or_language_is_written_with_the_house_text(desk: Desk) -> None:
    template_id = _draft(desk)
    _write(desk, template_id, subject="Our own words")
    _force(desk, template_id)
    with desk.office.at_work():
        choice = desk.choice(kind=DEMAND, tone=Tone.FIRM)
        notice = services.prepare(desk.case, choice, by=desk.office.collector.user)
        assert notice.subject != "Our own words"
        assert notice.facts["template_id"] is None


def test_a_notice_that_is_changed_keeps_the_text_it_was_written_with(desk: Desk) -> None:
    first = _draft(desk)
    _write(desk, first, subject="First words")
    _force(desk, first)
    notice_id = desk.rendered(kind=DEMAND)
    second = _draft(desk)
    _write(desk, second, subject="Second words")
    _force(desk, second)
    with desk.office.at_work():
        notice = one(notice_id)
        wanted = services.Change(channel="post", locale="en", due_on=notice.due_on)
        services.change(notice, wanted, by=desk.office.collector.user)
        assert notice.subject == "First words"


def test_one_version_is_in_force_and_none_is_ever_changed(desk: Desk) -> None:
    first = _draft(desk)
    assert _draft(desk) == first  # One draft at a time.
    _force(desk, first)
    with pytest.raises(Refused, match="stays as it is"):
        _write(desk, first, subject="Other")
    with pytest.raises(Refused, match="put in force before"):
        _force(desk, first)
    second = _draft(desk)
    _force(desk, second)
    with desk.office.at_work():
        states = {each.number: each.state for each in rows(NoticeTemplate)}
        assert states == {1: TemplateState.RETIRED, 2: TemplateState.IN_FORCE}
    with desk.office.at_work():
        get(NoticeTemplate, first).body = "Something else"
        with pytest.raises(DBAPIError, match="stays as it is"):
            db.session.flush()
        db.session.rollback()


def test_a_text_that_lacks_what_the_law_asks_is_not_put_in_force_there(desk: Desk) -> None:
    template_id = _draft(desk)
    _write(desk, template_id, body="Pay, or we go to court.")
    with pytest.raises(Refused, match="no country"):
        _force(desk, template_id)
    with desk.office.at_work():
        lacks = templates.check(get(NoticeTemplate, template_id).text, PLACE)["NL"]
        assert any("threat of legal steps" in fault for fault in lacks)
        assert any("How to say that the claim is not right" in fault for fault in lacks)


def test_a_firms_text_is_put_in_force_by_its_own_lawyer(desk: Desk) -> None:
    place = templates.Place(kind=FIRM, tone=Tone.NEUTRAL, locale="en", law_firm_id=desk.firm_id)
    template_id = _draft(desk, place)
    _, stranger = desk.office.new_law_firm()
    with desk.office.at_work():
        found = get(NoticeTemplate, template_id)
        with pytest.raises(NotFound):
            templates.put_in_force(found, by=desk.office.manager.user)
        with pytest.raises(NotFound):
            templates.put_in_force(
                found, by=stranger.user, lawyer=queries.lawyer_of(stranger.membership_id)
            )
        own = queries.lawyer_of(desk.lawyer.membership_id)
        assert "NL" in templates.put_in_force(found, by=desk.lawyer.user, lawyer=own)
    with pytest.raises(Refused, match="letterhead"):
        _draft(desk, templates.Place(kind=FIRM, tone=Tone.NEUTRAL, locale="en"))


def test_a_retired_text_makes_room_for_the_house(desk: Desk) -> None:
    template_id = _draft(desk)
    _write(desk, template_id, subject="Our own words")
    _force(desk, template_id)
    with desk.office.at_work():
        for _ in range(2):
            templates.retire(get(NoticeTemplate, template_id), by=desk.office.manager.user)
    with desk.office.at_work():
        assert one(desk.prepared(kind=DEMAND)).subject != "Our own words"


def _text(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.get_data(as_text=True)[:2000]
    return answer.get_data(as_text=True)


def test_from_the_house_text_to_one_in_force_through_the_pages(desk: Desk) -> None:
    manager = desk.office.sign_in(desk.office.manager)
    assert "All letters are written with the house text" in _text(manager, TEXTS)
    assert "It begins with what stands now" in _text(manager, f"{TEXTS}/new")
    answer = manager.post(
        f"{TEXTS}/new", data={"kind": "demand", "tone": "neutral", "locale": "en"}
    )
    assert answer.status_code == 302
    edit = answer.location
    assert "{{ total }}" in _text(manager, edit)
    with desk.office.at_work():
        (found,) = rows(NoticeTemplate)
        said = {"subject": "Our words on {{ claims }}", "body": found.body}
    show = f"{TEXTS}/{found.id}"
    wrong = {**said, "body": "Pay {{ totall }}"}
    answer = manager.post(edit, data=wrong)
    assert answer.status_code == 422
    assert "there is no field “totall”" in answer.get_data(as_text=True)
    answer = manager.post(f"{show}/preview", data=wrong)
    assert "there is no field “totall”" in answer.get_data(as_text=True)
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    answer = manager.post(f"{show}/preview", data=said)
    assert answer.data.startswith(b"%PDF")
    assert manager.post(edit, data=said).location == show
    page = _text(manager, show)
    assert "Our words on {{ claims }}" in page
    assert "Holds all that is asked" in page
    assert manager.post(f"{show}/force").status_code == 302
    assert "In force" in _text(manager, show)
    answer = manager.post(f"{show}/versions")
    second = answer.location.removesuffix("/edit")
    manager.post(answer.location, data={**said, "body": found.body + "\n\nKind regards to all."})
    assert "Changed since version 1" in _text(manager, second)
    assert "+ Kind regards to all." in _text(manager, second)
    assert manager.post(f"{show}/retirement").status_code == 302
    assert "Retired" in _text(manager, show)


def test_collectors_read_texts_and_managers_write_them(desk: Desk) -> None:
    template_id = _draft(desk)
    collector = desk.office.sign_in(desk.office.collector)
    _text(collector, TEXTS)
    _text(collector, f"{TEXTS}/{template_id}")
    _text(collector, f"{TEXTS}/{template_id}/edit", 403)
    assert collector.post(f"{TEXTS}/{template_id}/force").status_code == 404
    lawyer = desk.office.sign_in(desk.lawyer)
    _text(lawyer, f"{TEXTS}/{template_id}", 404)
    stranger = open_office(desk.office.app)
    _text(stranger.sign_in(stranger.manager), f"{TEXTS}/{template_id}", 404)
