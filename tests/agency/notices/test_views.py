"""The pages of notices: the office prepares and sends, the lawyer reads and answers."""

import re
import uuid

from flask.testing import FlaskClient

from agency.cases import services as cases
from agency.cases.models import HoldReason
from agency.law.vocabulary import NoticeKind
from agency.notices import queries
from agency.notices.models import NoticeState
from agency.notices.services import withdraw
from tests.agency.notices.desk import DUE, Desk, make_files, one

DEMAND = NoticeKind.DEMAND


def _collector(desk: Desk) -> FlaskClient:
    return desk.office.sign_in(desk.office.collector)


def _lawyer(desk: Desk) -> FlaskClient:
    return desk.office.sign_in(desk.lawyer)


def _text(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.get_data(as_text=True)[:2000]
    return answer.get_data(as_text=True)


def _only_notice(desk: Desk) -> uuid.UUID:
    with desk.office.at_work():
        return queries.notices_of(desk.case)[0].id


def _lawyer_id(desk: Desk) -> str:
    with desk.office.at_work():
        return str(queries.signing_lawyers(desk.creditor_id)[0].id)


def test_from_the_case_to_the_debtor_through_the_pages(desk: Desk) -> None:
    collector, lawyer = _collector(desk), _lawyer(desk)
    new = f"/agency/notices/new/{desk.case_id}"
    page = _text(collector, new)
    assert "€1,225.25" in page
    assert "Sommatie van Advocaten" in page  # In the language of the debtor.
    answer = collector.post(
        new,
        data={
            "kind": "law_firm_notice",
            "lawyer_id": _lawyer_id(desk),
            "channel": "both",
            "locale": "en",
            "due_on": DUE.isoformat(),
        },
    )
    assert answer.status_code == 302
    notice_id = _only_notice(desk)
    show = f"/agency/notices/{notice_id}"
    assert answer.location == show
    assert "The file is being made…" in _text(collector, show)
    assert "HX-Refresh" not in collector.get(f"{show}/rendering").headers
    make_files(desk.office)
    assert collector.get(f"{show}/rendering").headers["HX-Refresh"] == "true"
    assert "Waits for release" in _text(collector, show)

    release = f"/agency/notices/releases/{notice_id}"
    assert release in _text(lawyer, "/agency/notices/releases")
    page = _text(lawyer, release)
    with desk.office.at_work():
        sha256 = one(notice_id).sha256
    assert f'name="sha256" value="{sha256}"' in page
    assert lawyer.post(release, data={"sha256": sha256}).status_code == 302
    assert "Nothing waits for you" in _text(lawyer, "/agency/notices/releases")

    page = _text(collector, show)
    assert "Send it now" in page
    assert sha256 in page
    assert collector.post(f"{show}/dispatch").status_code == 302
    page = _text(collector, show)
    assert "The notice is on its way." in page
    assert "Waits for the printer" in page
    collector.post(f"{show}/dispatch")
    assert "Nothing was sent twice" in _text(collector, show)

    message = re.search(r"/agency/notices/messages/[0-9a-f-]+", page)
    assert message
    kept = collector.get(message[0])
    assert kept.content_type == "message/rfc822"
    assert b"application/pdf" in kept.data

    answer = collector.post("/agency/notices/print-batches")
    batch = answer.location
    assert "1 letter is being bound…" in _text(collector, batch)
    make_files(desk.office)
    assert collector.get(f"{batch}/letters.pdf").data.startswith(b"%PDF")
    assert sha256 in _text(collector, f"{batch}/letters.csv")
    assert collector.post(f"{batch}/posting").status_code == 302
    assert "In the post" in _text(collector, batch)
    assert "Print batch 1" in _text(collector, show)


def test_the_file_shows_inside_our_own_pages_and_nowhere_else(desk: Desk) -> None:
    notice_id = desk.rendered(kind=DEMAND)
    answer = _collector(desk).get(f"/agency/notices/{notice_id}/file")
    assert answer.content_type == "application/pdf"
    assert answer.data.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    kept = _collector(desk).get(f"/agency/notices/{notice_id}/file?download=1")
    assert kept.headers["Content-Disposition"].startswith("attachment")
    assert _collector(desk).get(f"/agency/notices/{notice_id}").headers["X-Frame-Options"] == "DENY"


def test_a_lawyer_refuses_with_a_reason_and_the_office_reads_it(desk: Desk) -> None:
    notice_id = desk.rendered()
    lawyer, release = _lawyer(desk), f"/agency/notices/releases/{notice_id}"
    with desk.office.at_work():
        sha256 = one(notice_id).sha256
    answer = lawyer.post(f"{release}/refusal", data={"sha256": sha256})
    assert answer.status_code == 422
    assert "What should change" in answer.get_data(as_text=True)
    said = {"sha256": sha256, "reason": "Name the delivery of 12 January."}
    assert lawyer.post(f"{release}/refusal", data=said).status_code == 302
    page = _text(_collector(desk), f"/agency/notices/{notice_id}")
    assert "Name the delivery of 12 January." in page
    assert "Send it now" not in page


def test_a_release_of_a_file_that_changed_meanwhile_shows_the_page_again(desk: Desk) -> None:
    notice_id = desk.rendered()
    answer = _lawyer(desk).post(f"/agency/notices/releases/{notice_id}", data={"sha256": "0" * 64})
    assert answer.status_code == 409
    assert "Read the file as it is now" in answer.get_data(as_text=True)
    with desk.office.at_work():
        assert one(notice_id).state is NoticeState.WAITS_RELEASE


def test_a_change_makes_the_page_say_that_the_release_is_void(desk: Desk) -> None:
    notice_id = desk.released()
    collector, show = _collector(desk), f"/agency/notices/{notice_id}"
    assert "A changed file needs a new release" in _text(collector, f"{show}/change")
    wanted = {"channel": "email", "locale": "nl", "due_on": "2026-12-10"}
    assert collector.post(f"{show}/change", data=wanted).status_code == 302
    make_files(desk.office)
    page = _text(collector, show)
    assert "The release is void" in page
    assert "Send it now" not in page
    past = collector.post(f"{show}/change", data={**wanted, "due_on": "2026-11-23"})
    assert past.status_code == 422
    assert "Choose a day after today." in past.get_data(as_text=True)


def test_a_notice_is_withdrawn_with_a_reason(desk: Desk) -> None:
    notice_id = desk.rendered(kind=DEMAND)
    collector, show = _collector(desk), f"/agency/notices/{notice_id}"
    assert collector.post(f"{show}/withdrawal").status_code == 422
    assert collector.post(f"{show}/withdrawal", data={"reason": "Called"}).status_code == 302
    assert "Withdrawn on" in _text(collector, show)


def test_the_page_of_a_new_notice_says_why_it_cannot_be(desk: Desk) -> None:
    collector, new = _collector(desk), f"/agency/notices/new/{desk.case_id}"
    page = _text(collector, f"{new}?kind=fourteen_day_letter")
    assert "There is no fourteen_day_letter for a business" in page
    with desk.office.at_work():
        cases.put_on_hold(desk.case, HoldReason.OTHER, by=desk.office.collector.user)
    assert "The case is on hold" in _text(collector, new)
    form = {"kind": "demand", "channel": "email", "locale": "en", "due_on": DUE.isoformat()}
    answer = collector.post(f"{new}?kind=demand", data=form)
    assert answer.status_code == 409
    assert "The case is on hold" in answer.get_data(as_text=True)


def test_what_holds_a_notice_back_shows_before_the_button(desk: Desk) -> None:
    notice_id = desk.rendered(kind=DEMAND)
    with desk.office.at_work():
        cases.put_on_hold(desk.case, HoldReason.OTHER, by=desk.office.collector.user)
    collector, show = _collector(desk), f"/agency/notices/{notice_id}"
    page = _text(collector, show)
    assert "It cannot be sent now" in page
    assert "Send it now" not in page
    assert collector.post(f"{show}/dispatch").status_code == 409


def test_notices_are_listed_by_state_and_by_case(desk: Desk) -> None:
    notice_id = desk.prepared(kind=DEMAND)
    collector, show = _collector(desk), f"/agency/notices/{notice_id}"
    for address in ("", "?state=rendering", f"?case={desk.case_id}"):
        assert show in _text(collector, f"/agency/notices{address}")
    for address in ("?state=sent", f"?case={uuid.uuid4()}"):
        assert show not in _text(collector, f"/agency/notices{address}")


def test_notices_are_listed_by_whose_name_they_bear(desk: Desk) -> None:
    collector = desk.office.sign_in(desk.office.collector)
    page = "/agency/notices"
    firms = str(desk.rendered())
    assert firms in collector.get(f"{page}?sender=law_firm").text
    assert "No notice in this name" in collector.get(f"{page}?sender=agency").text
    with desk.office.at_work():
        withdraw(one(uuid.UUID(firms)), "Twice.", by=desk.office.collector.user)
    ours = str(desk.rendered(kind=NoticeKind.DEMAND))
    listed = collector.get(f"{page}?sender=agency").text
    assert ours in listed
    assert firms not in listed
    assert ours not in collector.get(f"{page}?sender=creditor").text
    both = collector.get(f"{page}?sender=law_firm&state=withdrawn").text
    assert firms in both
    assert "sender=law_firm" in both, "the states keep the sender"
    assert ours in collector.get(f"{page}?sender=nobody").text
    assert "In whose name" not in desk.office.sign_in(desk.lawyer).get(page).text


def test_the_case_page_shows_its_notices(desk: Desk) -> None:
    panel = f"/agency/notices/case/{desk.case_id}"
    collector = _collector(desk)
    assert panel in _text(collector, f"/agency/cases/{desk.case_id}")
    assert "Nothing has been sent" in _text(collector, panel)
    notice_id = desk.rendered(kind=DEMAND)
    with desk.office.at_work():
        sha256 = one(notice_id).sha256
    part = collector.get(panel, headers={"HX-Request": "true"}).get_data(as_text=True)
    assert "<html" not in part
    assert sha256[:12] in part
    assert "Ready to send" in part
