"""A creditor's debtors are reminded in its own name: free, of the invoice alone, if it agreed."""

import email
import email.policy
import uuid
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from agency.cases.models import Claim
from agency.charges.services import book, owed
from agency.clients.models import Agreement, Creditor
from agency.law.vocabulary import DebtorKind, NoticeKind
from agency.ledger.models import CaseBalance, Entry
from agency.notices import services
from agency.notices.contents import Contents
from agency.notices.freezing import thaw
from agency.notices.models import Notice
from agency.notices.services import batches, options
from portal import clock, db
from portal.errors import Refused
from portal.mail import Mail
from portal.money import Money
from portal.web import get
from tests.agency.notices.desk import Desk, one, pay
from tests.agency.notices.test_abroad import HOMES, text_of
from tests.agency.remittance.till import pay as till
from tests.office import Office, new_claim, new_debtor, rows

OWN = NoticeKind.OWN_REMINDER
DUE = date(2026, 11, 20)
"""A Friday; the Monday after it everybody may be written to."""
INVOICE = Money.of(1000)
KINDS = [DebtorKind.BUSINESS, DebtorKind.CONSUMER]


def at(day: date) -> Any:
    """The office's clock at eleven on a day."""
    return clock.moved_to(datetime(day.year, day.month, day.day, 10, tzinfo=UTC))


MONDAY, WEEK_LATER = date(2026, 11, 23), date(2026, 11, 30)


def own_desk(office: Office, *, agreed: bool = True, **debtor: Any) -> Desk:
    """A case whose invoice was due on Friday, of a creditor that agreed to its own reminders."""
    with at(MONDAY):
        creditor_id = office.new_creditor(own_reminders=agreed)
        firm_id, lawyer = office.new_law_firm(creditor_id)
        claim = new_claim(debtor=new_debtor(**debtor), due_on=DUE, invoice_date=date(2026, 10, 21))
        case_id = office.accepted_case(creditor_id, claim)
        return Desk(office, creditor_id, case_id, firm_id, lawyer)


def remind(desk: Desk, **changes: Any) -> uuid.UUID:
    """A reminder in the creditor's own name that has gone out."""
    return desk.dispatched(kind=OWN, due_on=None, **changes)


def asked(desk: Desk) -> tuple[Money, Money, Money]:
    """Principal, interest and costs that the case owes today."""
    with desk.office.at_work():
        found = owed(desk.case, clock.today())
        return found.principal, found.interest, found.collection_costs


@pytest.mark.parametrize("kind", KINDS)
def test_it_asks_for_the_invoice_alone_in_the_creditors_name(
    office: Office, kind: DebtorKind
) -> None:
    desk = own_desk(office, kind=kind)
    with at(MONDAY):
        notice_id = desk.rendered(kind=OWN, due_on=None)
        with office.at_work():
            notice = one(notice_id)
            contents = thaw(Contents, notice.facts["contents"])
            creditor = get(Creditor, desk.creditor_id)
            assert (notice.total, notice.due_on) == (INVOICE, MONDAY + timedelta(days=6))
            assert contents.head.name == creditor.legal_name
            assert (contents.signatory, contents.signatory_title) == (
                "Bram Bakker",
                "Debtor accounts",
            )
        text = text_of(desk, notice_id)
        with office.at_work():
            for said in (creditor.legal_name, "Bram Bakker", creditor.email, "1,000.00"):
                assert said in text
            for unsaid in ("collection costs", "Interest", "advocaat", "lawyer"):
                assert unsaid not in text


@pytest.mark.parametrize("locale", ["en", "nl", "de", "fr", "lt", "nb"])
def test_it_can_be_written_in_every_language(office: Office, locale: str) -> None:
    desk = own_desk(office, kind=DebtorKind.CONSUMER)
    with at(MONDAY):
        notice_id = desk.rendered(kind=OWN, due_on=None, locale=locale)
        with office.at_work():
            assert one(notice_id).render_error == ""


def test_without_the_creditors_word_there_is_none(office: Office) -> None:
    desk = own_desk(office, agreed=False)
    with at(MONDAY), office.at_work():
        with pytest.raises(Refused, match="has not agreed"):
            services.prepare(
                desk.case, desk.choice(kind=OWN, due_on=None), by=office.collector.user
            )
        shown = options.of(desk.case, OWN, by=office.collector.user)
        assert "has not agreed" in shown.obstacle


def test_what_was_handed_over_under_other_terms_stays_under_them(office: Office) -> None:
    desk = own_desk(office, agreed=False)
    with at(MONDAY), office.at_work():
        db.session.add(
            Agreement(
                creditor_id=desk.creditor_id,
                valid_from=clock.today(),
                tariff=db.session.scalars(select(Agreement.tariff)).first(),
                vat_percent=Decimal(21),
                own_reminders=True,
            )
        )
        db.session.flush()
        with pytest.raises(Refused, match=r"INV-\d+ was handed over under other terms"):
            services.prepare(
                desk.case, desk.choice(kind=OWN, due_on=None), by=office.collector.user
            )


def test_somebody_must_sign(office: Office) -> None:
    desk = own_desk(office)
    with at(MONDAY), office.at_work():
        get(Creditor, desk.creditor_id).signatory = ""
        with pytest.raises(Refused, match=r"Nobody signs for Creditor \d+ yet"):
            services.prepare(
                desk.case, desk.choice(kind=OWN, due_on=None), by=office.collector.user
            )


def test_once_the_agency_has_written_its_time_is_over(office: Office) -> None:
    desk = own_desk(office)
    with at(MONDAY):
        desk.dispatched(kind=NoticeKind.DEMAND, due_on=date(2026, 12, 1))
        with office.at_work(), pytest.raises(Refused, match="has written to the debtor already"):
            services.prepare(
                desk.case, desk.choice(kind=OWN, due_on=None), by=office.collector.user
            )


def test_once_costs_are_charged_its_time_is_over_also_for_a_letter_in_the_house(
    office: Office,
) -> None:
    desk = own_desk(office)
    with at(MONDAY):
        notice_id = desk.rendered(kind=OWN, due_on=None)
        with office.at_work():
            book(desk.case, clock.today(), by="system")
        with office.at_work(), pytest.raises(Refused, match="are charged on this case already"):
            services.dispatch(get(Notice, notice_id), by=office.collector.user)


def test_preparing_and_sending_charge_nothing(office: Office) -> None:
    desk = own_desk(office)
    with at(MONDAY):
        remind(desk)
        with office.at_work():
            assert db.session.get_one(CaseBalance, (office.agency_id, desk.case_id)).open == INVOICE
            claim = db.session.scalars(select(Claim).where(Claim.case_id == desk.case_id)).one()
            assert (claim.reminded_on, claim.letters) == (None, [])


@pytest.mark.parametrize("kind", KINDS)
def test_through_its_day_the_invoice_alone_is_owed_and_paying_it_settles_the_claim(
    office: Office, kind: DebtorKind
) -> None:
    desk = own_desk(office, kind=kind)
    with at(MONDAY):
        remind(desk)
    with at(MONDAY + timedelta(days=6)):
        assert asked(desk) == (INVOICE, Money(0), Money(0))
        with office.at_work():
            pay(desk, principal=INVOICE)
    for days in (6, 7, 60):
        with at(MONDAY + timedelta(days=days)):
            assert asked(desk) == (Money(0), Money(0), Money(0))


def test_after_its_day_the_law_goes_on_but_not_for_the_time_before(office: Office) -> None:
    desk = own_desk(office)
    with at(MONDAY):
        remind(desk)
    with at(MONDAY + timedelta(days=7)), office.at_work():
        (claim,) = owed(desk.case, clock.today()).claims
        assert claim.charge.detail.lines[0].from_on == MONDAY + timedelta(days=7)
        assert claim.charge.detail.lines[-1].days == 1
        assert claim.charge.costs.minor > 0


def test_another_can_follow_a_week_later(office: Office) -> None:
    desk = own_desk(office)
    with at(MONDAY):
        remind(desk)
    with at(WEEK_LATER):
        remind(desk)
        assert asked(desk) == (INVOICE, Money(0), Money(0))
        with office.at_work():
            claim = db.session.scalars(select(Claim).where(Claim.case_id == desk.case_id)).one()
            assert claim.spared_until == WEEK_LATER + timedelta(days=6)


def test_the_mail_comes_from_the_creditor_and_its_answer_finds_the_case(office: Office) -> None:
    desk = own_desk(office)
    with at(MONDAY):
        notice_id = remind(desk)
        with office.at_work():
            notice = one(notice_id)
            mail = db.session.scalars(
                select(Mail).where(Mail.to_address == notice.case.debtor.email)
            ).one()
            creditor = get(Creditor, desk.creditor_id)
            message = email.message_from_bytes(mail.message, policy=email.policy.default)
            assert creditor.legal_name in message["From"]
            assert notice.case.reference.lstrip("0") in mail.about
            body = message.get_body(("plain",))
            assert body is not None
            assert "costs" not in body.get_content()


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    kind=st.sampled_from(DebtorKind),
    country=st.sampled_from(["NL", "BE", "DE", "FR", "LT", "NO", "GB"]),
    weeks=st.lists(st.integers(0, 3), min_size=1, max_size=3, unique=True).map(sorted),
    part=st.integers(0, 99_999),
)
def test_it_never_charges_anything(
    office: Office, kind: DebtorKind, country: str, weeks: list[int], part: int
) -> None:
    """Whoever owes, wherever, however often reminded: nothing but the invoice is asked or owed."""
    desk = own_desk(office, kind=kind, name="Anna Janssen", **HOMES.get(country, {}))
    for week in weeks:
        with at(MONDAY + timedelta(weeks=week)):
            notice_id = remind(desk)
            with office.at_work():
                notice = one(notice_id)
                sums = thaw(Contents, notice.facts["contents"]).amounts
                assert (sums.interest, sums.costs, sums.to_come) == (Money(0), Money(0), None)
                assert sums.total == desk.case.balance.open
                found = owed(desk.case, notice.due_on)
                assert found.collection_costs == found.interest == Money(0)
                if part and week == weeks[0]:
                    pay(desk, principal=Money(part))


def test_a_batch_does_not_mix_whose_name_it_bears(office: Office) -> None:
    desk, other = own_desk(office), own_desk(office)
    wishes = [
        batches.Wish(case_id=desk.case_id, kind=OWN),
        batches.Wish(case_id=other.case_id, kind=NoticeKind.DEMAND),
    ]
    with office.at_work(), pytest.raises(Refused, match="a batch of their own"):
        batches.make(wishes, by=office.collector.user)


def test_money_that_comes_in_time_goes_to_the_invoice_alone(office: Office) -> None:
    desk = own_desk(office, kind=DebtorKind.CONSUMER)
    with at(MONDAY):
        remind(desk)
    with at(MONDAY + timedelta(days=5)):
        till(office, desk.case_id, Money.of(400))
        with office.at_work():
            assert desk.case.balance.open == Money.of(600)
            assert [entry.kind for entry in rows(Entry, Entry.kind == "charged")] == []
        till(office, desk.case_id, Money.of(600))
        with office.at_work():
            assert not desk.case.is_open
