"""What an agency set about messages."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.tenancy import TenantScoped

ANSWER_DAYS = 2
"""Working days, where the agency set none."""


class MessageSettings(TenantScoped):
    """How soon messages want an answer. One for each agency; none means the house's own."""

    __tablename__ = "message_settings"
    __table_args__ = (
        UniqueConstraint("agency_id"),
        CheckConstraint("answer_days between 1 and 20", name="answer_days"),
    )
    creditors_see = "read"

    answer_days: Mapped[int] = mapped_column(default=ANSWER_DAYS)
