"""Web and worker are killed again and again, wherever they are: nothing is lost, and nothing done twice."""

import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import pytest
from sqlalchemy import func, select

from agency.autopay.models import ChargeAttempt
from agency.payments.models import Payment
from portal import clock, db, outbox
from portal.cli import QUEUES
from portal.outbox import GRACE, OutboxJob
from tests.agency.autopay.desk import by_card
from tests.agency.payments.agreeing import at_provider, must_agree
from tests.faults.caller import PATIENCE, Caller
from tests.faults.conftest import House, let_time_pass, wait_until
from tests.faults.fuse import Fuse
from tests.faults.test_killed_charge import due_now
from tests.office import Office, rows
from tests.portal.pay.conftest import POSTCODE, path_of
from tests.standins.stripe import StripeStandIn

LONGEST = 130
"""About as many sparks as what is done at a time makes."""


@dataclass
class Mortals:
    """A web server of two processes and a worker, as an operator starts them, on one fuse."""

    address: str
    fuse: Fuse
    stripe: StripeStandIn


@pytest.fixture(scope="module")
def mortals(
    house: House, stripe: StripeStandIn, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mortals]:
    place = f"127.0.0.1:{_free_port()}"
    path = tmp_path_factory.mktemp("fuse") / "fuse"
    fuse = Fuse(path)
    app = "tests.faults.mortal"
    web = f"{app}:app --preload --worker-class gthread --workers 2 --threads 8 --no-control-socket"
    with (
        house.runs("gunicorn", *web.split(), "--bind", place, FUSE=str(path)),
        house.runs("flask", "--app", app, "worker", FUSE=str(path)),
    ):
        wait_until(lambda: _answers(place))
        yield Mortals(f"http://{place}", fuse, stripe)


@dataclass
class Days:
    """What happens in an office, and how often somebody is killed meanwhile."""

    mortals: Mortals
    office: Office
    chance: Random
    deaths: int = 0

    def debtor_pays(self) -> Payment:
        """A debtor opens its page, begins to pay, pays at the provider, and we hear of it."""
        case_id = self.office.accepted_case()
        path = path_of(self.office, case_id)
        debtor = Caller(self.mortals.address)
        self.kill_somebody()
        debtor.open(f"{path}?lang=en")
        debtor.send(path, answer=POSTCODE)
        debtor.open(path)
        self.kill_somebody()
        assert debtor.send(f"{path}/payments", amount="400").status_code == 303
        with self.office.at_work():
            [payment] = rows(Payment, Payment.case_id == case_id)
        self.kill_somebody()
        self.mortals.stripe.pay_checkout(str(payment.checkout_id))
        self.settle_down()
        return payment

    def staff_gives_back(self, payment: Payment) -> None:
        """Somebody of finance gives a part back, and presses until there is an answer."""
        browser = self.office.sign_in(self.office.finance)
        cookie = browser.get_cookie("portal")
        assert cookie
        finance = Caller(self.mortals.address, cookie.value)
        path = f"/agency/payments/{payment.id}/refund"
        [key] = re.findall(r'name="key" value="([^"]+)"', finance.open(path))
        self.kill_somebody()
        answer = finance.send(path, amount="100.00", reason="duplicate", key=key)
        assert answer.status_code == 302
        self.settle_down()

    def instalment_is_taken(self) -> None:
        """The nightly run takes an instalment from a card."""
        by_card(self.office, self.mortals.stripe, due_now(self.office))
        self.kill_somebody()
        with self.office.at_work():
            outbox.later("autopay.run")
        self.settle_down()

    def bank_takes_back(self, payment: Payment) -> None:
        """The bank of a payer takes a payment back."""
        self.kill_somebody()
        self.mortals.stripe.dispute(str(self._intent(payment)))
        self.settle_down()

    def kill_somebody(self) -> None:
        """From now on, wherever the next one is when the fuse has burnt."""
        self.deaths += self.mortals.fuse.has_burnt
        self.mortals.fuse.light(self.chance.randint(1, LONGEST))

    def settle_down(self) -> None:
        """All that was begun comes to its end; waits of the queue and the provider are cut short."""
        self.mortals.stripe.deliver_all(timeout=PATIENCE)
        wait_until(self._is_quiet, seconds=PATIENCE)
        self.mortals.stripe.deliver_all(timeout=PATIENCE)

    def _is_quiet(self) -> bool:
        for name in QUEUES:
            let_time_pass(name, "scheduled")
        with clock.moved_to(clock.now() + GRACE * 2):
            outbox.relay()
        with db.work():
            written = db.session.scalar(select(func.count()).select_from(OutboxJob))
        return not written and not any(map(_waits, QUEUES))

    def _intent(self, payment: Payment) -> str:
        return str(self.mortals.stripe.read(str(payment.checkout_id))["payment_intent"])


@pytest.mark.parametrize("seed", range(3))
def test_killed_wherever_they_are_they_lose_nothing_and_do_nothing_twice(
    mortals: Mortals, office_there: Office, seed: int
) -> None:
    office_there.open_stripe(mortals.stripe, at=mortals.address)
    days = Days(mortals, office_there, Random(seed))
    payment = days.debtor_pays()
    days.staff_gives_back(payment)
    days.instalment_is_taken()
    days.bank_takes_back(days.debtor_pays())
    mortals.fuse.light(0)
    days.settle_down()
    must_agree(office_there, mortals.stripe)
    assert len(at_provider(mortals.stripe, office_there, "refund")) == 1
    with office_there.at_work():
        [attempt] = rows(ChargeAttempt)
        assert attempt.state == "paid"
    assert days.deaths >= 4, "somebody must have died"
    for name in QUEUES:
        assert not outbox.queue(name).failed_job_registry.get_job_ids()


def _waits(name: str) -> bool:
    """Whether anything of a queue is still to be done."""
    queue = outbox.queue(name)
    others = (queue.started_job_registry, queue.scheduled_job_registry)
    return bool(queue.count or any(it.get_job_count(cleanup=False) for it in others))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(place: str) -> bool:
    host, _, port = place.partition(":")
    with socket.socket() as probe:
        return probe.connect_ex((host, int(port))) == 0
