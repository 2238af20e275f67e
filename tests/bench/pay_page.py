"""Server time of the page that a debtor sees behind its link, among a hundred thousand cases."""

from flask.testing import FlaskClient

from tests.bench.house import House
from tests.bench.pages import fill
from tests.bench.rows import Row, p99_ms, row
from tests.office import open_office
from tests.portal.pay.conftest import POSTCODE, path_of

CASES = 100_000
DEBTORS = 30
TIMES = 300


def rows(house: House) -> dict[str, Row]:
    """The 99th percentile of the page with everything that is owed, why, and what can be done."""
    office = open_office(house.app)
    office.open_stripe(house.stripe)
    creditor_id = office.new_creditor()
    paths = [path_of(office, office.accepted_case(creditor_id)) for _ in range(DEBTORS)]
    fill(house, office, CASES)
    debtors = [_passed(house.app.test_client(), path) for path in paths]

    def open_page(number: int) -> None:
        client, path = debtors[number % DEBTORS]
        answer = client.get(path)
        assert answer.status_code == 200, answer.text[:500]
        assert "1.000,00" in answer.text

    how = (
        f"{TIMES} requests over the WSGI test client, one process, {DEBTORS} debtors in turn among "
        f"{CASES:,} open cases, the light check passed before"
    )
    return {"pay_page_p99_ms": row(p99_ms(TIMES, open_page), "ms", how)}


def _passed(client: FlaskClient, path: str) -> tuple[FlaskClient, str]:
    """A debtor's browser after the light check."""
    client.get(path)
    assert client.post(path, data={"answer": POSTCODE}).status_code == 303
    return client, path
