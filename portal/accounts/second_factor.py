"""The second factor: six digits from an app, each used once, and recovery codes for a lost phone."""

import hmac
import re
from typing import Any, cast

import pyotp
import segno
from flask_babel import gettext
from sqlalchemy import CursorResult, update

from portal import clock, db
from portal.accounts.models import RecoveryCode, User
from portal.crypto import fingerprint, new_token, seal, unseal
from portal.errors import Refused

PERIOD_SECONDS = 30
"""How long the app shows one code (RFC 6238)."""
DRIFT = 1
"""How many codes earlier or later still count, for clocks that are a little off."""
RECOVERY_CODES = 10
_RECOVERY_BITS = 79
_GROUP = 4


def offered_secret(user: User) -> str:
    """The secret to set the app up with; the same one until it is confirmed."""
    if user.has_second_factor:
        raise Refused(gettext("The second factor is set up already."))
    if user.totp_sealed is None:
        user.totp_sealed = seal(pyotp.random_base32())
    return unseal(user.totp_sealed)


def picture(user: User) -> str:
    """The offered secret as a QR code, an image in a `data:` address."""
    uri = pyotp.TOTP(offered_secret(user)).provisioning_uri(
        name=user.email, issuer_name=gettext("Collection portal")
    )
    code = segno.make_qr(uri, error="m")
    return str(code.svg_data_uri(scale=5, border=3, light="#fff", dark="#000"))


def confirm(user: User, code: str) -> list[str]:
    """Switch the second factor on with a first code. Returns the recovery codes, shown once."""
    offered_secret(user)
    if not _use_code(user, _typed(code)):
        raise Refused(wrong_code())
    user.totp_confirmed_at = clock.now()
    return renew_recovery_codes(user)


def switch_off(user: User) -> None:
    """Forget the secret and the recovery codes."""
    user.totp_sealed = None
    user.totp_confirmed_at = None
    user.recovery_codes.clear()


def use(user: User, code: str) -> bool:
    """Whether a code of the app or a recovery code is right. Either works once, then no more."""
    typed = _typed(code)
    return _use_code(user, typed) or _use_recovery_code(user, typed)


def renew_recovery_codes(user: User) -> list[str]:
    """New recovery codes; those from before work no longer."""
    codes = [new_token(_RECOVERY_BITS) for _ in range(RECOVERY_CODES)]
    user.recovery_codes = [RecoveryCode(code_hash=fingerprint(code)) for code in codes]
    return [
        "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP)) for code in codes
    ]


def recovery_codes_left(user: User) -> int:
    """How many recovery codes still work."""
    return sum(code.used_at is None for code in user.recovery_codes)


def _use_code(user: User, code: str) -> bool:
    if user.totp_sealed is None or not re.fullmatch(r"\d{6}", code, re.ASCII):
        return False
    app = pyotp.TOTP(unseal(user.totp_sealed), interval=PERIOD_SECONDS)
    now = int(clock.now().timestamp()) // PERIOD_SECONDS
    for step in range(now - DRIFT, now + DRIFT + 1):
        if hmac.compare_digest(app.generate_otp(step), code):
            return _use_step(user, step)
    return False


def _use_step(user: User, step: int) -> bool:
    """Whether this is the first use of a step, even when two browsers send it at once."""
    return _changed_one(
        update(User)
        .where(User.id == user.id, User.totp_last_step < step)
        .values(totp_last_step=step)
    )


def _use_recovery_code(user: User, code: str) -> bool:
    return _changed_one(
        update(RecoveryCode)
        .where(
            RecoveryCode.user_id == user.id,
            RecoveryCode.code_hash == fingerprint(code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=clock.now())
    )


def _changed_one(statement: Any) -> bool:
    return cast("CursorResult[Any]", db.session.execute(statement)).rowcount == 1


def _typed(code: str) -> str:
    """A code as people type it, without the spaces and dashes that make it readable."""
    return re.sub(r"[\s-]", "", code).lower()


def wrong_code() -> str:
    """What to tell somebody whose code is not right."""
    return str(
        gettext("This code is not right. Wait for the next one in your app and type that one.")
    )
