"""Agencies, the people who work in the portal, and their ways in."""

import uuid
from datetime import datetime, timedelta

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.permissions import STAFF_ROLES, Permission, Role, may
from portal.db import Base
from portal.keys import new_key
from portal.tenancy import TenantScoped, references


class Agency(Base):
    """A collection agency, the tenant. Shared by all; its settings are its own."""

    __tablename__ = "agencies"
    __table_args__ = (
        UniqueConstraint("slug"),
        CheckConstraint("slug ~ '^[a-z0-9](-?[a-z0-9])*$'", name="slug_form"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_key)
    slug: Mapped[str]
    name: Mapped[str]
    country: Mapped[str] = mapped_column(default="NL")
    currency: Mapped[str] = mapped_column(default="EUR")
    locale: Mapped[str] = mapped_column(default="en")
    time_zone: Mapped[str] = mapped_column(default="Europe/Amsterdam")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    closed_at: Mapped[datetime | None]


class AgencySettings(TenantScoped):
    """What an agency says of itself: address, client account, brand, rules of the house."""

    __tablename__ = "agency_settings"
    __table_args__ = (UniqueConstraint("agency_id"),)
    creditors_see = "read"

    legal_name: Mapped[str]
    street: Mapped[str]
    postcode: Mapped[str]
    city: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str]
    register_no: Mapped[str] = mapped_column(default="")
    vat_no: Mapped[str] = mapped_column(default="")
    client_account_name: Mapped[str] = mapped_column(default="")
    client_account_iban: Mapped[str] = mapped_column(default="")
    client_account_bic: Mapped[str] = mapped_column(default="")
    accent: Mapped[str] = mapped_column(default="")
    logo_key: Mapped[str] = mapped_column(default="")
    logo_media_type: Mapped[str] = mapped_column(default="")
    second_factor_required: Mapped[bool] = mapped_column(default=True)


class User(UserMixin, Base):
    """A person with a login, perhaps in several agencies. Debtors never have one."""

    __tablename__ = "users"
    __table_args__ = (
        UniqueConstraint("email"),
        CheckConstraint("email = lower(email)", name="email_lower"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_key)
    email: Mapped[str]
    name: Mapped[str]
    locale: Mapped[str] = mapped_column(default="")
    password_hash: Mapped[str] = mapped_column(default="")
    totp_sealed: Mapped[bytes | None]
    totp_confirmed_at: Mapped[datetime | None]
    totp_last_step: Mapped[int] = mapped_column(default=0)
    failed_logins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    closed_at: Mapped[datetime | None]

    recovery_codes: Mapped[list["RecoveryCode"]] = relationship(
        back_populates="user", cascade="all, delete-orphan"
    )

    session_token = ""
    """Of the browser in hand, while it signs in. Only its fingerprint is stored."""

    def get_id(self) -> str:
        """What the browser's cookie names: one session, which can be ended, not the person."""
        return self.session_token

    @property
    def has_second_factor(self) -> bool:
        """Whether a second factor is set up and proved."""
        return self.totp_confirmed_at is not None

    @property
    def is_locked(self) -> bool:
        """Whether too many wrong passwords keep this login shut for now."""
        return self.locked_until is not None and self.locked_until > clock.now()


class RecoveryCode(Base):
    """A way in when the second factor is lost. Works once."""

    __tablename__ = "recovery_codes"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_key)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"), index=True)
    code_hash: Mapped[bytes]
    used_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(back_populates="recovery_codes")


class UserSession(Base):
    """One browser in which a user is signed in. Ending it signs that browser out."""

    __tablename__ = "user_sessions"
    __table_args__ = (Index("ix_user_sessions_user_id", "user_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_key)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    agency_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agencies.id"))
    membership_id: Mapped[uuid.UUID | None]
    user_agent: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    second_factor_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()

    def is_alive(self, lifetime: timedelta) -> bool:
        """Whether it still opens pages: not ended, and used within `lifetime`."""
        return self.ended_at is None and self.last_seen_at + lifetime > clock.now()


class Membership(TenantScoped):
    """What a user is for an agency, or for one of its creditors."""

    __tablename__ = "memberships"
    __table_args__ = (
        UniqueConstraint("agency_id", "user_id", "creditor_id", postgresql_nulls_not_distinct=True),
        Index("ix_memberships_user_id", "user_id"),
        CheckConstraint(
            "(creditor_id is null) = (role in ('collector','manager','finance','lawyer','admin'))",
            name="role_fits_side",
        ),
    )
    creditors_see = "creditor_id"

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    role: Mapped[str]
    creditor_id: Mapped[uuid.UUID | None] = references("creditors")
    since: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(lazy="joined")

    @property
    def is_staff(self) -> bool:
        """Whether this is one of the agency's own people."""
        return Role(self.role) in STAFF_ROLES

    def may(self, permission: Permission) -> bool:
        """Whether this person may do a thing here."""
        return self.ended_at is None and may(Role(self.role), permission)


class Invitation(TenantScoped):
    """An invitation by e-mail to join an agency, or a creditor's desk."""

    __tablename__ = "invitations"
    __table_args__ = (UniqueConstraint("agency_id", "token_hash"),)
    creditors_see = "creditor_id"

    email: Mapped[str]
    name: Mapped[str]
    role: Mapped[str]
    creditor_id: Mapped[uuid.UUID | None] = references("creditors")
    token_hash: Mapped[bytes]
    invited_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    invited_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    token = ""
    """Known only while the invitation is written. Its fingerprint is stored."""

    @property
    def is_open(self) -> bool:
        """Whether it can still be accepted."""
        return not self.accepted_at and not self.revoked_at and self.expires_at > clock.now()
