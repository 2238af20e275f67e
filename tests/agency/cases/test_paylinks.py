"""A payment link opens one case, for a while, to those who know the postcode or an invoice number."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from agency.cases import paylinks
from agency.cases.models import Case, PayLink
from portal import clock
from portal.audit.models import Event
from portal.web import get
from tests.office import Office, new_claim, new_debtor, open_office, rows

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def link_id(office: Office) -> uuid.UUID:
    claim = new_claim(debtor=new_debtor(postcode="3511 AB"), invoice_no="F-2026/14")
    case_id = office.accepted_case(None, claim)
    with office.at_work():
        return paylinks.link_for(get(Case, case_id)).id


def test_a_case_has_one_link_while_that_lasts(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work(), clock.moved_to(NOW):
        first = paylinks.link_for(get(Case, case_id))
        assert paylinks.link_for(get(Case, case_id)) is first
        assert paylinks.current(get(Case, case_id)) is first
    with office.at_work(), clock.moved_to(NOW + timedelta(days=paylinks.VALID_DAYS - 10)):
        assert paylinks.current(get(Case, case_id)).id == first.id  # type: ignore[union-attr]
        assert paylinks.link_for(get(Case, case_id)).id != first.id
    with office.at_work(), clock.moved_to(NOW + timedelta(days=2 * paylinks.VALID_DAYS)):
        assert paylinks.current(get(Case, case_id)) is None


def test_its_address_finds_it_and_is_not_kept_in_the_clear(
    office: Office, link_id: uuid.UUID
) -> None:
    with office.at_work():
        link = get(PayLink, link_id)
        address = paylinks.address(link)
        code = address.rpartition("/")[2]
        base = office.app.extensions["settings"].base_url
        assert address == f"{base}/pay/{office.slug}/{code}"
        assert len(code) >= 22  # 128 bits
        assert code.encode() not in link.code_sealed + link.code_hash
        assert paylinks.find(code) is link
        assert paylinks.find(code[:-1]) is None


def test_a_link_is_unknown_in_another_agency(office: Office, link_id: uuid.UUID) -> None:
    with office.at_work():
        code = paylinks.address(get(PayLink, link_id)).rpartition("/")[2]
    with open_office(office.app).at_work():
        assert paylinks.find(code) is None


@pytest.mark.parametrize("answer", ["3511AB", " 3511 ab ", "f-2026/14", "F202614"])
def test_the_postcode_or_an_invoice_number_opens_it(
    office: Office, link_id: uuid.UUID, answer: str
) -> None:
    with office.at_work():
        assert paylinks.answer(get(PayLink, link_id), answer).is_right
    with office.at_work():
        assert get(PayLink, link_id).opened_at is not None


@pytest.mark.parametrize("answer", ["", "   ", "3511", "9999 ZZ"])
def test_anything_else_does_not(office: Office, link_id: uuid.UUID, answer: str) -> None:
    with office.at_work():
        assert not paylinks.answer(get(PayLink, link_id), answer).is_right


def test_wrong_answers_are_slowed_more_and_more(office: Office, link_id: uuid.UUID) -> None:
    at, minutes = NOW, []
    for _ in range(9):
        with office.at_work(), clock.moved_to(at):
            assert not paylinks.answer(get(PayLink, link_id), "wrong").is_right
        with office.at_work(), clock.moved_to(at):
            locked = get(PayLink, link_id).locked_until
            minutes.append(round((locked - at).total_seconds() / 60) if locked else 0)
            at = max(locked, at) if locked else at
    assert minutes == [0, 0, 1, 5, 30, 240, 1440, 1440, 1440]


def test_while_it_is_locked_not_even_the_right_answer_opens_it(
    office: Office, link_id: uuid.UUID
) -> None:
    with clock.moved_to(NOW):
        for _ in range(3):
            with office.at_work():
                paylinks.answer(get(PayLink, link_id), "wrong")
        with office.at_work():
            told = paylinks.answer(get(PayLink, link_id), "3511 AB")
            assert (told.is_right, told.tries_left) == (False, 0)
            assert told.locked_until == NOW + timedelta(minutes=1)
            locked = [e for e in rows(Event) if e.kind == "pay_link.locked"]
            assert len(locked) == 1
    with clock.moved_to(NOW + timedelta(minutes=2)), office.at_work():
        assert paylinks.answer(get(PayLink, link_id), "3511 AB").is_right
    with office.at_work():
        assert get(PayLink, link_id).wrong_answers == 0


def test_the_count_survives_a_refusal_of_the_page(office: Office, link_id: uuid.UUID) -> None:
    def ask_and_fail() -> None:
        with office.at_work():
            paylinks.answer(get(PayLink, link_id), "wrong")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask_and_fail()
    with office.at_work():
        assert get(PayLink, link_id).wrong_answers == 1


def test_a_revoked_link_opens_nothing(office: Office, link_id: uuid.UUID) -> None:
    with office.at_work():
        link = get(PayLink, link_id)
        paylinks.revoke(link.case, by=office.collector.user)
    with office.at_work():
        link = get(PayLink, link_id)
        assert not link.is_usable
        assert not paylinks.answer(link, "3511 AB").is_right
        assert paylinks.link_for(link.case).id != link.id
