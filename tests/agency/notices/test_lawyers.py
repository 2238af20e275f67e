"""A debtor with a lawyer is not written to: the lawyer is, about the client."""

import pytest
from sqlalchemy import select

from agency.compliance.kinds import DeclarationKind, Source
from agency.compliance.models import Declaration
from agency.compliance.services import Declared, declare, revoke
from agency.law.vocabulary import NoticeKind
from agency.notices import services
from agency.notices.models import Delivery
from agency.notices.services.obstacles import of_dispatch
from portal import db
from portal.errors import Refused
from portal.mail import Mail
from portal.web import get
from tests.agency.notices.desk import Desk, one
from tests.agency.notices.test_abroad import text_of

DEMAND = NoticeKind.DEMAND
ADDRESS = "Keizersgracht 1\n1015 AA  Amsterdam"


def represented(desk: Desk, *, address: str = ADDRESS, email: str = "bakker@law.example") -> None:
    told = Declared(
        kind=DeclarationKind.REPRESENTED,
        source=Source.LETTER,
        name="mr. P. Bakker",
        address=address,
        email=email,
    )
    with desk.office.at_work():
        declare(desk.case, told, by=desk.office.collector.user)


def test_a_letter_goes_to_the_lawyer_and_names_the_client(desk: Desk) -> None:
    represented(desk)
    notice_id = desk.rendered(kind=DEMAND, channel="post")
    said = text_of(desk, notice_id)
    with desk.office.at_work():
        services.dispatch(one(notice_id), by=desk.office.collector.user)
        debtor = desk.case.debtor
        [delivery] = one(notice_id).deliveries
        assert delivery.to_address.splitlines() == [
            "mr. P. Bakker",
            "Keizersgracht 1",
            "1015 AA  Amsterdam",
        ]
        assert f"You act for {debtor.name}, so we write to you." in said
        assert f"Your client {debtor.name}" in said
        assert "Dear Sir or Madam," in said
        assert debtor.street not in said


def test_an_e_mail_goes_to_the_lawyer_and_never_to_the_debtor(desk: Desk) -> None:
    represented(desk)
    desk.dispatched(kind=DEMAND, channel="email")
    with desk.office.at_work():
        debtor = desk.case.debtor.email
        assert list(db.session.scalars(select(Delivery.to_address))) == ["bakker@law.example"]
        mails = db.session.scalars(select(Mail.to_address)).all()
        assert "bakker@law.example" in mails
        assert debtor not in mails


def test_a_lawyer_without_an_address_stops_the_notice(desk: Desk) -> None:
    represented(desk, address="", email="")
    with pytest.raises(Refused, match=r"mr. P. Bakker acts for the debtor, and we have no address"):
        desk.prepared(kind=DEMAND, channel="post")
    page = desk.office.sign_in(desk.office.collector).get(f"/agency/notices/new/{desk.case_id}")
    assert "and we have no address" in page.text


def test_only_the_ways_to_the_lawyer_are_offered(desk: Desk) -> None:
    represented(desk, email="")
    with pytest.raises(Refused, match="no address for this channel"):
        desk.prepared(kind=DEMAND, channel="email")
    page = desk.office.sign_in(desk.office.collector).get(f"/agency/notices/new/{desk.case_id}")
    assert "mr. P. Bakker, Keizersgracht 1" in page.text
    assert 'value="email"' not in page.text


def test_a_notice_to_the_debtor_stays_when_a_lawyer_comes_and_one_to_the_lawyer_when_he_goes(
    desk: Desk,
) -> None:
    by = desk.office.collector.user
    to_debtor = desk.rendered(kind=DEMAND)
    represented(desk)
    with desk.office.at_work():
        assert "Another is to be written to now" in of_dispatch(one(to_debtor))
        services.withdraw(one(to_debtor), "A lawyer acts", by=by)
    to_lawyer = desk.rendered(kind=DEMAND)
    with desk.office.at_work():
        assert of_dispatch(one(to_lawyer)) == ""
        found = db.session.scalars(select(Declaration.id)).one()
        revoke(get(Declaration, found), source=Source.LETTER, by=by)
        assert "Another is to be written to now" in of_dispatch(one(to_lawyer))


def test_a_cease_stops_the_letter_to_the_lawyer_too(desk: Desk) -> None:
    represented(desk)
    notice_id = desk.rendered(kind=DEMAND, channel="email")
    with desk.office.at_work():
        assert of_dispatch(one(notice_id)) == ""
        declare(
            desk.case,
            Declared(kind=DeclarationKind.CEASE, source=Source.LETTER),
            by=desk.office.collector.user,
        )
        assert of_dispatch(one(notice_id))
