"""A claim may carry interest that was agreed, or ask for none; nonsense is refused with its reason."""

from datetime import date
from decimal import Decimal

import pytest

from agency.cases.models import Case, Claim
from agency.charges.services import owed
from creditor.intake.agreed import checked_agreed, interest_of
from creditor.intake.models import Row
from portal.accounts.permissions import Role
from portal.money import Money
from portal.web import get
from tests.office import Office, new_claim, rows


@pytest.mark.parametrize(
    ("typed", "read"),
    [("12", "12"), ("12,5 %", "12.5"), ("1.25%", "1.25"), ("geen", "none"), ("None", "none")],
)
def test_a_rate_is_read_as_people_write_it(typed: str, read: str) -> None:
    errors: list[str] = []
    assert checked_agreed({"agreed_interest": typed}, errors) == (read, "")
    assert errors == []


@pytest.mark.parametrize("typed", ["-1", "ten", "120", "1,5 per month", "12 + 3"])
def test_nonsense_is_refused_by_what_was_written(typed: str) -> None:
    errors: list[str] = []
    assert checked_agreed({"agreed_interest": typed}, errors) == ("", "")
    assert typed in errors[0]


def test_a_first_day_without_a_rate_is_refused() -> None:
    errors: list[str] = []
    checked_agreed({"agreed_interest_from": "2026-04-01"}, errors)
    assert "no percentage" in errors[0]


def test_what_was_kept_before_has_the_interest_of_the_law() -> None:
    assert interest_of({}) == {}


def test_agreed_interest_runs_from_its_day_and_none_never(office: Office) -> None:
    agreed = new_claim(
        interest_basis="agreed", agreed_percent=Decimal(12), agreed_from=date(2026, 4, 1)
    )
    with_none = new_claim(interest_basis="none")
    case_id, other = office.accepted_case(None, agreed), office.accepted_case(None, with_none)
    with office.at_work():
        found = owed(get(Case, case_id), date(2026, 4, 30))
        assert found.interest == Money.of("9.86")  # 30 days at 12 % on 1,000
        assert owed(get(Case, other), date(2026, 4, 30)).interest == Money.of(0)
        assert rows(Claim, Claim.agreed_percent == Decimal(12))[0].interest_basis == "agreed"


def test_the_form_takes_an_agreed_rate(office: Office) -> None:
    creditor_id = office.new_creditor()
    client = office.sign_in(office.person(Role.OWNER, creditor_id))
    form = {
        "debtor_kind": "business", "debtor_name": "Bakkerij Jansen B.V.", "street": "Kade 1",
        "postcode": "3511 AB", "city": "Utrecht", "country": "NL", "invoice_no": "A-1",
        "invoice_date": "2026-02-01", "due_date": "2026-03-01", "principal": "1000,00",
        "agreed_interest": "12,5", "agreed_interest_from": "2026-04-01",
    }  # fmt: skip
    refused = client.post("/creditor/claims/new", data={**form, "agreed_interest": "lots"})
    assert refused.status_code == 422
    assert "“lots” is no yearly percentage" in refused.text
    done = client.post("/creditor/claims/new", data=form)
    assert done.status_code == 302
    with office.at_work():
        kept = rows(Row)[0].claim
    assert (kept["agreed_interest"], kept["agreed_interest_from"]) == ("12.5", "2026-04-01")
    assert "12.5 %" in client.get(done.headers["Location"]).text
