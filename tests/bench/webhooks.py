"""Payments posted, by themselves and from a signed webhook on: allocated, with interest and fee."""

import hashlib
import hmac
import json
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from multiprocessing import get_context

import psycopg

from agency.cases.models import Case
from agency.payments.models import Payment
from agency.payments.settling import Received, settle, settle_many
from portal import clock, crypto, db
from portal.keys import new_key
from portal.money import Money
from portal.web import get
from tests.bench.house import House
from tests.bench.rows import Row, per_second, row
from tests.office import Office, new_claim, open_office
from tests.servers import APP, OWNER

Post = Callable[[Office, list[uuid.UUID]], None]

COUNT = 400
TOGETHER = 200
"""As many as the job takes that posts what waited."""
AMOUNT = 50_000


def rows(house: House) -> dict[str, Row]:
    """Payments and webhooks a second in one process, against single-row commits of the same database."""
    office = open_office(house.app)
    office.open_stripe(house.stripe)
    messages = _messages(office, COUNT + 20)
    payments = _payments(office, COUNT + 20)
    together = _payments(office, 2 * TOGETHER)
    house.analyze()
    _settle(office, payments[:20])
    posted = per_second(COUNT, lambda: _settle(office, payments[20:]))
    _in_batches(office, together[:TOGETHER])
    in_batch = per_second(TOGETHER, lambda: _in_batches(office, together[TOGETHER:]))
    by_two = _by_two(house, office, _settle, COUNT // 2)
    in_batch_by_two = _by_two(house, office, _in_batches, 3 * TOGETHER)
    client = house.app.test_client()

    def post(some: list[tuple[bytes, str]]) -> None:
        for payload, signature in some:
            answer = client.post(
                f"/webhooks/stripe/{office.slug}",
                data=payload,
                headers={"Stripe-Signature": signature},
            )
            assert answer.json == {"outcome": "posted"}, answer.text

    post(messages[:20])
    value = per_second(COUNT, lambda: post(messages[20:]))
    floor = _single_row_commits(house)
    return {
        "webhooks_posted_per_second": row(
            value,
            "1/s",
            f"{COUNT} signed checkout.session.completed over the WSGI test client, one transaction "
            "each (event kept, interest and costs booked, payment posted, allocated, fee, case "
            "closed); floor: single-row commits by psycopg on one connection of the same database",
            floor=floor,
        ),
        "payments_posted_per_second": row(
            posted,
            "1/s",
            f"{COUNT} payments settled, one transaction each (interest and costs booked, payment "
            "posted, allocated, fee, case closed, audit); floor: single-row commits by psycopg on "
            "one connection of the same database",
            floor=floor,
        ),
        "payments_posted_in_batch_per_second": row(
            in_batch,
            "1/s",
            f"the same of {TOGETHER} payments of as many cases in one transaction; same floor",
            floor=floor,
        ),
        "payments_posted_by_two_per_second": row(
            by_two,
            "1/s",
            "as payments_posted_per_second, by two processes at a time; same floor, by one",
            floor=floor,
        ),
        "payments_posted_in_batch_by_two_per_second": row(
            in_batch_by_two,
            "1/s",
            f"batches of {TOGETHER} as before, by two processes at a time; same floor, by one",
            floor=floor,
        ),
    }


def _settle(office: Office, payments: list[uuid.UUID]) -> None:
    for payment_id in payments:
        with office.at_work():
            assert settle(
                payment_id,
                amount=Money(AMOUNT),
                payment_intent=f"pi_{payment_id.hex}",
                received_on=clock.today(),
            )


def _in_batches(office: Office, payments: list[uuid.UUID]) -> None:
    for of_batch in _batched(payments, TOGETHER):
        with office.at_work():
            done = settle_many(
                Received(
                    payment_id=payment_id,
                    amount=Money(AMOUNT),
                    payment_intent=f"pi_{payment_id.hex}",
                    on=clock.today(),
                )
                for payment_id in of_batch
            )
        assert all(done.values()), done


def _batched(payments: list[uuid.UUID], size: int) -> Iterator[list[uuid.UUID]]:
    return (payments[start : start + size] for start in range(0, len(payments), size))


def _by_two(house: House, office: Office, post: Post, each: int) -> float:
    """How many a second two processes post that begin together, once both are warm."""
    processes = get_context("fork")
    warm, begin = processes.Barrier(3), processes.Barrier(3)
    engine = house.app.extensions["engine"]
    parts = [_payments(office, each + TOGETHER) for _ in range(2)]
    house.analyze()
    engine.dispose()

    def work(part: list[uuid.UUID]) -> None:
        post(office, part[:TOGETHER])
        warm.wait()
        begin.wait()
        post(office, part[TOGETHER:])

    workers = [processes.Process(target=work, args=(part,)) for part in parts]
    for worker in workers:
        worker.start()
    warm.wait()
    began = time.perf_counter()
    begin.wait()
    for worker in workers:
        worker.join()
    taken = time.perf_counter() - began
    assert not any(worker.exitcode for worker in workers)
    return 2 * each / taken


def _messages(office: Office, count: int) -> list[tuple[bytes, str]]:
    with office.at_work():
        secret = _secret()
    payments = _payments(office, count)
    return [_signed(number, str(each), secret) for number, each in enumerate(payments)]


def _payments(office: Office, count: int) -> list[uuid.UUID]:
    """Payments that were started, each of a case of its own."""
    creditor_id = office.new_creditor()
    made = []
    cases = [office.accepted_case(creditor_id, new_claim()) for _ in range(count)]
    with office.at_work():
        for case_id in cases:
            case = get(Case, case_id)
            payment = Payment(
                id=new_key(),
                creditor_id=case.creditor_id,
                case_id=case.id,
                amount_minor=AMOUNT,
                currency="EUR",
                expires_at=clock.now() + timedelta(hours=1),
                checkout_id=f"cs_{case_id.hex}",
            )
            db.session.add(payment)
            made.append(payment.id)
    return made


def _secret() -> str:
    from agency.payments.accounts import provider_account

    account = provider_account()
    assert account
    return crypto.unseal(account.webhook_secret_sealed)


def _signed(number: int, payment_id: str, secret: str) -> tuple[bytes, str]:
    now = int(time.time())
    payload = json.dumps(
        {
            "id": f"evt_bench_{number}",
            "object": "event",
            "type": "checkout.session.completed",
            "created": now,
            "livemode": False,
            "data": {
                "object": {
                    "id": f"cs_{number}",
                    "object": "checkout.session",
                    "payment_status": "paid",
                    "payment_intent": f"pi_bench_{number}",
                    "amount_total": AMOUNT,
                    "currency": "eur",
                    "metadata": {"payment_id": payment_id},
                }
            },
        }
    ).encode()
    digest = hmac.new(secret.encode(), f"{now}.".encode() + payload, hashlib.sha256).hexdigest()
    return payload, f"t={now},v1={digest}"


def _single_row_commits(house: House) -> float:
    with psycopg.connect(house.plain_url(OWNER), autocommit=True) as owner:
        owner.execute("create table floor_rows (id bigint primary key, amount bigint)")
        owner.execute(f"grant insert on floor_rows to {APP}")
    with psycopg.connect(house.plain_url(APP), autocommit=True) as connection:

        def commit() -> None:
            for number in range(2_000):
                connection.execute("insert into floor_rows values (%s, %s)", (number, 100))

        return per_second(2_000, commit)
