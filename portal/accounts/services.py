"""Signing in, passwords, and the second factor: each step, and who hears of it."""

from datetime import timedelta

from flask_babel import gettext
from sqlalchemy import select, update

from portal import clock, db
from portal.accounts import passwords, second_factor, sessions, trail
from portal.accounts.mails import send_notice
from portal.accounts.models import User, UserSession
from portal.errors import Invalid, Refused
from portal.outbox import later

WRONG_BEFORE_LOCK = 5
LOCKED_FOR = timedelta(minutes=15)


def find_user(email: str) -> User | None:
    """The person with this address, if they may sign in."""
    return db.session.scalars(
        select(User).where(User.email == email.strip().lower(), User.closed_at.is_(None))
    ).one_or_none()


def check_password(email: str, password: str) -> User:
    """Whose login this is. Every refusal sounds alike and takes as long, whatever its reason."""
    user = find_user(email)
    known = user.password_hash if user and not user.is_locked else ""
    if passwords.matches(known, password) and user is not None:
        if passwords.is_outdated(user.password_hash):
            user.password_hash = passwords.hash_password(password)
        return user
    if user is not None and known:
        _count_wrong(user)
    raise Invalid(
        {
            "_schema": [
                gettext(
                    "This e-mail address and password do not belong together. After five wrong "
                    "tries a login stays shut for 15 minutes."
                )
            ]
        },
        {"email": email},
    )


def ask_password_link(email: str) -> None:
    """Have the link for a new password mailed, if there is such a login.

    Both ways cost the same here; the worker finds out whether there is anybody to write to.
    """
    user = find_user(email)
    later("accounts.send_password_link", user_id=user.id if user else None)


def check_second_factor(user: User, code: str) -> None:
    """Let the code of the app or a recovery code count; wrong ones count as wrong passwords do."""
    if user.is_locked:
        raise Refused(gettext("This login is shut after too many wrong tries. Wait 15 minutes."))
    left = second_factor.recovery_codes_left(user)
    if not second_factor.use(user, code):
        _count_wrong(user)
        raise Invalid({"code": [second_factor.wrong_code()]})
    db.session.expire(user, ["recovery_codes"])
    if (now_left := second_factor.recovery_codes_left(user)) < left:
        trail.note(user, "user.recovery_code_used", left=now_left)
        send_notice(user, "recovery_code_used")


def change_profile(user: User, name: str, locale: str) -> None:
    """Another name, or another language (empty: the browser's)."""
    before = {"name": user.name, "locale": user.locale}
    user.name, user.locale = name, locale
    if (after := {"name": name, "locale": locale}) != before:
        trail.note(user, "user.profile_changed", before=before, after=after)


def change_password(user: User, old: str, new: str, *, browser: UserSession | None) -> None:
    """Set a new password, knowing the old one; other browsers are signed out."""
    _prove(user, old, field="old_password")
    _set_password(user, new)
    sessions.end_all(user, but=browser)
    trail.note(user, "user.password_changed")
    send_notice(user, "password_changed")


def reset_password(user: User, new: str) -> None:
    """Set a new password by the mailed link; every browser is signed out."""
    _set_password(user, new)
    user.failed_logins = 0
    user.locked_until = None
    sessions.end_all(user)
    trail.note(user, "user.password_reset")
    send_notice(user, "password_changed")


def first_password(email: str, name: str, password: str) -> User:
    """A new person with a login."""
    user = User(email=email, name=name)
    _set_password(user, password)
    db.session.add(user)
    db.session.flush()
    return user


def set_up_second_factor(user: User, code: str, *, browser: UserSession | None) -> list[str]:
    """Switch the second factor on; browsers that came in without it are signed out."""
    codes = second_factor.confirm(user, code)
    sessions.end_all(user, but=browser)
    if browser is not None:
        browser.second_factor_at = clock.now()
    trail.note(user, "user.second_factor_set_up")
    return codes


def renew_recovery_codes(user: User, password: str) -> list[str]:
    """New recovery codes for somebody who proves to be the owner."""
    if not user.has_second_factor:
        raise Refused(gettext("Set up the second factor first."))
    _prove(user, password, field="password")
    trail.note(user, "user.recovery_codes_renewed")
    return second_factor.renew_recovery_codes(user)


def switch_off_second_factor(user: User, password: str, code: str) -> None:
    """Do without the second factor; needs both."""
    _prove(user, password, field="password")
    check_second_factor(user, code)
    second_factor.switch_off(user)
    trail.note(user, "user.second_factor_switched_off")
    send_notice(user, "second_factor_switched_off")


def take_off_second_factor(user: User, *, by: str) -> None:
    """What the operator does for somebody who lost phone and recovery codes."""
    second_factor.switch_off(user)
    sessions.end_all(user)
    trail.note(user, "user.second_factor_switched_off", by=by)
    send_notice(user, "second_factor_switched_off")


def _prove(user: User, password: str, *, field: str) -> None:
    if user.is_locked:
        raise Refused(gettext("This login is shut after too many wrong tries. Wait 15 minutes."))
    if not passwords.matches(user.password_hash, password):
        _count_wrong(user)
        raise Invalid({field: [gettext("This is not your present password.")]})


def _set_password(user: User, password: str) -> None:
    if reason := passwords.weakness(password, email=user.email, name=user.name):
        raise Invalid({"password": [reason]})
    user.password_hash = passwords.hash_password(password)


def _count_wrong(user: User) -> None:
    """Count in a transaction of its own, since the refusal undoes the present one."""
    with db.work():
        wrong = db.session.scalar(
            update(User)
            .where(User.id == user.id)
            .values(failed_logins=User.failed_logins + 1)
            .returning(User.failed_logins)
        )
        if wrong is None or wrong < WRONG_BEFORE_LOCK:
            return
        locked = db.session.get_one(User, user.id)
        locked.failed_logins = 0
        locked.locked_until = clock.now() + LOCKED_FOR
        trail.note(locked, "user.locked", by="system")
        send_notice(locked, "locked")
