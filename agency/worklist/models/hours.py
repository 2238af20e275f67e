"""When debtors are reached by telephone, and when the agency does nothing but call."""

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from portal.tenancy import TenantScoped


class CallingRate(TenantScoped):
    """How many calls to debtors of a country and kind reached them, by band of the day."""

    __tablename__ = "calling_rates"
    __table_args__ = (CheckConstraint("reached between 0 and tries", name="reached"),)
    creditors_see = "nothing"

    id = None  # type: ignore[assignment]  # What it counts is its key.
    country: Mapped[str] = mapped_column(primary_key=True)
    debtor_kind: Mapped[str] = mapped_column(primary_key=True)
    band: Mapped[int] = mapped_column(primary_key=True)
    """The hour at which the band begins, on the debtor's clock."""
    tries: Mapped[int]
    reached: Mapped[int]


class PeakHours(TenantScoped):
    """The hours in which debtors are best called: the worklist then shows calls alone."""

    __tablename__ = "peak_hours"
    __table_args__ = (
        UniqueConstraint("agency_id"),
        CheckConstraint(
            "from_hour between 0 and 23 and before_hour between 1 and 24 "
            "and from_hour < before_hour",
            name="hours",
        ),
    )
    creditors_see = "nothing"

    days: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    """Of the week, Monday being 0; none at all when empty."""
    from_hour: Mapped[int]
    before_hour: Mapped[int]
