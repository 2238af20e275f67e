"""What a debtor declares holds for all its cases, is ended only with a source, and is never lost."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from agency.cases import services as cases
from agency.cases.models import ClosureReason
from agency.compliance.kinds import DeclarationKind, Source
from agency.compliance.may_contact import may_contact
from agency.compliance.models import Declaration
from agency.compliance.services import declare, revoke
from agency.law.vocabulary import Channel, Purpose
from portal import clock, db
from portal.audit.models import Event
from portal.errors import Refused
from tests.agency.compliance.desk import anna, case_of, said
from tests.office import Office, rows

_K = DeclarationKind
SHUT = [
    (said(_K.OPT_OUT), {Channel.EMAIL}),
    (said(_K.OPT_OUT, channel="phone"), {Channel.PHONE}),
    (said(_K.CEASE), {Channel.EMAIL, Channel.PHONE, Channel.SMS, Channel.VISIT}),
    (said(_K.REPRESENTED), {*Channel}),
    (said(_K.BREATHING_SPACE, until_on=date(2026, 12, 24)), {*Channel}),
    (said(_K.DEBT_MEDIATION, name="Stadsbank"), {*Channel}),
    (said(_K.DECEASED), {*Channel}),
    (said(_K.INSOLVENT, name="mr. C. Curator"), {*Channel}),
    (said(_K.INCONVENIENT), {Channel.EMAIL, Channel.PHONE, Channel.SMS, Channel.VISIT}),
    (said(_K.CONSENT), set()),
    (said(_K.VULNERABLE), set()),
    (said(_K.LANGUAGE), set()),
    (said(_K.PREFERRED_CHANNEL), set()),
]


def _shut(case_id: object, at: datetime | None = None) -> set[Channel]:
    debtor = case_of(case_id).debtor  # type: ignore[arg-type]
    return {channel for channel in Channel if not may_contact(debtor, channel, at).allowed}


@pytest.mark.parametrize(("declared", "channels"), SHUT, ids=lambda it: getattr(it, "kind", ""))
def test_each_declaration_shuts_what_the_law_says(
    office: Office, declared: object, channels: set[Channel]
) -> None:
    case_id = anna(office)
    with office.at_work():
        declare(case_of(case_id), declared, by=office.collector.user)  # type: ignore[arg-type]
        assert _shut(case_id) == channels


def test_it_holds_for_the_person_at_every_creditor_and_outlives_its_case(office: Office) -> None:
    here, elsewhere = anna(office), anna(office, email="other@debtor.example")
    with office.at_work():
        declare(case_of(here), said(_K.OPT_OUT), by=office.collector.user)
        cases.close(case_of(here), ClosureReason.WITHDRAWN, by=office.collector.user, text="Paid")
    with office.at_work():
        assert _shut(elsewhere) == {Channel.EMAIL}
    again = anna(office, case_creditor(office, here))
    with office.at_work():
        assert _shut(again) == {Channel.EMAIL}


def case_creditor(office: Office, case_id: object) -> object:
    with office.at_work():
        return case_of(case_id).creditor_id  # type: ignore[arg-type]


def test_a_housemate_with_the_same_mailbox_is_somebody_else(office: Office) -> None:
    here, housemate = anna(office), anna(office, name="Bram de Wit")
    with office.at_work():
        declare(case_of(here), said(_K.OPT_OUT), by=office.collector.user)
        assert _shut(housemate) == set()


def test_saying_it_twice_is_once_and_it_ends_once(office: Office) -> None:
    case_id = anna(office)
    by = office.collector
    with office.at_work():
        first = declare(case_of(case_id), said(_K.CEASE), by=by.user)
        assert declare(case_of(case_id), said(_K.CEASE), by=by.user) is first
        revoke(first, source=Source.LETTER, text="Changed her mind", by=by.user)
        revoke(first, source=Source.PHONE, by=office.manager.user)
        assert _shut(case_id) == set()
    with office.at_work():
        (kept,) = rows(Declaration)
        assert (kept.revoked_source, kept.revoked_text) == ("letter", "Changed her mind")
        kinds = db.session.scalars(select(Event.kind).where(Event.subject_id == kept.id)).all()
        assert sorted(kinds) == ["contact.declared", "contact.revoked"]


def test_who_takes_a_consent_back_is_left_alone_by_that_channel(office: Office) -> None:
    case_id = anna(office)
    with office.at_work():
        agreed = declare(case_of(case_id), said(_K.CONSENT), by=office.collector.user)
        refused = revoke(agreed, source=Source.EMAIL, by=office.collector.user)
        assert refused
        assert refused.kind == _K.OPT_OUT
        assert _shut(case_id) == {Channel.EMAIL}
        declare(case_of(case_id), said(_K.CONSENT), by=office.collector.user)
        assert _shut(case_id) == set()


def test_a_language_is_that_of_every_record_and_is_replaced_not_revoked(office: Office) -> None:
    here, elsewhere = anna(office), anna(office)
    with office.at_work():
        chosen = declare(case_of(here), said(_K.LANGUAGE), by="debtor")
        assert {case_of(here).debtor.locale, case_of(elsewhere).debtor.locale} == {"en"}
        with pytest.raises(Refused, match="Record the one"):
            revoke(chosen, source=Source.PHONE, by=office.collector.user)
        declare(case_of(here), said(_K.LANGUAGE, locale="nl"), by="debtor")
        assert case_of(elsewhere).debtor.locale == "nl"


def test_hours_that_do_not_suit_end_at_their_hour(office: Office) -> None:
    case_id = anna(office)
    with office.at_work():
        declare(case_of(case_id), said(_K.INCONVENIENT, days=(0,)), by=office.collector.user)
        verdict = may_contact(case_of(case_id).debtor, Channel.PHONE)
        assert not verdict.allowed
        assert verdict.next_at == datetime(2026, 11, 23, 11, tzinfo=UTC)
        assert may_contact(
            case_of(case_id).debtor, Channel.PHONE, datetime(2026, 11, 24, 9, tzinfo=UTC)
        ).allowed


def test_a_breathing_space_ends_by_itself_and_can_be_given_anew(office: Office) -> None:
    case_id = anna(office)
    rest = said(_K.BREATHING_SPACE, until_on=date(2026, 12, 3))
    with office.at_work():
        declare(case_of(case_id), rest, by=office.collector.user)
        verdict = may_contact(case_of(case_id).debtor, Channel.POST)
        assert verdict.next_at == datetime(2026, 12, 3, 23, tzinfo=UTC)
    with clock.moved_to(datetime(2026, 12, 8, 10, tzinfo=UTC)), office.at_work():
        assert _shut(case_id) == set()
        later = said(_K.BREATHING_SPACE, until_on=date(2027, 2, 3))
        declare(case_of(case_id), later, by=office.collector.user)
        assert _shut(case_id) == {*Channel}


def test_where_no_law_is_known_a_receipt_still_asks_the_debtor(office: Office) -> None:
    case_id = anna(office, country="BR")
    with office.at_work():
        debtor = case_of(case_id).debtor
        with pytest.raises(Refused, match="no rules"):
            may_contact(debtor, Channel.EMAIL)
        assert may_contact(debtor, Channel.EMAIL, purpose=Purpose.RECEIPT).allowed
        declare(case_of(case_id), said(_K.OPT_OUT), by=office.collector.user)
        assert not may_contact(debtor, Channel.EMAIL, purpose=Purpose.RECEIPT).allowed


def test_no_creditor_reads_what_its_debtor_declared(office: Office) -> None:
    creditor_id = office.new_creditor()
    case_id = anna(office, creditor_id)
    with office.at_work():
        declare(case_of(case_id), said(_K.VULNERABLE), by=office.collector.user)
    with office.at_work(creditor_id):
        assert rows(Declaration) == []
        assert rows(Event, Event.kind == "contact.declared") == []
    with office.at_work():
        (event,) = rows(Event, Event.kind == "contact.declared")
        assert event.case_id == case_id
        assert "Call" not in str(event.data)


def test_a_debtor_far_away_is_left_alone_at_once_and_to_the_end_of_its_own_day(
    office: Office,
) -> None:
    """Half past midnight at the office is still the day before in Chicago."""
    case_id = anna(office, country="US")
    with clock.moved_to(datetime(2026, 11, 23, 23, 30, tzinfo=UTC)), office.at_work():
        case_of(case_id).debtor.time_zone = "America/Chicago"
        rest = said(_K.BREATHING_SPACE, until_on=date(2026, 11, 26))
        declare(case_of(case_id), said(_K.OPT_OUT), by="debtor")
        declare(case_of(case_id), rest, by=office.collector.user)
        assert Channel.EMAIL in _shut(case_id)
    with clock.moved_to(datetime(2026, 11, 27, 5, 30, tzinfo=UTC)), office.at_work():
        assert _shut(case_id) == {*Channel}
    with clock.moved_to(datetime(2026, 11, 27, 16, 30, tzinfo=UTC)), office.at_work():
        assert _shut(case_id) == {Channel.EMAIL}
