"""A call, letter, e-mail or visit, as it happened."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agency.cases.models import Case
from agency.contacts.kinds import RIGHT_PARTY, ContactKind, Direction, Outcome, Reason, Spoke
from portal import clock
from portal.accounts.models import User
from portal.tenancy import TenantScoped, belongs_to, references


def _one_of(column: str, kinds: type) -> CheckConstraint:
    listed = ", ".join(f"'{kind}'" for kind in kinds)  # type: ignore[attr-defined]
    return CheckConstraint(f"{column} in ({listed})", name=column)


class Contact(TenantScoped):
    """Somebody was in touch about a case: who, how, and what came of it. Never changed.

    Creditors see none of it; that their customer was reached is told by an event.
    """

    __tablename__ = "contacts"
    __table_args__ = (
        UniqueConstraint("agency_id", "form_key"),
        Index("ix_contacts_case", "agency_id", "case_id", "id"),
        Index("ix_contacts_debtor", "agency_id", "debtor_id", "at"),
        Index("ix_contacts_logged", "agency_id", "logged_by", "logged_at"),
        _one_of("kind", ContactKind),
        _one_of("direction", Direction),
        _one_of("spoke", Spoke),
        _one_of("outcome", Outcome),
        CheckConstraint(
            f"reason = '' or reason in ({', '.join(repr(str(it)) for it in Reason)})",
            name="reason",
        ),
        CheckConstraint("kind = 'call' or phone = ''", name="phone_of_calls"),
        CheckConstraint("flaw = '' or direction = 'out'", name="flaw_of_ours"),
    )
    creditors_see = "nothing"

    case_id: Mapped[uuid.UUID] = references("cases")
    debtor_id: Mapped[uuid.UUID] = references("debtors")
    callback_id: Mapped[uuid.UUID | None] = references("callbacks")
    """The wish to be called that it answers."""
    form_key: Mapped[uuid.UUID]
    """The form that it was sent with, so that a form sent twice is one contact."""
    kind: Mapped[str]
    direction: Mapped[str]
    spoke: Mapped[str]
    spoke_name: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    """The number of a call."""
    at: Mapped[datetime]
    flaw: Mapped[str] = mapped_column(default="")
    """Why we were not allowed to seek this contact; empty when we were."""
    flaw_article: Mapped[str] = mapped_column(default="")
    document_key: Mapped[str] = mapped_column(default="")
    document_name: Mapped[str] = mapped_column(default="")
    document_type: Mapped[str] = mapped_column(default="")
    logged_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    logged_at: Mapped[datetime] = mapped_column(default=clock.now)

    case: Mapped[Case] = belongs_to("Contact.case_id", "Case", viewonly=True)
    logger: Mapped[User] = relationship(
        User, primaryjoin="foreign(Contact.logged_by) == User.id", viewonly=True
    )

    @property
    def is_right_party(self) -> bool:
        """Whether it was with somebody with whom the debt may be spoken of."""
        return self.spoke in RIGHT_PARTY
