"""A debtor that can be called, and calls as a collector logs them."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from agency.cases.models import Case, DebtorRequest
from agency.contacts.kinds import ContactKind, Direction, Outcome, Spoke
from agency.contacts.models import Callback, Contact, Promise
from agency.contacts.services import Logged, log_contact, promise
from portal import clock
from portal.money import Money
from portal.web import get
from tests.office import Office, new_claim, new_debtor

WEDNESDAY = datetime(2026, 6, 10, 10, tzinfo=UTC)
PHONE = "+31 30 555 0100"


@contextmanager
def on(day: date, hour: int = 10) -> Iterator[None]:
    """A moment of a day."""
    with clock.moved_to(datetime(day.year, day.month, day.day, hour, tzinfo=UTC)):
        yield


def new_case(office: Office, **facts: Any) -> uuid.UUID:
    """A case of 1,000 against a bakery with a telephone."""
    return office.accepted_case(None, new_claim(debtor=new_debtor(phone=PHONE, **facts)))


def logged(**facts: Any) -> Logged:
    """A call of ours that nobody answered, unless told otherwise."""
    for name, kind in (("spoke", Spoke), ("outcome", Outcome)):
        if name in facts:
            facts[name] = kind(facts[name])
    return Logged(
        **{
            "form_key": uuid.uuid4(),
            "kind": ContactKind.CALL,
            "direction": Direction.OUT,
            "spoke": Spoke.NOBODY,
            "outcome": Outcome.NO_ANSWER,
            "at": clock.now(),
            "phone": PHONE,
            **facts,
        }
    )


def log(office: Office, case_id: uuid.UUID, **facts: Any) -> uuid.UUID:
    """A contact, logged by the collector."""
    with office.at_work():
        for name, model in (("callback", Callback), ("request", DebtorRequest)):
            if name in facts:
                facts[name] = get(model, facts[name])
        made: Contact = log_contact(get(Case, case_id), logged(**facts), by=office.collector.user)
        return made.id


def promised(
    office: Office, case_id: uuid.UUID, amount: int | str, due_on: date, **facts: Any
) -> uuid.UUID:
    """A promise that the collector heard on the telephone."""
    with office.at_work():
        made = promise(
            get(Case, case_id),
            Money.of(amount),
            due_on,
            **{"channel": "phone", "by": office.collector.user, **facts},
        )
        return made.id


def state_of(office: Office, promise_id: uuid.UUID) -> str:
    """How a promise stands."""
    with office.at_work():
        return get(Promise, promise_id).state


def waits_for(office: Office, case_id: uuid.UUID) -> tuple[str, str, date]:
    """Whose move a case is, which, and until when."""
    with office.at_work():
        case = get(Case, case_id)
        return case.mover, case.move, case.move_until
