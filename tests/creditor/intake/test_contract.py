"""What foreign law asks of a claim comes in by form and file, and reaches the claim."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from agency.cases.models import Claim
from agency.clients.models import Agreement
from creditor.intake.asking import asked_in
from creditor.intake.columns import read_claims
from creditor.intake.contract import checked_contract, contract_of
from creditor.intake.models import Row
from portal.accounts.permissions import Role
from portal.web import get
from tests.office import Office, rows

TODAY = date(2026, 11, 22)
KEPT = {"principal": {"minor": 100_000, "currency": "EUR"}}
FORM = {
    "debtor_kind": "consumer",
    "debtor_name": "Anne Peeters",
    "street": "Nieuwstraat 1",
    "postcode": "1000",
    "city": "Brussel",
    "country": "BE",
    "invoice_no": "BE-1",
    "invoice_date": "2026-02-01",
    "due_date": "2026-03-01",
    "principal": "1000,00",
    "currency": "EUR",
}


@pytest.mark.parametrize(
    ("texts", "field"),
    [
        ({"costs_clause": "perhaps"}, "costs_clause"),
        ({"agreed_costs": "lots"}, "agreed_costs"),
        ({"agreed_costs": "120%"}, "agreed_costs"),
        ({"agreed_costs": "0"}, "agreed_costs"),
        ({"reminder_on": "2026-11-23"}, "reminder_on"),
        ({"reminded_on": "2026-11-01", "reminded_channel": "pigeon"}, "reminded_channel"),
        ({"reminded_channel": "post"}, "reminded_on"),
    ],
)
def test_nonsense_is_refused_by_its_field(texts: dict[str, str], field: str) -> None:
    errors: list[Any] = []
    checked_contract(texts, "EUR", TODAY, errors)
    assert [error.field for error in errors] == [field]


def test_a_letter_goes_by_post_unless_said_otherwise() -> None:
    found = checked_contract({"reminded_on": "2026-11-01"}, "EUR", TODAY, [])
    assert found["reminded_channel"] == "post"


@pytest.mark.parametrize(
    ("says", "usual", "clause", "percent"),
    [
        ({}, {}, False, None),
        ({}, {"costs_clause": True, "agreed_costs_percent": Decimal(10)}, True, Decimal(10)),
        ({"costs_clause": "no"}, {"costs_clause": True, "agreed_costs_percent": 10}, False, None),
        ({"costs_clause": "yes", "agreed_costs": "7,5%"}, {}, True, Decimal("7.5")),
    ],
)
def test_what_a_claim_says_goes_before_what_is_usual(
    says: dict[str, str], usual: dict[str, Any], clause: bool, percent: Decimal | None
) -> None:
    found = contract_of({**KEPT, **says}, usual)
    assert (found["costs_clause"], found.get("agreed_costs_percent")) == (clause, percent)


def test_only_what_matters_is_asked() -> None:
    assert asked_in("NL", TODAY) == set()
    assert asked_in("BE", TODAY) == {"costs_clause", "agreed_costs"}
    assert asked_in("DE", TODAY) == {"due_agreed", "disputed"}
    assert asked_in("NO", TODAY) == {"disputed", "reminder_on", "own_demand_on"}


def test_a_file_says_it_in_columns() -> None:
    header = (
        "naam;factuurnummer;factuurdatum;vervaldatum;bedrag;straat;postcode;plaats;land;"
        "overeengekomen rente;rente vanaf;kostenbeding;overeengekomen kosten;betwist;purring sendt"
    )
    line = (
        "Anne Peeters;BE-1;13-02-2026;13-03-2026;1000,00;Nieuwstraat 1;1000;Brussel;BE;"
        "8;15-03-2026;ja;75,00;nee;20-03-2026"
    )
    reading = read_claims(f"{header}\n{line}\n".encode(), today=TODAY)
    claim = reading.rows[0].claim
    assert claim is not None, reading.rows[0].errors
    assert (claim.agreed_interest, claim.agreed_interest_from) == ("8", "2026-03-15")
    assert (claim.costs_clause, claim.disputed, claim.due_agreed) == ("yes", "no", "")
    assert (claim.agreed_costs, claim.reminder_on) == ("75,00", "2026-03-20")
    wrong = line.replace("20-03-2026", "soon").replace(";ja;", ";maybe;")
    errors = read_claims(f"{header}\n{wrong}\n".encode(), today=TODAY).rows[0].errors
    assert any("soon" in error for error in errors)
    assert any("maybe" in error for error in errors)


def test_the_form_takes_it_to_the_claim(office: Office) -> None:
    creditor_id = office.new_creditor()
    client = office.sign_in(office.person(Role.OWNER, creditor_id))
    form = client.get("/creditor/claims/new").text
    assert "For customers in Belgium, Germany, Norway, and United States" in form
    given = {**FORM, "costs_clause": "yes", "agreed_costs": "10%", "reminder_on": "2026-04-01"}
    page = client.post("/creditor/claims/new", data=given).headers["Location"]
    seen = client.get(page).text
    assert "Costs that the contract names" in seen
    assert "10%" in seen
    with office.at_work(creditor_id):
        row = rows(Row)[0]
    amend = client.get(f"{page}/rows/{row.id}").text
    assert "The contract lets you charge collection costs" in amend
    assert "The contract fixes the due date" not in amend  # Belgian law does not ask.
    bad = {"debtor_kind": "consumer", "costs_clause": "yes", "agreed_costs": "much"}
    assert client.post(f"{page}/rows/{row.id}", data=bad).status_code == 422
    changed = {**bad, "agreed_costs": "75"}
    assert client.post(f"{page}/rows/{row.id}", data=changed).status_code == 302
    shown = client.get(f"{page}/figures").text.split('name="shown" value="')[1].split('"')[0]
    assert client.post(f"{page}/acceptance", data={"shown": shown}).status_code == 302
    with office.at_work():
        claim = rows(Claim)[0]
        assert (claim.costs_clause, claim.agreed_costs_minor) == (True, 7500)
        assert claim.agreed_costs_percent is None
        case_id = claim.case_id
    review = office.sign_in(office.collector).get(f"/agency/cases/{case_id}").text
    assert "the contract lets costs be charged; agreed costs of €75.00" in review


def test_what_is_usual_for_the_creditor_stands_where_a_claim_says_nothing(office: Office) -> None:
    creditor_id = office.new_creditor()
    with office.at_work():
        agreement = rows(Agreement, Agreement.creditor_id == creditor_id)[0]
        get(Agreement, agreement.id).costs_clause = True
    client = office.sign_in(office.person(Role.OWNER, creditor_id))
    page = client.post("/creditor/claims/new", data=FORM).headers["Location"]
    shown = client.get(f"{page}/figures").text.split('name="shown" value="')[1].split('"')[0]
    client.post(f"{page}/acceptance", data={"shown": shown})
    with office.at_work():
        assert rows(Claim)[0].costs_clause
