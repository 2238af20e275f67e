"""Who owes, what it asked for, and the link by which it comes in."""

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, event, text
from sqlalchemy.orm import Mapped, mapped_column

from agency.cases.phones import mobile
from agency.law.vocabulary import DebtorKind
from portal import clock
from portal.tenancy import TenantScoped, belongs_to, references

if TYPE_CHECKING:
    from agency.cases.models.case import Case


class Debtor(TenantScoped):
    """Who owes, as one creditor knows it. Never has an account."""

    __tablename__ = "debtors"
    __table_args__ = (
        Index("uq_debtors_match_key", "agency_id", "creditor_id", "match_key", unique=True),
        Index("ix_debtors_country", "agency_id", "country"),
        Index(
            "ix_debtors_phone",
            "agency_id",
            text("regexp_replace(phone, '[^0-9]', '', 'g')"),
            postgresql_where=text("phone <> ''"),
        ),
        CheckConstraint("kind in ('consumer', 'business')", name="kind"),
        Index(
            "ix_debtors_address_failed",
            "agency_id",
            "id",
            postgresql_where=text("address_failed_on is not null"),
        ),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    kind: Mapped[str]
    name: Mapped[str]
    match_key: Mapped[str]
    """What tells two debtors of a creditor apart; see matching.py."""
    customer_no: Mapped[str] = mapped_column(default="")
    org_no: Mapped[str] = mapped_column(default="")
    vat_no: Mapped[str] = mapped_column(default="")
    street: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="NL")
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    locale: Mapped[str] = mapped_column(default="nl")
    time_zone: Mapped[str] = mapped_column(default="Europe/Amsterdam")
    email_failing: Mapped[str] = mapped_column(default="")
    """The address at which e-mail came back last; another one may well work."""

    mobile: Mapped[str] = mapped_column(default="", server_default="")
    """The telephone number, in E.164, where it is one that takes text messages; it follows `phone`."""
    text_failing: Mapped[str] = mapped_column(default="", server_default="")
    """The number at which a text message did not arrive last."""

    address_failed_on: Mapped[date | None]
    """Since when letters to the address that we know come back; empty once it is found or confirmed."""

    @property
    def address_fails(self) -> bool:
        """Whether letters to the address that we know come back."""
        return self.address_failed_on is not None

    @property
    def email_fails(self) -> bool:
        """Whether e-mail to the address that we know came back."""
        return bool(self.email) and self.email.lower() == self.email_failing

    @property
    def working_email(self) -> str:
        """The address that e-mail goes to by itself; empty where it came back from there."""
        return "" if self.email_fails else self.email

    @property
    def text_fails(self) -> bool:
        """Whether the last text message to the number that we know did not arrive."""
        return bool(self.mobile) and self.mobile == self.text_failing

    @property
    def working_mobile(self) -> str:
        """The number that text messages go to; empty where none is known, or the last did not arrive."""
        return "" if self.text_fails else self.mobile

    @property
    def debtor_kind(self) -> DebtorKind:
        """Consumer or business, as the law's rules want it."""
        return DebtorKind(self.kind)


@event.listens_for(Debtor, "before_insert")
@event.listens_for(Debtor, "before_update")
def _follow_phone(_mapper: object, _connection: object, debtor: Debtor) -> None:
    debtor.mobile = mobile(debtor.phone or "", debtor.country or "NL")


class DebtorRequest(TenantScoped):
    """What a debtor said on the page behind the payment link, and how it was dealt with."""

    __tablename__ = "debtor_requests"
    __table_args__ = (Index("ix_debtor_requests_case", "agency_id", "case_id", "id"),)
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    case_id: Mapped[uuid.UUID] = references("cases")
    kind: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)
    answer: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime | None]

    case: Mapped["Case"] = belongs_to("DebtorRequest.case_id", "Case", viewonly=True)

    @property
    def is_answered(self) -> bool:
        """Whether somebody dealt with it."""
        return self.answered_at is not None


class PayLink(TenantScoped):
    """The address at which a debtor sees and pays one case. Unguessable, expiring, revocable."""

    __tablename__ = "pay_links"
    __table_args__ = (
        UniqueConstraint("agency_id", "code_hash"),
        Index("ix_pay_links_case", "agency_id", "case_id"),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    case_id: Mapped[uuid.UUID] = references("cases")
    code_hash: Mapped[bytes]
    code_sealed: Mapped[bytes]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    wrong_answers: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]

    case: Mapped["Case"] = belongs_to("PayLink.case_id", "Case", viewonly=True)

    @property
    def is_usable(self) -> bool:
        """Whether it still opens the case."""
        return self.revoked_at is None and self.expires_at > clock.now()

    @property
    def is_locked(self) -> bool:
        """Whether wrong answers keep it shut for now."""
        return self.locked_until is not None and self.locked_until > clock.now()
