"""What is asked together is planned by the keys of records, and only that is."""

from sqlalchemy import text

from portal import db
from portal.together import asking_by_keys, together
from tests.office import Office

PLANNING = text(
    "select current_setting('enable_seqscan') as whole, current_setting('plan_cache_mode') as cached"
)
BY_KEYS = ("off", "force_generic_plan")
AS_EVER = ("on", "auto")


def test_what_is_asked_otherwise_is_planned_as_ever(office: Office) -> None:
    with office.at_work():
        [[within]] = together((PLANNING, {}))
        assert within == BY_KEYS
        assert db.session.execute(PLANNING).one() == AS_EVER


def test_a_transaction_that_asks_by_keys_alone_says_so_until_its_end(office: Office) -> None:
    with office.at_work():
        with asking_by_keys():
            together((PLANNING, {}))
            assert db.session.execute(PLANNING).one() == BY_KEYS
            db.session.rollback()
        assert db.session.execute(PLANNING).one() == AS_EVER
