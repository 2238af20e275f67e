"""The people of an agency or a creditor: what they are, and when they are no longer."""

from flask_babel import gettext
from sqlalchemy import select

from portal import clock, db
from portal.accounts.models import Membership, User
from portal.accounts.permissions import CREDITOR_ROLES, STAFF_ROLES, Role
from portal.audit import services as audit
from portal.errors import Refused


def roles_of_side(*, is_staff: bool) -> list[Role]:
    """The roles to choose from, in the order of the permissions' list."""
    return [role for role in Role if role in (STAFF_ROLES if is_staff else CREDITOR_ROLES)]


def change_role(membership: Membership, role: Role, *, by: User) -> None:
    """Give a member another role. Giving the same changes nothing."""
    if membership.role == role:
        return
    if role not in roles_of_side(is_staff=membership.is_staff):
        raise Refused(gettext("This role does not belong to that desk."))
    _must_not_be_own(membership, by)
    _must_keep_one(membership)
    before, membership.role = membership.role, role
    audit.record(
        membership,
        "member.role_changed",
        by=by,
        person=membership.user.name,
        before={"role": before},
        after={"role": role},
    )


def end_membership(membership: Membership, *, by: User) -> None:
    """Let a member in no more. Doing it twice changes nothing."""
    if membership.ended_at:
        return
    _must_not_be_own(membership, by)
    _must_keep_one(membership)
    membership.ended_at = clock.now()
    audit.record(membership, "member.ended", by=by, person=membership.user.name)


def _must_not_be_own(membership: Membership, by: User) -> None:
    if membership.user_id == by.id:
        raise Refused(gettext("Ask another person to change your own membership."))


def _must_keep_one(membership: Membership) -> None:
    """Somebody must stay who can let others in; two people who remove each other wait in line."""
    keeper = Role.ADMIN if membership.is_staff else Role.OWNER
    if membership.role != keeper:
        return
    keepers = db.session.scalars(
        select(Membership)
        .where(
            Membership.role == keeper,
            Membership.creditor_id == membership.creditor_id,
            Membership.ended_at.is_(None),
        )
        .order_by(Membership.id)
        .with_for_update(of=Membership)
        .execution_options(populate_existing=True)
    ).all()
    if all(one.id == membership.id for one in keepers):
        raise Refused(
            gettext("This is the last person who can invite others. Give somebody else that role.")
        )
