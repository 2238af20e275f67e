"""Numbers that people see: cases, creditors and remittances count up without gaps."""

from sqlalchemy.dialects.postgresql import insert

from agency.clients.models import Counter
from portal import db
from portal.keys import new_key
from portal.tenancy import acting


def next_numbers(series: str, count: int = 1) -> range:
    """Take the next `count` numbers of a series of the acting agency, from 1 on.

    One statement, whose row lock makes other takers of the series wait for this transaction: what
    is committed has no gaps, and what is undone gives its numbers back. ValueError when count < 1.
    """
    if count < 1:
        raise ValueError("One number at least is taken.")
    first = insert(Counter).values(
        agency_id=acting().agency_id, id=new_key(), series=series, last=count
    )
    last = db.session.execute(
        first.on_conflict_do_update(
            index_elements=[Counter.agency_id, Counter.series],
            set_={"last": Counter.last + count},
        ).returning(Counter.last)
    ).scalar_one()
    return range(last - count + 1, last + 1)
