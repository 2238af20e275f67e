"""Forms as they were sent in: the latest of each goes with letters, the earlier ones stay on file."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.tenancy import TenantScoped


class Enclosure(TenantScoped):
    """A published form of a country that a kind of notice must carry, byte for byte as it came."""

    __tablename__ = "enclosures"
    __table_args__ = (
        CheckConstraint("pages > 0", name="pages"),
        Index(
            "uq_enclosures_in_force",
            "agency_id",
            "country",
            "kind",
            "name",
            unique=True,
            postgresql_where=text("replaced_at is null"),
        ),
    )
    creditors_see = "nothing"

    country: Mapped[str]
    kind: Mapped[str]
    name: Mapped[str]
    """Which of the forms that the law asks for it is."""
    file_name: Mapped[str]
    file_key: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
    pages: Mapped[int]
    sent_in_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    sent_in_at: Mapped[datetime] = mapped_column(default=clock.now)
    replaced_at: Mapped[datetime | None]

    sender: Mapped[User] = relationship(
        User, primaryjoin="foreign(Enclosure.sent_in_by) == User.id", viewonly=True
    )
