"""Nobody hands over at figures that it has not seen."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from agency.cases.models import Claim
from agency.clients.models import Agreement
from creditor.intake import queries, services
from creditor.intake.models import Batch, Row
from portal import clock, db
from portal.errors import Refused
from portal.web import get
from tests.creditor.handover import Clerk, count
from tests.creditor.intake.test_services import accept, upload
from tests.hostile import csv_rows
from tests.office import TARIFF, Office, rows


def test_a_claim_that_grew_older_is_not_handed_over_at_a_fee_nobody_saw(
    office: Office, clerk: Clerk
) -> None:
    overdue_since = clock.today() - timedelta(days=120)  # 15 % up to and with this day
    batch_id = upload(clerk, csv_rows(2, due_date=overdue_since.isoformat()))
    with clock.moved_to(datetime.now(UTC) + timedelta(days=1)):
        with pytest.raises(Refused, match="fee has changed"):
            accept(clerk, batch_id)
        with office.at_work():
            assert {row.fee_percent for row in rows(Row)} == {Decimal(20)}
            assert get(Batch, batch_id).accepted_at is None
        accept(clerk, batch_id)
    with office.at_work():
        assert {claim.fee_percent for claim in rows(Claim)} == {Decimal(20)}


def test_a_quote_of_yesterday_that_still_holds_is_accepted_with_the_age_of_today(
    office: Office, clerk: Clerk
) -> None:
    overdue_since = clock.today() - timedelta(days=30)
    batch_id = upload(clerk, csv_rows(2, due_date=overdue_since.isoformat()))
    with clock.moved_to(datetime.now(UTC) + timedelta(days=5)):
        accept(clerk, batch_id)
    with office.at_work():
        assert {claim.fee_reasons[0]["figures"]["days"] for claim in rows(Claim)} == {"35"}


def test_a_new_agreement_of_today_is_shown_before_it_counts(office: Office, clerk: Clerk) -> None:
    batch_id = upload(clerk, csv_rows(1))
    dearer = [{"max_age_days": None, "percent": "40"}]
    with office.at_work():
        db.session.add(
            Agreement(
                creditor_id=clerk.creditor_id,
                valid_from=clock.today(),
                tariff=TARIFF | {"bands": dearer},
                vat_percent=Decimal(21),
            )
        )
    with pytest.raises(Refused, match="fee has changed"):
        accept(clerk, batch_id)
    accept(clerk, batch_id)
    with office.at_work():
        assert rows(Claim)[0].fee_percent == 40


def test_figures_that_nobody_saw_are_not_accepted(office: Office, clerk: Clerk) -> None:
    batch_id = upload(clerk, csv_rows(2))
    with (
        pytest.raises(Refused, match="fee has changed"),
        office.at_work(clerk.creditor_id),
    ):
        services.accept(get(Batch, batch_id), by=clerk.person.user, shown="2 2469.00 EUR 1.00 EUR")
    assert count(office, Claim) == 0


def test_the_figures_are_the_sum_of_what_each_claim_will_cost(office: Office, clerk: Clerk) -> None:
    data = csv_rows(3, principal="33,33", due_date="2026-11-01", invoice_date="2026-10-01")
    batch_id = upload(clerk, data)
    with office.at_work():
        [total] = queries.totals(get(Batch, batch_id))
    assert total.claims == 3
    assert str(total.principal) == "99.99 EUR"
    assert str(total.fee) == "15.00 EUR", "three times 5.00, not 15 % of the sum"


def test_a_consumer_made_a_business_is_quoted_anew(office: Office, clerk: Clerk) -> None:
    dearer = TARIFF | {"consumer_surcharge": "4"}
    with office.at_work():
        rows(Agreement, Agreement.creditor_id == clerk.creditor_id)[0].tariff = dearer
    batch_id = upload(clerk, csv_rows(1))
    with office.at_work(clerk.creditor_id):
        row = rows(Row, Row.batch_id == batch_id)[0]
        before = row.fee_percent
        services.amend(row, {"debtor_kind": "business"}, by=clerk.person.user)
        assert before is not None
        assert row.fee_percent == before - 4
