"""Before the light check nobody learns anything; behind it is only the case of the link."""

import re
import threading
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from agency.cases import paylinks
from agency.cases.models import Case
from portal import clock
from portal.security import SANDBOX
from portal.web import get
from tests.office import Office, new_claim, new_debtor, open_office
from tests.portal.pay.conftest import POSTCODE, WRONG, Opens, Payer, path_of, text_of

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def test_the_question_tells_nothing_of_debtor_creditor_or_claim(
    office: Office, opens_link: Opens
) -> None:
    creditor = office.new_creditor("Zonneveld Energie")
    claim = new_claim(debtor=new_debtor(name="Eline Kuipers"), invoice_no="ZE-77")
    payer = opens_link(case_id=office.accepted_case(creditor, claim))
    page = payer.open()
    assert page.status_code == 200
    for secret in ("Eline", "Kuipers", "Zonneveld", "ZE-77", "1,000", "3511"):
        assert secret not in page.text
    assert "postcode" in text_of(page)


def test_the_pages_are_neither_passed_on_nor_indexed_nor_kept(payer: Payer) -> None:
    for page in (payer.open(), payer.open("/objection"), payer.open("/nothing")):
        assert page.headers["Cache-Control"] == "no-store"
    headers = payer.open().headers
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert headers["Content-Security-Policy"] != SANDBOX


@pytest.mark.parametrize("answer", [POSTCODE, "3511ab", " 3511-AB "])
def test_the_postcode_opens_the_case_however_it_is_written(opens_link: Opens, answer: str) -> None:
    payer = opens_link()
    assert payer.answer(answer).status_code == 303
    assert "To pay" in text_of(payer.open())


def test_an_invoice_number_opens_it_as_well(opens_link: Opens) -> None:
    payer = opens_link(new_claim(invoice_no="F2026/0614"))
    assert payer.answer("f2026 0614").status_code == 303


def test_an_address_typed_off_the_letter_works_with_capitals_and_a_slash(
    opens_link: Opens,
) -> None:
    payer = opens_link()
    place, _, code = payer.path.rpartition("/")
    for address in (f"{place}/{code.upper()}", f"{payer.path}/"):
        assert "postcode" in text_of(payer.client.get(address))


def test_a_wrong_answer_says_how_many_tries_are_left(opens_link: Opens) -> None:
    payer = opens_link()
    first, second = payer.answer(WRONG), payer.answer(WRONG)
    assert first.status_code == 422
    assert "You can try 2 more times" in text_of(first)
    assert "You can try 1 more time." in text_of(second)
    assert payer.link().wrong_answers == 2


def test_an_empty_answer_costs_no_try(opens_link: Opens) -> None:
    payer = opens_link()
    assert payer.answer("  ").status_code == 422
    assert payer.link().wrong_answers == 0


def test_the_third_wrong_answer_shuts_the_link_and_then_longer_each_time(
    opens_link: Opens,
) -> None:
    payer = opens_link()
    at, shut = NOW, []
    for _ in range(5):
        with clock.moved_to(at):
            answer = payer.answer(WRONG)
        until = payer.link().locked_until
        if until and until > at:
            assert "this page stays shut until" in text_of(answer)
            shut.append(int((until - at).total_seconds() // 60))
            at = until + timedelta(seconds=1)
    assert shut == [1, 5, 30]


def test_a_locked_link_takes_not_even_the_right_answer(opens_link: Opens) -> None:
    payer = opens_link()
    with clock.moved_to(NOW):
        for _ in range(3):
            payer.answer(WRONG)
        assert "Please wait a while" in text_of(payer.open())
        assert payer.answer().status_code == 422
        assert "To pay" not in text_of(payer.open())
    with clock.moved_to(NOW + timedelta(minutes=2)):
        assert payer.answer().status_code == 303
    assert payer.link().wrong_answers == 0


def test_guessing_at_once_gets_no_more_tries_than_one_by_one(app: Flask, opens_link: Opens) -> None:
    payer = opens_link()
    answers: list[int] = []

    def guess(answer: str) -> None:
        client = app.test_client()
        answers.append(client.post(payer.path, data={"answer": answer}).status_code)

    guesses = [f"{number} ZZ" for number in range(1000, 1007)]
    threads = [threading.Thread(target=guess, args=(one,)) for one in guesses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert answers == [422] * 7
    assert payer.link().wrong_answers == paylinks.FREE_TRIES


def test_the_check_lasts_half_an_hour_after_the_last_look(opens_link: Opens) -> None:
    payer = opens_link()
    with clock.moved_to(NOW):
        payer.answer()
    with clock.moved_to(NOW + timedelta(minutes=29)):
        assert "To pay" in text_of(payer.open())
    with clock.moved_to(NOW + timedelta(minutes=58)):
        assert "To pay" in text_of(payer.open())
    with clock.moved_to(NOW + timedelta(minutes=89)):
        assert "To pay" not in text_of(payer.open())


def test_a_page_that_was_wanted_opens_after_the_answer(opens_link: Opens) -> None:
    payer = opens_link()
    sent_away = payer.open("/objection")
    assert sent_away.status_code == 302
    door = payer.client.get(sent_away.location)
    assert f'name="next" value="{payer.path}/objection"' in door.text
    onward = payer.answer(next=f"{payer.path}/objection")
    assert onward.location == f"{payer.path}/objection"


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "/agency/", "/pay/other/abc/objection"]
)
def test_the_answer_leads_nowhere_else(opens_link: Opens, wanted: str) -> None:
    payer = opens_link()
    assert payer.answer(next=wanted).location == payer.path


def test_what_was_written_while_the_check_ran_out_is_kept_and_sent_with_the_answer(
    opens_link: Opens,
) -> None:
    payer = opens_link()
    text = 'I paid on "Monday" <b>'
    asked = payer.send("/objection", choice="paid", text=text)
    assert asked.status_code == 403
    assert 'name="choice" value="paid"' in asked.text
    assert 'name="text" value="I paid on &#34;Monday&#34; &lt;b&gt;"' in asked.text
    wrong = payer.send("/objection", choice="paid", text=text, answer=WRONG)
    assert (wrong.status_code, "&lt;b&gt;" in wrong.text) == (422, True)
    sent = payer.send("/objection", choice="paid", text=text, answer=POSTCODE)
    assert sent.location == f"{payer.path}/objection/done"
    with payer.office.at_work():
        [request] = get(Case, payer.case_id).requests
        assert text in request.text


def test_unknown_expired_and_revoked_links_look_the_same(office: Office, opens_link: Opens) -> None:
    expired, revoked = opens_link(), opens_link()
    with office.at_work():
        paylinks.revoke(get(Case, revoked.case_id), by=office.collector.user)
    unknown = office.app.test_client()
    unknown.get(f"/pay/{office.slug}/abc", query_string={"lang": "en"})
    with clock.moved_to(datetime.now(UTC) + timedelta(days=paylinks.VALID_DAYS, minutes=1)):
        pages = [
            expired.open(),
            revoked.open(),
            unknown.get(f"/pay/{office.slug}/abc"),
        ]
    assert [page.status_code for page in pages] == [404] * 3
    assert len({_bare(page) for page in pages}) == 1
    assert "+31 10 555 0100" in text_of(pages[0])


def test_a_revoked_link_shuts_out_who_was_in(office: Office, payer: Payer) -> None:
    with office.at_work():
        paylinks.revoke(get(Case, payer.case_id), by=office.collector.user)
    assert payer.open().status_code == 404
    assert payer.send("/objection", choice="paid").status_code == 404


def test_the_code_of_one_agency_opens_nothing_at_another(app: Flask, payer: Payer) -> None:
    other = open_office(app)
    code = payer.path.rpartition("/")[2]
    answer = payer.client.post(f"/pay/{other.slug}/{code}", data={"answer": POSTCODE})
    assert answer.status_code == 404
    assert payer.client.get(f"/pay/{other.slug}/{code}").status_code == 404
    assert payer.client.get("/pay/no-such-agency/abc").status_code == 404


def test_the_check_of_one_link_opens_no_other(office: Office, payer: Payer) -> None:
    other = path_of(office, office.accepted_case())
    assert "To pay" not in payer.client.get(other).text
    assert payer.client.get(f"{other}/objection").status_code == 302


def test_a_session_that_was_written_by_hand_opens_nothing(app: Flask, opens_link: Opens) -> None:
    payer, key = opens_link(), app.secret_key
    payer.answer()
    with payer.client.session_transaction() as session:
        forged = dict(session)
    stranger = app.test_client()
    app.secret_key = "guessed by somebody"
    try:
        with stranger.session_transaction() as session:
            session.update(forged)
    finally:
        app.secret_key = key
    assert "To pay" not in stranger.get(payer.path).text


def test_the_page_speaks_the_debtors_language_until_another_is_chosen(
    office: Office, app: Flask
) -> None:
    case_id = office.accepted_case(None, new_claim(debtor=new_debtor(locale="nl")))
    client, path = app.test_client(), path_of(office, case_id)
    assert '<html lang="nl">' in client.get(path, headers={"Accept-Language": "en"}).text
    assert '<html lang="en">' in client.get(path, query_string={"lang": "en"}).text
    assert '<html lang="en">' in client.get(path).text


def test_forms_work_only_from_our_own_pages_also_over_tls(
    app: Flask, opens_link: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    monkeypatch.setitem(app.config, "WTF_CSRF_SSL_STRICT", True)
    payer = opens_link()
    assert payer.client.post(payer.path, data={"answer": POSTCODE}).status_code == 400
    page = payer.client.get(payer.path, base_url="https://localhost")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token
    answer = payer.client.post(
        payer.path, data={"answer": POSTCODE, "csrf_token": token[1]}, base_url="https://localhost"
    )
    assert answer.status_code == 303


def _bare(page: TestResponse) -> str:
    """A page without what differs from answer to answer."""
    return re.sub(r'nonce="[^"]+"', "", page.text)
