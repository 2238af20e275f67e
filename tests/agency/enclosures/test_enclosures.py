"""A letter that must carry published forms waits for them, and then carries the very files."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from flask import current_app

from agency.enclosures.asked import Asked, asked
from agency.enclosures.models import Enclosure
from agency.enclosures.queries import versions
from agency.enclosures.services import take_in
from agency.law.vocabulary import NoticeKind
from agency.notices.models import Notice, NoticeState
from agency.notices.services.obstacles import of_sending
from portal import clock, pdf
from portal.audit.models import Event
from portal.errors import Refused
from portal.web import get
from tests.agency.notices.desk import MONDAY, Desk, one
from tests.agency.notices.test_abroad import abroad
from tests.browser import NARROW, WIDE
from tests.conftest import Opens
from tests.office import Office, open_office, rows

BEFORE_CLAIM = NoticeKind.LETTER_BEFORE_CLAIM
PAGE = "/agency/settings/forms"


def form(words: str) -> bytes:
    """A page that somebody published."""
    made = pikepdf.new()
    made.add_blank_page()
    made.docinfo["/Title"] = words
    out = BytesIO()
    made.save(out, static_id=True)
    return out.getvalue()


def key_of(it: Asked) -> str:
    return f"{PAGE}/{it.key}"


def send_in_all(office: Office) -> None:
    with office.at_work():
        for it in asked():
            take_in(it, form(it.form.title), f"{it.form.name}.pdf", by=office.admin.user)


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    """The office's clock stands at an hour at which everybody may be written to."""
    with clock.moved_to(MONDAY):
        yield


@pytest.fixture
def british(office: Office) -> Desk:
    """The case of a consumer in London."""
    return abroad(office, "GB")


def test_a_letter_before_a_claim_waits_for_its_forms(british: Desk) -> None:
    with pytest.raises(Refused, match="Information Sheet, Reply Form, Standard Financial"):
        british.prepared(kind=BEFORE_CLAIM, channel="post", known_only=True)
    page = british.office.sign_in(british.office.collector).get(
        f"/agency/notices/new/{british.case_id}?kind=letter_before_claim"
    )
    assert "sends them in under Forms for letters" in page.text


def test_the_forms_are_bound_in_behind_the_letter(british: Desk) -> None:
    send_in_all(british.office)
    notice_id = british.rendered(kind=BEFORE_CLAIM, channel="post", known_only=True)
    with british.office.at_work():
        notice = one(notice_id)
        assert notice.state == NoticeState.READY, notice.render_error
        assert notice.due_on == date(2026, 12, 23)
        content = current_app.extensions["storage"].read(notice.file_key)
    with pikepdf.open(BytesIO(content)) as whole, whole.open_outline() as outline:
        titles = [item.title for item in outline.root]
        assert titles[-3:] == ["Information Sheet", "Reply Form", "Standard Financial Statement"]
        assert "claims.json" in whole.attachments
        pages = len(whole.pages)
    said = " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))
    assert "within 30 days" in " ".join(said.split())
    assert pages >= 4
    assert pdf.check_pdfa(content)  # Nobody vouches for the forms, so the file claims nothing.


def test_a_letter_keeps_the_forms_it_was_prepared_with(british: Desk) -> None:
    send_in_all(british.office)
    notice_id = british.prepared(kind=BEFORE_CLAIM, channel="post", known_only=True)
    with british.office.at_work():
        before = get(Notice, notice_id).facts["contents"]["enclosures"]
        new = take_in(asked()[0], form("2027"), "new.pdf", by=british.office.admin.user)
        assert get(Notice, notice_id).facts["contents"]["enclosures"] == before
        assert new.sha256 not in str(before)


def test_a_letter_before_a_claim_is_posted_within_a_day_of_its_date(british: Desk) -> None:
    send_in_all(british.office)
    notice_id = british.rendered(kind=BEFORE_CLAIM, channel="post", known_only=True)
    with clock.moved_to(clock.now() + timedelta(days=2)), british.office.at_work():
        assert "Its date is too old" in of_sending(one(notice_id))


def test_a_new_edition_takes_the_place_of_the_one_before(office: Office) -> None:
    first = asked()[0]
    with office.at_work():
        old = take_in(first, form("2017"), "sheet.pdf", by=office.admin.user)
        assert take_in(first, form("2017"), "again.pdf", by=office.admin.user) is old
        new = take_in(first, form("2027"), "sheet.pdf", by=office.admin.user)
        assert [it.id for it in versions()] == [new.id, old.id]
        assert old.replaced_at
        assert not new.replaced_at
        told = rows(Event, Event.kind == "enclosure.taken_in")
        assert [event.data["form"] for event in told] == [first.form.title] * 2


def test_only_a_pdf_of_a_few_pages_is_a_form(office: Office) -> None:
    with office.at_work(), pytest.raises(Refused, match="Here you can send"):
        take_in(asked()[0], b"Dear Sir", "form.txt", by=office.admin.user)
    thick = pikepdf.new()
    for _page in range(31):
        thick.add_blank_page()
    out = BytesIO()
    thick.save(out)
    with office.at_work(), pytest.raises(Refused, match="30 pages at most"):
        take_in(asked()[0], out.getvalue(), "form.pdf", by=office.admin.user)


def test_an_administrator_sends_in_a_form(office: Office) -> None:
    admin, first = office.sign_in(office.admin), asked()[0]
    assert admin.get(PAGE).text.count("Missing") == 3
    answer = admin.post(key_of(first), data={"document": (BytesIO(form("sheet")), "Sheet.pdf")})
    assert answer.status_code == 302
    page = admin.get(PAGE).text
    assert "It goes with every such letter from now on." in page
    assert page.count("Missing") == 2
    with office.at_work():
        [kept] = [it.id for it in rows(Enclosure)]
    assert admin.get(f"{PAGE}/{kept}/file").data == form("sheet")
    assert "Choose the PDF of the form first." in admin.post(key_of(first), data={}).text
    assert admin.post(f"{PAGE}/UK-demand-poem", data={}).status_code == 404


def test_forms_are_the_administrator_s_and_of_one_agency(office: Office) -> None:
    send_in_all(office)
    with office.at_work():
        kept = rows(Enclosure)[0].id
    other = open_office(office.app)
    assert other.sign_in(other.admin).get(f"{PAGE}/{kept}/file").status_code == 404
    assert office.sign_in(office.collector).get(PAGE).status_code == 403


@pytest.mark.parametrize(("width", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
def test_the_page_reads_well(office: Office, visit: Opens, width: int, scheme: str) -> None:
    send_in_all(office)
    window = visit(width, scheme)
    window.sign_in(office.admin)
    window.open(PAGE)
