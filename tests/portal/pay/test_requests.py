"""I do not agree, call me, this is not me: heard at once, once, and answered by a day."""

import pytest

from agency.cases.models import Case, HoldReason
from portal import db
from portal.accounts.models import Agency
from portal.web import get
from tests.office import Office
from tests.portal.pay.conftest import Payer, text_of


def requests_of(payer: Payer) -> list[tuple[str, str, str]]:
    with payer.office.at_work():
        found = get(Case, payer.case_id).requests
        return [(request.kind, request.text, request.phone) for request in found]


def test_an_objection_rests_the_case_and_says_what_happens_next(
    office: Office, payer: Payer
) -> None:
    sent = payer.send("/objection", choice="paid", text="On 3 March,\r\nby bank.")
    assert sent.status_code == 303
    thanks = text_of(payer.client.get(sent.location))
    assert "Thank you. We look into it." in thanks
    assert "The case rests from now on" in thanks
    with office.at_work():
        case = get(Case, payer.case_id)
        assert case.hold
        assert case.hold.reason == HoldReason.DISPUTE
    assert requests_of(payer) == [
        ("objection", "I have paid this already\nOn 3 March,\nby bank.", "")
    ]
    assert "you do not agree. We answer by" in text_of(payer.open())
    desk = office.sign_in(office.collector).get(f"/agency/cases/{payer.case_id}")
    assert "I have paid this already" in desk.text


def test_a_call_is_asked_for_with_number_and_time(payer: Payer) -> None:
    sent = payer.send("/call", phone="06 1234 5678", choice="evening")
    assert "Thank you. We will call you." in text_of(payer.client.get(sent.location))
    assert requests_of(payer) == [("call_me", "Early in the evening, 17 to 20", "+31 6 12345678")]


def test_a_number_from_abroad_is_taken_as_it_is(payer: Payer) -> None:
    payer.send("/call", phone="+49 30 901820")
    assert requests_of(payer)[0][2] == "+49 30 901820"


@pytest.mark.parametrize("phone", ["", "call me", "12", "06" * 20])
def test_a_number_that_cannot_be_called_is_asked_for_again(payer: Payer, phone: str) -> None:
    answer = payer.send("/call", phone=phone, text="About the chairs")
    assert answer.status_code == 422
    assert "About the chairs" in answer.text
    assert requests_of(payer) == []


def test_somebody_else_says_so_and_the_case_rests(office: Office, payer: Payer) -> None:
    sent = payer.send("/not-me", text="")
    assert sent.status_code == 303
    with office.at_work():
        case = get(Case, payer.case_id)
        assert case.hold
        assert case.hold.reason == HoldReason.NOT_DEBTOR
    assert requests_of(payer) == [("not_me", "", "")]


def test_the_same_thing_said_twice_counts_once(payer: Payer) -> None:
    for _ in range(2):
        assert payer.send("/objection", choice="amount", text="Too much").status_code == 303
    assert len(requests_of(payer)) == 1
    payer.send("/objection", choice="amount", text="Far too much")
    assert len(requests_of(payer)) == 2


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "Choose what fits best."),
        ({"choice": "because"}, "Choose what fits best."),
        ({"choice": "other"}, "Tell us in a few words"),
        ({"choice": "other", "text": " \x00 "}, "Tell us in a few words"),
        ({"choice": "paid", "text": "x" * 2001}, "This is too long."),
    ],
)
def test_what_is_missing_is_said_beside_the_field(
    payer: Payer, form: dict[str, str], said: str
) -> None:
    answer = payer.send("/objection", **form)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert requests_of(payer) == []


def test_control_characters_are_left_out(payer: Payer) -> None:
    assert payer.send("/objection", choice="paid", text="a\x00b\x1bc").status_code == 303
    assert requests_of(payer)[0][1].endswith("\nabc")


def test_staff_read_the_choice_in_the_agencys_language(office: Office, payer: Payer) -> None:
    with db.work():
        db.session.get_one(Agency, office.agency_id).locale = "en"
    payer.send("/objection?lang=nl", choice="not_ordered")
    assert requests_of(payer)[0][1] == "I did not order this"


def test_thanks_show_only_for_what_was_said(payer: Payer) -> None:
    assert payer.open("/call/done").location == payer.path
