"""Words of events may go by law; what is left of them is proved like the rest."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from portal import db
from portal.audit import services as audit
from portal.audit.erasing import ERASED, erase_words
from portal.audit.models import Event
from tests.office import Office, open_office, rows


def _erased(office: Office) -> None:
    with office.at_work():
        audit.record(None, "debtor.asked", by="debtor", text="Call Anna", amount="12.50 EUR")
        audit.record(None, "case.held", by="system", reason="Anna")
    with office.at_work():
        assert audit.seal_events() == 2
    with office.at_work():
        (digests,) = erase_words(Event.kind == "debtor.asked").values()
        audit.record(None, ERASED, by="system", digests=digests)


def test_the_words_go_the_figures_stay_and_the_chain_holds(office: Office) -> None:
    _erased(office)
    with office.at_work():
        found = {event.kind: event.data for event in rows(Event)}
        assert found["debtor.asked"] == {"amount": "12.50 EUR", "erased": True}
        assert found["case.held"] == {"reason": "Anna"}
        audit.seal_events()
        assert audit.verify().faults == ()
        assert erase_words(Event.kind.in_(["debtor.asked", ERASED])) == {}


def test_who_changes_it_afterwards_is_found_out(office: Office, owner: Engine) -> None:
    _erased(office)
    with owner.begin() as connection:
        connection.execute(text("alter table events disable trigger append_only"))
        connection.execute(
            text(
                "update events set data = jsonb_set(data, '{amount}', '\"1.00 EUR\"') "
                "where kind = 'debtor.asked' and agency_id = :agency"
            ),
            {"agency": office.agency_id},
        )
        connection.execute(text("alter table events enable trigger append_only"))
    with office.at_work():
        (fault,) = audit.verify().faults
        assert "debtor.asked" in fault


def test_words_that_were_taken_out_unannounced_are_found_out(office: Office) -> None:
    with office.at_work():
        audit.record(None, "debtor.asked", by="debtor", text="Call Anna")
    with office.at_work():
        audit.seal_events()
        erase_words(Event.kind == "debtor.asked")
        assert len(audit.verify().faults) == 1


def test_nothing_but_the_function_changes_an_event(office: Office) -> None:
    def change() -> None:
        with office.at_work():
            audit.record(None, "debtor.asked", by="debtor", text="Call Anna")
            db.session.flush()
            db.session.execute(text("set local app.erasing = 'on'"))
            db.session.execute(text("update events set data = '{}'"))

    with pytest.raises(DBAPIError, match="permission denied"):
        change()


def test_another_agencys_and_a_creditors_session_erase_nothing(office: Office) -> None:
    with office.at_work():
        audit.record(None, "debtor.asked", by="debtor", text="Call Anna")
    with office.at_work():
        ids = [event.id for event in rows(Event)]
    call = text("select erase_events(cast(:ids as uuid[]), '{}')")
    other = open_office(office.app)
    with other.at_work():
        db.session.execute(call, {"ids": ids})
    with office.at_work():
        assert [event.data for event in rows(Event, Event.kind == "debtor.asked")] == [
            {"text": "Call Anna"}
        ]

    def as_creditor() -> None:
        with office.at_work(office.new_creditor()):
            db.session.execute(call, {"ids": ids})

    with pytest.raises(DBAPIError, match="erases nothing"):
        as_creditor()
