"""Who carries an agency's text messages."""

import uuid

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.tenancy import TenantScoped


class SmsGateway(TenantScoped):
    """Where text messages are handed over, and what proves who brings us some. One for each agency."""

    __tablename__ = "sms_gateways"
    __table_args__ = (
        UniqueConstraint("agency_id"),
        CheckConstraint("url like 'https://%'", name="url"),
        CheckConstraint("sender <> ''", name="sender"),
    )
    creditors_see = "nothing"

    url: Mapped[str]
    token_sealed: Mapped[bytes]
    sender: Mapped[str]
    """The name or number that debtors see."""
    secret_sealed: Mapped[bytes]
    """What the provider has to name when it tells us something."""
    changed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
